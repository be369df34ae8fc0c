import { randomUUID } from 'node:crypto'
import type { EventEnvelope } from '@iommi/schema/events/event'
import type { EventSource } from '@iommi/shared/event-source'
import { readEntries, streamKey, type StreamEntry } from '@iommi/shared/event-stream'
import { openRedis } from '@iommi/shared/redis'
import * as fc from 'fast-check'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openTopicFeed, type FedTopic, type Position, type Stretch } from '../src/subscriptions/topic-feed.ts'
import { moved, openEventLog, type EventLog } from './event-log.ts'

const topic = 'order-events'
const redis = new Redis(testRedisUrl())
// Nobody listens there.
const awayRedis = openRedis('redis://127.0.0.1:1')
afterAll(() => {
  redis.disconnect()
  awayRedis.disconnect()
})

let tenantId = ''
let log: EventLog
beforeEach(() => {
  // Streams of its own for each test.
  tenantId = randomUUID()
  log = openEventLog()
})

const open = async (source: EventSource = log.source, from: Redis = redis): Promise<FedTopic> =>
  await openTopicFeed(tenantId, topic, { redis: from, log: source })

const append = (count: number): readonly EventEnvelope[] =>
  Array.from({ length: count }, (_, index) => log.append(moved(`order_${String(index)}`, tenantId)))
const relay = async (): Promise<void> => await log.relay(redis, tenantId, topic)
const entriesAfter = async (seq: number): Promise<readonly StreamEntry[]> =>
  readEntries(await redis.xrange(streamKey(tenantId, topic), `(${String(seq)}-0`, '+'))
const seqs = (stretch: Stretch): readonly number[] => (stretch.kind === 'events' ? stretch.events.map(({ seq }) => seq) : [])
const from = (first: number, last: number): readonly number[] => Array.from({ length: last - first + 1 }, (_, index) => first + index)
const at = (seq: number, epoch = 'first.0'): Position => ({ epoch, seq })
const start = at(0, 'new')

