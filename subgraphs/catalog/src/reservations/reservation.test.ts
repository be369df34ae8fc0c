import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allocate, allocateShipment, sumPerVariant, type OpenLine } from './reservation.ts'
import { availableOf, type LevelRecord } from '../stock/stock.ts'

const variants = ['a', 'b', 'c'] as const
const locations = ['x', 'y', 'z'] as const
const amount = fc.integer({ min: 0, max: 20 })
const places = variants.flatMap((variantId) => locations.map((locationId) => ({ variantId, locationId })))
/** Any levels of three variants at three locations, and what one order holds of their reserved pieces. */
const stock = fc
  .tuple(...places.map((place) => fc.record({ free: amount, others: amount, own: amount }).map((amounts) => ({ ...place, ...amounts }))))
  .map((rows) => ({
    levels: rows.map(({ variantId, locationId, free, others, own }): LevelRecord => ({
      variantId,
      locationId,
      onHand: free + others + own,
      reserved: others + own,
      version: 1,
    })),
    open: rows
      .filter(({ own }) => own > 0)
      .map(({ variantId, locationId, own }): OpenLine => ({ variantId, locationId, openQuantity: own })),
  }))
const demands = fc.uniqueArray(fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 70 }) }), {
  selector: (demand) => demand.variantId,
})
const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0)
const availableIn = (levels: readonly LevelRecord[], variantId: string): readonly number[] =>
  levels.filter((level) => level.variantId === variantId).map(availableOf)

describe('sumPerVariant', () => {
  it('keeps the total of every variant and the order of first mention', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ variantId: fc.constantFrom(...variants), quantity: fc.integer({ min: 1, max: 9 }) })), (lines) => {
        const summed = sumPerVariant(lines)
        expect(summed.map(({ variantId }) => variantId)).toEqual([...new Set(lines.map(({ variantId }) => variantId))])
        for (const { variantId, quantity } of summed) {
          expect(quantity).toBe(sum(lines.filter((line) => line.variantId === variantId).map((line) => line.quantity)))
        }
      }),
    )
  })
})

describe('allocate', () => {
  it('meets a demand whole from the fewest locations, or reports what there is and takes nothing', () => {
    fc.assert(
      fc.property(stock, demands, ({ levels }, wanted) => {
        const { allocations, shortages } = allocate(levels, wanted)
        for (const { variantId, quantity } of wanted) {
          const parts = allocations.filter((part) => part.variantId === variantId)
          const free = availableIn(levels, variantId).toSorted((a, b) => b - a)
          const isShort = sum(free) < quantity
          const fewest = isShort ? 0 : free.findIndex((_each, index) => sum(free.slice(0, index + 1)) >= quantity) + 1
          expect([sum(parts.map((part) => part.quantity)), parts.length]).toEqual([isShort ? 0 : quantity, fewest])
          const reported = shortages.filter((shortage) => shortage.variantId === variantId)
          expect(reported).toEqual(isShort ? [{ variantId, available: sum(free) }] : [])
        }
      }),
    )
  })
  it('never takes more of a location than is available there', () => {
    fc.assert(
      fc.property(stock, demands, ({ levels }, wanted) => {
        for (const { variantId, locationId, quantity } of allocate(levels, wanted).allocations) {
          const level = levels.find((each) => each.variantId === variantId && each.locationId === locationId)
          expect(quantity).toBeGreaterThan(0)
          expect(quantity).toBeLessThanOrEqual(level === undefined ? 0 : availableOf(level))
        }
      }),
    )
  })
})

describe('allocateShipment', () => {
  it('takes what the order holds first, then what is free, and reports the rest as short', () => {
    fc.assert(
      fc.property(stock, demands, ({ levels, open }, wanted) => {
        const { takes, lines } = allocateShipment(levels, open, wanted)
        expect(lines.map(({ variantId }) => variantId)).toEqual(wanted.map(({ variantId }) => variantId))
        for (const { variantId, quantity } of wanted) {
          const held = sum(open.filter((line) => line.variantId === variantId).map((line) => line.openQuantity))
          const shipped = Math.min(quantity, held + sum(availableIn(levels, variantId)))
          expect(lines.find((line) => line.variantId === variantId)).toEqual({ variantId, shipped, short: quantity - shipped })
          const own = takes.filter((take) => take.variantId === variantId)
          expect(sum(own.map((take) => take.fromReserved))).toBe(Math.min(quantity, held))
          expect(sum(own.map((take) => take.fromReserved + take.fromAvailable))).toBe(shipped)
        }
      }),
    )
  })
  it('leaves every level with at least what others have reserved there', () => {
    fc.assert(
      fc.property(stock, demands, ({ levels, open }, wanted) => {
        for (const take of allocateShipment(levels, open, wanted).takes) {
          const isHere = (each: { readonly variantId: string; readonly locationId: string }): boolean =>
            each.variantId === take.variantId && each.locationId === take.locationId
          const level = levels.find(isHere)
          const onHand = (level?.onHand ?? 0) - take.fromReserved - take.fromAvailable
          const reserved = (level?.reserved ?? 0) - take.fromReserved
          const others = (level?.reserved ?? 0) - (open.find(isHere)?.openQuantity ?? 0)
          expect(onHand).toBeGreaterThanOrEqual(reserved)
          expect(reserved).toBeGreaterThanOrEqual(others)
          expect(take.fromReserved + take.fromAvailable).toBeGreaterThan(0)
        }
      }),
    )
  })
})
