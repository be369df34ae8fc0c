import { idFromUuid } from '@iommi/shared/ids'
import { readFileSync } from 'node:fs'
import type { Client, FormattedExecutionResult } from 'graphql-ws'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBuyers } from './buyers.ts'
import { liveClients, socketClient, subscribeWith, type Message, type Subscriber } from './live-clients.ts'
import { ordersOf, type Purchase } from './orders.ts'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Caller } from './stack.ts'

// What dashboards and scripts rely on, with the clients they use, over the whole product.
const { ask, admin, stack } = useStack()
const manager: Caller = { tenant: 'acme', as: 'order-manager' }
const orders = ordersOf(ask, manager)
const clientNames = Object.keys(liveClients) as (keyof typeof liveClients)[]
const documentOf = (name: string): string =>
  readFileSync(new URL(`../../schema/operations/dashboard/${name}.graphql`, import.meta.url), 'utf8')

let purchase: Purchase
beforeAll(async () => {
  purchase = {
    variantId: await givenVariant(ask, 'acme', { sku: 'MCG-1', currency: 'GBP', amountMinor: 1_250, stock: 1_000 }),
    customerId: await givenCustomer(ask, 'acme', { name: 'Ada Buyer', email: 'ada@acme.example' }),
    quantity: 2,
  }
})

// What is still on its way to the log would be news to a stream that begins now.
const untilQuiet = async (): Promise<void> => {
  const open = async () => (await admin`select 1 from orders.outbox where published_at is null and kind = 'event'`).length
  await expect.poll(open, { timeout: 20_000 }).toBe(0)
}
beforeEach(untilQuiet)

const isChange = ({ __typename }: Message): boolean => __typename === 'OrderChange'
const orderIdOf = ({ order }: Message): unknown => (order as { id: string } | null)?.id
const movesOf = (messages: readonly Message[]): unknown[] =>
  messages.filter(isChange).map((message) => [message['type'], orderIdOf(message), message['orderVersion'], message['toStatus']])
const placed = (id: string) => ['io.iommi.order.placed.v1', id, 1, 'PLACED']
const confirmed = (id: string) => ['io.iommi.order.confirmed.v1', id, 2, 'CONFIRMED']
const cancelled = (id: string, version = 2) => ['io.iommi.order.cancelled.v1', id, version, 'CANCELLED']

const follow = async (
  name: keyof typeof liveClients,
  variables: Readonly<Record<string, unknown>> = {},
  { caller = manager, operation = 'OrderChanges' }: { readonly caller?: Caller; readonly operation?: string } = {},
): Promise<Subscriber> =>
  await subscribeWith(name, {
    url: stack().urls.graphql,
    getToken: async () => await stack().token(caller),
    query: documentOf(operation),
    variables,
  })
const untilCount = async (subscriber: Subscriber, count: number): Promise<void> =>
  await subscriber.until((messages) => messages.filter(isChange).length >= count)
const untilLive = async (subscriber: Subscriber): Promise<void> => await subscriber.until((messages) => messages.length > 0)

/** The changes that the log holds behind a number, as a stream tells them. */
async function logBehind(seq: number): Promise<readonly { readonly eventId: string; readonly move: unknown[] }[]> {
  const rows = await admin`
    select event_id, type, aggregate_version, data ->> 'orderId' as order_id, data ->> 'toStatus' as to_status
    from orders.event_log where topic = 'order-events' and seq > ${seq} order by seq`
  return rows.map((row) => ({
    eventId: idFromUuid('event', String(row['event_id'])),
    move: [row['type'], row['order_id'], row['aggregate_version'], row['to_status']],
  }))
}
async function logHead(): Promise<number> {
  const [row] = await admin`select coalesce(max(seq), 0)::int as head from orders.event_log where topic = 'order-events'`
  return Number(row?.['head'])
}

interface Page {
  readonly edges: readonly { readonly node: { readonly id: string; readonly status: string; readonly version: number } }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
  readonly changesCursor: string
}
const page = async (variables: object): Promise<Page> =>
  (await ask(manager, 'OrdersPage', { first: 2, ...variables })).data?.['orders'] as Page

