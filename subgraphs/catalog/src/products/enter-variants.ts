import type { TenantTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import type { Money } from '@iommi/shared/money'
import { foldSpelling } from '../spelling.ts'
import { insertPrices, insertVariants } from './variant-repo.ts'

/** A variant as entered. */
export interface VariantInput {
  readonly sku: string
  readonly name?: string | null | undefined
  readonly prices?: readonly Money[] | null | undefined
}

/** Enters variants of the product with their prices; the ids given, null for each whose SKU is taken. */
export async function enterVariants(
  tx: TenantTx,
  productId: string,
  variants: readonly VariantInput[],
): Promise<readonly (string | null)[]> {
  const rows = variants.map((variant) => ({
    id: newId('variant'),
    productId,
    sku: variant.sku,
    skuNorm: foldSpelling(variant.sku),
    name: variant.name ?? null,
    prices: variant.prices ?? [],
  }))
  const entered = await insertVariants(
    tx,
    rows.map(({ prices: _prices, ...row }) => row),
  )
  await insertPrices(
    tx,
    rows.filter(({ id }) => entered.has(id)).flatMap(({ id, prices }) => prices.map((price) => ({ variantId: id, ...price }))),
  )
  return rows.map(({ id }) => (entered.has(id) ? id : null))
}
