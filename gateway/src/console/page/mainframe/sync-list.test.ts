import { describe, expect, it } from 'vitest'
import { lagText, rowsMax, withChange, withPage, type SyncChange, type SyncPage, type SyncRow } from './sync-list.ts'

const row = (id: string, state: SyncRow['state'] = 'PENDING'): SyncRow => ({
  customer: { id, name: `Name of ${id}` },
  state,
  desiredVersion: 2,
  ackedVersion: 1,
})
const change = (id: string | null, state: SyncRow['state']): SyncChange => ({
  ...row(id ?? '', state),
  __typename: 'MainframeSyncChange',
  cursor: 'c',
  customer: id === null ? null : row(id).customer,
})

it('a change puts its profile first, once, in its new state', () => {
  expect(withChange([row('a'), row('b')], change('b', 'SENT'))).toEqual([row('b', 'SENT'), row('a')])
  expect(withChange([], change('a', 'SYNCED'))).toEqual([row('a', 'SYNCED')])
})

it('a change of nobody known changes nothing', () => {
  const rows = [row('a')]
  expect(withChange(rows, change(null, 'SENT'))).toBe(rows)
})

it('the list does not grow without end', () => {
  const many = Array.from({ length: rowsMax }, (_, index) => row(`c${String(index)}`))
  const after = withChange(many, change('new', 'PENDING'))
  expect([after.length, after[0], after.some(({ customer }) => customer.id === `c${String(rowsMax - 1)}`)]).toEqual([
    rowsMax,
    row('new'),
    false,
  ])
})

describe('a page', () => {
  const page = (nodes: readonly SyncRow[], hasNextPage = false): SyncPage => ({ nodes, pageInfo: { hasNextPage } })
  const none = page([])
  const toldOf = (...ids: readonly string[]) => new Set(ids)

  it('adds behind what is not listed', () => {
    expect(withPage([row('a')], { parked: none, underWay: page([row('a'), row('b')]) }, toldOf())).toEqual([row('a'), row('b')])
  })

  it('puts right what the stream has told of earlier, and changes nothing that it tells of meanwhile', () => {
    const underWay = page([row('a', 'SENT'), row('b', 'SENT')])
    expect(withPage([row('a'), row('b', 'SYNCED')], { parked: none, underWay }, toldOf('b'))).toEqual([
      row('a', 'SENT'),
      row('b', 'SYNCED'),
    ])
    expect(withPage([], { parked: none, underWay: page([row('c')]) }, toldOf('c'))).toEqual([])
  })

  it('shows as parked what was parked unseen, and lists nothing else that is', () => {
    const parked = page([row('a', 'PARKED'), row('b', 'PARKED')])
    expect(withPage([row('a', 'SENT')], { parked, underWay: none }, toldOf())).toEqual([row('a', 'PARKED')])
  })

  it('that is whole removes what is in its states no more; one that is not leaves them', () => {
    const rows = [row('a'), row('b', 'SENT'), row('c', 'PARKED'), row('d', 'SYNCED')]
    expect(withPage(rows, { parked: none, underWay: none }, toldOf())).toEqual([row('d', 'SYNCED')])
    expect(withPage(rows, { parked: page([], true), underWay: page([], true) }, toldOf())).toEqual(rows)
  })
})

it.each([
  [null, '–'],
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
])('%s seconds are %s', (seconds, text) => expect(lagText(seconds)).toBe(text))
