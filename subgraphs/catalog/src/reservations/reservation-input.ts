import { idField } from '@iommi/shared/ids'
import { z } from 'zod'

/** The order that stock is for. */
export const orderIdField = idField('order')

/** What an order wants, or what of it left. Variant ids are not checked here: one that is none is not found. */
export const stockLinesField = z
  .array(
    z.object({
      variantId: z.string(),
      quantity: z.number().int().min(1, 'must be at least 1').max(1_000_000, 'must be at most 1000000'),
    }),
  )
  .min(1, 'must have at least one line')
  .max(1_000, 'must have at most 1000 lines')
