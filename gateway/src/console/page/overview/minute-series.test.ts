import { describe, expect, test } from 'vitest'
import { givenChange, givenOrder, pounds } from '../testing/given-order.ts'
import { countChange, minuteCount, openSeries, recount, slide, uncounted, type MinuteSeries } from './minute-series.ts'

const minuteMs = 60_000
const nowMs = Date.parse('2026-11-20T10:00:45.000Z')
const startMs = Date.parse('2026-11-20T10:00:00.000Z')
const countedAt = '2026-11-20T10:00:10.000Z'
const row = (status: 'PLACED' | 'CANCELLED', orderCount: number, amount: number) => ({ status, orderCount, revenue: pounds(amount) })

/** The last minute was counted at 10:00:10 with one order of 5 pounds; the others are uncounted. */
const counted = recount(openSeries(nowMs), startMs, { asOf: countedAt, rows: [row('PLACED', 1, 5)] })
const last = ({ minutes }: MinuteSeries) => minutes.at(-1)

describe('a series', () => {
  test('covers the last hour up to this minute, without a gap, and nothing of it is known at first', () => {
    const { minutes } = openSeries(nowMs)
    expect([minutes.length, minutes.at(-1)?.startMs]).toEqual([60, startMs])
    expect(new Set(minutes.slice(1).map((minute, index) => minute.startMs - (minutes[index]?.startMs ?? 0)))).toEqual(new Set([minuteMs]))
    expect(uncounted(openSeries(nowMs))).toEqual(minutes.map((minute) => minute.startMs).toReversed())
  })

  test('moves on with the time: new minutes are empty and known to be', () => {
    const later = slide(counted, nowMs + 2 * minuteMs)
    expect(later.minutes).toHaveLength(minuteCount)
    expect(last(later)).toEqual({ startMs: startMs + 2 * minuteMs, orders: 0, revenue: {}, countedAtMs: startMs + 2 * minuteMs })
    expect(later.minutes.at(-3)).toEqual(last(counted))
    expect(slide(counted, nowMs + 1_000)).toBe(counted)
    expect(slide(counted, nowMs - 5 * minuteMs)).toBe(counted)
    expect(uncounted(slide(counted, nowMs + 500 * minuteMs))).toHaveLength(minuteCount)
  })

  test('counts what was cancelled as an order and not as revenue', () => {
    const answer = { asOf: countedAt, rows: [row('PLACED', 2, 30), row('CANCELLED', 3, 70)] }
    expect(last(recount(counted, startMs, answer))).toMatchObject({ orders: 5, revenue: { GBP: { amountMinor: 3_000 } } })
  })
})

describe('a change', () => {
  test('that is news adds an order to the minute it was placed in', () => {
    const changed = countChange(counted, givenChange())
    expect(last(changed)).toMatchObject({ orders: 2, revenue: { GBP: { amountMinor: 1_500 } } })
    expect(uncounted(changed)).not.toContain(startMs)
  })

  test('that cancels takes the revenue away and leaves the order', () => {
    const change = givenChange({ type: 'io.iommi.order.cancelled.v1', fromStatus: 'PLACED', toStatus: 'CANCELLED' })
    expect(last(countChange(countChange(counted, givenChange()), change))).toMatchObject({
      orders: 2,
      revenue: { GBP: { amountMinor: 500 } },
    })
  })

  test('that moves an order along changes no number', () => {
    const change = givenChange({ type: 'io.iommi.order.confirmed.v1', fromStatus: 'PLACED', toStatus: 'CONFIRMED' })
    expect(last(countChange(counted, change))).toEqual(last(counted))
  })

  test('from before the count is in it already', () => {
    expect(countChange(counted, givenChange({ occurredAt: '2026-11-20T10:00:01.000Z' })).minutes).toEqual(counted.minutes)
  })

  test('close to the count makes its minute one to be counted again, which settles it', () => {
    const just = countChange(counted, givenChange({ occurredAt: '2026-11-20T10:00:09.900Z' }))
    expect(last(just)).toMatchObject({ orders: 1 })
    expect(uncounted(just)).toContain(startMs)
    const settled = recount(just, startMs, { asOf: '2026-11-20T10:00:20.000Z', rows: [row('PLACED', 2, 15)] })
    expect([last(settled)?.orders, uncounted(settled).includes(startMs)]).toEqual([2, false])
  })

  test('that does not say what it is about makes its minute one to be counted again', () => {
    const change = givenChange({ type: 'io.iommi.order.lines-cancelled.v1', fromStatus: 'COMPLETED', toStatus: 'COMPLETED' })
    expect(uncounted(countChange(counted, change))).toContain(startMs)
  })

  test('of an order of long ago, of an unknown order, or of a minute not counted yet changes nothing', () => {
    const old = givenChange({ order: givenOrder({ placedAt: '2026-11-19T10:00:00.000Z' }) })
    const uncountedYet = givenChange({ order: givenOrder({ placedAt: '2026-11-20T09:58:00.000Z' }) })
    for (const change of [old, uncountedYet, givenChange({ order: null })]) expect(countChange(counted, change)).toBe(counted)
  })

  test('keeps currencies apart', () => {
    const euros = givenChange({ order: givenOrder({ total: { amountMinor: 700, currency: 'EUR', exponent: 2 } }) })
    expect(last(countChange(counted, euros))?.revenue).toMatchObject({ GBP: { amountMinor: 500 }, EUR: { amountMinor: 700 } })
  })
})
