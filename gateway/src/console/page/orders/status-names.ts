import type { FulfillmentStatus, OrderStatus } from './order-record.ts'

/** The states as people say them. */
export const statusNames: Readonly<Record<OrderStatus | FulfillmentStatus, string>> = {
  PLACED: 'Placed',
  CONFIRMED: 'Confirmed',
  COMPLETED: 'Completed',
  CANCELLED: 'Cancelled',
  UNFULFILLED: 'Not shipped',
  PARTIALLY_FULFILLED: 'Partly shipped',
  FULFILLED: 'Shipped',
  DELIVERED: 'Delivered',
}
