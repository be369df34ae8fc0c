import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { encodeEventCursor } from '@iommi/shared/event-cursor'
import { readTopicHead } from '@iommi/shared/event-log'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs, type PageRequest } from '@iommi/shared/pagination'
import type { OrdersContext } from '../context.ts'
import { findOrders, findOrdersOfCustomers, type OrderDirection, type OrderFilter } from './order-repo.ts'
import type { FulfillmentStatus, OrderRecord, OrderStatus } from './order.ts'

type Nullable<Value> = Value | null | undefined

/** The arguments of every list of orders. */
export interface OrderListArgs extends ConnectionArgs {
  readonly where?: Nullable<{
    readonly status?: Nullable<{ readonly in: readonly OrderStatus[] }>
    readonly fulfillmentStatus?: Nullable<{ readonly in: readonly FulfillmentStatus[] }>
    readonly customerId?: Nullable<{ readonly in: readonly string[] }>
    readonly placedAt?: Nullable<{ readonly gte?: Nullable<Date>; readonly lt?: Nullable<Date> }>
    readonly number?: Nullable<{ readonly in: readonly string[] }>
    readonly externalReference?: Nullable<{ readonly in: readonly string[] }>
  }>
  readonly orderBy?: Nullable<{ readonly field: 'PLACED_AT'; readonly direction: 'ASC' | 'DESC' }>
}

/** A page of orders and where the stream of changes stood before it was read. */
export interface OrderPage extends Connection<OrderRecord> {
  readonly changesCursor: string
}

type PageContext = Pick<OrdersContext, 'db' | 'tenant' | 'signal' | 'cursorKey'>

/** The order, or null when it does not exist or is somebody else's. */
export async function readOrder(context: OrdersContext, id: string): Promise<OrderRecord | null> {
  requireScope(context, 'orders:read')
  if (!isId('order', id)) throw new AppError('BAD_USER_INPUT', 'id: an id of the form order_<26 characters> is expected.')
  return await context.loaders.order(id)
}

/** A page of the orders the actor may see. */
export async function listOrders(context: OrdersContext, args: OrderListArgs): Promise<OrderPage> {
  requireScope(context, 'orders:read')
  const list = readList(args)
  const owner = ownCustomerId(context)
  const filter = owner === null ? list.filter : { ...list.filter, customerIds: intersect(list.filter.customerIds, owner) }
  return await withTenant(context, async (tx) => {
    const changesCursor = await changesCursorOf(context, tx)
    return { ...toPage(list.request, await findOrders(tx, filter, list.request, list.direction)), changesCursor }
  })
}

/** A page of one customer's orders; null when the actor may not see them. Customers asked for together are read together. */
export async function listCustomerOrders(context: OrdersContext, customerId: string, args: OrderListArgs): Promise<OrderPage | null> {
  requireScope(context, 'orders:read')
  const owner = ownCustomerId(context)
  if (owner !== null && owner !== customerId) return null
  return await context.loaders.customerOrders(customerId, args)
}

/** The same page of orders for many customers, in the sequence of `customerIds`. */
export async function readCustomerOrders(
  context: PageContext,
  customerIds: readonly string[],
  args: OrderListArgs,
): Promise<readonly OrderPage[]> {
  const { filter, request, direction } = readList(args)
  return await withTenant(context, async (tx) => {
    const changesCursor = await changesCursorOf(context, tx)
    const rows = await findOrdersOfCustomers(tx, customerIds, filter, { request, direction })
    return customerIds.map((id) => ({
      ...toPage(
        request,
        rows.filter((row) => row.customerId === id),
      ),
      changesCursor,
    }))
  })
}

async function changesCursorOf(context: PageContext, tx: Parameters<typeof readTopicHead>[0]): Promise<string> {
  const { epoch, seq } = await readTopicHead(tx, 'order-events')
  return encodeEventCursor(context.cursorKey, context.tenant.id, { topic: 'order-events', epoch, seq })
}

function toPage(request: PageRequest, rows: readonly OrderRecord[]): Connection<OrderRecord> {
  return toConnection(request, rows, (order) => [order.placedAt, order.id])
}

interface OrderList {
  readonly filter: OrderFilter
  readonly request: PageRequest
  readonly direction: OrderDirection
}

function readList(args: OrderListArgs): OrderList {
  const direction = args.orderBy?.direction === 'ASC' ? 'asc' : 'desc'
  return { direction, request: readPageRequest(args, `orders:placedAt:${direction}`), filter: readFilter(args.where ?? {}) }
}

function readFilter(where: NonNullable<OrderListArgs['where']>): OrderFilter {
  return {
    statuses: anyOf('status', where.status, 10),
    fulfillmentStatuses: anyOf('fulfillmentStatus', where.fulfillmentStatus, 10),
    customerIds: anyOf('customerId', where.customerId, 100),
    numbers: anyOf('number', where.number, 100),
    externalReferences: anyOf('externalReference', where.externalReference, 100),
    placedFrom: where.placedAt?.gte,
    placedBefore: where.placedAt?.lt,
  }
}

function anyOf<Item>(field: string, filter: Nullable<{ readonly in: readonly Item[] }>, itemsMax: number): readonly Item[] | undefined {
  const items = filter?.in
  if (items === undefined || items.length <= itemsMax) return items
  throw new AppError('BAD_USER_INPUT', `where.${field}.in: at most ${String(itemsMax)} values are allowed.`)
}

function intersect(wanted: Nullable<readonly string[]>, owner: string): readonly string[] {
  return wanted === null || wanted === undefined || wanted.includes(owner) ? [owner] : []
}
