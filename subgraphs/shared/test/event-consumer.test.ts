import { customerProfileChanged } from '@iommi/schema/events/customer-events'
import { orderConfirmed, orderImported, orderPlaced, type OrderMove } from '@iommi/schema/events/order-events'
import type { EventDefinition } from '@iommi/schema/events/event'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase, withTenant, type Database } from '../src/database.ts'
import { AppError } from '../src/errors.ts'
import { startEventConsumer, type ConsumerOptions } from '../src/event-consumer.ts'
import { waitToConsume } from '../src/event-inbox.ts'
import { readEvents } from '../src/event-log.ts'
import { relaySchema, type RelayOptions } from '../src/event-relay.ts'
import { streamKey } from '../src/event-stream.ts'
import { handleBatch, handlerOf, redriveDeadLetters, type EventConsumer } from '../src/handle-events.ts'
import { newId } from '../src/ids.ts'
import type { Loop } from '../src/lifecycle.ts'
import { appendEvent, appendEvents } from '../src/outbox.ts'
import { silentLogger, type LogFields, type Logger } from '../src/telemetry.ts'
import { schemaOf, type Tenant } from '../src/tenant.ts'
import { tenantRegistry } from '../src/tenants.ts'
import { service, testContext } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'
import { testRedisUrl } from '../src/testing/test-redis.ts'

// The customers subgraph consumes what the orders subgraph publishes; an effect is an event of its own, so that it can be counted.
const database = useTestDatabase('customers')
const { admin } = database
const topic = 'order-events'
const redisUrl = testRedisUrl()
const redis = new Redis(redisUrl)
let owner: { readonly db: Database; readonly relay: RelayOptions }
const loops: Loop[] = []

beforeAll(() => {
  const db = openDatabase({ url: database.urlOf('orders_app'), subgraph: 'orders' })
  const worker = openDatabase({ url: database.urlOf('orders_worker'), subgraph: 'orders', poolSize: 4 })
  owner = { db, relay: { db: worker, redis, tenants: tenantRegistry(db), log: silentLogger, now: () => new Date() } }
})
beforeEach(async () => {
  // Every test has a log of its own, which its consumers read from the beginning.
  for (const schema of ['orders', 'orders__globex'])
    await admin.unsafe(`truncate ${schema}.event_log, ${schema}.topic_heads, ${schema}.outbox`)
  await redis.flushdb()
})
afterEach(async () => {
  await Promise.all(loops.splice(0).map((loop) => loop.stop()))
})
afterAll(async () => {
  await Promise.all([owner.db.close(), owner.relay.db.close()])
  redis.disconnect()
})

const moveOf = (orderId: string): OrderMove => ({
  orderId,
  customerId: newId('customer'),
  fromStatus: null,
  toStatus: 'PLACED',
  fromFulfillmentStatus: null,
  toFulfillmentStatus: 'UNFULFILLED',
  version: 1,
})

/** Commits events to the owner's outbox; returns the orders they are about. */
async function append(tenant: Tenant, count: number, event: EventDefinition<OrderMove> = orderPlaced): Promise<readonly string[]> {
  const orderIds = Array.from({ length: count }, () => newId('order'))
  const context = testContext(owner.db, tenant, service)
  const changes = orderIds.map((orderId) => ({ aggregateId: orderId, aggregateVersion: 1, data: moveOf(orderId) }))
  await withTenant(context, (tx) => appendEvents(tx, context, event, changes))
  return orderIds
}

async function relay(tenant: Tenant): Promise<void> {
  while (await relaySchema(owner.relay, schemaOf('orders', tenant), true)) {
    // Until the outbox is empty.
  }
}

async function publish(tenant: Tenant, count: number, event?: EventDefinition<OrderMove>): Promise<readonly string[]> {
  const orderIds = await append(tenant, count, event)
  await relay(tenant)
  return orderIds
}

/** The owner's log as `_events` serves it. */
const source: ConsumerOptions['source'] = {
  read: ({ id }, { topic: asked, afterSeq }) =>
    withTenant(testContext(owner.db, id === database.globex.id ? database.globex : database.acme, service), (tx) =>
      readEvents(tx, { topic: asked, afterSeq, first: 500, source: 'io.iommi/orders' }),
    ),
}

interface Wishes {
  readonly name?: string
  /** Called before the effect of each event. */
  readonly before?: (orderId: string) => Promise<void> | void
  readonly source?: ConsumerOptions['source']
  readonly redisUrl?: string
  readonly log?: Logger
}

