import { requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import type { Money } from '@iommi/shared/money'
import { readPageRequest, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CatalogContext } from '../context.ts'
import { foldSpelling } from '../spelling.ts'
import type { MediaRecord } from './product-media.ts'
import type { ProductRecord, VariantRecord } from './product.ts'
import { isSku } from './product-input.ts'
import { canFind, canResolve } from './product-visibility.ts'
import { findVariantsBySku } from './variant-repo.ts'

/** The product, if the caller may find it. */
export async function findProduct(context: CatalogContext, id: string): Promise<ProductRecord | null> {
  const product = await readProduct(context, id)
  return product !== null && canFind(context.actor, product.status) ? product : null
}

/** The product that another subgraph refers to, if the caller may see it there. */
export async function resolveProduct(context: CatalogContext, id: string): Promise<ProductRecord | null> {
  const product = await readProduct(context, id)
  return product !== null && canResolve(context.actor, product.status) ? product : null
}

/** The variant, if the caller may find it. */
export async function findVariant(context: CatalogContext, id: string): Promise<VariantRecord | null> {
  const variant = await readVariant(context, id)
  return variant !== null && canFind(context.actor, variant.productStatus) ? variant : null
}

/** The variant that another subgraph refers to, if the caller may see it there. */
export async function resolveVariant(context: CatalogContext, id: string): Promise<VariantRecord | null> {
  const variant = await readVariant(context, id)
  return variant !== null && canResolve(context.actor, variant.productStatus) ? variant : null
}

/** The variant of this SKU, in any case, if the caller may find it. */
export async function findVariantBySku(context: CatalogContext, sku: string): Promise<VariantRecord | null> {
  requireScope(context, 'catalog:read')
  if (!isSku(sku)) return null
  const [variant] = await withTenant(context, (tx) => findVariantsBySku(tx, [foldSpelling(sku)]))
  return variant !== undefined && canFind(context.actor, variant.productStatus) ? variant : null
}

/** A page of the product's variants. */
export async function listVariants(context: CatalogContext, productId: string, args: ConnectionArgs): Promise<Connection<VariantRecord>> {
  return await context.loaders().variantPages(productId, readPageRequest(args, 'variants'))
}

/** A page of the product's media, in the order to show them. */
export async function listMedia(context: CatalogContext, productId: string, args: ConnectionArgs): Promise<Connection<MediaRecord>> {
  return await context.loaders().mediaPages(productId, readPageRequest(args, 'media'))
}

/** The product of a variant the caller has. */
export async function getProductOf(context: CatalogContext, variant: VariantRecord): Promise<ProductRecord> {
  const product = await context.loaders().products.load(variant.productId)
  invariant(product, 'every variant has its product')
  return product
}

/** The variant's price in `currency`, the tenant's own when null; null when it has none. */
export async function findPrice(context: CatalogContext, variant: VariantRecord, currency: string | null): Promise<Money | null> {
  const prices = await context.loaders().prices.load(variant.id)
  const wanted = currency ?? context.tenant.defaultCurrency
  return prices.find((price) => price.currency === wanted) ?? null
}

/** All prices of the variant, by currency. */
export async function listPrices(context: CatalogContext, variant: VariantRecord): Promise<readonly Money[]> {
  return await context.loaders().prices.load(variant.id)
}

async function readProduct(context: CatalogContext, id: string): Promise<ProductRecord | null> {
  requireScope(context, 'catalog:read')
  return isId('product', id) ? await context.loaders().products.load(id) : null
}

async function readVariant(context: CatalogContext, id: string): Promise<VariantRecord | null> {
  requireScope(context, 'catalog:read')
  return isId('variant', id) ? await context.loaders().variants.load(id) : null
}
