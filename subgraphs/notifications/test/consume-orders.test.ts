import {
  orderCancelled,
  orderCompleted,
  orderConfirmed,
  orderDelivered,
  orderFulfilled,
  orderImported,
  orderLinesCancelled,
  orderPlaced,
} from '@iommi/schema/events/order-events'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { openDatabase, withTenant, type Database } from '@iommi/shared/database'
import { serveEvents } from '@iommi/shared/event-log'
import { streamKey } from '@iommi/shared/event-stream'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import type { RequestContext } from '@iommi/shared/request-context'
import { scalars } from '@iommi/shared/scalars'
import { startSubgraph, type RunningSubgraph } from '@iommi/shared/subgraph-server'
import { silentLogger } from '@iommi/shared/telemetry'
import { schemaOf, type Tenant } from '@iommi/shared/tenant'
import { service, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { parse } from 'graphql'
import { Redis } from 'ioredis'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { moveOf } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')
const { admin } = database
const key = 'a'.repeat(64)
const redisUrl = testRedisUrl()
const redis = new Redis(redisUrl)
const events = [
  orderPlaced,
  orderConfirmed,
  orderFulfilled,
  orderDelivered,
  orderCompleted,
  orderCancelled,
  orderImported,
  orderLinesCancelled,
]
let ordersDb: Database
let orders: RunningSubgraph
const running = new Set<ChildProcess>()

const connection = (subgraph: string) => ({
  DATABASE_URL: database.urlOf(`${subgraph}_app`),
  DATABASE_WORKER_URL: database.urlOf(`${subgraph}_worker`),
  REDIS_URL: redisUrl,
})

/** The owner of the topic, as far as a consumer sees it: relay, log and `_events`. */
async function startOrders(): Promise<RunningSubgraph> {
  const typeDefs = parse(`scalar SafeInt
    type Query { _events(topic: String!, afterSeq: SafeInt!, first: Int!): _EventPage! }
    type _EventPage { epoch: String! seq: SafeInt! oldestSeq: SafeInt! events: [String!]! }`)
  const _events = (_root: unknown, args: Parameters<typeof serveEvents>[1], context: RequestContext) => serveEvents(context, args)
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'silent',
    DRAIN_TIMEOUT_MS: 1_000,
    DATABASE_POOL_SIZE: 5,
    ...connection('orders'),
  }
  return await startSubgraph(
    {
      name: 'orders',
      schema: buildSubgraphSchema([{ typeDefs, resolvers: { SafeInt: scalars.SafeInt, Query: { _events } } }]),
      config,
      callers: new Map([['notifications', key]]),
      createContext: (base) => base,
    },
    silentLogger,
  )
}

/** The real process of the subgraph. */
function startConsumer(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('../src/main.ts', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'error',
      CURSOR_KEY: key,
      INTERNAL_KEY_GATEWAY_NOTIFICATIONS: key,
      INTERNAL_KEY_TOOLS_NOTIFICATIONS: key,
      INTERNAL_KEY_NOTIFICATIONS_ORDERS: key,
      SUBGRAPH_URL_ORDERS: `http://127.0.0.1:${String(orders.port)}/graphql`,
      ...connection('notifications'),
    },
  })
  running.add(child)
  return child
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
  running.delete(child)
}

beforeAll(async () => {
  ordersDb = openDatabase({ url: database.urlOf('orders_app'), subgraph: 'orders' })
  orders = await startOrders()
})
afterAll(async () => {
  await Promise.all([...running].map(kill))
  await orders.stop()
  await ordersDb.close()
  redis.disconnect()
})

interface Published {
  readonly id: string
  readonly kind: string
  readonly customerId: string
}

/** Commits `count` events of all types in turn. */
async function publish(tenant: Tenant, count: number): Promise<readonly Published[]> {
  const context = testContext(ordersDb, tenant, service)
  return await withTenant(context, async (tx) => {
    const published: Published[] = []
    for (let n = 0; n < count; n += 1) {
      const event = events[n % events.length] ?? orderPlaced
      const [orderId, customerId] = [newId('order'), newId('customer')]
      const id = await appendEvent(tx, context, event, { aggregateId: orderId, aggregateVersion: 1, data: moveOf(orderId, customerId) })
      published.push({ id, kind: event.type, customerId })
    }
    return published
  })
}

