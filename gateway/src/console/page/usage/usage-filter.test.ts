import { describe, expect, it } from 'vitest'
import { daysOf, filterFrom, searchOf, whereOf } from './usage-filter.ts'

const now = new Date('2026-11-20T09:30:00.000Z')
const open = { from: '2026-11-07', to: '2026-11-20', client: '', operation: '', field: '' }

describe('filterFrom', () => {
  it('is the last 14 days where the address says nothing', () => expect(filterFrom('', now)).toEqual(open))

  it('is what searchOf has said', () => {
    const filter = { from: '2026-11-01', to: '2026-11-03', client: 'partners/a b&c', operation: 'Live', field: 'Order.number' }
    expect(filterFrom(searchOf(filter), now)).toEqual(filter)
    expect(searchOf(open)).toBe('?from=2026-11-07&to=2026-11-20')
  })

  it('takes days in either order', () =>
    expect(filterFrom('?from=2026-11-20&to=2026-11-01', now)).toMatchObject({ from: '2026-11-01', to: '2026-11-20' }))

  it.each(['', 'yesterday', '2026-13-01', '2026-11-20T00:00', '0000-01-01', '99999-01-01'])('takes "%s" for no day', (day) =>
    expect(filterFrom(`?from=${day}&to=${day}`, now)).toEqual(open),
  )

  it('shortens what is too long to be looked for', () =>
    expect(filterFrom(`?client=${'x'.repeat(500)}`, now)).toMatchObject({ client: 'x'.repeat(100) }))
})

describe('whereOf', () => {
  it('asks for whole days, the last one included, and for nothing that is left open', () =>
    expect(whereOf(open)).toEqual({ from: '2026-11-07T00:00:00.000Z', until: '2026-11-21T00:00:00.000Z' }))

  it('asks for client, operation and field', () =>
    expect(whereOf({ ...open, client: 'dash', operation: 'Live', field: 'Order.number' })).toMatchObject({
      client: { startsWith: 'dash' },
      operationName: { startsWith: 'Live' },
      field: 'Order.number',
    }))
})

describe('daysOf', () => {
  it('has every day, over the end of a month', () =>
    expect(daysOf({ from: '2026-10-30', to: '2026-11-02' })).toEqual(['2026-10-30', '2026-10-31', '2026-11-01', '2026-11-02']))

  it('has the last 400 of too many', () => {
    const days = daysOf({ from: '2020-01-01', to: '2026-11-20' })
    expect([days.length, days.at(-1)]).toEqual([400, '2026-11-20'])
  })
})
