import type { Money, OrderChange } from '../orders/order-record.ts'

/** What a change means for numbers that count orders by the time they were placed. */
export interface Flow {
  readonly placedAtMs: number
  /** 1 for an order that was not there before. */
  readonly orders: 0 | 1
  /** What the revenue rises by; null where it stays. */
  readonly revenue: Money | null
}

/** How certain it is that a count from `countedAtMs` does not hold a change yet. */
export interface Standing {
  /** Whether the change is to be added to the count. */
  readonly isNew: boolean
  /** Whether it happened so close to the count that counting again is the only way to be sure. */
  readonly isDoubtful: boolean
}

// How long a change may take from its time stamp to its commit, and how far apart the parts of one count may be read.
const commitMsMax = 2_500
const countMsMax = 1_000
const linesCancelled = 'io.iommi.order.lines-cancelled.v1'

/** The flow of a change; null when it cannot be told from the change: then count again. Cancelled orders are no revenue. */
export function flowOf({ order, type, fromStatus, toStatus }: OrderChange): Flow | null {
  // Nobody says what the lines that were taken back were worth.
  if (order === null || type === linesCancelled) return null
  const placedAtMs = Date.parse(order.placedAt)
  if (fromStatus === null) return { placedAtMs, orders: 1, revenue: toStatus === 'CANCELLED' ? null : order.total }
  if (toStatus === 'CANCELLED' && fromStatus !== 'CANCELLED') return { placedAtMs, orders: 0, revenue: negative(order.total) }
  return { placedAtMs, orders: 0, revenue: null }
}

/** Compares the clocks of a change and of a count; both are the server's. */
export function standingOf(change: Pick<OrderChange, 'occurredAt'>, countedAtMs: number): Standing {
  const leadMs = Date.parse(change.occurredAt) - countedAtMs
  return { isNew: leadMs > 0, isDoubtful: leadMs >= -commitMsMax && leadMs <= countMsMax }
}

function negative(money: Money): Money {
  return { ...money, amountMinor: -money.amountMinor }
}