function optionsOf({ name = newId('consumer'), before, log = silentLogger, ...rest }: Wishes): ConsumerOptions {
  const consumer: EventConsumer = {
    name,
    topic,
    handlers: {
      ...handlerOf(orderPlaced, async (tx, context, event) => {
        await before?.(event.data.orderId)
        await effect(tx, context, `${name} ${event.data.orderId}`)
      }),
      ...handlerOf(orderConfirmed, async (tx, context, event) => effect(tx, context, `${name} ${event.data.orderId}`)),
    },
  }
  const { db, worker } = database
  const base = { consumer, db, worker, tenants: tenantRegistry(db), redisUrl, source, log, now: () => new Date() }
  return { ...base, ...rest }
}

const effect = async (tx: Parameters<typeof appendEvent>[0], context: Parameters<typeof appendEvent>[1], aggregateId: string) => {
  await appendEvent(tx, context, customerProfileChanged, {
    aggregateId,
    aggregateVersion: 1,
    data: { customerId: newId('customer'), version: 1 },
  })
}

function start(options: ConsumerOptions): ConsumerOptions {
  loops.push(startEventConsumer(options))
  return options
}

/** What the consumer has brought about, in the order of doing: the orders' ids. */
async function effects(tenant: Tenant, name: string): Promise<readonly string[]> {
  const rows = await admin`select aggregate_id as id from ${admin(`${schemaOf('customers', tenant)}.outbox`)}
    where tenant_id = ${tenant.id} and aggregate_id like ${`${name} %`} order by position`
  return rows.map(({ id }) => String(id).slice(name.length + 1))
}

async function expectNothingLost(tenant: Tenant, name: string, orderIds: readonly string[]): Promise<void> {
  await expect
    .poll(async () => (await effects(tenant, name)).length, { timeout: 40_000, interval: 20 })
    .toBeGreaterThanOrEqual(orderIds.length)
  expect(await effects(tenant, name)).toEqual(orderIds)
}

async function positionOf(tenant: Tenant, name: string) {
  const [row] = await admin`select epoch, seq::int, attempts from ${admin(`${schemaOf('customers', tenant)}.consumer_positions`)}
    where tenant_id = ${tenant.id} and consumer = ${name}`
  return row
}

async function headOf(tenant: Tenant) {
  const [row] =
    await admin`select epoch, seq::int from ${admin(`${schemaOf('orders', tenant)}.topic_heads`)} where tenant_id = ${tenant.id}`
  return row
}

