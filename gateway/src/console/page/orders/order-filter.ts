import { fulfillmentStatuses, orderStatuses, type FulfillmentStatus, type OrderRecord, type OrderStatus } from './order-record.ts'

/** Which orders the list shows; every condition given must hold. */
export interface OrderFilter {
  /** Empty: all. */
  readonly statuses: readonly OrderStatus[]
  /** Empty: all. */
  readonly fulfillment: readonly FulfillmentStatus[]
  /** What the number begins with; empty: all. */
  readonly number: string
  readonly customerId: string | null
}

/** What the page shows, as its address says it. */
export interface View {
  readonly filter: OrderFilter
  /** The order whose details are open. */
  readonly orderId: string | null
}

/** The graph's `OrderWhereInput`, as far as the console uses it. */
export interface OrderWhere {
  readonly status?: { readonly in: readonly OrderStatus[] }
  readonly fulfillmentStatus?: { readonly in: readonly FulfillmentStatus[] }
  readonly number?: { readonly startsWith: string }
  readonly customerId?: { readonly in: readonly string[] }
}

/** A filter that lets everything pass. */
export const noFilter: OrderFilter = { statuses: [], fulfillment: [], number: '', customerId: null }

const numberLengthMax = 100

/** Reads a view from the query of an address; what makes no sense there is left out. */
export function readView(search: string): View {
  const parameters = new URLSearchParams(search)
  const listed = (name: string): readonly string[] => (parameters.get(name) ?? '').split(',')
  const text = (name: string): string | null => {
    const value = parameters.get(name)?.trim() ?? ''
    return value === '' || value.length > numberLengthMax ? null : value
  }
  return {
    filter: {
      statuses: orderStatuses.filter((status) => listed('status').includes(status)),
      fulfillment: fulfillmentStatuses.filter((status) => listed('fulfillment').includes(status)),
      number: text('number') ?? '',
      customerId: text('customer'),
    },
    orderId: text('order'),
  }
}

/** The query that `readView` reads the view from, question mark included; empty for the plain list. */
export function writeView({ filter, orderId }: View): string {
  const given: readonly (readonly [name: string, value: string])[] = [
    ['status', filter.statuses.join(',')],
    ['fulfillment', filter.fulfillment.join(',')],
    ['number', filter.number],
    ['customer', filter.customerId ?? ''],
    ['order', orderId ?? ''],
  ]
  const parts = given
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(value).replaceAll('%2C', ',')}`)
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

/** The filter as the graph takes it. */
export function whereOf({ statuses, fulfillment, number, customerId }: OrderFilter): OrderWhere {
  return {
    ...(statuses.length === 0 ? {} : { status: { in: statuses } }),
    ...(fulfillment.length === 0 ? {} : { fulfillmentStatus: { in: fulfillment } }),
    ...(number === '' ? {} : { number: { startsWith: number } }),
    ...(customerId === null ? {} : { customerId: { in: [customerId] } }),
  }
}

/** Whether two filters let the same orders pass. */
export function isSameFilter(left: OrderFilter, right: OrderFilter): boolean {
  return writeView({ filter: left, orderId: null }) === writeView({ filter: right, orderId: null })
}

/** Whether the filter lets everything pass. */
export function isNoFilter(filter: OrderFilter): boolean {
  return Object.keys(whereOf(filter)).length === 0
}

/** Whether an order passes; null when that cannot be told, because nobody knows its customer right now. */
export function passes({ statuses, fulfillment, number, customerId }: OrderFilter, order: OrderRecord): boolean | null {
  if (statuses.length > 0 && !statuses.includes(order.status)) return false
  if (fulfillment.length > 0 && !fulfillment.includes(order.fulfillmentStatus)) return false
  if (!order.number.startsWith(number)) return false
  if (customerId === null) return true
  return order.customer === null ? null : order.customer.id === customerId
}
