import { newId } from '@iommi/shared/ids'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

// Orders keep coming while processes are killed: what was answered stays, what was not is retried under its key.
const { ask, admin, stack } = useStack()
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const placed = new Map<string, string>()
const stopped = new AbortController()
let variantId = ''
let customerId = ''
let buyers: Promise<void>[] = []

/** Sends until there is an answer about the order itself; a retry has the same key. */
async function placeOne(idempotencyKey: string): Promise<void> {
  const input = { idempotencyKey, customerId, lines: [{ variantId, quantity: 1 }] }
  for (;;) {
    const answer: Answer | null = await ask(manager, 'PlaceOrder', { input }).catch(() => null)
    const payload = answer?.data?.['placeOrder'] as { order: { id: string } | null; userErrors: unknown[] } | undefined
    if (payload?.order) {
      placed.set(idempotencyKey, payload.order.id)
      return
    }
    if (payload !== undefined && payload !== null) throw new Error(JSON.stringify(payload))
  }
}

async function buy(): Promise<void> {
  while (!stopped.signal.aborted) await placeOne(newId('key'))
}

beforeAll(async () => {
  variantId = await givenVariant(ask, 'acme', { sku: 'W-1', currency: 'GBP', amountMinor: 100, stock: 100_000 })
  customerId = await givenCustomer(ask, 'acme', { name: 'Bulk Buyer' })
  buyers = Array.from({ length: 4 }, () => buy())
}, 60_000)

afterAll(() => {
  stopped.abort()
})

it.each(['orders', 'catalog', 'gateway', 'customers'] as const)('orders go on after kill -9 of %s', async (name) => {
  const before = placed.size
  await expect.poll(() => placed.size, { timeout: 20_000 }).toBeGreaterThan(before + 5)
  stack().kill(name, 'SIGKILL')
  await stack().waitReady(name, 20_000)
  const after = placed.size
  await expect.poll(() => placed.size, { timeout: 30_000 }).toBeGreaterThan(after + 5)
})

it('nothing that was answered is lost or there twice, stock is reserved for exactly what was ordered, every order has its event', async () => {
  stopped.abort()
  await Promise.all(buyers)
  const drafts = async () => (await admin`select 1 from orders.orders where status = 'RESERVING'`).length
  await expect.poll(drafts, { timeout: 20_000 }).toBe(0)
  const orders = await admin`select count(*)::int as n from orders.orders`
  expect([orders[0]?.['n'], new Set(placed.values()).size]).toEqual([placed.size, placed.size])
  expect(await admin`select on_hand, reserved from catalog.stock_levels`).toEqual([{ on_hand: 100_000, reserved: placed.size }])
  const open = async () => (await admin`select 1 from orders.outbox where published_at is null and kind = 'event'`).length
  await expect.poll(open, { timeout: 10_000 }).toBe(0)
  const [log] =
    await admin`select count(distinct aggregate_id)::int as orders, count(*)::int as events, max(seq)::int as head from orders.event_log`
  expect(log).toEqual({ orders: placed.size, events: placed.size, head: placed.size })
})
