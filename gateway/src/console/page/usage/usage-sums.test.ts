import { describe, expect, it } from 'vitest'
import { sumOf, sumsByDay, sumsByOperation, type UsageRow } from './usage-sums.ts'

const row = (day: string, of: Partial<UsageRow> = {}): UsageRow => ({
  day: `${day}T00:00:00.000Z`,
  client: 'dashboard',
  operationId: 'a',
  operationName: 'Live',
  operationType: 'QUERY',
  isRegistered: true,
  requests: 1,
  errors: 0,
  cost: 10,
  fields: ['Query.orders'],
  ...of,
})

const rows = [
  row('2026-11-20', { requests: 5, errors: 2, isRegistered: false }),
  row('2026-11-20', { client: 'storefront', requests: 9 }),
  row('2026-11-18', { requests: 7, cost: 1 }),
]

describe('usage sums', () => {
  it('add up everything', () => expect(sumOf(rows)).toEqual({ requests: 21, errors: 2, cost: 21 }))

  it('have every day, also one on which nothing was counted', () =>
    expect(sumsByDay(rows, ['2026-11-18', '2026-11-19', '2026-11-20']).map(({ requests }) => requests)).toEqual([7, 0, 14]))

  it('have each operation of each client once, the most requests first, registered as on its newest day', () =>
    expect(
      sumsByOperation(rows).map(({ client, requests, errors, cost, isRegistered }) => [client, requests, errors, cost, isRegistered]),
    ).toEqual([
      ['dashboard', 12, 2, 11, false],
      ['storefront', 9, 0, 10, true],
    ]))

  it('tell operations without a name of different documents apart', () =>
    expect(
      sumsByOperation([row('2026-11-20', { operationName: null }), row('2026-11-20', { operationName: null, operationId: 'b' })]),
    ).toHaveLength(2))
})
