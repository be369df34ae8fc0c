import { requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError, invariant } from '@iommi/shared/errors'
import { isId } from '@iommi/shared/ids'
import type { Money } from '@iommi/shared/money'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CatalogContext } from '../context.ts'
import type { ProductOrderInput, ProductWhereInput } from '../graphql.generated.ts'
import { foldSpelling } from '../spelling.ts'
import type { ProductRecord, VariantRecord } from './product.ts'
import { isSku } from './product-input.ts'
import { pageProducts, type ProductFilter } from './product-repo.ts'
import { canFind, canResolve, isStaff } from './product-visibility.ts'
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

/** A page of the products the caller may find. */
export async function listProducts(
  context: CatalogContext,
  args: ConnectionArgs & { readonly where?: ProductWhereInput | null | undefined; readonly orderBy?: ProductOrderInput | null | undefined },
): Promise<Connection<ProductRecord>> {
  requireScope(context, 'catalog:read')
  const { field, direction } = args.orderBy ?? { field: 'NAME', direction: 'ASC' }
  const request = readPageRequest(args, `products:${field}:${direction}`)
  const filter = readFilter(args.where ?? {}, isStaff(context.actor))
  const sort = { field, direction: direction === 'ASC' ? 'asc' : 'desc' } as const
  const rows = await withTenant(context, (tx) => pageProducts(tx, { filter, sort, request }))
  return toConnection(request, rows, (product) => [field === 'NAME' ? product.nameNorm : product.createdAt, product.id])
}

/** A page of the product's variants. */
export async function listVariants(context: CatalogContext, productId: string, args: ConnectionArgs): Promise<Connection<VariantRecord>> {
  return await context.loaders().variantPages(productId, readPageRequest(args, 'variants'))
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

/** What does not look like an id or SKU matches nothing. */
function readFilter(where: ProductWhereInput, isForStaff: boolean): ProductFilter {
  const statuses = within('status', where.status, 10)
  return {
    ids: idsOf('product', within('id', where.id, 100)),
    kinds: within('kind', where.kind, 10),
    categoryIds: idsOf('category', within('categoryId', where.categoryId, 100)),
    statuses: isForStaff ? statuses : onlyPublished(statuses),
    skuNorms: within('sku', where.sku, 100)?.filter(isSku).map(foldSpelling) ?? null,
  }
}

function idsOf(kind: string, ids: readonly string[] | null): readonly string[] | null {
  return ids === null ? null : ids.filter((id) => isId(kind, id))
}

function onlyPublished(statuses: ProductFilter['statuses']): ProductFilter['statuses'] {
  return statuses === null ? ['PUBLISHED'] : statuses.filter((status) => status === 'PUBLISHED')
}

function within<Item>(
  field: string,
  filter: { readonly in: readonly Item[] } | null | undefined,
  countMax: number,
): readonly Item[] | null {
  if (filter === null || filter === undefined) return null
  if (filter.in.length <= countMax) return filter.in
  throw new AppError('BAD_USER_INPUT', `where.${field}.in: at most ${String(countMax)} values are allowed.`)
}
