import { ownCustomerId, requireScope } from '@iommi/shared/authorize'
import { withTenant } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { encodeEventCursor } from '@iommi/shared/event-cursor'
import { readTopicHead } from '@iommi/shared/event-log'
import type { Where } from '@iommi/shared/filters'
import { isId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs, type PageRequest } from '@iommi/shared/pagination'
import type { OrdersContext } from '../context.ts'
import { countOrders, countOrdersOfCustomers, findOrders, findOrdersOfCustomers, type OrderFields, type OrderSort } from './order-repo.ts'
import type { OrderRecord } from './order.ts'

type Nullable<Value> = Value | null | undefined

/** The arguments of every list of orders. */
export interface OrderListArgs extends ConnectionArgs {
  readonly where?: Nullable<Where<OrderFields>>
  readonly orderBy?: Nullable<{ readonly field: OrderSort['field']; readonly direction: 'ASC' | 'DESC' }>
}

/** A page of orders, where the stream of changes stood before it was read, and how to count what all pages hold. */
export interface OrderPage extends Connection<OrderRecord> {
  readonly changesCursor: string
  readonly count: () => Promise<number>
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
  const { request, sort } = readList(args)
  const selection = { where: args.where, ownerId: ownCustomerId(context) }
  return await withTenant(context, async (tx) => {
    const changesCursor = await changesCursorOf(context, tx)
    const page = toPage(request, sort, await findOrders(tx, selection, request, sort))
    return { ...page, changesCursor, count: () => withTenant(context, (countTx) => countOrders(countTx, selection)) }
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
  const { request, sort } = readList(args)
  const selection = { where: args.where, ownerId: null }
  let counts: Promise<ReadonlyMap<string, number>> | null = null
  const countOf = async (id: string): Promise<number> => {
    counts ??= withTenant(context, (tx) => countOrdersOfCustomers(tx, customerIds, selection))
    return (await counts).get(id) ?? 0
  }
  return await withTenant(context, async (tx) => {
    const changesCursor = await changesCursorOf(context, tx)
    const rows = await findOrdersOfCustomers(tx, customerIds, selection, { request, sort })
    const pageOf = (id: string): Connection<OrderRecord> =>
      toPage(
        request,
        sort,
        rows.filter((row) => row.customerId === id),
      )
    return customerIds.map((id) => ({ ...pageOf(id), changesCursor, count: () => countOf(id) }))
  })
}

async function changesCursorOf(context: PageContext, tx: Parameters<typeof readTopicHead>[0]): Promise<string> {
  const { epoch, seq } = await readTopicHead(tx, 'order-events')
  return encodeEventCursor(context.cursorKey, context.tenant.id, { topic: 'order-events', epoch, seq })
}

function toPage(request: PageRequest, { field }: OrderSort, rows: readonly OrderRecord[]): Connection<OrderRecord> {
  return toConnection(request, rows, (order) => [field === 'TOTAL' ? order.total.amountMinor : order.placedAt, order.id])
}

function readList(args: OrderListArgs): { readonly request: PageRequest; readonly sort: OrderSort } {
  const sort: OrderSort = { field: args.orderBy?.field ?? 'PLACED_AT', direction: args.orderBy?.direction === 'ASC' ? 'asc' : 'desc' }
  return { sort, request: readPageRequest(args, `orders:${sort.field}:${sort.direction}`) }
}
