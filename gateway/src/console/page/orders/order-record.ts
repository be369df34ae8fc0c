/** An amount in minor units: 1999 with exponent 2 is 19.99. */
export interface Money {
  readonly amountMinor: number
  readonly currency: string
  readonly exponent: number
}

/** How far an order can have come, in the order of its life. */
export const orderStatuses = ['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED'] as const

/** How far an order has come. */
export type OrderStatus = (typeof orderStatuses)[number]

/** How much of an order can have been handed over, in the order of its life. */
export const fulfillmentStatuses = ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED'] as const

/** How much of an order has been handed over. */
export type FulfillmentStatus = (typeof fulfillmentStatuses)[number]

/** An order as the list shows it: the fields of the fragment `OrderRow`. */
export interface OrderRecord {
  readonly id: string
  readonly number: string
  readonly status: OrderStatus
  readonly fulfillmentStatus: FulfillmentStatus
  /** ISO 8601 in UTC with milliseconds: compares as text. */
  readonly placedAt: string
  readonly version: number
  readonly total: Money
  /** Null when the customers subgraph is away. */
  readonly customer: { readonly id: string; readonly name: string } | null
  readonly lines: {
    readonly nodes: readonly { readonly title: string; readonly quantity: number; readonly cancelledQuantity: number }[]
    readonly pageInfo: { readonly hasNextPage: boolean }
  }
}

/** A change of an order as the stream tells it: `order` as of delivery, everything else as of the change. */
export interface OrderChange {
  readonly __typename: 'OrderChange'
  readonly cursor: string
  readonly eventId: string
  readonly type: string
  readonly occurredAt: string
  readonly orderVersion: number
  readonly fromStatus: OrderStatus | null
  readonly toStatus: OrderStatus
  readonly fromFulfillmentStatus: FulfillmentStatus | null
  readonly toFulfillmentStatus: FulfillmentStatus
  /** Null when the orders subgraph is away. */
  readonly order: OrderRecord | null
}
