import { ownerOfTopic, type EventEnvelope, type Topic } from '@iommi/schema/events/event'
import type { EventPage } from '@iommi/shared/event-log'
import type { EventSource } from '@iommi/shared/event-source'
import { streamKey } from '@iommi/shared/event-stream'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import type { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openEventFeed, type EventFeed } from './event-feed.ts'
import { openTopicFeed, type FedTopic } from './topic-feed.ts'

const epoch = 'e.0'
const tenantId = randomUUID()
const url = testRedisUrl()

const eventAt = (topic: Topic, seq: number): EventEnvelope => ({
  specversion: '1.0',
  id: `${topic}-${String(seq)}`,
  source: 'test',
  type: 'test',
  subject: 'thing',
  time: '2026-11-20T00:00:00.000Z',
  datacontenttype: 'application/json',
  data: {},
  tenantid: tenantId,
  seq,
  aggregateversion: 1,
})

/** A log that tests write to; each answer goes through `hold` after it was read. */
function openLog(): { readonly source: EventSource; length: number; oldest: number; reads: number; hold: () => Promise<void> } {
  const log = {
    length: 0,
    oldest: 1,
    reads: 0,
    hold: async (): Promise<void> => await Promise.resolve(),
    source: {
      read: async (_tenant: unknown, { topic, afterSeq }: { readonly topic: string; readonly afterSeq: number }): Promise<EventPage> => {
        log.reads += 1
        const from = Math.max(afterSeq + 1, log.oldest)
        // The topics of these tests are topics.
        const events = Array.from({ length: Math.max(0, log.length - from + 1) }, (_, index) => eventAt(topic as Topic, from + index))
        const page = { epoch, seq: log.length, oldestSeq: log.oldest, events }
        await log.hold()
        return page
      },
    },
  }
  return log
}

let redis: Redis
beforeEach(async () => {
  redis = openRedis(url)
  await once(redis, 'ready')
})
afterEach(async () => {
  await redis.del(streamKey(tenantId, 'order-events'), streamKey(tenantId, 'catalog-events'))
  redis.disconnect()
})
const publish = async (topic: Topic, seq: number): Promise<void> =>
  void (await redis.xadd(streamKey(tenantId, topic), `${String(seq)}-0`, 'epoch', epoch, 'event', JSON.stringify(eventAt(topic, seq))))

describe('a topic', () => {
  const seqs = async (feed: FedTopic, seq: number): Promise<unknown> => {
    const stretch = await feed.read({ epoch, seq }, 100)
    return stretch.kind === 'lost' ? 'lost' : stretch.events.map((event) => event.seq)
  }

  it('knows a cursor of another gateway that is newer than what was being read of the log when it came', async () => {
    const log = openLog()
    log.length = 5
    const feed = await openTopicFeed(tenantId, 'order-events', { redis, log: log.source })
    let answer: () => void = () => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    log.hold = async () => await held
    const filling = feed.fill()
    log.length = 6
    const read = seqs(feed, 6)
    log.hold = async () => await Promise.resolve()
    answer()
    await filling
    expect(await read).toEqual([])
    expect(feed.head()).toEqual({ epoch, seq: 6 })
  })

  it('says that events are lost which the log dropped before they could be read', async () => {
    const log = openLog()
    log.length = 5
    const feed = await openTopicFeed(tenantId, 'order-events', { redis, log: log.source })
    log.length = 7
    await feed.fill()
    log.length = 20
    log.oldest = 15
    await feed.fill()
    expect([await seqs(feed, 5), await seqs(feed, 7), await seqs(feed, 14), await seqs(feed, 19)]).toEqual([
      'lost',
      'lost',
      [15, 16, 17, 18, 19, 20],
      [20],
    ])
  })
})

describe('a log that does not answer', () => {
  let feed: EventFeed
  afterEach(async () => await feed.stop())
  const open = (logs: Readonly<Partial<Record<Topic, EventSource>>>): EventFeed =>
    (feed = openEventFeed({
      redisUrl: url,
      redis,
      logs: new Map(Object.entries(logs).map(([topic, source]) => [ownerOfTopic[topic as Topic], source])),
      log: silentLogger,
    }))

  it('makes nobody wait who has all in the stream', async () => {
    const [orders, catalog] = [openLog(), openLog()]
    open({ 'order-events': orders.source, 'catalog-events': catalog.source })
    const stuck = await feed.open(tenantId, 'order-events')
    const other = await feed.open(tenantId, 'catalog-events')
    let answer: () => void = () => undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    orders.hold = async () => await held
    orders.length = 3
    // A hole: what is missing has to come from the log.
    await publish('order-events', 3)
    await expect.poll(() => orders.reads, { timeout: 5_000 }).toBeGreaterThan(1)
    for (let seq = 1; seq <= 3; seq += 1) {
      catalog.length = seq
      await publish('catalog-events', seq)
      await expect.poll(() => other.feed.head().seq, { timeout: 3_000 }).toBe(seq)
    }
    expect(stuck.feed.head().seq).toBe(0)
    answer()
    await expect.poll(() => stuck.feed.head().seq, { timeout: 5_000 }).toBe(3)
  })

  it('is not asked over and over while it fails', async () => {
    const orders = openLog()
    open({ 'order-events': orders.source })
    const { feed: topic } = await feed.open(tenantId, 'order-events')
    let isAway = true
    orders.hold = async () => {
      if (isAway) throw new Error('away')
      await Promise.resolve()
    }
    orders.length = 3
    await publish('order-events', 3)
    await expect.poll(() => orders.reads, { timeout: 5_000 }).toBeGreaterThanOrEqual(3)
    // Once a second; it would have been thousands.
    expect(orders.reads).toBeLessThan(10)
    isAway = false
    await expect.poll(() => topic.head().seq, { timeout: 5_000 }).toBe(3)
  })
})
