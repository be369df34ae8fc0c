import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import { orderLines, orders } from '../tables.ts'
import type { OrderLineRecord } from './order.ts'

/** A line to be written; its id and place in the order are given by the caller. */
export type NewOrderLine = Omit<OrderLineRecord, 'cancelledQuantity'>

/** Rows one insert holds: Postgres takes at most 65,535 parameters. */
const insertRows = 2_000

const columns = {
  id: orderLines.id,
  orderId: orderLines.orderId,
  position: orderLines.position,
  variantId: orderLines.variantId,
  sku: orderLines.sku,
  title: orderLines.title,
  quantity: orderLines.quantity,
  cancelledQuantity: orderLines.cancelledQuantity,
  fulfilledQuantity: orderLines.fulfilledQuantity,
  unitPriceMinor: orderLines.unitPriceMinor,
  currency: orders.currency,
} as const

const isOfOrder = and(eq(orders.tenantId, orderLines.tenantId), eq(orders.id, orderLines.orderId))

/** All lines of an order, by position. */
export async function findLines(tx: TenantTx, orderId: string): Promise<readonly OrderLineRecord[]> {
  const rows = await tx
    .select(columns)
    .from(orderLines)
    .innerJoin(orders, isOfOrder)
    .where(eq(orderLines.orderId, orderId))
    .orderBy(asc(orderLines.position))
  return rows.map(toLine)
}

/** The same page of lines for each order, in one query. */
export async function findLinePages(tx: TenantTx, orderIds: readonly string[], request: PageRequest): Promise<readonly OrderLineRecord[]> {
  const page = keyset(request, [orderLines.position], 'asc')
  const rank = sql<number>`row_number() over (partition by ${orderLines.orderId} order by ${sql.join([...page.orderBy], sql`, `)})`
    .mapWith(Number)
    .as('rank')
  const ranked = tx
    .select({ ...columns, rank })
    .from(orderLines)
    .innerJoin(orders, isOfOrder)
    .where(and(inArray(orderLines.orderId, [...orderIds]), page.where))
    .as('ranked')
  const rows = await tx.select().from(ranked).where(lte(ranked.rank, page.limit)).orderBy(asc(ranked.rank))
  return rows.map(toLine)
}

/** Writes lines; `tx` has written their orders. */
export async function insertLines(tx: TenantTx, lines: readonly NewOrderLine[]): Promise<void> {
  for (let start = 0; start < lines.length; start += insertRows) {
    await tx
      .insert(orderLines)
      .values(
        lines
          .slice(start, start + insertRows)
          .map(({ unitPrice, ...line }) => ({ ...line, skuNorm: normaliseSku(line.sku), unitPriceMinor: unitPrice.amountMinor })),
      )
  }
}

/** Adds to what has left of each line. */
export async function addFulfilled(
  tx: TenantTx,
  shipped: readonly { readonly lineId: string; readonly quantity: number }[],
): Promise<void> {
  for (const { lineId, quantity } of shipped) {
    await tx
      .update(orderLines)
      .set({ fulfilledQuantity: sql`${orderLines.fulfilledQuantity} + ${quantity}` })
      .where(eq(orderLines.id, lineId))
  }
}

/** How SKUs are compared: their case does not matter. */
export function normaliseSku(sku: string): string {
  return sku.trim().toUpperCase()
}

function toLine({
  unitPriceMinor,
  currency,
  ...row
}: Omit<OrderLineRecord, 'unitPrice'> & { readonly unitPriceMinor: number; readonly currency: string }): OrderLineRecord {
  const { id, orderId, position, variantId, sku, title, quantity, cancelledQuantity, fulfilledQuantity } = row
  return {
    id,
    orderId,
    position,
    variantId,
    sku,
    title,
    quantity,
    cancelledQuantity,
    fulfilledQuantity,
    unitPrice: { amountMinor: unitPriceMinor, currency },
  }
}
