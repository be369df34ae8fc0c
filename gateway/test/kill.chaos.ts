import { pause } from '@iommi/shared/lifecycle'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNothingLost, startBuyers, type Buyers } from './buyers.ts'
import { useStack } from './stack.ts'

// A minute of kills in an order that follows from the seed, several processes at once now and then.
const { ask, admin, stack } = useStack()
const names = ['orders', 'catalog', 'customers', 'gateway'] as const
const signals = ['SIGKILL', 'SIGKILL', 'SIGTERM'] as const
const seed = Number(process.env['CHAOS_SEED'] ?? 1)
let buyers: Buyers

/** Whole numbers below `bound` that follow from the seed (mulberry32). */
function randomFrom(start: number): (bound: number) => number {
  let state = start
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound
  }
}

beforeAll(async () => {
  buyers = await startBuyers(ask)
}, 60_000)
afterAll(async () => {
  await buyers.stop()
})

it('nothing is lost in a minute of kills', { timeout: 240_000 }, async () => {
  const random = randomFrom(seed)
  const until = Date.now() + 60_000
  const never = new AbortController().signal
  while (Date.now() < until) {
    const victims = new Set(Array.from({ length: 1 + random(2) }, () => names[random(names.length)] ?? 'orders'))
    for (const victim of victims) stack().kill(victim, signals[random(signals.length)] ?? 'SIGKILL')
    await Promise.all([...victims].map(async (victim) => await stack().waitReady(victim, 30_000)))
    await pause(random(1_500), never)
  }
  await buyers.untilMore()
  await buyers.stop()
  await expectNothingLost(admin, buyers.placed)
  expect(buyers.placed.size).toBeGreaterThan(50)
})
