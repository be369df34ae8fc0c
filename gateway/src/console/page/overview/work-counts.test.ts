import { expect, test } from 'vitest'
import { givenChange, givenOrder, pounds } from '../testing/given-order.ts'
import type { OrderChange } from '../orders/order-record.ts'
import { countMove, queueOf, type WorkCounts } from './work-counts.ts'

const counts: WorkCounts = {
  ordersToday: 4,
  revenueToday: { GBP: pounds(100) },
  queues: { toConfirm: 5, toShip: 6, underWay: 7, toComplete: 8 },
  countedAtMs: Date.parse('2026-11-20T10:00:00.000Z'),
  dayStartMs: Date.parse('2026-11-20T00:00:00.000Z'),
  isDoubtful: false,
}

const step = (
  from: readonly [OrderChange['fromStatus'], OrderChange['fromFulfillmentStatus']],
  to: readonly [OrderChange['toStatus'], OrderChange['toFulfillmentStatus']],
  changes: Partial<OrderChange> = {},
): OrderChange =>
  givenChange({ fromStatus: from[0], fromFulfillmentStatus: from[1], toStatus: to[0], toFulfillmentStatus: to[1], ...changes })

test('a new order is one more today and one more to confirm', () => {
  expect(countMove(counts, givenChange())).toMatchObject({
    ordersToday: 5,
    revenueToday: { GBP: { amountMinor: 11_000 } },
    queues: { toConfirm: 6, toShip: 6, underWay: 7, toComplete: 8 },
  })
})

test.each<[string, OrderChange, Partial<WorkCounts['queues']>]>([
  ['confirming', step(['PLACED', 'UNFULFILLED'], ['CONFIRMED', 'UNFULFILLED']), { toConfirm: 4, toShip: 7 }],
  ['shipping a part', step(['CONFIRMED', 'UNFULFILLED'], ['CONFIRMED', 'PARTIALLY_FULFILLED']), {}],
  ['shipping the rest', step(['CONFIRMED', 'PARTIALLY_FULFILLED'], ['CONFIRMED', 'FULFILLED']), { toShip: 5, underWay: 8 }],
  ['delivering', step(['CONFIRMED', 'FULFILLED'], ['CONFIRMED', 'DELIVERED']), { underWay: 6, toComplete: 9 }],
  ['completing', step(['CONFIRMED', 'DELIVERED'], ['COMPLETED', 'DELIVERED']), { toComplete: 7 }],
  ['cancelling', step(['PLACED', 'UNFULFILLED'], ['CANCELLED', 'UNFULFILLED']), { toConfirm: 4 }],
])('%s moves an order from queue to queue', (_, change, moved) => {
  const after = countMove(counts, change)
  expect(after.queues).toEqual({ ...counts.queues, ...moved })
  expect(after.ordersToday).toBe(4)
})

test('cancelling an order of today takes its worth from today’s revenue, one of yesterday does not', () => {
  const cancelled = step(['PLACED', 'UNFULFILLED'], ['CANCELLED', 'UNFULFILLED'])
  expect(countMove(counts, cancelled).revenueToday['GBP']?.amountMinor).toBe(9_000)
  const yesterday = { ...cancelled, order: givenOrder({ placedAt: '2026-11-19T10:00:00.000Z' }) }
  expect(countMove(counts, yesterday).revenueToday).toEqual(counts.revenueToday)
})

test('an order taken over from long ago is none of today', () => {
  const imported = givenChange({
    toStatus: 'COMPLETED',
    toFulfillmentStatus: 'DELIVERED',
    order: givenOrder({ placedAt: '2024-01-01T00:00:00.000Z' }),
  })
  expect(countMove(counts, imported)).toMatchObject({ ordersToday: 4, queues: counts.queues })
})

test('a change from before the count is in it already; one close to it is, or is not: counting again will tell', () => {
  const before = givenChange({ occurredAt: '2026-11-20T09:00:00.000Z' })
  expect(countMove(counts, before)).toEqual(counts)
  const close = givenChange({ occurredAt: '2026-11-20T09:59:59.500Z' })
  expect(countMove(counts, close)).toEqual({ ...counts, isDoubtful: true })
})

test('a change of an order nobody can read moves the queues and asks for another count', () => {
  const after = countMove(counts, givenChange({ order: null }))
  expect([after.queues.toConfirm, after.ordersToday, after.isDoubtful]).toEqual([6, 4, true])
})

test('every state waits in the queue of who has to act', () => {
  expect(queueOf('PLACED', 'UNFULFILLED')).toBe('toConfirm')
  expect(queueOf('CONFIRMED', 'PARTIALLY_FULFILLED')).toBe('toShip')
  expect(queueOf('COMPLETED', 'DELIVERED')).toBeNull()
  expect(queueOf('CANCELLED', 'UNFULFILLED')).toBeNull()
  expect(queueOf(null, null)).toBeNull()
})
