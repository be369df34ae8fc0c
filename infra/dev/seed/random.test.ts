import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'

test('gives the same numbers for the same seed text, and others for another', () => {
  const draw = (seed: string): readonly number[] => {
    const random = seededRandom(seed)
    return Array.from({ length: 5 }, () => random.int(0, 999))
  }
  expect(draw('widgets')).toStrictEqual(draw('widgets'))
  expect(draw('widgets')).not.toStrictEqual(draw('doohickeys'))
})

test('draws every number of the range and no other, about equally often', () => {
  const random = seededRandom('range')
  const drawn = Array.from({ length: 10_000 }, () => random.int(-1, 2))
  expect([...new Set(drawn)].toSorted((left, right) => left - right)).toStrictEqual([-1, 0, 1, 2])
  expect(drawn.filter((number) => number === 2).length).toBeGreaterThan(2_300)
  expect(drawn.filter((number) => number === 2).length).toBeLessThan(2_700)
})

test('takes chances as often as asked', () => {
  const random = seededRandom('chance')
  const hits = Array.from({ length: 10_000 }, () => random.chance(0.1)).filter(Boolean).length
  expect(hits).toBeGreaterThan(850)
  expect(hits).toBeLessThan(1_150)
  expect([random.chance(0), random.chance(1)]).toStrictEqual([false, true])
})

test('refuses to pick from nothing', () => {
  expect(() => seededRandom('none').pick([])).toThrow('there is nothing to pick from')
})
