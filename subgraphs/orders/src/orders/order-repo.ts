import type { TenantTx } from '@iommi/shared/database'
import { InvariantError } from '@iommi/shared/errors'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, gte, inArray, lt, ne, sql, type SQL } from 'drizzle-orm'
import { orders } from '../tables.ts'
import type { FulfillmentStatus, OrderRecord, OrderState, OrderStatus } from './order.ts'

type OrderRow = typeof orders.$inferSelect

/** Which orders a list shows; null and undefined conditions do not filter. */
export interface OrderFilter {
  readonly statuses?: readonly OrderStatus[] | null | undefined
  readonly fulfillmentStatuses?: readonly FulfillmentStatus[] | null | undefined
  readonly customerIds?: readonly string[] | null | undefined
  readonly numbers?: readonly string[] | null | undefined
  readonly externalReferences?: readonly string[] | null | undefined
  readonly placedFrom?: Date | null | undefined
  readonly placedBefore?: Date | null | undefined
}

/** How a list of orders is sorted. */
export type OrderDirection = 'asc' | 'desc'

const isVisible = ne(orders.status, 'RESERVING')

/** The order, unless it is still in the making; `ownerId` limits it to that customer's. */
export async function findOrder(tx: TenantTx, id: string, ownerId: string | null): Promise<OrderRecord | null> {
  const [row] = await findOrdersById(tx, [id], ownerId)
  return row ?? null
}

/** Those of the orders that there are, in any sequence. */
export async function findOrdersById(tx: TenantTx, ids: readonly string[], ownerId: string | null): Promise<readonly OrderRecord[]> {
  const rows = await tx
    .select()
    .from(orders)
    .where(and(inArray(orders.id, [...ids]), isVisible, ownerId === null ? undefined : eq(orders.customerId, ownerId)))
  return rows.map(toRecord)
}

/** One page of orders by time of placing, as `keyset` limits it. */
export async function findOrders(
  tx: TenantTx,
  filter: OrderFilter,
  request: PageRequest,
  direction: OrderDirection,
): Promise<readonly OrderRecord[]> {
  const page = keyset(request, [orders.placedAt, orders.id], direction)
  const rows = await tx
    .select()
    .from(orders)
    .where(and(isVisible, ...conditions(filter), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
  return rows.map(toRecord)
}

/** One page of orders for each customer, in one query: as many index scans as customers, each as long as the page. */
export async function findOrdersOfCustomers(
  tx: TenantTx,
  customerIds: readonly string[],
  filter: OrderFilter,
  { request, direction }: { readonly request: PageRequest; readonly direction: OrderDirection },
): Promise<readonly OrderRecord[]> {
  const keys = keyset(request, [orders.placedAt, orders.id], direction)
  const wanted = sql`unnest(${sql.param(customerIds.map((id) => orders.customerId.mapToDriverValue(id)))}::uuid[]) as wanted(customer_id)`
  const page = tx
    .select()
    .from(orders)
    .where(and(isVisible, sql`${orders.customerId} = wanted.customer_id`, ...conditions(filter), keys.where))
    .orderBy(...keys.orderBy)
    .limit(keys.limit)
    .as('page')
  const rows = await tx
    .select(page._.selectedFields)
    .from(wanted)
    .innerJoinLateral(page, sql`true`)
  return rows.map(toRecord)
}

/** Moves an order from where it was read to `to`; null when somebody changed it since. */
export async function moveOrder(tx: TenantTx, read: OrderRecord, to: OrderState): Promise<OrderRecord | null> {
  const [row] = await tx
    .update(orders)
    .set({ status: to.status, fulfillmentStatus: to.fulfillmentStatus, version: read.version + 1 })
    .where(and(eq(orders.id, read.id), eq(orders.version, read.version)))
    .returning()
  return row === undefined ? null : toRecord(row)
}

/** A row as a record; an order in the making has none. */
export function toRecord(row: OrderRow): OrderRecord {
  const { id, number, customerId, externalReference, status, fulfillmentStatus, placedAt, version } = row
  if (status === 'RESERVING' || number === null) throw new InvariantError('only visible orders are read')
  const total = { amountMinor: row.totalMinor, currency: row.currency }
  return { id, number, customerId, externalReference, status, fulfillmentStatus, total, placedAt, version }
}

function conditions(filter: OrderFilter): readonly (SQL | undefined)[] {
  const { statuses, fulfillmentStatuses, customerIds, numbers, externalReferences, placedFrom, placedBefore } = filter
  return [
    statuses ? inArray(orders.status, [...statuses]) : undefined,
    fulfillmentStatuses ? inArray(orders.fulfillmentStatus, [...fulfillmentStatuses]) : undefined,
    customerIds ? inArray(orders.customerId, [...customerIds]) : undefined,
    numbers ? inArray(orders.number, [...numbers]) : undefined,
    externalReferences ? inArray(orders.externalReference, [...externalReferences]) : undefined,
    placedFrom ? gte(orders.placedAt, placedFrom) : undefined,
    placedBefore ? lt(orders.placedAt, placedBefore) : undefined,
  ]
}
