import { newId } from '@iommi/shared/ids'
import type postgres from 'postgres'
import { expect } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import type { Answer, Ask, Caller } from './stack.ts'

const stockAtFirst = 100_000
const manager: Caller = { tenant: 'acme', as: 'order-manager' }

/** Buyers who place orders all the time. */
export interface Buyers {
  /** Orders that were answered, by idempotency key. */
  readonly placed: ReadonlyMap<string, string>
  /** Resolves when some more orders have been answered. */
  readonly untilMore: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Four buyers of one product; what is not answered they send again under its key, for as long as it takes. */
export async function startBuyers(ask: Ask): Promise<Buyers> {
  const variantId = await givenVariant(ask, 'acme', { sku: 'W-1', currency: 'GBP', amountMinor: 100, stock: stockAtFirst })
  const customerId = await givenCustomer(ask, 'acme', { name: 'Bulk Buyer' })
  const placed = new Map<string, string>()
  const stopped = new AbortController()
  const placeOne = async (idempotencyKey: string): Promise<void> => {
    const input = { idempotencyKey, customerId, lines: [{ variantId, quantity: 1 }] }
    for (;;) {
      const answer: Answer | null = await ask(manager, 'PlaceOrder', { input }).catch(() => null)
      const payload = answer?.data?.['placeOrder'] as { order: { id: string } | null } | null | undefined
      if (payload?.order) {
        placed.set(idempotencyKey, payload.order.id)
        return
      }
      if (payload) throw new Error(JSON.stringify(payload))
    }
  }
  const buyers = Array.from({ length: 4 }, async () => {
    while (!stopped.signal.aborted) await placeOne(newId('key'))
  })
  return {
    placed,
    untilMore: async () => {
      const wanted = placed.size + 5
      await expect.poll(() => placed.size, { timeout: 40_000 }).toBeGreaterThan(wanted)
    },
    stop: async () => {
      stopped.abort()
      await Promise.all(buyers)
    },
  }
}

/** Reads the truth: every answered order is there once, stock is reserved for exactly these, each has its one event, numbered gap-free. */
export async function expectNothingLost(admin: postgres.Sql, placed: ReadonlyMap<string, string>): Promise<void> {
  const drafts = async () => (await admin`select 1 from orders.orders where status = 'RESERVING'`).length
  await expect.poll(drafts, { timeout: 20_000 }).toBe(0)
  const orders = await admin`select count(*)::int as n from orders.orders`
  expect([orders[0]?.['n'], new Set(placed.values()).size]).toEqual([placed.size, placed.size])
  expect(await admin`select on_hand, reserved from catalog.stock_levels`).toEqual([{ on_hand: stockAtFirst, reserved: placed.size }])
  const open = async () => (await admin`select 1 from orders.outbox where published_at is null and kind = 'event'`).length
  await expect.poll(open, { timeout: 10_000 }).toBe(0)
  const [log] =
    await admin`select count(distinct aggregate_id)::int as orders, count(*)::int as events, max(seq)::int as head from orders.event_log`
  expect(log).toEqual({ orders: placed.size, events: placed.size, head: placed.size })
}
