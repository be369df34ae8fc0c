import { keyset, type PageRequest } from '@iommi/shared/pagination'
import type { TenantTx } from '@iommi/shared/database'
import { and, asc, eq, getTableColumns, inArray, sql, type SQL } from 'drizzle-orm'
import { productCategories, products, productVariants } from '../tables.ts'
import type { ProductKind, ProductRecord, ProductStatus } from './product.ts'

const { tenantId: _tenantId, ...productColumns } = getTableColumns(products)

/** Which products; every condition given must hold. */
export interface ProductFilter {
  readonly ids: readonly string[] | null
  readonly kinds: readonly ProductKind[] | null
  readonly categoryIds: readonly string[] | null
  readonly statuses: readonly ProductStatus[] | null
  readonly skuNorms: readonly string[] | null
}

/** How products are sorted. */
export interface ProductSort {
  readonly field: 'NAME' | 'CREATED_AT'
  readonly direction: 'asc' | 'desc'
}

/** The products of these ids that exist, in any order. */
export async function findProducts(tx: TenantTx, ids: readonly string[]): Promise<readonly ProductRecord[]> {
  return await tx
    .select(productColumns)
    .from(products)
    .where(inArray(products.id, [...ids]))
}

/** A page of products, one row more than it has. */
export async function pageProducts(
  tx: TenantTx,
  { filter, sort, request }: { readonly filter: ProductFilter; readonly sort: ProductSort; readonly request: PageRequest },
): Promise<readonly ProductRecord[]> {
  const column = sort.field === 'NAME' ? products.nameNorm : products.createdAt
  const page = keyset(request, [column, products.id], sort.direction)
  return await tx
    .select(productColumns)
    .from(products)
    .where(and(...conditions(tx, filter), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
}

function conditions(tx: TenantTx, filter: ProductFilter): readonly SQL[] {
  const { ids, kinds, statuses, skuNorms, categoryIds } = filter
  const listed = tx.select({ id: productCategories.productId }).from(productCategories)
  const withSku = tx.select({ id: productVariants.productId }).from(productVariants)
  return [
    ...(ids === null ? [] : [inArray(products.id, [...ids])]),
    ...(kinds === null ? [] : [inArray(products.kind, [...kinds])]),
    ...(statuses === null ? [] : [oneOf(statuses)]),
    ...(categoryIds === null ? [] : [inArray(products.id, listed.where(inArray(productCategories.categoryId, [...categoryIds])))]),
    ...(skuNorms === null ? [] : [inArray(products.id, withSku.where(inArray(productVariants.skuNorm, [...skuNorms])))]),
  ]
}

/** An equality where it can be one: only that matches the indexes of published products. */
function oneOf(statuses: readonly ProductStatus[]): SQL {
  const [only] = statuses
  return only !== undefined && statuses.length === 1 ? eq(products.status, only) : inArray(products.status, [...statuses])
}

/** The product, held against changes until the transaction ends. */
export async function lockProduct(tx: TenantTx, id: string): Promise<ProductRecord | null> {
  const [row] = await tx.select(productColumns).from(products).where(eq(products.id, id)).for('no key update')
  return row ?? null
}

/** Enters products. */
export async function insertProducts(tx: TenantTx, rows: readonly ProductRecord[]): Promise<void> {
  if (rows.length > 0) await tx.insert(products).values([...rows])
}

/** Changes the product and raises its version; null when it no longer has `product.version`. */
export async function changeProduct(
  tx: TenantTx,
  product: Pick<ProductRecord, 'id' | 'version'>,
  changes: Partial<Pick<ProductRecord, 'name' | 'nameNorm' | 'description' | 'status'>>,
): Promise<ProductRecord | null> {
  const [row] = await tx
    .update(products)
    .set({ ...changes, version: sql`${products.version} + 1` })
    .where(and(eq(products.id, product.id), eq(products.version, product.version)))
    .returning(productColumns)
  return row ?? null
}

/** Ids of the categories the product is listed in. */
export async function findCategoryIdsOf(tx: TenantTx, productId: string): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: productCategories.categoryId })
    .from(productCategories)
    .where(eq(productCategories.productId, productId))
    .orderBy(asc(productCategories.categoryId))
  return rows.map((row) => row.id)
}

/** Lists products in categories, besides those they are in. */
export async function listInCategories(
  tx: TenantTx,
  entries: readonly { readonly productId: string; readonly categoryId: string }[],
): Promise<void> {
  if (entries.length > 0) await tx.insert(productCategories).values([...entries])
}

/** Takes the product off every category. */
export async function unlist(tx: TenantTx, productId: string): Promise<void> {
  await tx.delete(productCategories).where(eq(productCategories.productId, productId))
}
