import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { givenChange, givenOrder, pounds } from '../testing/given-order.ts'
import { openOverview, type Overview } from './overview.ts'

const nowMs = Date.parse('2026-11-20T10:00:30.000Z')
const iso = (ms: number) => new Date(ms).toISOString()
const placed = (second: number) => {
  const time = `2026-11-20T10:00:${String(second)}.000Z`
  return givenChange({ occurredAt: time, order: givenOrder({ placedAt: time }) })
}

/** A graph whose every minute and day holds `orders` orders of a pound each, and asks to be told when it is asked. */
function givenGraph(orders: { count: number }) {
  const asked: Readonly<Record<string, unknown>>[] = []
  const lastMinuteMs = nowMs - (nowMs % 60_000)
  const rows = () =>
    Array.from({ length: 60 }, (_, ago) => ({
      from: iso(lastMinuteMs - ago * 60_000),
      status: 'PLACED',
      orderCount: orders.count,
      revenue: pounds(orders.count),
    }))
  const answerOf = (name: string | symbol) => ({
    asOf: iso(Date.now()),
    rows: name === 'orderStats' ? rows() : rows().slice(0, 1),
    totalCount: orders.count,
  })
  const answers: Readonly<Record<string, unknown>> = new Proxy({}, { get: (_, name) => answerOf(name) })
  return {
    asked,
    read: async <Data>(_document: string, variables: Readonly<Record<string, unknown>>): Promise<Data> => {
      asked.push(variables)
      // The test plays the graph: the answer has whatever is asked for.
      return await Promise.resolve(answers as Data)
    },
  }
}

describe('the overview', () => {
  let overview: Overview | null = null
  beforeEach(() => {
    vi.useFakeTimers({ now: nowMs })
  })
  afterEach(() => {
    overview?.close()
    vi.useRealTimers()
  })
  const lastMinute = () => overview?.state.get().series.minutes.at(-1)?.orders

  test('counts the last hour in one request, and today with the queues in another', async () => {
    const graph = givenGraph({ count: 2 })
    overview = openOverview(graph)
    overview.show(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(graph.asked.map((variables) => Object.keys(variables).length)).toEqual([5, 1])
    expect(graph.asked[1]?.['where']).toEqual({ placedAt: { gte: '2026-11-20T09:01:00.000Z', lt: '2026-11-20T10:01:00.000Z' } })
    expect(overview.state.get().series.minutes.map(({ orders }) => orders)).toEqual(Array.from({ length: 60 }, () => 2))
    expect(overview.state.get().counts).toMatchObject({ ordersToday: 2, queues: { toConfirm: 2 } })
  })

  test('adds a change at once, and counts again what a change came too close to', async () => {
    const orders = { count: 2 }
    const graph = givenGraph(orders)
    overview = openOverview(graph)
    overview.show(null)
    await vi.advanceTimersByTimeAsync(0)
    overview.apply(placed(29))
    expect(lastMinute()).toBe(2)
    orders.count = 3
    await vi.advanceTimersByTimeAsync(3_000)
    expect(lastMinute()).toBe(3)
    vi.setSystemTime(nowMs + 20_000)
    overview.apply(placed(50))
    expect([lastMinute(), overview.state.get().counts?.ordersToday]).toEqual([4, 4])
  })

  test('counts one customer’s orders only, and takes no notice of others’ changes', async () => {
    const graph = givenGraph({ count: 1 })
    overview = openOverview(graph)
    overview.show('customer_2')
    await vi.advanceTimersByTimeAsync(0)
    expect(graph.asked.every((variables) => Object.values(variables).every((where) => JSON.stringify(where).includes('customer_2')))).toBe(
      true,
    )
    vi.setSystemTime(nowMs + 20_000)
    overview.apply(placed(50))
    expect(lastMinute()).toBe(1)
  })

  test('begins a new minute with the time, and counts today anew with a new day', async () => {
    const graph = givenGraph({ count: 1 })
    overview = openOverview(graph)
    overview.show(null)
    await vi.advanceTimersByTimeAsync(0)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(lastMinute()).toBe(0)
    const before = graph.asked.length
    vi.setSystemTime(nowMs + 24 * 3_600_000)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(graph.asked.slice(before).some((variables) => 'today' in variables)).toBe(true)
  })

  test('counts every minute anew after the machine has slept for hours of the same day', async () => {
    const graph = givenGraph({ count: 1 })
    overview = openOverview(graph)
    overview.show(null)
    await vi.advanceTimersByTimeAsync(0)
    vi.setSystemTime(nowMs + 2 * 3_600_000)
    await vi.advanceTimersByTimeAsync(20_000)
    expect(overview.state.get().series.minutes.filter(({ countedAtMs }) => countedAtMs === null)).toEqual([])
  })

  test('tries again what could not be counted', async () => {
    const graph = givenGraph({ count: 1 })
    let isAway = true
    overview = openOverview({
      read: async (document, variables) => {
        if (isAway) throw new Error('away')
        return await graph.read(document, variables)
      },
    })
    overview.show(null)
    await vi.advanceTimersByTimeAsync(0)
    expect(overview.state.get().counts).toBeNull()
    isAway = false
    await vi.advanceTimersByTimeAsync(15_000)
    expect([overview.state.get().counts?.ordersToday, lastMinute()]).toEqual([1, 1])
  })
})
