import { expect, it } from 'vitest'
import { lagText, rowsMax, withChange, withPage, type SyncChange, type SyncRow } from './sync-list.ts'

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

it('a page adds what the stream has not told of', () => {
  expect(withPage([row('a', 'SYNCED')], [row('a'), row('b')])).toEqual([row('a', 'SYNCED'), row('b')])
})

it.each([
  [null, '–'],
  [0, '0 s'],
  [119, '119 s'],
  [120, '2 min'],
  [7_199, '119 min'],
  [7_200, '2 h'],
])('%s seconds are %s', (seconds, text) => expect(lagText(seconds)).toBe(text))
