import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { frameRing } from './frame-ring.ts'
import type { Frame } from './outlet.ts'

const framesMax = 1_000
const charactersMax = 1_000_000

// A batch: how far each event's number is from the one before (numbers between are of events that are not shown), and how long its
// message; null is a checkpoint.
const batch = fc.array(fc.option(fc.record({ gap: fc.integer({ min: 1, max: 5 }), length: fc.integer({ min: 0, max: 60_000 }) })), {
  maxLength: 300,
})

it('has the newest frames at the places where they always were, and knows from which event on it has all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000 }), fc.array(batch, { maxLength: 30 }), (floorSeq, batches) => {
      const ring = frameRing(floorSeq)
      // Everything that was ever pushed: the ring is a window on it.
      const all: Frame[] = []
      let seq = floorSeq
      for (const frames of batches) {
        const added = frames.map((wanted): Frame => {
          seq += wanted?.gap ?? 0
          return { seq, cursor: String(seq), payload: 'x'.repeat(wanted?.length ?? 0), isCheckpoint: wanted === null, cost: 1 }
        })
        all.push(...added)
        ring.push(added)
        const kept = all.slice(ring.start())
        expect(ring.end()).toBe(all.length)
        expect(ring.from(ring.start())).toEqual(kept)
        expect(ring.from(ring.end())).toEqual([])
        expect(kept.length > 0).toBe(all.length > 0)
        expect(kept.length).toBeLessThanOrEqual(framesMax)
        const characters = kept.reduce((sum, { payload }) => sum + payload.length, 0)
        expect(kept.length === 1 || characters <= charactersMax).toBe(true)
        expect(all.findLastIndex((frame, index) => index < ring.start() && frame.seq > ring.floor())).toBe(-1)
        expect(ring.floor()).toBeGreaterThanOrEqual(floorSeq)
        const middle = Math.floor((ring.start() + ring.end()) / 2)
        expect(ring.from(middle)).toEqual(all.slice(middle))
        for (const after of new Set([ring.floor(), seq - 3, seq, seq + 10].filter((each) => each >= ring.floor()))) {
          expect(ring.from(ring.indexAfter(after))).toEqual(kept.slice(firstAbove(kept, after)))
        }
      }
    }),
    { numRuns: 60 },
  )
})

it('keeps the newest frame however long it is', () => {
  const ring = frameRing(0)
  const frame = (seq: number, length: number): Frame => ({ seq, cursor: '', payload: 'x'.repeat(length), isCheckpoint: false, cost: 1 })
  ring.push([frame(1, 10), frame(2, 2 * charactersMax)])
  expect([ring.from(ring.start()).map(({ seq }) => seq), ring.start(), ring.end(), ring.floor()]).toEqual([[2], 1, 2, 1])
  ring.push([frame(3, 2 * charactersMax)])
  expect([ring.from(ring.start()).map(({ seq }) => seq), ring.floor()]).toEqual([[3], 2])
})

function firstAbove(frames: readonly Frame[], seq: number): number {
  const index = frames.findIndex((frame) => frame.seq > seq)
  return index === -1 ? frames.length : index
}
