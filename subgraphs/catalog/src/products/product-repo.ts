import type { TenantTx } from '@iommi/shared/database'
import { and, asc, eq, getTableColumns, inArray, sql } from 'drizzle-orm'
import { productCategories, products } from '../tables.ts'
import type { ProductRecord } from './product.ts'

const { tenantId: _tenantId, ...productColumns } = getTableColumns(products)

/** The products of these ids that exist, in any order. */
export async function findProducts(tx: TenantTx, ids: readonly string[]): Promise<readonly ProductRecord[]> {
  return await tx
    .select(productColumns)
    .from(products)
    .where(inArray(products.id, [...ids]))
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
