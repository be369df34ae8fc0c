import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import { productMedia, products } from '../tables.ts'
import type { MediaRecord } from './product-media.ts'

const { tenantId: _tenantId, ...mediaColumns } = getTableColumns(productMedia)

/** The product's media, in the order to show them. */
export async function findMedia(tx: TenantTx, productId: string): Promise<readonly MediaRecord[]> {
  return await tx.select(mediaColumns).from(productMedia).where(eq(productMedia.productId, productId)).orderBy(asc(productMedia.position))
}

/** The same page of media for each product, one row more than it has. */
export async function pageMedia(tx: TenantTx, productIds: readonly string[], request: PageRequest): Promise<readonly MediaRecord[]> {
  const page = keyset(request, [productMedia.position], 'asc')
  const own = tx
    .select(mediaColumns)
    .from(productMedia)
    .where(and(eq(productMedia.productId, products.id), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
    .as('own')
  const rows = await tx
    .select(own._.selectedFields)
    .from(products)
    .crossJoinLateral(own)
    .where(inArray(products.id, [...productIds]))
  // Sorted here: what comes out of a join has no order of its own.
  return rows.toSorted((a, b) => (request.isBackward ? b.position - a.position : a.position - b.position))
}

/** Gives the product these media and no others. */
export async function replaceMedia(tx: TenantTx, productId: string, media: readonly MediaRecord[]): Promise<void> {
  await tx.delete(productMedia).where(eq(productMedia.productId, productId))
  if (media.length > 0) await tx.insert(productMedia).values([...media])
}
