import { eventEnvelope } from '@iommi/schema/events/event'
import { orderPlaced } from '@iommi/schema/events/order-events'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { withTenant } from '../src/database.ts'
import { relaySchema, startEventRelay, type RelayOptions } from '../src/event-relay.ts'
import { streamKey } from '../src/event-stream.ts'
import { readEvents, readTopicHead } from '../src/event-log.ts'
import { newId } from '../src/ids.ts'
import { appendEvent } from '../src/outbox.ts'
import { silentLogger } from '../src/telemetry.ts'
import type { Tenant } from '../src/tenant.ts'
import { tenantRegistry } from '../src/tenants.ts'
import { testContext, service } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'
import { testRedisUrl } from '../src/testing/test-redis.ts'

const database = useTestDatabase('orders')
const redisUrl = testRedisUrl()
const topic = 'order-events'
let redis: Redis
let options: RelayOptions

beforeAll(() => {
  redis = new Redis(redisUrl)
  options = { db: database.worker, redis, tenants: tenantRegistry(database.db), log: silentLogger, now: () => new Date() }
})
beforeEach(async () => {
  await redis.flushdb()
})
afterAll(() => {
  redis.disconnect()
})

const context = (tenant: Tenant) => testContext(database.db, tenant, service)
const dataOf = (orderId: string, version: number) => ({
  orderId,
  customerId: newId('customer'),
  fromStatus: null,
  toStatus: 'PLACED',
  fromFulfillmentStatus: null,
  toFulfillmentStatus: 'UNFULFILLED',
  version,
})
const append = async (tenant: Tenant, orderId: string, version: number) =>
  await withTenant(context(tenant), (tx) =>
    appendEvent(tx, context(tenant), orderPlaced, { aggregateId: orderId, aggregateVersion: version, data: dataOf(orderId, version) }),
  )
const log = async (tenant: Tenant) =>
  (await withTenant(context(tenant), (tx) => readEvents(tx, { topic, afterSeq: 0, first: 500, source: 'io.iommi/orders' }))).events
const stream = async (tenant: Tenant) =>
  (await redis.xrange(streamKey(tenant.id, topic), '-', '+')).map(([id, fields]) => ({
    id,
    event: eventEnvelope.parse(JSON.parse(fields[3] ?? '')),
  }))
const schemaOf = (tenant: Tenant) => (tenant.schemaSuffix === null ? 'orders' : `orders__${tenant.schemaSuffix}`)

describe.each(['acme', 'globex'] as const)('event relay for %s', (slug) => {
  const tenant = () => database[slug]
  const relay = async (compareAll = true) => {
    while (await relaySchema(options, schemaOf(tenant()), compareAll)) {
      // Until the outbox is empty.
    }
  }

  it('numbers events gap-free in the order of writing, in the log and in the stream', async () => {
    const orderId = newId('order')
    const before = (await log(tenant())).length
    const ids: string[] = []
    for (let version = 1; version <= 20; version += 1) ids.push(await append(tenant(), orderId, version))
    await relay(false)
    const events = (await log(tenant())).slice(before)
    expect(events.map(({ id, seq, aggregateversion }) => [id, seq, aggregateversion])).toEqual(
      ids.map((id, n) => [id, before + n + 1, n + 1]),
    )
    expect((await stream(tenant())).slice(-20).map(({ id, event }) => [id, event])).toEqual(
      events.map((event) => [`${String(event.seq)}-0`, event]),
    )
    expect(await database.admin`select 1 from ${database.admin(`${schemaOf(tenant())}.outbox`)} where published_at is null`).toHaveLength(0)
  })

  it('loses no event and keeps order and seq when Redis is flushed between commit and read', async () => {
    const orderId = newId('order')
    for (let version = 1; version <= 30; version += 1) {
      await append(tenant(), orderId, version)
      if (version % 10 === 5) await relay(false)
      if (version % 10 === 7) await redis.flushdb()
    }
    await relay()
    await redis.flushdb()
    await relay()
    const events = await log(tenant())
    expect((await stream(tenant())).map(({ event }) => event)).toEqual(events)
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, n) => n + 1))
  })

  it('publishes once when the relay dies between log and stream, and when two work at once', async () => {
    await append(tenant(), newId('order'), 1)
    const noRedis = new Redis({ host: '127.0.0.1', port: 1, lazyConnect: true, enableOfflineQueue: false, retryStrategy: () => null })
    noRedis.on('error', () => undefined)
    await expect(relaySchema({ ...options, redis: noRedis }, schemaOf(tenant()), false)).rejects.toBeInstanceOf(Error)
    await Promise.all(Array.from({ length: 8 }, () => relay()))
    const events = await log(tenant())
    expect((await stream(tenant())).map(({ event }) => event)).toEqual(events)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
  })

  it('starts a new epoch when the database turns out older than the stream', async () => {
    await append(tenant(), newId('order'), 1)
    await relay()
    const before = await withTenant(context(tenant()), (tx) => readTopicHead(tx, topic))
    await redis.xadd(streamKey(tenant().id, topic), `${String(before.seq + 50)}-0`, 'epoch', before.epoch, 'event', '{}')
    await relay()
    const after = await withTenant(context(tenant()), (tx) => readTopicHead(tx, topic))
    expect([after.epoch === before.epoch, after.seq]).toEqual([false, before.seq])
    expect((await stream(tenant())).map(({ event }) => event)).toEqual(await log(tenant()))
  })
})

