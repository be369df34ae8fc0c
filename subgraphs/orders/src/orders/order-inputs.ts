import { idempotencyKeyField } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { freeText } from '@iommi/shared/text-fields'
import { z } from 'zod'

/** The fields every change of an order has. */
export const orderChange = {
  idempotencyKey: idempotencyKeyField,
  orderId: idField('order'),
  expectedVersion: z.number().int().min(1, 'must be at least 1').nullish(),
  note: freeText(500).nullish(),
} as const

/** The input of confirm, deliver and complete. */
export const changeOrderInput = z.object(orderChange)