describe.each(clientNames)('%s', (name) => {
  it('gets a checkpoint and then exactly what happens, in order, with fields of every subgraph', async () => {
    const head = await logHead()
    const live = await follow(name)
    await untilLive(live)
    const first = await orders.place(purchase)
    const second = await orders.place(purchase)
    await orders.confirm(first)
    await orders.cancel(second)
    await untilCount(live, 4)
    live.stop()
    expect(live.failures).toEqual([])
    expect(live.messages[0]).toEqual({ __typename: 'Checkpoint', cursor: expect.any(String) })
    expect(movesOf(live.messages)).toEqual([placed(first), placed(second), confirmed(first), cancelled(second)])
    expect(live.messages.filter(isChange).map(({ eventId }) => eventId)).toEqual((await logBehind(head)).map(({ eventId }) => eventId))
    expect(live.messages.find(isChange)).toMatchObject({
      fromStatus: null,
      occurredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      order: {
        id: first,
        number: expect.stringMatching(/^\d+$/),
        fulfillmentStatus: 'UNFULFILLED',
        total: { amountMinor: 2_500, currency: 'GBP' },
        customer: { id: purchase.customerId, name: 'Ada Buyer' },
        lines: { nodes: [{ sku: 'MCG-1', title: expect.any(String), quantity: 2, variant: { product: { name: 'McGuffin' } } }] },
      },
    })
    for (const message of live.messages.filter(isChange))
      expect((message['order'] as { version: number }).version).toBeGreaterThanOrEqual(Number(message['orderVersion']))
  })

  it('goes on from any cursor it was given', async () => {
    const live = await follow(name)
    await untilLive(live)
    const ids = [await orders.place(purchase), await orders.place(purchase), await orders.place(purchase)] as const
    await untilCount(live, 3)
    live.stop()
    const changes = live.messages.filter(isChange)
    for (const [seen, expected] of [
      [0, [ids[1], ids[2]]],
      [1, [ids[2]]],
    ] as const) {
      const again = await follow(name, { after: changes[seen]?.cursor })
      await untilCount(again, expected.length)
      again.stop()
      expect([again.failures, movesOf(again.messages)]).toEqual([[], expected.map(placed)])
    }
  })
})

