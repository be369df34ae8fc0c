import { assert, bigInt, integer, property, record } from 'fast-check'
import { expect, test } from 'vitest'
import { readMinorUnits } from './price.ts'

test.each([
  ['2.55', 255],
  ['0.0', 0],
  ['-0.00', 0],
  ['.5', 50],
  ['7.', 700],
  ['3', 300],
  ['2.5500', 255],
  ['-11062.06', -1_106_206],
  ['0.29', 29],
  ['999999999999.99', 99_999_999_999_999],
])('reads %s exactly', (text, minor) => {
  expect(readMinorUnits(text, 2)).toStrictEqual({ value: minor })
})

test('writes as many minor units as the currency has places', () => {
  expect([readMinorUnits('12.345', 3), readMinorUnits('12', 0), readMinorUnits('12.0', 0)]).toStrictEqual([
    { value: 12_345 },
    { value: 12 },
    { value: 12 },
  ])
})

test.each(['', '.', '-', 'free', '1,50', '1 000', '1e3', '+1', '--1', '1.2.3', '£2', '1000000000000.00'])('refuses %j', (text) => {
  expect(readMinorUnits(text, 2)).toStrictEqual({ reason: 'the price is not a number' })
})

test('never rounds: further decimals are refused unless they are zeros', () => {
  expect(readMinorUnits('0.001', 2)).toStrictEqual({ reason: 'the price has more decimals than its currency' })
  expect(readMinorUnits('1.999', 2)).toStrictEqual({ reason: 'the price has more decimals than its currency' })
  expect(readMinorUnits('5.5', 0)).toStrictEqual({ reason: 'the price has more decimals than its currency' })
})

test('agrees with arithmetic on BigInt for every amount, spelled with any number of zeros', () => {
  const amount = record({
    minor: bigInt({ min: -99_999_999_999_999n, max: 99_999_999_999_999n }),
    exponent: integer({ min: 0, max: 3 }),
    zeros: integer({ min: 0, max: 8 }),
  })
  assert(
    property(amount, ({ minor, exponent, zeros }) => {
      const scale = 10n ** BigInt(exponent)
      const size = minor < 0n ? -minor : minor
      const fraction = exponent === 0 ? '' : String(size % scale).padStart(exponent, '0')
      const text = `${minor < 0n ? '-' : ''}${String(size / scale)}.${fraction}${'0'.repeat(zeros)}`
      expect(readMinorUnits(text, exponent)).toStrictEqual(
        size / scale < 10n ** 12n ? { value: Number(minor) } : { reason: 'the price is not a number' },
      )
    }),
    { numRuns: 500 },
  )
})
