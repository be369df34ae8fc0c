import { z } from 'zod'
import { defineEvent } from './event.ts'

const productChange = z.object({ productId: z.string(), version: z.number().int().positive() })

/** A product exists from now on. */
export const productCreated = defineEvent({ topic: 'catalog-events', type: 'io.iommi.product.created.v1', data: productChange })
/** A product, its translations, media or variants changed; `version` is the new one of the product. */
export const productUpdated = defineEvent({ topic: 'catalog-events', type: 'io.iommi.product.updated.v1', data: productChange })
/** On-hand or reserved stock of a variant at a location changed; amounts are those after the change. */
export const stockChanged = defineEvent({
  topic: 'catalog-events',
  type: 'io.iommi.stock.changed.v1',
  data: z.object({
    variantId: z.string(),
    locationId: z.string(),
    onHand: z.number().int().nonnegative(),
    reserved: z.number().int().nonnegative(),
    version: z.number().int().positive(),
  }),
})
