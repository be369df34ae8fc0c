import { expect, test } from 'vitest'
import { nextRow } from './row-keys.ts'

test.each<[string, number, number | null]>([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 29, 29],
  ['ArrowDown', -1, 0],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 13],
  ['PageDown', 25, 29],
  ['PageUp', 3, 0],
  ['Home', 12, 0],
  ['End', 12, 29],
  ['Enter', 12, null],
])('%s leads from row %i of thirty to %s', (key, from, to) => {
  expect(nextRow(key, from, 30)).toBe(to)
})

test('no key leads anywhere in an empty list', () => {
  expect(nextRow('End', -1, 0)).toBeNull()
})