describe('from a list to live', () => {
  it("misses nothing that happens after a page, when it begins at the page's changesCursor", async () => {
    const { changesCursor, edges } = await page({})
    const id = await orders.place(purchase)
    await orders.cancel(id)
    const live = await follow('graphql-ws', { after: changesCursor })
    await untilCount(live, 2)
    const next = await orders.place(purchase)
    await untilCount(live, 3)
    live.stop()
    expect(edges.length).toBe(2)
    expect(movesOf(live.messages)).toEqual([placed(id), cancelled(id), placed(next)])
  })

  it('keeps a list right that is paged through while orders move', async () => {
    const moving = [await orders.place(purchase), await orders.place(purchase), await orders.place(purchase)]
    const known = new Map<string, { readonly status: string; readonly version: number }>()
    let after: string | null = null
    let changesCursor: string | null = null
    for (let hasNextPage = true; hasNextPage;) {
      const read: Page = await page({ after })
      changesCursor ??= read.changesCursor
      for (const { node } of read.edges) known.set(node.id, { status: node.status, version: node.version })
      ;({ hasNextPage, endCursor: after } = read.pageInfo)
      const mover = moving.pop()
      if (mover !== undefined) await orders.cancel(mover)
      if (known.size < 10) await orders.place(purchase)
    }
    const live = await follow('graphql-ws', { after: changesCursor })
    const last = await orders.place(purchase)
    await live.until((messages) => messages.some((message) => orderIdOf(message) === last))
    live.stop()
    for (const message of live.messages.filter(isChange)) {
      const id = String(orderIdOf(message))
      const version = Number(message['orderVersion'])
      if (version > (known.get(id)?.version ?? 0)) known.set(id, { status: String(message['toStatus']), version })
    }
    const truth = await page({ first: 100 })
    expect(truth.pageInfo.hasNextPage).toBe(false)
    expect(Object.fromEntries(known)).toEqual(
      Object.fromEntries(truth.edges.map(({ node: { id, status, version } }) => [id, { status, version }])),
    )
  })

  it('of some orders tells nothing about others', async () => {
    const watched = await orders.place(purchase)
    await untilQuiet()
    const live = await follow('graphql-ws', { where: { orderId: { in: [watched] } } })
    await untilLive(live)
    await orders.cancel(await orders.place(purchase))
    await orders.confirm(watched)
    await orders.cancel(watched)
    await untilCount(live, 2)
    live.stop()
    expect(movesOf(live.messages)).toEqual([confirmed(watched), cancelled(watched, 3)])
  })

  it('of a status tells what enters it and what leaves it', async () => {
    const live = await follow('graphql-ws', { where: { status: { in: ['CONFIRMED'] } } })
    await untilLive(live)
    const stays = await orders.place(purchase)
    const passes = await orders.place(purchase)
    await orders.cancel(stays)
    await orders.confirm(passes)
    await orders.cancel(passes)
    await untilCount(live, 2)
    live.stop()
    expect(movesOf(live.messages)).toEqual([confirmed(passes), cancelled(passes, 3)])
    expect(live.messages.filter(isChange).map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual([
      ['PLACED', 'CONFIRMED'],
      ['CONFIRMED', 'CANCELLED'],
    ])
  })

  it.each([
    ['of another tenant', async () => (await page({})).changesCursor],
    [
      'of another stream',
      async () => {
        const answer = await ask({ tenant: 'globex', as: 'admin' }, 'Notifications', { first: 1 })
        return (answer.data as { notifications: { changesCursor: string } }).notifications.changesCursor
      },
    ],
    ['that is made up', async () => await Promise.resolve('bm90IGEgY3Vyc29y')],
  ])('is refused by name with a cursor %s', async (_what, cursor) => {
    const live = await follow('resumable', { after: await cursor() }, { caller: { tenant: 'globex', as: 'order-manager' } })
    await live.until(() => false)
    live.stop()
    expect(live.messages).toEqual([])
    expect(live.failures).toEqual([
      expect.objectContaining({
        name: 'SubscriptionError',
        code: 'BAD_USER_INPUT',
        message: expect.stringMatching(/^after\b|`after`|"after"/),
      }),
    ])
  })
})

it('an event stream goes on behind Last-Event-ID, whatever `after` says', async () => {
  const { changesCursor } = await page({})
  const ids = [await orders.place(purchase), await orders.place(purchase)] as const
  const authorization = `Bearer ${await stack().token(manager)}`
  const read = async (count: number, headers: Readonly<Record<string, string>>): Promise<readonly string[]> => {
    const leave = new AbortController()
    const response = await fetch(stack().urls.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization, ...headers },
      body: JSON.stringify({ query: documentOf('OrderChanges'), variables: { after: changesCursor } }),
      signal: AbortSignal.any([leave.signal, AbortSignal.timeout(15_000)]),
    })
    let text = ''
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk
      const changes = text.split('\n\n').filter((frame) => frame.includes('"OrderChange"'))
      if (changes.length < count || !text.endsWith('\n\n')) continue
      leave.abort()
      return changes
    }
    return []
  }
  const [first, second] = await read(2, {})
  expect([first, second]).toEqual([expect.stringContaining(ids[0]), expect.stringContaining(ids[1])])
  const lastEventId = /^id: (.+)$/m.exec(first ?? '')?.[1] ?? ''
  expect(first).toContain(`"cursor":"${lastEventId}"`)
  expect(await read(1, { 'last-event-id': lastEventId })).toEqual([second])
})

