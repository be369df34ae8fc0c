import { newId } from '@iommi/shared/ids'
import { beforeAll, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

// As in production.
const { ask, stack } = useStack(() => ({ environment: { gateway: { SUBGRAPH_TIMEOUT_MS: '3000' } } }))
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const page = '{ orders(first: 1) { nodes { number customer { name } } } }'
const whole = { orders: { nodes: [{ number: '10001', customer: { name: 'Ada Buyer' } }] } }
const withoutCustomer = { orders: { nodes: [{ number: '10001', customer: null }] } }

beforeAll(async () => {
  const variantId = await givenVariant(ask, 'acme', { sku: 'H-1', currency: 'GBP', amountMinor: 100, stock: 5 })
  const customerId = await givenCustomer(ask, 'acme', { name: 'Ada Buyer' })
  await ask(manager, 'PlaceOrder', { input: { idempotencyKey: newId('key'), customerId, lines: [{ variantId, quantity: 1 }] } })
}, 60_000)

const summary = ({ status, data, errors }: Answer): unknown => ({
  status,
  data,
  errors: errors.map(({ path, extensions: { code, retryable } }) => ({ path, code, retryable })),
})
const withoutItsPart = {
  status: 200,
  data: withoutCustomer,
  errors: [{ path: ['orders', 'nodes'], code: 'UPSTREAM_UNAVAILABLE', retryable: true }],
}

const recovers = async (): Promise<void> => {
  await expect.poll(async () => (await ask(manager, page)).data, { timeout: 20_000, interval: 100 }).toEqual(whole)
}

it('a subgraph that hangs costs its part of the page and comes back by itself', { timeout: 120_000 }, async () => {
  await recovers()
  const pid = stack().pid('customers')
  if (pid === null) throw new Error('customers runs')
  process.kill(pid, 'SIGSTOP')
  try {
    // Answered while it hangs: the first by the deadline of the call, those after them by the open circuit breaker.
    const first = await Promise.all(Array.from({ length: 6 }, () => ask(manager, page)))
    expect(first.map(summary)).toEqual(first.map(() => withoutItsPart))
    for (let n = 0; n < 6; n += 1) expect(summary(await ask(manager, page))).toEqual(withoutItsPart)
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await recovers()
})

it('a subgraph that is killed costs its part of the page at most and comes back by itself', { timeout: 120_000 }, async () => {
  await recovers()
  stack().kill('customers', 'SIGKILL')
  const answer = await ask(manager, page)
  // It may be back already.
  expect([whole, withoutCustomer]).toContainEqual(answer.data)
  expect(answer.status).toBe(200)
  await stack().waitReady('customers', 60_000)
  await recovers()
})
