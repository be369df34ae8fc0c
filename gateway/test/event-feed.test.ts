import { randomUUID } from 'node:crypto'
import type { EventEnvelope, Topic } from '@iommi/schema/events/event'
import { streamKey } from '@iommi/shared/event-stream'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openEventFeed, type EventFeed } from '../src/subscriptions/event-feed.ts'
import type { Position, TopicFeed } from '../src/subscriptions/topic-feed.ts'
import { moved, openEventLog, type EventLog } from './event-log.ts'
import { useOwnRedis } from '@iommi/infra/dev/testing/own-redis'

// To be stopped and emptied.
const server = useOwnRedis()
const topic: Topic = 'order-events'

let log: EventLog
let feed: EventFeed
let redis: Redis
let relay: Redis
beforeAll(() => {
  redis = openRedis(server.url())
  relay = new Redis(server.url(), { retryStrategy: () => 20 })
  relay.on('error', () => undefined)
})
afterAll(() => {
  redis.disconnect()
  relay.disconnect()
})
beforeEach(async () => {
  log = openEventLog()
  const logs = new Map(['orders', 'customers', 'catalog', 'notifications'].map((name) => [name, log.source]))
  feed = openEventFeed({ redisUrl: server.url(), redis, logs, log: silentLogger })
  // As long as it cannot be reached it is not what is tested.
  await vi.waitFor(async () => await redis.ping(), { timeout: 10_000 })
})
afterEach(async () => await feed.stop())

/** Something happens, and the relay has published it. */
async function publish(tenantId: string, count = 1): Promise<void> {
  append(tenantId, count)
  await log.relay(relay, tenantId, topic)
}

function append(tenantId: string, count: number): void {
  for (let index = 0; index < count; index += 1) log.append(moved(`order_${String(index)}`, tenantId))
}

/** Reads on and on, as a channel does. */
interface Reader {
  readonly tenantId: string
  readonly seqs: readonly number[]
  readonly close: () => void
}

async function readerOf(tenantId: string): Promise<Reader> {
  const { feed: topicFeed, close } = await feed.open(tenantId, topic)
  const seqs: number[] = []
  const readOn = async (from: Position): Promise<void> => {
    for (let position = from; ;) {
      const stretch = await topicFeed.read(position, 100).catch(() => null)
      if (stretch?.kind !== 'events' || stretch.events.length === 0) return
      seqs.push(...stretch.events.map(({ seq }) => seq))
      position = { epoch: stretch.epoch, seq: seqs.at(-1) ?? 0 }
      at = position
    }
  }
  let at = topicFeed.head()
  let turn = Promise.resolve()
  const stop = topicFeed.onAdvance(() => {
    turn = turn.then(() => readOn(at))
  })
  return {
    tenantId,
    seqs,
    close: () => {
      stop()
      close()
    },
  }
}

const all = ({ tenantId }: Pick<Reader, 'tenantId'>): readonly number[] => log.all(tenantId, topic).map(({ seq }) => seq)
const expectNothingLost = async (...readers: readonly Reader[]): Promise<void> =>
  await expect.poll(() => readers.map(({ seqs }) => seqs), { timeout: 10_000, interval: 5 }).toEqual(readers.map(all))

/** A topic in which something has happened already. */
async function givenTopic(): Promise<string> {
  const tenantId = randomUUID()
  await publish(tenantId)
  return tenantId
}

/** All but what happened before these readers came. */
const untilNext = async (...readers: readonly Reader[]): Promise<void> =>
  await expect
    .poll(() => readers.map(({ seqs }) => seqs), { timeout: 10_000, interval: 5 })
    .toEqual(readers.map((reader) => all(reader).slice(1)))

