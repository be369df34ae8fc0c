import { describe, expect, it } from 'vitest'
import { availableOf, objectionTo, piecesMax } from './stock.ts'

describe('stock level', () => {
  const level = { onHand: 10, reserved: 4 }
  it('has what is on hand and not reserved', () => {
    expect(availableOf(level)).toBe(6)
  })
  it('may fall to what is reserved and not below', () => {
    expect([-6, -7].map((delta) => objectionTo(level, delta))).toEqual([null, 'INSUFFICIENT_STOCK'])
  })
  it('may rise to the maximum and not above', () => {
    expect([piecesMax - 10, piecesMax - 9].map((delta) => objectionTo(level, delta))).toEqual([null, 'TOO_MANY_PIECES'])
  })
})