describe('a feed is opened', () => {
  it('where the log is, whatever the stream has', async () => {
    append(3)
    await relay()
    append(2)
    expect((await open()).head()).toEqual(at(5))
  })

  it('before the first event where there is none', async () => {
    expect((await open()).head()).toEqual(start)
  })

  it('where the stream is while the log is away', async () => {
    append(3)
    await relay()
    log.setAway(true)
    expect((await open()).head()).toEqual(at(3))
  })

  it('not at all while neither can tell', async () => {
    log.setAway(true)
    await expect(open()).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
    await expect(open(log.source, awayRedis)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
  })
})

describe('a feed that is told what has come', () => {
  it('takes what follows, tells it to its listeners, and reads it to anybody without asking again', async () => {
    append(2)
    const feed = await open()
    let advances = 0
    const stop = feed.onAdvance(() => (advances += 1))
    append(3)
    await relay()
    const reads = log.reads()
    await feed.take(await entriesAfter(2))
    expect([feed.head(), seqs(await feed.read(at(2), 10)), seqs(await feed.read(at(4), 10))]).toEqual([at(5), [3, 4, 5], [5]])
    expect([advances > 0, log.reads()]).toEqual([true, reads])
    stop()
    const before = advances
    append(1)
    await relay()
    await feed.take(await entriesAfter(5))
    expect([feed.head(), advances]).toEqual([at(6), before])
  })

  it('passes over what it has already', async () => {
    const feed = await open()
    append(3)
    await relay()
    const entries = await entriesAfter(0)
    await feed.take(entries)
    await feed.take(entries)
    await feed.take(entries.slice(1))
    expect([feed.head(), seqs(await feed.read(start, 10))]).toEqual([at(3), [1, 2, 3]])
  })

  it.each([
    ['a gap', (entries: readonly StreamEntry[]) => entries.slice(2)],
    ['a gap in between', (entries: readonly StreamEntry[]) => entries.filter(({ seq }) => seq !== 3)],
    [
      'an entry that is no event',
      (entries: readonly StreamEntry[]) => entries.map((entry) => (entry.seq === 2 ? { ...entry, event: null } : entry)),
    ],
    ['an entry of another epoch', (entries: readonly StreamEntry[]) => entries.map((entry) => ({ ...entry, epoch: 'old.9' }))],
  ])('fills %s from the log', async (_what, change) => {
    append(1)
    const feed = await open()
    append(4)
    await relay()
    await feed.take(change(await entriesAfter(1)))
    expect([feed.head(), seqs(await feed.read(at(1), 10))]).toEqual([at(5), [2, 3, 4, 5]])
  })

  it('has each event once, in order, when stream and log tell the same at the same time', async () => {
    append(1)
    const gate = gated(log.source)
    const feed = await open(gate.source)
    append(6)
    await relay()
    const entries = await entriesAfter(1)
    gate.close()
    const filling = feed.fill()
    await feed.take(entries.slice(0, 2))
    expect(feed.head()).toEqual(at(3))
    append(2)
    gate.open()
    await filling
    await feed.take(entries)
    await feed.fill()
    expect([feed.head(), seqs(await feed.read(at(1), 100))]).toEqual([at(9), from(2, 9)])
  })

  it('fills a thousand events page by page', async () => {
    const feed = await open()
    append(1_234)
    await feed.fill()
    expect([feed.head(), log.reads()]).toEqual([at(1_234), 4])
    expect(seqs(await feed.read(at(1_000), 500))).toEqual(from(1_001, 1_234))
  })

  it('is where it was while the log is away, and fills when it is back', async () => {
    append(1)
    const feed = await open()
    append(3)
    await relay()
    log.setAway(true)
    const [, ...gap] = await entriesAfter(1)
    await expect(feed.take(gap)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
    expect(feed.head()).toEqual(at(1))
    log.setAway(false)
    await feed.fill()
    expect(feed.head()).toEqual(at(4))
  })
})

describe('a feed is read', () => {
  it('from any position, no more than wanted, and nothing at the head', async () => {
    append(10)
    await relay()
    const feed = await open()
    expect(seqs(await feed.read(at(0), 4))).toEqual([1, 2, 3, 4])
    expect(seqs(await feed.read(at(4), 100))).toEqual(from(5, 10))
    expect(await feed.read(at(10), 100)).toEqual({ kind: 'events', epoch: 'first.0', events: [] })
  })

  it('from before the first event, whenever that came', async () => {
    const feed = await open()
    expect(await feed.read(start, 10)).toEqual({ kind: 'events', epoch: 'new', events: [] })
    append(3)
    await feed.fill()
    expect(await feed.read(start, 10)).toMatchObject({ kind: 'events', epoch: 'first.0' })
    expect(seqs(await (await open()).read(start, 10))).toEqual([1, 2, 3])
  })

  it('out of the stream while the log is away, and out of the log while Redis is', async () => {
    append(5)
    await relay()
    const [byStream, byLog] = [await open(), await open(log.source, awayRedis)]
    expect(seqs(await byLog.read(at(2), 10))).toEqual([3, 4, 5])
    log.setAway(true)
    expect(seqs(await byStream.read(at(2), 10))).toEqual([3, 4, 5])
    await expect(byLog.read(at(2), 10)).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
  })

  it('out of the log where the stream has a hole, is cut off or of another epoch', async () => {
    append(6)
    const key = streamKey(tenantId, topic)
    await relay()
    await redis.xdel(key, '3-0')
    const feed = await open()
    expect(seqs(await feed.read(at(0), 100))).toEqual(from(1, 6))
    await redis.xtrim(key, 'MAXLEN', 2)
    expect(seqs(await feed.read(at(1), 100))).toEqual(from(2, 6))
    await redis.del(key)
    await redis.xadd(key, '6-0', 'epoch', 'old.9', 'event', '{}')
    expect(seqs(await feed.read(at(5), 100))).toEqual([6])
  })

  it('no further back than the log is kept: what was lost is said, and from where on there is something', async () => {
    append(10)
    log.forget(tenantId, topic, 6)
    const feed = await open()
    const lost = { kind: 'lost', reason: 'This cursor is older than what is kept.', oldest: at(6) }
    expect(await feed.read(at(5), 10)).toEqual(lost)
    expect(await feed.read(start, 10)).toEqual(lost)
    expect(seqs(await feed.read(at(6), 10))).toEqual([7, 8, 9, 10])
    log.forget(tenantId, topic, 10)
    expect(await feed.read(at(7), 10)).toEqual({ ...lost, oldest: at(10) })
    expect(seqs(await feed.read(at(10), 10))).toEqual([])
  })

  it('at a position ahead of it once the log has got there', async () => {
    append(2)
    const feed = await open()
    append(3)
    expect(seqs(await feed.read(at(4), 10))).toEqual([5])
    expect(feed.head()).toEqual(at(5))
  })

  it('at a position that the log has never got to as lost: the numbers are those of another past', async () => {
    append(5)
    const feed = await open()
    log.restore(tenantId, topic, { epoch: 'first.0', seq: 3 })
    const reason = 'The system was restored to an earlier state since this cursor was handed out.'
    expect(await (await open()).read(at(5), 10)).toEqual({ kind: 'lost', reason, oldest: at(0) })
    expect(feed.head()).toEqual(at(5))
  })

  it('in the epoch that counts now: positions of another one are lost', async () => {
    append(5)
    const feed = await open()
    log.restore(tenantId, topic, { epoch: 'second.0', seq: 3 })
    await feed.fill()
    expect(feed.head()).toEqual(at(3, 'second.0'))
    const reason = 'The system was restored to an earlier state since this cursor was handed out.'
    expect(await feed.read(at(2), 10)).toEqual({ kind: 'lost', reason, oldest: at(0, 'second.0') })
    append(2)
    await relay()
    await feed.take(await entriesAfter(3))
    expect(seqs(await feed.read(at(3, 'second.0'), 10))).toEqual([4, 5])
    expect(seqs(await feed.read(at(1, 'second.0'), 10))).toEqual([2, 3, 4, 5])
  })
})

const act = fc.oneof(
  fc.record({ do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ do: fc.constant('check' as const), back: fc.integer({ min: 0, max: 60 }), max: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ do: fc.constantFrom('relay' as const, 'take' as const, 'fill' as const, 'empty' as const) }),
  fc.record({ do: fc.constant('lose' as const), from: fc.integer({ min: 0, max: 20 }) }),
)

/** What a read told, and what the log has there. */
interface Told {
  readonly got: readonly number[]
  readonly expected: readonly number[]
  /** Whether nothing was told only where there is nothing. */
  readonly isEmptyAtHead: boolean
}

const allSeqs = (): readonly number[] => log.all(tenantId, topic).map(({ seq }) => seq)

async function perform(feed: FedTopic, action: typeof act extends fc.Arbitrary<infer Action> ? Action : never): Promise<readonly Told[]> {
  const key = streamKey(tenantId, topic)
  if ('back' in action) {
    const after = Math.max(0, feed.head().seq - action.back)
    const got = seqs(await feed.read(after === 0 ? start : at(after), action.max))
    return [{ got, expected: allSeqs().slice(after, after + got.length), isEmptyAtHead: got.length > 0 || after >= feed.head().seq }]
  }
  if ('count' in action) append(action.count)
  else if ('from' in action) await redis.xdel(key, `${String(action.from)}-0`)
  else if (action.do === 'relay') await relay()
  else if (action.do === 'take') await feed.take(await entriesAfter(feed.head().seq))
  else if (action.do === 'fill') await feed.fill()
  else await redis.del(key)
  return []
}

it('tells from every position exactly what the log has, whatever Redis forgot and however it heard of it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 40 }), async (acts) => {
      tenantId = randomUUID()
      log = openEventLog()
      const feed = await open()
      const told: Told[] = []
      for (const action of acts) told.push(...(await perform(feed, action)))
      expect(told.map(({ got }) => got)).toEqual(told.map(({ expected }) => expected))
      expect(told.filter(({ isEmptyAtHead }) => !isEmptyAtHead)).toEqual([])
      await feed.fill()
      const everything: number[] = []
      for (let position = start, got: Stretch | null = null; got === null || seqs(got).length > 0;) {
        got = await feed.read(position, 7)
        everything.push(...seqs(got))
        position = at(everything.length)
      }
      expect(everything).toEqual(allSeqs())
    }),
    { numRuns: 60, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  )
}, 90_000)

/** A log whose answers can be held back. */
function gated(source: EventSource): { readonly source: EventSource; readonly close: () => void; readonly open: () => void } {
  let gate: Promise<void> = Promise.resolve()
  let release = (): void => undefined
  return {
    source: {
      read: async (...request) => {
        const page = await source.read(...request)
        await gate
        return page
      },
    },
    close: () => void (gate = new Promise((resolve) => (release = resolve))),
    open: () => release(),
  }
}