describe('a socket', () => {
  const run = async (client: Client, query: string, variables = {}): Promise<unknown> =>
    await new Promise((resolve) => {
      let last: FormattedExecutionResult<unknown, unknown> | null = null
      client.subscribe({ query, variables }, { next: (result) => (last = result), error: resolve, complete: () => resolve(last) })
    })

  it('goes on after an operation that cannot be run, and answers queries and mutations too', async () => {
    const client = socketClient({ url: stack().urls.graphql, getToken: async () => await stack().token(manager) })
    let closed = 0
    client.on('closed', () => {
      closed += 1
    })
    const live: unknown[] = []
    const stop = client.subscribe(
      { query: documentOf('OrderChanges') },
      { next: (result) => live.push(result), error: () => undefined, complete: () => undefined },
    )
    await expect.poll(() => live.length, { timeout: 5_000 }).toBe(1)
    for (const [query, code] of [
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['subscription { orderChanged { nothing } }', 'GRAPHQL_VALIDATION_FAILED'],
      ['{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { orderChanged(where: 1) { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
    ] as const)
      expect([query, await run(client, query)]).toEqual([
        query,
        [expect.objectContaining({ extensions: expect.objectContaining({ code }) })],
      ])
    expect(await run(client, documentOf('Viewer'))).toMatchObject({ data: { viewer: { tenant: { slug: 'acme' } } } })
    const input = {
      idempotencyKey: 'over-a-socket',
      customerId: purchase.customerId,
      lines: [{ variantId: purchase.variantId, quantity: 1 }],
    }
    expect(await run(client, documentOf('PlaceOrder'), { input })).toMatchObject({
      data: { placeOrder: { order: { status: 'PLACED' }, userErrors: [] } },
    })
    await expect.poll(() => live.length, { timeout: 5_000 }).toBe(2)
    expect(closed).toBe(0)
    stop()
    await client.dispose()
  })
})

describe('the other registered subscriptions', () => {
  it('tell of stock that changes', async () => {
    const live = await follow('resumable', { where: { variantId: { in: [purchase.variantId] } } }, { operation: 'StockChanges' })
    await untilLive(live)
    await orders.place(purchase)
    await live.until((messages) => messages.some(({ __typename }) => __typename === 'StockChange'))
    live.stop()
    expect(live.failures).toEqual([])
    expect(live.messages.find(({ __typename }) => __typename === 'StockChange')).toMatchObject({
      onHand: 1_000,
      variant: { id: purchase.variantId, sku: 'MCG-1', product: { name: 'McGuffin' } },
    })
  })

  it('tell a customer of its own notifications', async () => {
    const caller: Caller = { tenant: 'acme', as: 'client', customer: purchase.customerId }
    const live = await follow('resumable', {}, { caller, operation: 'NotificationReceived' })
    await untilLive(live)
    const id = await orders.place(purchase)
    // Those of the orders before may still be on their way.
    const isOfOrder = ({ notification }: Message): boolean => (notification as { order: { id: string } } | undefined)?.order.id === id
    await live.until((messages) => messages.some(isOfOrder))
    live.stop()
    expect(live.failures).toEqual([])
    expect(live.messages.find(isOfOrder)).toEqual({
      __typename: 'NotificationDelivery',
      cursor: expect.any(String),
      eventId: expect.stringMatching(/^event_/),
      notification: {
        id: expect.stringMatching(/^notification_/),
        kind: 'ORDER_PLACED',
        title: 'Your order was placed',
        order: { id, number: expect.any(String), status: 'PLACED' },
      },
    })
  })
})

it(
  'resumable misses and repeats nothing while the gateway is redeployed and killed five times under load',
  { timeout: 180_000 },
  async () => {
    const head = await logHead()
    const live = await follow('resumable')
    await untilLive(live)
    const buyers = await startBuyers(ask)
    const checkpoints = (): number => live.messages.filter(({ __typename }) => __typename === 'Checkpoint').length
    /** The client has to have come back before the next one strikes. */
    const strike = async (end: () => Promise<void>): Promise<void> => {
      const before = checkpoints()
      await end()
      await expect.poll(checkpoints, { timeout: 60_000 }).toBeGreaterThan(before)
    }
    try {
      await buyers.untilMore()
      await strike(async () => await stack().restart('gateway'))
      for (let kill = 0; kill < 5; kill += 1) {
        await buyers.untilMore()
        await strike(async () => {
          stack().kill('gateway', 'SIGKILL')
          await stack().waitReady('gateway', 60_000)
        })
      }
      await buyers.untilMore()
    } finally {
      await buyers.stop()
    }
    await expect.poll(async () => (await admin`select 1 from orders.orders where status = 'RESERVING'`).length, { timeout: 20_000 }).toBe(0)
    await untilQuiet()
    const log = await logBehind(head)
    expect(log.length).toBeGreaterThan(25)
    await untilCount(live, log.length)
    live.stop()
    expect(live.failures).toEqual([])
    expect(live.messages.filter(isChange).map(({ eventId }) => eventId)).toEqual(log.map(({ eventId }) => eventId))
    expect(movesOf(live.messages)).toEqual(log.map(({ move }) => move))
    expect(checkpoints()).toBeGreaterThanOrEqual(7)
  },
)
