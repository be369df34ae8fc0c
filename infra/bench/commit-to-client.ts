import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import type { Stack } from '../dev/stack.ts'
import { waitUntil } from '../dev/wait-until.ts'
import { askingAs, startProduct } from './product.ts'
import { percentile, report } from './results.ts'
import { liveOrders } from './bench-gateway.ts'
import { startSwarm } from './swarm.ts'

const clients = 5_000
const orders = 100
const pauseMs = 200

/** P9: from an order's commit to 5,000 open sockets, through the whole product on a real Postgres and Redis. */
export async function benchCommitToClient(): Promise<void> {
  const { stack, stop } = await startProduct({
    gateway: {
      SOCKETS_PER_USER_MAX: '100000',
      SOCKETS_MAX: '100000',
      PING_INTERVAL_MS: '3600000',
      CHECKPOINT_INTERVAL_MS: '3600000',
      LOG_LEVEL: 'error',
    },
  })
  const swarm = startSwarm()
  try {
    const port = Number(new URL(stack.urls.gateway).port)
    const token = await stack.token({ tenant: 'acme', as: 'admin' })
    await swarm.connect({ port, count: clients, token, query: liveOrders, isAlone: false })
    await swarm.reset()
    const place = await placer(stack)
    for (let placed = 0; placed < orders; placed += 1) {
      await place(placed)
      await setTimeout(pauseMs)
    }
    const { latenciesMs, fewest, most } = await waitUntil('every message', { timeoutMs: 60_000 }, async () => {
      const now = await swarm.ask()
      return now.messages >= orders * clients ? now : false
    })
    report(
      'Subscriptions: commit to client (P9)',
      [
        `${String(clients)} open sockets, ${String(orders)} orders placed one after the other, all processes and the clients on this machine's cores.`,
      ],
      [
        ['', 'p50', 'p99', 'messages a client got'],
        [
          'from the order’s transaction to its message',
          `${percentile(latenciesMs, 0.5).toFixed(0)} ms`,
          `${percentile(latenciesMs, 0.99).toFixed(0)} ms`,
          `${String(fewest)} to ${String(most)} of ${String(orders)}`,
        ],
      ],
    )
  } finally {
    swarm.stop()
    await stop()
  }
}

const things = z.object({
  customers: z.object({ nodes: z.array(z.object({ id: z.string() })) }),
  products: z.object({ nodes: z.array(z.object({ variants: z.object({ nodes: z.array(z.object({ id: z.string() })) }) })) }),
})

async function placer(stack: Stack): Promise<(number: number) => Promise<void>> {
  const ask = await askingAs(stack, 'order-manager')
  const found = things.parse(
    await ask(
      '{ customers(first: 1) { nodes { id } } products(first: 1, where: { kind: { in: [SERVICE] } }) { nodes { variants(first: 1) { nodes { id } } } } }',
      {},
    ),
  )
  const [customer, variant] = [found.customers.nodes[0]?.id, found.products.nodes[0]?.variants.nodes[0]?.id]
  return async (number) => {
    const input = { idempotencyKey: `bench-${String(number)}`, customerId: customer, lines: [{ variantId: variant, quantity: 1 }] }
    await ask('mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { userErrors { message } } }', { input })
  }
}
