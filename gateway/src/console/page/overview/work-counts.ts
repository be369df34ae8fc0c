import type { FulfillmentStatus, OrderChange, OrderStatus } from '../orders/order-record.ts'
import { flowOf, standingOf } from './order-flow.ts'
import { addMoney, type Revenue } from './revenue.ts'

/** What waits for somebody to do something. */
export type Queue = 'toConfirm' | 'toShip' | 'underWay' | 'toComplete'

/** The numbers at the top of the page. */
export interface WorkCounts {
  /** Orders placed today, in the browser's time zone. */
  readonly ordersToday: number
  /** What those of them are worth that were not cancelled. */
  readonly revenueToday: Revenue
  readonly queues: Readonly<Record<Queue, number>>
  /** As of when that is so, by the server's clock. */
  readonly countedAtMs: number
  /** When today began. */
  readonly dayStartMs: number
  /** Whether a change came too close to the count: counting again makes sure. */
  readonly isDoubtful: boolean
}

/** The states that each queue is made of. */
export const queueStates: Readonly<
  Record<Queue, { readonly statuses: readonly OrderStatus[]; readonly fulfillment: readonly FulfillmentStatus[] }>
> = {
  toConfirm: { statuses: ['PLACED'], fulfillment: [] },
  toShip: { statuses: ['CONFIRMED'], fulfillment: ['UNFULFILLED', 'PARTIALLY_FULFILLED'] },
  underWay: { statuses: ['CONFIRMED'], fulfillment: ['FULFILLED'] },
  toComplete: { statuses: ['CONFIRMED'], fulfillment: ['DELIVERED'] },
}

/** The counts after a change. */
export function countMove(counts: WorkCounts, change: OrderChange): WorkCounts {
  const flow = flowOf(change)
  const { isNew, isDoubtful } = standingOf(change, counts.countedAtMs)
  const noted = { ...counts, isDoubtful: counts.isDoubtful || isDoubtful || flow === null }
  if (!isNew) return noted
  const queues = moved(
    counts.queues,
    queueOf(change.fromStatus, change.fromFulfillmentStatus),
    queueOf(change.toStatus, change.toFulfillmentStatus),
  )
  if (flow === null || flow.placedAtMs < counts.dayStartMs) return { ...noted, queues }
  return {
    ...noted,
    queues,
    ordersToday: counts.ordersToday + flow.orders,
    revenueToday: addMoney(counts.revenueToday, flow.revenue),
  }
}

/** The queue an order in this state waits in; null for one that waits for nothing. */
export function queueOf(status: OrderStatus | null, fulfillment: FulfillmentStatus | null): Queue | null {
  if (status === 'PLACED') return 'toConfirm'
  if (status !== 'CONFIRMED') return null
  if (fulfillment === 'FULFILLED') return 'underWay'
  return fulfillment === 'DELIVERED' ? 'toComplete' : 'toShip'
}

function moved(queues: WorkCounts['queues'], from: Queue | null, to: Queue | null): WorkCounts['queues'] {
  if (from === to) return queues
  return {
    ...queues,
    ...(from === null ? {} : { [from]: Math.max(0, queues[from] - 1) }),
    ...(to === null ? {} : { [to]: queues[to] + 1 }),
  }
}
