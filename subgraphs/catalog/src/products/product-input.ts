import { isCurrencyCode } from '@iommi/shared/money'
import { z } from 'zod'
import { foldSpelling } from '../spelling.ts'
import { plainText } from '@iommi/shared/text-fields'

const skuLengthMax = 64

/** A stock keeping unit as entered; `foldSpelling` tells which are the same. */
export const skuField = plainText(skuLengthMax)

/** Whether a variant could have this SKU. */
export function isSku(text: string): boolean {
  return skuField.safeParse(text).success
}

const price = z.object({
  amountMinor: z.number().int().min(0, 'must not be negative').max(Number.MAX_SAFE_INTEGER, 'is too large'),
  currency: z.string().refine(isCurrencyCode, 'must be an ISO 4217 code'),
})

/** Prices of a variant: at most one per currency. */
export const pricesField = z
  .array(price)
  .max(20, 'must have at most 20 prices')
  .refine((prices) => new Set(prices.map(({ currency }) => currency)).size === prices.length, 'must have one price per currency')

/** What a new variant is entered with. */
export const variantFields = {
  sku: skuField,
  name: plainText(100).nullish(),
  prices: pricesField.nullish(),
} as const

/** Variants of a new product. */
export const variantsField = z
  .array(z.object(variantFields))
  .min(1, 'must have at least one variant')
  .max(100, 'must have at most 100 variants')
  .refine((variants) => new Set(variants.map(({ sku }) => foldSpelling(sku))).size === variants.length, 'must have different SKUs')

/** How many categories a product is listed in at most. */
export const categoriesMax = 20

/** The version the caller read; null when it does not matter. */
export const expectedVersionField = z.number().int().nullish()
