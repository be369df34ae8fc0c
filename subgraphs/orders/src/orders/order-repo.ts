import type { TenantTx } from '@iommi/shared/database'
import { InvariantError } from '@iommi/shared/errors'
import {
  idFilter,
  rangeFilter,
  textFilter,
  valueFilter,
  whereSql,
  type FieldConditions,
  type OneOf,
  type Range,
  type TextConditions,
  type Where,
} from '@iommi/shared/filters'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, inArray, ne, sql, type SQL } from 'drizzle-orm'
import { orderLines, orders } from '../tables.ts'
import type { OrderStatsRow, StatsInterval } from './count-orders.ts'
import { normaliseSku } from './order-line-repo.ts'
import type { FulfillmentStatus, OrderRecord, OrderState, OrderStatus } from './order.ts'

type OrderRow = typeof orders.$inferSelect

/** The fields orders can be filtered by. */
export interface OrderFields {
  readonly id: OneOf<string>
  readonly status: OneOf<OrderStatus>
  readonly fulfillmentStatus: OneOf<FulfillmentStatus>
  readonly customerId: OneOf<string>
  readonly placedAt: Range<Date>
  readonly number: TextConditions
  readonly externalReference: TextConditions
  readonly totalMinor: Range<number>
  readonly sku: TextConditions
}

/** Which orders: the caller's filter, and whose at the most (null: the whole tenant's). */
export interface OrderSelection {
  readonly where: Where<OrderFields> | null | undefined
  readonly ownerId: string | null
}

/** How a list of orders is sorted; ties by id. */
export interface OrderSort {
  readonly field: 'PLACED_AT' | 'TOTAL'
  readonly direction: 'asc' | 'desc'
}

const sortColumns = { PLACED_AT: orders.placedAt, TOTAL: orders.totalMinor } as const

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

/** One page of orders, as `keyset` limits it. */
export async function findOrders(
  tx: TenantTx,
  selection: OrderSelection,
  request: PageRequest,
  sort: OrderSort,
): Promise<readonly OrderRecord[]> {
  const page = keyset(request, [sortColumns[sort.field], orders.id], sort.direction)
  const rows = await tx
    .select()
    .from(orders)
    .where(and(isSelected(selection), page.where))
    .orderBy(...page.orderBy)
    .limit(page.limit)
  return rows.map(toRecord)
}

/** One page of orders for each customer, in one query: as many index scans as customers, each as long as the page. */
export async function findOrdersOfCustomers(
  tx: TenantTx,
  customerIds: readonly string[],
  selection: OrderSelection,
  { request, sort }: { readonly request: PageRequest; readonly sort: OrderSort },
): Promise<readonly OrderRecord[]> {
  const keys = keyset(request, [sortColumns[sort.field], orders.id], sort.direction)
  const wanted = sql`unnest(${sql.param(customerIds.map((id) => orders.customerId.mapToDriverValue(id)))}::uuid[]) as wanted(customer_id)`
  const page = tx
    .select()
    .from(orders)
    .where(and(isSelected(selection), sql`${orders.customerId} = wanted.customer_id`, keys.where))
    .orderBy(...keys.orderBy)
    .limit(keys.limit)
    .as('page')
  const rows = await tx
    .select(page._.selectedFields)
    .from(wanted)
    .innerJoinLateral(page, sql`true`)
  return rows.map(toRecord)
}

/** How many orders are selected. */
export async function countOrders(tx: TenantTx, selection: OrderSelection): Promise<number> {
  return await tx.$count(orders, isSelected(selection))
}

/** How many orders are selected of each of these customers; customers without any are missing. */
export async function countOrdersOfCustomers(
  tx: TenantTx,
  customerIds: readonly string[],
  selection: OrderSelection,
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({ customerId: orders.customerId, count: sql<number>`count(*)`.mapWith(Number) })
    .from(orders)
    .where(and(isSelected(selection), inArray(orders.customerId, [...customerIds])))
    .groupBy(orders.customerId)
  return new Map(rows.map(({ customerId, count }) => [customerId, count]))
}

/** Counts and sums the selected orders by stretch of time (UTC), status and currency, newest first. */
export async function sumOrders(
  tx: TenantTx,
  selection: OrderSelection,
  interval: StatsInterval,
  limit: number,
): Promise<readonly Omit<OrderStatsRow, 'to'>[]> {
  const from = sql<Date>`date_trunc(${interval.toLowerCase()}, ${orders.placedAt}, 'UTC')`.mapWith(orders.placedAt)
  const rows = await tx
    .select({
      from,
      status: orders.status,
      currency: orders.currency,
      orderCount: sql<number>`count(*)`.mapWith(Number),
      amountMinor: sql<number>`sum(${orders.totalMinor})`.mapWith(Number),
    })
    .from(orders)
    .where(isSelected(selection))
    .groupBy(sql`1`, orders.status, orders.currency)
    .orderBy(sql`1 desc`, orders.status, orders.currency)
    .limit(limit)
  return rows.map(({ currency, amountMinor, ...row }) => ({
    ...row,
    status: visibleStatus(row.status),
    revenue: { amountMinor, currency },
  }))
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
  const { id, number, customerId, externalReference, fulfillmentStatus, placedAt, version } = row
  const status = visibleStatus(row.status)
  if (number === null) throw new InvariantError('a visible order has a number')
  const total = { amountMinor: row.totalMinor, currency: row.currency }
  return { id, number, customerId, externalReference, status, fulfillmentStatus, total, placedAt, version }
}

function visibleStatus(status: OrderRow['status']): OrderStatus {
  if (status === 'RESERVING') throw new InvariantError('only visible orders are read')
  return status
}

function isSelected({ where, ownerId }: OrderSelection): SQL | undefined {
  return and(isVisible, whereSql(where, fieldConditions), ownerId === null ? undefined : eq(orders.customerId, ownerId))
}

const ofLine = { sku: textFilter(orderLines.skuNorm, normaliseSku) }

const fieldConditions: FieldConditions<OrderFields> = {
  id: idFilter(orders.id),
  status: valueFilter<OrderStatus>(orders.status),
  fulfillmentStatus: valueFilter<FulfillmentStatus>(orders.fulfillmentStatus),
  customerId: idFilter(orders.customerId),
  placedAt: rangeFilter<Date>(orders.placedAt),
  number: textFilter(orders.number),
  externalReference: textFilter(orders.externalReference),
  totalMinor: rangeFilter<number>(orders.totalMinor),
  sku: (filter, path) =>
    sql`exists (select 1 from ${orderLines} where ${and(eq(orderLines.tenantId, orders.tenantId), eq(orderLines.orderId, orders.id), ofLine.sku(filter, path))})`,
}
