import { idempotencyKeyField } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { z } from 'zod'

/** Free text of people: trimmed, not empty, without control characters but line breaks. */
export function textField(charactersMax: number): z.ZodType<string, string> {
  return z
    .string()
    .trim()
    .min(1, 'must not be empty')
    .max(charactersMax, `must have at most ${String(charactersMax)} characters`)
    .regex(/^(?:\P{Cc}|\n)*$/u, 'must not have control characters')
}

/** The fields every change of an order has. */
export const orderChange = {
  idempotencyKey: idempotencyKeyField,
  orderId: idField('order'),
  expectedVersion: z.number().int().min(1, 'must be at least 1').nullish(),
  note: textField(500).nullish(),
} as const

/** The input of confirm, deliver and complete. */
export const changeOrderInput = z.object(orderChange)
