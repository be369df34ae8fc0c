import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNothingLost, startBuyers, type Buyers } from './buyers.ts'
import { useStack } from './stack.ts'

// Orders keep coming while processes are killed: what was answered stays, what was not is sent again under its key.
const { ask, admin, stack } = useStack()
let buyers: Buyers

beforeAll(async () => {
  buyers = await startBuyers(ask)
}, 60_000)
afterAll(async () => {
  await buyers.stop()
})

it.each(['orders', 'catalog', 'gateway', 'customers'] as const)('orders go on after kill -9 of %s', { timeout: 120_000 }, async (name) => {
  await buyers.untilMore()
  const before = buyers.placed.size
  stack().kill(name, 'SIGKILL')
  await stack().waitReady(name, 60_000)
  await buyers.untilMore()
  expect(buyers.placed.size).toBeGreaterThan(before)
})

it('nothing that was answered is lost or there twice', { timeout: 120_000 }, async () => {
  await buyers.stop()
  await expectNothingLost(admin, buyers.placed)
})