describe.each(['acme', 'globex'] as const)('a consumer of events of %s', { timeout: 60_000 }, (slug) => {
  const tenant = () => database[slug]
  /** Everything the log holds, in its order. */
  const logged = async () => {
    const rows = await admin`select aggregate_id as id from ${admin(`${schemaOf('orders', tenant())}.event_log`)}
      where tenant_id = ${tenant().id} and type <> ${orderImported.type} order by seq`
    return rows.map(({ id }) => String(id))
  }

  it('brings about each event once, in order, from the oldest on, and stands where the topic stands', async () => {
    await publish(tenant(), 120)
    const { consumer } = start(optionsOf({}))
    await publish(tenant(), 3)
    await publish(tenant(), 150, orderConfirmed)
    await expectNothingLost(tenant(), consumer.name, await logged())
    expect(await positionOf(tenant(), consumer.name)).toEqual({ ...(await headOf(tenant())), attempts: 0 })
  })

  it('acts on a stream entry without reading the log', { timeout: 10_000 }, async () => {
    let reads = 0
    const counting = { read: async (...args: Parameters<typeof source.read>) => ((reads += 1), await source.read(...args)) }
    await publish(tenant(), 1)
    const { consumer } = start(optionsOf({ source: counting }))
    await expectNothingLost(tenant(), consumer.name, await logged())
    const before = reads
    // Waiting for the next check each time would take fifteen seconds.
    for (let n = 0; n < 15; n += 1) {
      const [orderId] = await publish(tenant(), 1)
      await expect.poll(async () => (await effects(tenant(), consumer.name)).at(-1), { timeout: 5_000, interval: 2 }).toBe(orderId)
    }
    // The check may find an entry a moment before it is handled.
    expect(reads - before).toBeLessThanOrEqual(2)
  })

  it('passes over types that nobody handles', async () => {
    const { consumer } = start(optionsOf({}))
    const known = await publish(tenant(), 2)
    await publish(tenant(), 250, orderImported)
    const last = await publish(tenant(), 1)
    await expectNothingLost(tenant(), consumer.name, [...known, ...last])
    const rows = await admin`select 1 from ${admin(`${schemaOf('customers', tenant())}.inbox`)} where consumer = ${consumer.name}`
    expect(rows).toHaveLength(known.length + 1)
  })

  it('makes up for holes in the stream and for a flushed Redis from the log', async () => {
    const { consumer } = start(optionsOf({}))
    await publish(tenant(), 5)
    await expectNothingLost(tenant(), consumer.name, await logged())
    const gone = await append(tenant(), 10)
    await relay(tenant())
    const key = streamKey(tenant().id, topic)
    await redis.xdel(key, ...(await redis.xrange(key, '-', '+')).slice(-8, -2).map(([id]) => id))
    await publish(tenant(), 2)
    await expectNothingLost(tenant(), consumer.name, await logged())
    await redis.flushdb()
    await publish(tenant(), 4)
    await redis.flushdb()
    await publish(tenant(), 4)
    await expectNothingLost(tenant(), consumer.name, await logged())
    expect(gone).toHaveLength(10)
  })

  it('goes on from the log, each second, while there is no Redis', async () => {
    const { consumer } = start(optionsOf({ redisUrl: 'redis://127.0.0.1:1' }))
    await publish(tenant(), 3)
    await expectNothingLost(tenant(), consumer.name, await logged())
    await publish(tenant(), 600)
    await expectNothingLost(tenant(), consumer.name, await logged())
  })

  it('lets any number of processes run: each event is brought about by one of them', async () => {
    const options = optionsOf({})
    for (let n = 0; n < 4; n += 1) start(options)
    for (let n = 0; n < 30; n += 1) await publish(tenant(), 10)
    await expectNothingLost(tenant(), options.consumer.name, await logged())
  })

  it('leaves a tenant to the process that is at it', async () => {
    const options = optionsOf({})
    const orderIds = await publish(tenant(), 2)
    const page = await source.read(tenant(), { topic, afterSeq: 0 })
    const handle = () => handleBatch(options, tenant(), { ...page, isFromStart: true })
    const context = testContext(database.db, tenant(), service)
    const other = await withTenant(context, async (tx) => {
      await waitToConsume(tx, options.consumer)
      return [await handle(), await effects(tenant(), options.consumer.name)]
    })
    expect(other).toEqual(['busy', []])
    expect([await handle(), await handle(), await effects(tenant(), options.consumer.name)]).toEqual(['handled', 'handled', orderIds])
  })

  it('brings about each event once wherever it breaks: fail after step N, N = 1, 2, 3 …', async () => {
    const step = { left: Infinity }
    const fail = () => {
      step.left -= 1
      if (step.left === 0) throw new AppError('UPSTREAM_UNAVAILABLE', 'the step failed', { retryable: true })
    }
    const failing: ConsumerOptions['source'] = {
      read: async (...args) => {
        fail()
        const page = await source.read(...args)
        fail()
        return page
      },
    }
    const options = optionsOf({ before: fail, source: failing })
    let failures = 0
    for (let n = 1; failures === n - 1; n += 1) {
      await publish(tenant(), 4)
      step.left = n
      start(options)
      await expectNothingLost(tenant(), options.consumer.name, await logged())
      if (step.left <= 0) failures += 1
      await Promise.all(loops.splice(0).map((loop) => loop.stop()))
      if (n % 3 === 0) await redis.flushdb()
    }
    // Before and after reading the log at least, and before each of the four events.
    expect(failures).toBeGreaterThanOrEqual(4)
  })

  it('restarts from the log in a new epoch, and brings nothing about twice', async () => {
    const { consumer } = start(optionsOf({}))
    await publish(tenant(), 7)
    await expectNothingLost(tenant(), consumer.name, await logged())
    const heads = admin(`${schemaOf('orders', tenant())}.topic_heads`)
    await admin`update ${heads} set epoch = split_part(epoch, '.', 1) || '.' || (split_part(epoch, '.', 2)::int + 1)`
    await publish(tenant(), 3)
    await expectNothingLost(tenant(), consumer.name, await logged())
    await expect.poll(async () => await positionOf(tenant(), consumer.name)).toEqual({ ...(await headOf(tenant())), attempts: 0 })
  })

  it('notices a restored database, whose numbers repeat for other events', async () => {
    const { consumer } = start(optionsOf({}))
    await publish(tenant(), 10)
    const before = await logged()
    await expectNothingLost(tenant(), consumer.name, before)
    const [log, heads] = ['event_log', 'topic_heads'].map((name) => admin(`${schemaOf('orders', tenant())}.${name}`))
    // Back to where the last four had not happened.
    const { seq } = (await headOf(tenant())) ?? {}
    await admin`delete from ${log ?? ''} where tenant_id = ${tenant().id} and seq > ${Number(seq) - 4}`
    await admin`update ${heads ?? ''} set seq = seq - 4 where tenant_id = ${tenant().id}`
    await relay(tenant())
    const others = await publish(tenant(), 2)
    await expectNothingLost(tenant(), consumer.name, [...before, ...others])
  })

  it('puts a poison event aside after five attempts, goes on with the rest, and can be told to try again', async () => {
    const known = await publish(tenant(), 3)
    let [poison, isCured, tries] = ['', false, 0]
    const before = (orderId: string) => {
      if (orderId !== poison || isCured) return
      tries += 1
      throw new TypeError('poison')
    }
    const options = optionsOf({ before })
    const { name } = options.consumer
    const orderIds = await append(tenant(), 9)
    poison = orderIds[4] ?? ''
    await relay(tenant())
    start(options)
    await expectNothingLost(tenant(), name, [...known, ...orderIds.filter((id) => id !== poison)])
    expect(tries).toBe(5)
    const letters =
      () => admin`select event->>'subject' as subject, error_kind, error->>'message' as message, attempts, redriven_at is not null as done
      from ${admin(`${schemaOf('customers', tenant())}.dead_letters`)} where consumer = ${name}`
    expect(await letters()).toEqual([{ subject: poison, error_kind: 'TypeError', message: 'poison', attempts: 5, done: false }])
    expect(await redriveDeadLetters(options, tenant())).toEqual({ redriven: 0, failed: 1 })
    expect(await letters()).toMatchObject([{ attempts: 6, done: false }])
    isCured = true
    expect(await redriveDeadLetters(options, tenant())).toEqual({ redriven: 1, failed: 0 })
    expect(await redriveDeadLetters(options, tenant())).toEqual({ redriven: 0, failed: 0 })
    expect(await letters()).toMatchObject([{ attempts: 6, done: true }])
    expect(await effects(tenant(), name)).toEqual([...known, ...orderIds.filter((id) => id !== poison), poison])
    const later = await publish(tenant(), 2)
    await expectNothingLost(tenant(), name, [...known, ...orderIds.filter((id) => id !== poison), poison, ...later])
  })

  it('only waits through an outage, however long', async () => {
    const known = await publish(tenant(), 3, orderConfirmed)
    const outage = { isOn: true, tries: 0 }
    const before = () => {
      if (!outage.isOn) return
      outage.tries += 1
      throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
    }
    const { consumer } = start(optionsOf({ before }))
    const orderIds = await publish(tenant(), 2)
    await expect.poll(() => outage.tries, { timeout: 40_000 }).toBeGreaterThan(6)
    expect((await effects(tenant(), consumer.name)).filter((id) => orderIds.includes(id))).toEqual([])
    outage.isOn = false
    await expectNothingLost(tenant(), consumer.name, [...known, ...orderIds])
    expect(
      await admin`select 1 from ${admin(`${schemaOf('customers', tenant())}.dead_letters`)} where consumer = ${consumer.name}`,
    ).toEqual([])
  })

  it('says so when it was away for longer than the log keeps events, and goes on with the oldest there is', async () => {
    const { consumer } = start(optionsOf({}))
    const known = await publish(tenant(), 3)
    await expectNothingLost(tenant(), consumer.name, known)
    await Promise.all(loops.splice(0).map((loop) => loop.stop()))
    const orderIds = await publish(tenant(), 6)
    const { seq } = (await headOf(tenant())) ?? {}
    await admin`delete from ${admin(`${schemaOf('orders', tenant())}.event_log`)} where tenant_id = ${tenant().id} and seq <= ${Number(seq) - 2}`
    await admin`update ${admin(`${schemaOf('orders', tenant())}.topic_heads`)} set oldest_seq = ${Number(seq) - 1} where tenant_id = ${tenant().id}`
    await redis.flushdb()
    const lines: LogFields[] = []
    start(optionsOf({ name: consumer.name, log: { ...silentLogger, error: (fields) => void lines.push(fields) } }))
    await expectNothingLost(tenant(), consumer.name, [...known, ...orderIds.slice(4)])
    expect(lines).toMatchObject([{ tenantId: tenant().id, seq: Number(seq) - 5, count: 4 }])
  })
})

it('is never given events that are newer than the head, and the epoch, of their page', async () => {
  for (let round = 0; round < 25; round += 1) {
    await admin`truncate orders.event_log, orders.topic_heads, orders.outbox`
    await append(database.acme, 3)
    const reading = Array.from({ length: 5 }, async () => {
      const pages: Awaited<ReturnType<typeof source.read>>[] = []
      while (pages.at(-1)?.seq !== 3) pages.push(await source.read(database.acme, { topic, afterSeq: 0 }))
      return pages
    })
    await relay(database.acme)
    const pages = (await Promise.all(reading)).flat()
    expect(pages.filter(({ seq, events }) => events.length !== seq)).toEqual([])
    expect(pages.filter(({ epoch, events }) => epoch === 'new' && events.length > 0)).toEqual([])
  }
})