describe('an event feed', () => {
  it('follows a topic as soon as it is opened, also while it waits for others: the stream alone tells it what comes', async () => {
    const readers = [await readerOf(await givenTopic())]
    // From then on its connection is there.
    await publish(readers[0]?.tenantId ?? '')
    await untilNext(...readers)
    for (let count = 0; count < 5; count += 1) {
      readers.push(await readerOf(await givenTopic()))
      const reads = log.reads()
      for (const { tenantId } of readers) await publish(tenantId)
      await untilNext(...readers)
      expect(log.reads()).toBe(reads)
    }
    expect([...feed.sources().values()]).toEqual([1, 1, 1, 1, 1, 1])
  })

  it('tells each topic its own, in order and once', async () => {
    const readers = await Promise.all([randomUUID(), randomUUID(), randomUUID()].map(readerOf))
    for (let round = 0; round < 30; round += 1) {
      const reader = readers[round % 3]
      if (reader !== undefined) await publish(reader.tenantId, 1 + (round % 4))
    }
    await expectNothingLost(...readers)
  })

  it('asks nobody for anything while nothing happens', async () => {
    const reader = await readerOf(randomUUID())
    await publish(reader.tenantId)
    await expectNothingLost(reader)
    const [reads, checks] = [log.reads(), await looks()]
    // Each second it compares what it has with the head of the stream.
    await expect.poll(async () => (await looks()) - checks, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
    expect([log.reads(), reader.seqs]).toEqual([reads, [1]])
  })

  it('goes on when the database was emptied, whether or not its relay puts the stream back first', async () => {
    const reader = await readerOf(randomUUID())
    await publish(reader.tenantId, 3)
    await expectNothingLost(reader)
    await server.flush()
    await publish(reader.tenantId, 2)
    await expectNothingLost(reader)
    await server.flush()
    append(reader.tenantId, 2)
    await relay.xadd(streamKey(reader.tenantId, topic), '7-0', 'epoch', 'first.0', 'event', newest(reader.tenantId))
    await expectNothingLost(reader)
  })

  it('tells what the log says while Redis is away, and goes on with the stream when it is back', async () => {
    const reader = await readerOf(randomUUID())
    await publish(reader.tenantId, 2)
    await expectNothingLost(reader)
    await server.stop()
    append(reader.tenantId, 3)
    await expectNothingLost(reader)
    const late = await readerOf(randomUUID())
    append(late.tenantId, 2)
    await expectNothingLost(reader, late)
    await server.startEmpty()
    for (const { tenantId } of [reader, late]) await publish(tenantId, 2)
    await expectNothingLost(reader, late)
    // Once it has found Redis back, the stream alone tells it again.
    await expect
      .poll(
        async () => {
          const reads = log.reads()
          await publish(reader.tenantId)
          await expectNothingLost(reader)
          return log.reads() - reads
        },
        { timeout: 10_000 },
      )
      .toBe(0)
  })

  it('tells what happened while neither could say it', async () => {
    const reader = await readerOf(randomUUID())
    await publish(reader.tenantId)
    await expectNothingLost(reader)
    log.setAway(true)
    await server.stop()
    append(reader.tenantId, 4)
    await expect(feed.open(randomUUID(), topic)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
    const reads = log.reads()
    await expect.poll(() => log.reads() - reads, { timeout: 10_000 }).toBeGreaterThan(0)
    expect(reader.seqs).toEqual([1])
    log.setAway(false)
    await expectNothingLost(reader)
    await server.startEmpty()
    await publish(reader.tenantId)
    await expectNothingLost(reader)
  })

  it('finds out that the numbering began anew', async () => {
    const tenantId = randomUUID()
    await publish(tenantId, 5)
    const { feed: topicFeed } = await feed.open(tenantId, topic)
    log.restore(tenantId, topic, { epoch: 'second.0', seq: 2 })
    await log.relay(relay, tenantId, topic)
    await expect.poll(() => topicFeed.head(), { timeout: 10_000 }).toEqual({ epoch: 'second.0', seq: 2 })
  })

  it('follows what somebody has open, once, and no longer than that', async () => {
    const tenantId = randomUUID()
    const [one, other] = await Promise.all([feed.open(tenantId, topic), feed.open(tenantId, topic)])
    const shared: TopicFeed = one.feed
    expect([other.feed === shared, feed.sources().get(tenantId)]).toEqual([true, 1])
    one.close()
    one.close()
    expect(feed.sources().get(tenantId)).toBe(1)
    other.close()
    expect(feed.sources().get(tenantId)).toBeUndefined()
    const again = await feed.open(tenantId, topic)
    expect(again.feed === shared).toBe(false)
  })
})

describe('who follows a topic', () => {
  it('hears that something may be missing first, then of every event, until that is ended', async () => {
    const tenantId = randomUUID()
    await publish(tenantId, 2)
    const heard: (readonly number[])[] = []
    const stop = feed.follow(tenantId, topic, (events: readonly EventEnvelope[]) => heard.push(events.map(({ seq }) => seq)))
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1)
    await publish(tenantId, 3)
    await expect.poll(() => heard.flat(), { timeout: 10_000 }).toEqual([3, 4, 5])
    expect(heard[0]).toEqual([])
    stop()
    await expect.poll(() => feed.sources().get(tenantId), { timeout: 10_000 }).toBeUndefined()
    await publish(tenantId)
    expect(heard.flat()).toEqual([3, 4, 5])
  })

  it('hears nothing more from the moment it is ended, even where the topic was only being opened', async () => {
    const tenantId = randomUUID()
    let heard = 0
    feed.follow(tenantId, topic, () => (heard += 1))()
    // Opened, and let go of again.
    await expect.poll(() => log.reads()).toBeGreaterThan(0)
    await expect.poll(() => feed.sources().get(tenantId)).toBeUndefined()
    await publish(tenantId)
    expect(heard).toBe(0)
  })

  it('holds on to a topic once, however often it fails at what it hears', async () => {
    const tenantId = randomUUID()
    let heard = 0
    const stop = feed.follow(tenantId, topic, () => {
      heard += 1
      if (heard < 2) throw new Error('a bug')
    })
    await expect.poll(() => heard).toBe(2)
    stop()
    await expect.poll(() => feed.sources().get(tenantId)).toBeUndefined()
  })

  it('hears that something may be missing when the numbering began anew', async () => {
    const tenantId = randomUUID()
    await publish(tenantId, 5)
    const heard: (readonly number[])[] = []
    const stop = feed.follow(tenantId, topic, (events) => heard.push(events.map(({ seq }) => seq)))
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1)
    log.restore(tenantId, topic, { epoch: 'second.0', seq: 1 })
    await log.relay(relay, tenantId, topic)
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(2)
    await publish(tenantId, 2)
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([[], [], [2, 3]])
    stop()
  })

  it('hears of what comes once the topic can be opened', async () => {
    const tenantId = randomUUID()
    log.setAway(true)
    const heard: (readonly number[])[] = []
    const stop = feed.follow(tenantId, topic, (events) => heard.push(events.map(({ seq }) => seq)))
    await expect.poll(() => log.reads(), { timeout: 10_000 }).toBeGreaterThan(0)
    log.setAway(false)
    await expect.poll(() => heard, { timeout: 10_000 }).toEqual([[]])
    await publish(tenantId)
    await expect.poll(() => heard.flat(), { timeout: 10_000 }).toEqual([1])
    stop()
  })
})

/** How often somebody has looked at the head of a stream. */
async function looks(): Promise<number> {
  const stats = await relay.info('commandstats')
  return Number(/cmdstat_xrevrange:calls=(\d+)/.exec(stats)?.[1] ?? 0)
}

function newest(tenantId: string): string {
  return JSON.stringify(log.all(tenantId, topic).at(-1))
}