/** Who is to be told of an event, written down once more and apart from the rules. */
const audiences: Readonly<Record<string, readonly string[]>> = {
  'io.iommi.order.placed.v1': ['ORDER_PLACED CUSTOMER', 'ORDER_PLACED order-manager'],
  'io.iommi.order.confirmed.v1': ['ORDER_CONFIRMED CUSTOMER'],
  'io.iommi.order.fulfilled.v1': ['ORDER_FULFILLED CUSTOMER'],
  'io.iommi.order.delivered.v1': ['ORDER_DELIVERED CUSTOMER', 'ORDER_DELIVERED order-manager'],
  'io.iommi.order.completed.v1': ['ORDER_COMPLETED CUSTOMER'],
  'io.iommi.order.cancelled.v1': ['ORDER_CANCELLED CUSTOMER', 'ORDER_CANCELLED customer-service', 'ORDER_CANCELLED order-manager'],
  'io.iommi.order.imported.v1': [],
  'io.iommi.order.lines-cancelled.v1': [],
}

const told = async (tenant: Tenant): Promise<readonly string[]> => {
  const rows =
    await admin`select event_id, kind, audience, customer_id, role from ${admin(`${schemaOf('notifications', tenant)}.notifications`)}
    where tenant_id = ${tenant.id}`
  return rows
    .map((row) =>
      [row['event_id'], row['kind'], row['role'] ?? row['audience'], row['customer_id']].filter((part) => part !== null).join(' '),
    )
    .toSorted()
}
const expectedOf = (published: readonly Published[]): readonly string[] =>
  published
    .flatMap(({ id, kind, customerId }) =>
      (audiences[kind] ?? []).map((audience) =>
        [uuidFromId('event', id), audience, ...(audience.endsWith('CUSTOMER') ? [uuidFromId('customer', customerId)] : [])].join(' '),
      ),
    )
    .toSorted()
const countTold = async (): Promise<number> => {
  const [row] =
    await admin`select (select count(*) from notifications.notifications) + (select count(*) from notifications__globex.notifications) as n`
  return Number(row?.['n'])
}

describe('1,000 order events of each tenant, and the process killed ten times', () => {
  it('tell each audience exactly once', { timeout: 300_000 }, async () => {
    const published = new Map<Tenant, Published[]>([
      [database.acme, []],
      [database.globex, []],
    ])
    const expectedCount = () => [...published.values()].reduce((sum, list) => sum + expectedOf(list).length, 0)
    const produce = async () => {
      for (let n = 0; n < 10; n += 1) {
        for (const [tenant, list] of published) list.push(...(await publish(tenant, 10)))
      }
    }
    let interruptions = 0
    for (let round = 1; round <= 10; round += 1) {
      const before = await countTold()
      // Every third time two are at it, and both go.
      const children = Array.from({ length: round % 3 === 0 ? 2 : 1 }, startConsumer)
      const producing = produce()
      // In the middle of the work, a little later each time.
      await expect.poll(countTold, { timeout: 60_000, interval: 5 }).toBeGreaterThan(before + round * 8)
      await Promise.all(children.map(kill))
      await producing
      if ((await countTold()) < expectedCount()) interruptions += 1
      if (round % 4 === 0) await redis.flushdb()
      if (round % 4 === 2) for (const tenant of published.keys()) await tear(tenant)
    }
    startConsumer()
    startConsumer()
    for (const [tenant, list] of published) {
      const expected = expectedOf(list)
      await expect.poll(async () => (await told(tenant)).length, { timeout: 60_000 }).toBeGreaterThanOrEqual(expected.length)
      expect([list.length, await told(tenant)]).toEqual([1_000, expected])
      const announced = await admin`select data->>'notificationId' as id from ${admin(`${schemaOf('notifications', tenant)}.outbox`)}
        where tenant_id = ${tenant.id} and type = 'io.iommi.notification.created.v1'`
      expect(new Set(announced.map(({ id }) => String(id))).size).toBe(announced.length)
      expect(announced).toHaveLength(expected.length)
      expect(await admin`select 1 from ${admin(`${schemaOf('notifications', tenant)}.dead_letters`)}`).toEqual([])
    }
    // The kills were no kills of an idle process.
    expect(interruptions).toBeGreaterThanOrEqual(5)
  })
})

/** A hole in the stream. */
async function tear(tenant: Tenant): Promise<void> {
  const stream = streamKey(tenant.id, 'order-events')
  const ids = (await redis.xrange(stream, '-', '+')).map(([id]) => id)
  if (ids.length > 10) await redis.xdel(stream, ...ids.slice(-8, -2))
}
