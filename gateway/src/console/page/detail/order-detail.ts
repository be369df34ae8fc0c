import type { FulfillmentStatus, Money, OrderStatus } from '../orders/order-record.ts'

/** A way an order may go, and what stands in the way for who is signed in. */
export interface Transition<State> {
  readonly to: State
  readonly allowed: boolean
  readonly blockedBy: readonly { readonly code: string; readonly message: string }[]
}

/** A position of an order. */
export interface OrderLine {
  readonly id: string
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly fulfilledQuantity: number
  readonly unitPrice: Money
  readonly total: Money
}

/** A move of an order. */
export interface HistoryEntry {
  readonly id: string
  readonly fromStatus: OrderStatus | null
  readonly toStatus: OrderStatus
  readonly fromFulfillmentStatus: FulfillmentStatus | null
  readonly toFulfillmentStatus: FulfillmentStatus
  readonly occurredAt: string
  readonly reason: string | null
  readonly note: string | null
  readonly actor: { readonly kind: string; readonly name: string | null }
}

/** An order with all that the details show: what the document `ConsoleOrder` asks for. */
export interface OrderDetail {
  readonly id: string
  readonly number: string
  readonly externalReference: string | null
  readonly status: OrderStatus
  readonly fulfillmentStatus: FulfillmentStatus
  readonly placedAt: string
  readonly version: number
  readonly total: Money
  /** Null when the customers subgraph is away. */
  readonly customer: { readonly id: string; readonly name: string; readonly email: string | null; readonly phone: string | null } | null
  readonly lines: { readonly nodes: readonly OrderLine[]; readonly pageInfo: { readonly hasNextPage: boolean } }
  readonly history: { readonly nodes: readonly HistoryEntry[]; readonly pageInfo: { readonly hasPreviousPage: boolean } }
  readonly availableTransitions: readonly Transition<OrderStatus>[]
  readonly availableFulfillmentTransitions: readonly Transition<FulfillmentStatus>[]
}

/** How many of a line can still leave. */
export function leftOf({ quantity, cancelledQuantity, fulfilledQuantity }: OrderLine): number {
  return quantity - cancelledQuantity - fulfilledQuantity
}
