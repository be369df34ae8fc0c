import type { OrderChange, OrderRecord } from '../orders/order-record.ts'

/** An order for tests; what matters to one is given by it. */
export function givenOrder(changes: Partial<OrderRecord> = {}): OrderRecord {
  return {
    id: 'order_1',
    number: '10001',
    status: 'PLACED',
    fulfillmentStatus: 'UNFULFILLED',
    placedAt: '2026-11-20T10:00:30.000Z',
    version: 1,
    total: pounds(10),
    customer: { id: 'customer_1', name: 'Ada' },
    lines: { nodes: [{ title: 'Widget', quantity: 1, cancelledQuantity: 0 }], pageInfo: { hasNextPage: false } },
    ...changes,
  }
}

/** That an order was placed, unless `changes` says otherwise. */
export function givenChange(changes: Partial<OrderChange> = {}): OrderChange {
  return {
    __typename: 'OrderChange',
    cursor: 'cursor',
    eventId: 'event_1',
    type: 'io.iommi.order.placed.v1',
    occurredAt: '2026-11-20T10:00:30.000Z',
    orderVersion: 1,
    fromStatus: null,
    toStatus: 'PLACED',
    fromFulfillmentStatus: null,
    toFulfillmentStatus: 'UNFULFILLED',
    order: givenOrder(),
    ...changes,
  }
}

/** Whole pounds. */
export function pounds(amount: number): OrderRecord['total'] {
  return { amountMinor: amount * 100, currency: 'GBP', exponent: 2 }
}
