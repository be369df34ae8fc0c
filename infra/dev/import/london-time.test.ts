import { expect, test } from 'vitest'
import { readLondonTime } from './london-time.ts'

test.each([
  ['2010-12-01 08:26:00', '2010-12-01T08:26:00.000Z'],
  ['2011-06-30 08:26:00', '2011-06-30T07:26:00.000Z'],
  ['2011-06-30T08:26', '2011-06-30T07:26:00.000Z'],
  ['2011-01-04 10:00:00.250', '2011-01-04T10:00:00.250Z'],
  // The last Sunday of March: one o'clock is two o'clock.
  ['2011-03-27 00:59:59', '2011-03-27T00:59:59.000Z'],
  ['2011-03-27 01:30:00', '2011-03-27T01:30:00.000Z'],
  ['2011-03-27 02:00:00', '2011-03-27T01:00:00.000Z'],
  // The last Sunday of October: the hour from one to two comes twice.
  ['2011-10-30 00:59:59', '2011-10-29T23:59:59.000Z'],
  ['2011-10-30 01:30:00', '2011-10-30T00:30:00.000Z'],
  ['2011-10-30 02:00:00', '2011-10-30T02:00:00.000Z'],
])('reads %s as %s', (text, instant) => {
  expect(readLondonTime(text)?.toISOString()).toBe(instant)
})

test.each([
  '',
  '2010-12-01',
  '12/1/2010 8:26',
  '2010-13-01 08:26:00',
  '2011-02-29 08:26:00',
  '2010-12-01 25:00:00',
  '2010-12-01 08:26:00Z',
  '40513.35',
])('refuses %j', (text) => {
  expect(readLondonTime(text)).toBeNull()
})
