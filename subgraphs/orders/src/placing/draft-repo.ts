import type { TenantTx, WorkerTx } from '@iommi/shared/database'
import type { Actor } from '@iommi/shared/request-context'
import { and, asc, eq, lt, sql } from 'drizzle-orm'
import { toRecord } from '../orders/order-repo.ts'
import type { OrderRecord } from '../orders/order.ts'
import type { StockLine } from '../stock/stock-service.ts'
import { orderCounters, orderDrafts, orders } from '../tables.ts'

/** An order in the making: what was asked for, by whom, under which idempotency key. Visible to nobody. */
export interface OrderDraft {
  readonly orderId: string
  readonly customerId: string
  readonly externalReference: string | null
  /** Null: the tenant's own. */
  readonly currency: string | null
  readonly lines: readonly StockLine[]
  readonly client: string
  readonly idempotencyKey: string
  readonly actor: Actor
  readonly createdAt: Date
}

// ISO 4217's code for no currency: the reservation says which it is.
const undecidedCurrency = 'XXX'
const firstNumber = 10_001

/** Writes the draft: its order is RESERVING, without number, lines and event. */
export async function insertDraft(tx: TenantTx, draft: OrderDraft): Promise<void> {
  const { orderId, customerId, externalReference, ...rest } = draft
  await tx.insert(orders).values({
    id: orderId,
    customerId,
    externalReference,
    status: 'RESERVING',
    fulfillmentStatus: 'UNFULFILLED',
    currency: draft.currency ?? undecidedCurrency,
    totalMinor: 0,
    placedAt: draft.createdAt,
    version: 1,
  })
  await tx.insert(orderDrafts).values({ orderId, ...rest })
}

/** The draft, locked until `tx` ends; null when it was finished or given up. */
export async function lockDraft(tx: TenantTx, orderId: string): Promise<OrderDraft | null> {
  const [row] = await tx.select().from(orderDrafts).where(eq(orderDrafts.orderId, orderId)).for('update')
  const [order] = await tx.select().from(orders).where(eq(orders.id, orderId))
  if (row === undefined || order === undefined) return null
  const { tenantId: _tenant, ...draft } = row
  return { ...draft, customerId: order.customerId, externalReference: order.externalReference }
}

/** Deletes the draft with its order, as if it had never been asked for. */
export async function deleteDraft(tx: TenantTx, orderId: string): Promise<void> {
  await tx.delete(orders).where(and(eq(orders.id, orderId), eq(orders.status, 'RESERVING')))
}

/** Makes the drafted order visible as PLACED under the tenant's next number. */
export async function publishDraft(
  tx: TenantTx,
  orderId: string,
  placed: { readonly currency: string; readonly totalMinor: number; readonly placedAt: Date },
): Promise<OrderRecord> {
  await tx.delete(orderDrafts).where(eq(orderDrafts.orderId, orderId))
  const number = await takeNumbers(tx, 1)
  const [row] = await tx
    .update(orders)
    .set({ ...placed, status: 'PLACED', number: String(number) })
    .where(eq(orders.id, orderId))
    .returning()
  if (row === undefined) throw new Error('the drafted order is gone')
  return toRecord(row)
}

/** Takes `count` consecutive order numbers of the tenant; the first of them. Orders that come together wait for each other here. */
export async function takeNumbers(tx: TenantTx, count: number): Promise<number> {
  const [row] = await tx
    .insert(orderCounters)
    .values({ lastNumber: firstNumber - 1 + count })
    .onConflictDoUpdate({ target: orderCounters.tenantId, set: { lastNumber: sql`${orderCounters.lastNumber} + ${count}` } })
    .returning()
  return (row?.lastNumber ?? 0) - count + 1
}

/** Drafts of all tenants in one Postgres schema made before `before`, oldest first. */
export async function findOldDrafts(
  tx: WorkerTx,
  before: Date,
): Promise<readonly { readonly tenantId: string; readonly orderId: string }[]> {
  return await tx
    .select({ tenantId: orderDrafts.tenantId, orderId: orderDrafts.orderId })
    .from(orderDrafts)
    .where(lt(orderDrafts.createdAt, before))
    .orderBy(asc(orderDrafts.createdAt))
    .limit(100)
}
