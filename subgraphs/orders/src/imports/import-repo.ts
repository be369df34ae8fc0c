import type { TenantTx } from '@iommi/shared/database'
import { and, desc, eq, gt, inArray, isNotNull, lte, sql } from 'drizzle-orm'
import { normaliseSku } from '../orders/order-line-repo.ts'
import { toRecord } from '../orders/order-repo.ts'
import type { OrderRecord } from '../orders/order.ts'
import { importedCancellations, orderLines, orders } from '../tables.ts'

/** Ids of the orders imported under these keys, by key. */
export async function findImported(tx: TenantTx, importKeys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (importKeys.length === 0) return new Map()
  const rows = await tx
    .select({ id: orders.id, importKey: orders.importKey })
    .from(orders)
    .where(inArray(orders.importKey, [...importKeys]))
  return new Map(rows.map(({ id, importKey }) => [importKey ?? '', id]))
}

/** Inserts the orders whose import key is free; the ids of those. */
export async function insertImported(
  tx: TenantTx,
  records: readonly (OrderRecord & { readonly importKey: string })[],
): Promise<ReadonlySet<string>> {
  const rows = records.map(({ total, ...record }) => ({ ...record, currency: total.currency, totalMinor: total.amountMinor }))
  const inserted = await tx.insert(orders).values(rows).onConflictDoNothing().returning({ id: orders.id })
  return new Set(inserted.map(({ id }) => id))
}

/** A line that a cancellation may take back from. */
export interface OpenLine {
  readonly lineId: string
  readonly orderId: string
  readonly left: number
}

/** What a line of a cancellation invoice is about. */
export interface CancelledLine {
  readonly customerId: string
  readonly sku: string
  readonly unitPriceMinor: number
  readonly occurredAt: Date
}

/** Matching lines of imported orders with something left, latest first, locked until `tx` ends. */
export async function lockMatchingLines(tx: TenantTx, wanted: CancelledLine): Promise<readonly OpenLine[]> {
  return await tx
    .select({
      lineId: orderLines.id,
      orderId: orderLines.orderId,
      left: sql<number>`${orderLines.quantity} - ${orderLines.cancelledQuantity}`,
    })
    .from(orderLines)
    .innerJoin(orders, and(eq(orders.tenantId, orderLines.tenantId), eq(orders.id, orderLines.orderId)))
    .where(
      and(
        eq(orderLines.skuNorm, normaliseSku(wanted.sku)),
        eq(orderLines.unitPriceMinor, wanted.unitPriceMinor),
        gt(orderLines.quantity, orderLines.cancelledQuantity),
        eq(orders.customerId, wanted.customerId),
        lte(orders.placedAt, wanted.occurredAt),
        isNotNull(orders.importKey),
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id), desc(orderLines.position))
    .for('update', { of: orderLines })
}

/** Takes `quantity` back of a line. The order's total follows; an order with nothing left becomes CANCELLED. Before and after. */
export async function cancelOfLine(
  tx: TenantTx,
  line: OpenLine,
  quantity: number,
): Promise<{ readonly before: OrderRecord; readonly after: OrderRecord }> {
  const [row] = await tx.select().from(orders).where(eq(orders.id, line.orderId)).for('update')
  if (row === undefined) throw new Error('the order of a locked line is there')
  await tx
    .update(orderLines)
    .set({ cancelledQuantity: sql`${orderLines.cancelledQuantity} + ${quantity}` })
    .where(eq(orderLines.id, line.lineId))
  const [sums] = await tx
    .select({
      left: sql<number>`sum(${orderLines.quantity} - ${orderLines.cancelledQuantity})`.mapWith(Number),
      totalMinor: sql<number>`sum((${orderLines.quantity} - ${orderLines.cancelledQuantity}) * ${orderLines.unitPriceMinor})`.mapWith(
        Number,
      ),
    })
    .from(orderLines)
    .where(eq(orderLines.orderId, line.orderId))
  const [after] = await tx
    .update(orders)
    .set({ totalMinor: sums?.totalMinor ?? 0, version: row.version + 1, ...(sums?.left === 0 ? { status: 'CANCELLED' as const } : {}) })
    .where(eq(orders.id, line.orderId))
    .returning()
  if (after === undefined) throw new Error('a locked order is there')
  return { before: toRecord(row), after: toRecord(after) }
}

/** Quantities taken back under these keys before, by key. */
export async function findCancellations(tx: TenantTx, importKeys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select()
    .from(importedCancellations)
    .where(inArray(importedCancellations.importKey, [...importKeys]))
  return new Map(rows.map(({ importKey, cancelledQuantity }) => [importKey, cancelledQuantity]))
}

/** Remembers that a line was applied; false when somebody else did so first. */
export async function insertCancellation(tx: TenantTx, importKey: string, cancelledQuantity: number): Promise<boolean> {
  const rows = await tx.insert(importedCancellations).values({ importKey, cancelledQuantity }).onConflictDoNothing().returning()
  return rows.length > 0
}
