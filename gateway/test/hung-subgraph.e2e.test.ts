import { newId } from '@iommi/shared/ids'
import { beforeAll, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

const { ask, stack } = useStack()
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const page = '{ orders(first: 1) { nodes { number customer { name } } } }'
const whole = { orders: { nodes: [{ number: '10001', customer: { name: 'Ada Buyer' } }] } }
const withoutCustomer = { orders: { nodes: [{ number: '10001', customer: null }] } }

beforeAll(async () => {
  const variantId = await givenVariant(ask, 'acme', { sku: 'H-1', currency: 'GBP', amountMinor: 100, stock: 5 })
  const customerId = await givenCustomer(ask, 'acme', { name: 'Ada Buyer' })
  await ask(manager, 'PlaceOrder', { input: { idempotencyKey: newId('key'), customerId, lines: [{ variantId, quantity: 1 }] } })
}, 60_000)

async function timed(document = page): Promise<{ readonly answer: Answer; readonly durationMs: number }> {
  const startMs = performance.now()
  const answer = await ask(manager, document)
  return { answer, durationMs: performance.now() - startMs }
}

function expectWithoutCustomer({ status, data, errors }: Answer): void {
  expect([status, data]).toEqual([200, withoutCustomer])
  expect(errors.map(({ path, extensions }) => [path, extensions['code'], extensions['retryable']])).toEqual([
    [['orders', 'nodes'], 'UPSTREAM_UNAVAILABLE', true],
  ])
}

const recovers = async (): Promise<void> => {
  await expect.poll(async () => (await ask(manager, page)).data, { timeout: 20_000, interval: 100 }).toEqual(whole)
}

it(
  'a subgraph that hangs costs its part of the page and 3.2 seconds, then no time, and comes back by itself',
  { timeout: 60_000 },
  async () => {
    await recovers()
    const pid = stack().pid('customers')
    if (pid === null) throw new Error('customers runs')
    process.kill(pid, 'SIGSTOP')
    try {
      const first = await Promise.all(Array.from({ length: 6 }, () => timed()))
      for (const { answer } of first) expectWithoutCustomer(answer)
      // What a busy machine takes for the rest of the page comes on top.
      const rest = await timed('{ orders(first: 1) { nodes { number } } }')
      expect(Math.min(...first.map(({ durationMs }) => durationMs)) - rest.durationMs).toBeLessThan(3_200)
      const { answer, durationMs } = await timed()
      expectWithoutCustomer(answer)
      expect(durationMs).toBeLessThan(1_000)
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await recovers()
  },
)

it('a subgraph that is killed costs its part of the page, at once, and comes back by itself', { timeout: 60_000 }, async () => {
  await recovers()
  stack().kill('customers', 'SIGKILL')
  const { answer, durationMs } = await timed()
  // It may be back already.
  expect([whole, withoutCustomer]).toContainEqual(answer.data)
  expect(answer.status).toBe(200)
  expect(durationMs).toBeLessThan(3_200)
  await stack().waitReady('customers', 20_000)
  await recovers()
})
