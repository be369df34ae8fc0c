import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, getTableColumns, inArray, lte, sql } from 'drizzle-orm'
import { orderHistory } from '../tables.ts'
import type { OrderHistoryRecord } from './order.ts'

/** Writes what happened; nothing ever changes it. */
export async function insertHistory(tx: TenantTx, entries: readonly OrderHistoryRecord[]): Promise<void> {
  if (entries.length > 0) await tx.insert(orderHistory).values([...entries])
}

/** The same page of history for each order, oldest first, in one query. */
export async function findHistoryPages(
  tx: TenantTx,
  orderIds: readonly string[],
  request: PageRequest,
): Promise<readonly OrderHistoryRecord[]> {
  const page = keyset(request, [orderHistory.version], 'asc')
  const rank = sql<number>`row_number() over (partition by ${orderHistory.orderId} order by ${sql.join([...page.orderBy], sql`, `)})`
    .mapWith(Number)
    .as('rank')
  const ranked = tx
    .select({ ...getTableColumns(orderHistory), rank })
    .from(orderHistory)
    .where(and(inArray(orderHistory.orderId, [...orderIds]), page.where))
    .as('ranked')
  return await tx.select().from(ranked).where(lte(ranked.rank, page.limit)).orderBy(asc(ranked.rank))
}
