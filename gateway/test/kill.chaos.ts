import { seededRandom } from '@iommi/infra/dev/seed/random'
import { pause } from '@iommi/shared/lifecycle'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNothingLost, startBuyers, type Buyers } from './buyers.ts'
import { useStack } from './stack.ts'

// Forty seconds of kills in an order that follows from the seed, several processes at once now and then.
const { ask, admin, stack } = useStack()
const names = ['orders', 'catalog', 'customers', 'gateway'] as const
const signals = ['SIGKILL', 'SIGKILL', 'SIGTERM'] as const
const seed = process.env['CHAOS_SEED'] ?? '1'
let buyers: Buyers

beforeAll(async () => {
  buyers = await startBuyers(ask)
}, 60_000)
afterAll(async () => {
  await buyers.stop()
})

it('nothing is lost in forty seconds of kills', { timeout: 240_000 }, async () => {
  const random = seededRandom(`kills ${seed}`)
  const until = Date.now() + 40_000
  const never = new AbortController().signal
  while (Date.now() < until) {
    const victims = new Set(Array.from({ length: random.int(1, 2) }, () => random.pick(names)))
    for (const victim of victims) stack().kill(victim, random.pick(signals))
    await Promise.all([...victims].map(async (victim) => await stack().waitReady(victim, 30_000)))
    await pause(random.int(0, 1_500), never)
  }
  await buyers.untilMore()
  await buyers.stop()
  await expectNothingLost(admin, buyers.placed)
  expect(buyers.placed.size).toBeGreaterThan(50)
})
