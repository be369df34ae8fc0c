import { describe, expect, test } from 'vitest'
import { draw } from './draw.ts'
import { playFaults, type SetFaults } from './fault-play.ts'
import type { FaultName } from './fault-table.ts'
import { parseFault } from './fault-value.ts'

const always = { share: 1, times: null, amount: null, texts: [] }

test.each([
  ['no-ack', 'on', always],
  ['no-ack', '5%', { ...always, share: 0.05 }],
  ['no-ack', '0.05', { ...always, share: 0.05 }],
  ['no-ack', '3', { ...always, times: 3 }],
  ['no-ack', '1.0', always],
  ['late-ack', '20%', { ...always, share: 0.2, amount: 30 }],
  ['late-ack', '2:5', { ...always, times: 2, amount: 5 }],
  ['abend', 'on', always],
  ['abend', '1:7', { ...always, times: 1, amount: 7 }],
  ['down', 'on', always],
  ['slow', '10', { ...always, amount: 10 }],
  ['poison-key', 'customer_1, customer_2', { ...always, texts: ['customer_1', 'customer_2'] }],
  ['poison-name', 'Null, the', { ...always, texts: ['Null, the'] }],
  ['slow', 'off', null],
] satisfies readonly (readonly [FaultName, string, unknown])[])('%s=%s is understood', (name, value, fault) => {
  expect(parseFault(name, value)).toEqual(fault)
})

test.each([
  ['no-ack', '', 'on, a share such as 5% or 0.05, a whole number for the next so many times, or off'],
  ['no-ack', '0', 'on, a share'],
  ['no-ack', '101%', 'on, a share'],
  ['no-ack', '-1', 'on, a share'],
  ['no-ack', 'on:5', 'on, a share'],
  ['late-ack', 'on:soon', 'and after a colon seconds (20%:30)'],
  ['down', '5%', '"5%" is no value for down: on, or off.'],
  ['slow', '0.5', 'a number from 1'],
  ['poison-key', 'a,,b', 'customer keys'],
  ['poison-name', ' ', 'a text'],
] satisfies readonly (readonly [FaultName, string, string])[])('%s=%s is refused', (name, value, message) => {
  expect(() => parseFault(name, value)).toThrow(message)
})

describe('what strikes', () => {
  const strikes = (faults: SetFaults, seed: string): readonly boolean[] =>
    Array.from({ length: 200 }, (_, seq) => playFaults(faults, seed, { subject: `t/${String(seq)}`, attempt: 1 }).strike('no-ack') !== null)

  test('follows from the seed alone', () => {
    const faults: SetFaults = new Map([['no-ack', { value: '25%', used: 0 }]])
    expect(strikes(faults, 'a')).toEqual(strikes(faults, 'a'))
    expect(strikes(faults, 'a')).not.toEqual(strikes(faults, 'b'))
    expect(strikes(faults, 'a').filter(Boolean)).toHaveLength(41)
  })

  test('is another on the next attempt', () => {
    const faults: SetFaults = new Map([['refuse', { value: '50%', used: 0 }]])
    const attempts = Array.from(
      { length: 20 },
      (_, attempt) => playFaults(faults, 'a', { subject: 't/1', attempt }).strike('refuse') !== null,
    )
    expect(new Set(attempts)).toEqual(new Set([true, false]))
  })

  test('strikes no more often than it was set for, within one piece of work too', () => {
    const faults: SetFaults = new Map([['flipped-byte', { value: '3', used: 1 }]])
    const play = playFaults(faults, 'a', { subject: 't/1', attempt: 1 })
    const struck = Array.from({ length: 5 }, (_, index) => {
      const hit = play.strike('flipped-byte', index) !== null
      if (hit) play.note('flipped-byte', String(index))
      return hit
    })
    expect(struck).toEqual([true, true, false, false, false])
  })
})

test('draws are spread over 0 to 1', () => {
  const draws = Array.from({ length: 1_000 }, (_, index) => draw('seed', index))
  const tenths = Array.from({ length: 10 }, (_, tenth) => draws.filter((value) => Math.floor(value * 10) === tenth).length)
  expect(Math.min(...tenths)).toBeGreaterThan(70)
})