describe('outbox', () => {
  it('holds exactly the committed changes of 1000 transactions of which a third roll back (recipe 2)', async () => {
    const orderId = newId('order')
    const committed: number[] = []
    const change = async (version: number) => {
      const failing = withTenant(context(database.acme), async (tx) => {
        await appendEvent(tx, context(database.acme), orderPlaced, {
          aggregateId: orderId,
          aggregateVersion: version,
          data: dataOf(orderId, version),
        })
        if (version % 3 === 0) throw new Error('rolled back')
      })
      await failing.then(
        () => committed.push(version),
        () => undefined,
      )
    }
    for (let start = 1; start <= 1_000; start += 50) await Promise.all(Array.from({ length: 50 }, (_, n) => change(start + n)))
    const rows = await database.admin`select aggregate_version as v from orders.outbox where aggregate_id = ${orderId}`
    expect(rows.map(({ v }) => Number(v)).toSorted((a, b) => a - b)).toEqual(committed.toSorted((a, b) => a - b))
    expect(committed.length).toBe(667)
  })

  it('is woken by each commit with an event, once, and by nothing that is rolled back', async () => {
    let wakes = 0
    const stopListening = database.db.onOutboxCommit(() => (wakes += 1))
    const write = async (isKept: boolean): Promise<void> =>
      await withTenant(context(database.acme), async (tx) => {
        const orderId = newId('order')
        for (const aggregateVersion of [1, 2]) {
          const data = dataOf(orderId, aggregateVersion)
          await appendEvent(tx, context(database.acme), orderPlaced, { aggregateId: orderId, aggregateVersion, data })
        }
        expect(wakes).toBe(0)
        if (!isKept) throw new Error('not kept')
      })
    await expect(write(false)).rejects.toThrow('not kept')
    expect(wakes).toBe(0)
    await write(true)
    expect(wakes).toBe(1)
    stopListening()
  })

  it('publishes every row of 14 writers whose transactions commit out of order; a relay by `id > last` would not (recipe 4)', async () => {
    const { acme } = database
    const loop = startEventRelay(options)
    const naive = { last: 0, isBusy: false, seen: new Set<string>() }
    const poll = async () => {
      if (naive.isBusy) return
      naive.isBusy = true
      const rows = await database.admin`select position, aggregate_id from orders.outbox where position > ${naive.last} order by position`
      for (const row of rows) if (aggregates.includes(String(row['aggregate_id']))) naive.seen.add(String(row['position']))
      naive.last = Number(rows.at(-1)?.['position'] ?? naive.last)
      naive.isBusy = false
    }
    const aggregates = Array.from({ length: 14 }, () => newId('order'))
    const writer = async (orderId: string) => {
      for (let version = 1; version <= 30; version += 1) {
        await withTenant(context(acme), async (tx) => {
          await appendEvent(tx, context(acme), orderPlaced, {
            aggregateId: orderId,
            aggregateVersion: version,
            data: dataOf(orderId, version),
          })
          await tx.execute(`select pg_sleep(${String((version * 7 + orderId.charCodeAt(30)) % 5)} / 1000.0)`)
        })
        await poll()
      }
    }
    await Promise.all(aggregates.map(writer))
    const open = async () => (await database.admin`select 1 from orders.outbox where published_at is null and kind = 'event'`).length
    await expect.poll(open, { timeout: 10_000 }).toBe(0)
    await loop.stop()
    const rows = await database.admin`select aggregate_id, array_agg(aggregate_version order by seq) as versions from orders.event_log
      where aggregate_id in ${database.admin(aggregates)} group by aggregate_id`
    expect(rows.map(({ versions }) => versions)).toEqual(aggregates.map(() => Array.from({ length: 30 }, (_, n) => n + 1)))
    expect(naive.seen.size).toBeLessThan(14 * 30)
  })
})
