import { setImmediate } from 'node:timers/promises'
import { ownerOfTopic, type EventEnvelope, type Topic } from '@iommi/schema/events/event'
import { AppError, invariant } from '@iommi/shared/errors'
import type { EventSource } from '@iommi/shared/event-source'
import { readEntries, streamKey, type StreamEntry } from '@iommi/shared/event-stream'
import { pause, startLoop } from '@iommi/shared/lifecycle'
import { openRedis } from '@iommi/shared/redis'
import type { Logger } from '@iommi/shared/telemetry'
import type { Redis } from 'ioredis'
import { nextAdvance, openTopicFeed, type FedTopic, type Position, type TopicFeed } from './topic-feed.ts'

/** All the topics this gateway follows, over one connection to Redis. */
export interface EventFeed {
  /** Follows a tenant's topic for as long as anybody has it open. UPSTREAM_UNAVAILABLE when nobody can tell where it stands. */
  readonly open: (tenantId: string, topic: Topic) => Promise<OpenFeed>
  /**
   * Calls `onEvents` with every new event until the function it returns is called; with none when some may have been missed.
   * What comes before the topic could be opened is missed silently.
   */
  readonly follow: (tenantId: string, topic: Topic, onEvents: (events: readonly EventEnvelope[]) => void) => () => void
  /** How many topics are followed, by tenant. */
  readonly sources: () => ReadonlyMap<string, number>
  readonly stop: () => Promise<void>
}

/** A topic that is followed until it is closed. */
export interface OpenFeed {
  readonly feed: TopicFeed
  readonly close: () => void
}

/** What feeds are made from. */
export interface EventFeedOptions {
  readonly redisUrl: string
  /** Answers at once, and never blocks. */
  readonly redis: Redis
  /** The event logs, by subgraph. */
  readonly logs: ReadonlyMap<string, EventSource>
  readonly log: Logger
}

const checkEveryMs = 1_000
/** How often the log of a topic without a stream is looked at: with Redis up, its relay puts the stream back within a second. */
const sweepEveryMs = 15_000
const entriesMax = 500

interface Followed {
  readonly opening: Promise<FedTopic>
  feed: FedTopic | null
  users: number
  /** When the log has to be looked at without being asked to. */
  sweptAtMs: number
  /** Whether the stream has a hole, or another epoch, that the log has not answered for yet: reading on would only meet it again. */
  isStuck: boolean
}

/**
 * Follows the event streams. An event is here milliseconds after it was published; holes, a flushed or absent Redis and a
 * restored database are noticed within a second and made up for from the owner's log.
 */
export function openEventFeed({ redisUrl, redis, logs, log }: EventFeedOptions): EventFeed {
  const state: Reading = {
    // Of its own: reading blocks it.
    blocking: openRedis(redisUrl),
    redis,
    logs,
    followed: new Map(),
    log,
    checkedAtMs: -Infinity,
    isUp: false,
    clientId: null,
    woken: new AbortController(),
  }
  // A connection that comes back has another, and this one may be somebody else's.
  state.blocking.on('close', () => (state.clientId = null))
  const loop = startLoop({ name: 'event-feed', idleMs: 20, log }, async (stopping) => await readRound(state, stopping))
  return {
    open: async (tenantId, topic) => await open(state, tenantId, topic),
    follow: (tenantId, topic, onEvents) => followTopic(state, { tenantId, topic }, onEvents),
    sources: () => countByTenant([...state.followed.values()]),
    stop: async () => {
      const stopped = loop.stop()
      state.woken.abort()
      state.blocking.disconnect()
      await stopped
    },
  }
}

async function open(state: Reading, tenantId: string, topic: Topic): Promise<OpenFeed> {
  const key = streamKey(tenantId, topic)
  const entry = state.followed.get(key) ?? beginFollowing(state, tenantId, topic)
  entry.users += 1
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    entry.users -= 1
    if (entry.users === 0 && state.followed.get(key) === entry) state.followed.delete(key)
  }
  try {
    return { feed: await entry.opening, close }
  } catch (error) {
    close()
    if (error instanceof AppError) throw error
    throw new AppError('UPSTREAM_UNAVAILABLE', 'The stream of changes cannot be read right now.', { cause: error, retryable: true })
  }
}

function beginFollowing(state: Reading, tenantId: string, topic: Topic): Followed {
  const source = state.logs.get(ownerOfTopic[topic])
  invariant(source, 'every topic has an owner with a log')
  const opening = openTopicFeed(tenantId, topic, { redis: state.redis, log: source })
  const made: Followed = { opening, feed: null, users: 0, sweptAtMs: performance.now(), isStuck: false }
  const key = streamKey(tenantId, topic)
  state.followed.set(key, made)
  const onOpen = (feed: FedTopic): void => {
    made.feed = feed
    wake(state)
  }
  opening.then(onOpen, () => {
    if (state.followed.get(key) === made) state.followed.delete(key)
  })
  return made
}

interface Reading {
  readonly blocking: Redis
  readonly redis: Redis
  readonly logs: ReadonlyMap<string, EventSource>
  readonly followed: Map<string, Followed>
  readonly log: Logger
  checkedAtMs: number
  isUp: boolean
  /** Of the blocking connection, in Redis: by it the connection is woken. */
  clientId: number | null
  woken: AbortController
}

/** Makes the reader look at what there is to follow now. */
function wake(state: Reading): void {
  state.woken.abort()
  if (state.clientId !== null) state.redis.client('UNBLOCK', state.clientId).catch(() => undefined)
}

interface FollowedFeed {
  readonly entry: Followed
  readonly feed: FedTopic
}

async function readRound(state: Reading, stopping: AbortSignal): Promise<true> {
  const all = [...state.followed.values()].flatMap((entry): FollowedFeed[] => (entry.feed === null ? [] : [{ entry, feed: entry.feed }]))
  const nowMs = performance.now()
  if (nowMs - state.checkedAtMs >= checkEveryMs) {
    state.checkedAtMs = nowMs
    await check(state, all)
  }
  const waitMs = Math.max(1, Math.floor(state.checkedAtMs + checkEveryMs - performance.now()))
  const read = all.filter(({ entry }) => !entry.isStuck)
  if (!state.isUp || read.length === 0) {
    if (state.woken.signal.aborted) state.woken = new AbortController()
    await pause(waitMs, AbortSignal.any([stopping, state.woken.signal]))
    return true
  }
  const keys = read.map(({ feed }) => streamKey(feed.tenantId, feed.topic))
  const after = read.map(({ feed }) => `${String(feed.head().seq)}-0`)
  try {
    const replies = new Map<string, unknown>(await state.blocking.xread('COUNT', entriesMax, 'BLOCK', waitMs, 'STREAMS', ...keys, ...after))
    for (const [index, followed] of read.entries()) take(state, followed, readEntries(replies.get(keys[index] ?? '')))
    // Whatever follows a head is taken by then; who has to ask the log is left out until that has answered.
    await setImmediate()
  } catch {
    // Away, until the next check finds it back.
    state.isUp = false
    state.clientId = null
  }
  return true
}

function take(state: Reading, followed: FollowedFeed, entries: readonly StreamEntry[]): void {
  if (entries.length === 0) return
  followed.entry.isStuck = true
  void settle(state, followed, followed.feed.take(entries))
}

/** The feed is read on once `work` is done; when that fails, the next check tries again. Nobody else waits for it. */
async function settle(state: Reading, { entry, feed }: FollowedFeed, work: Promise<void>): Promise<void> {
  const { isStuck } = entry
  let isLate = false
  void setImmediate().then(() => (isLate = true))
  try {
    await work
    entry.isStuck = false
    if (isStuck && isLate) wake(state)
  } catch (error) {
    // What the log would have told is looked for again with the next check.
    entry.sweptAtMs = -Infinity
    state.log.warn({ err: error, tenantId: feed.tenantId, topic: feed.topic }, 'events wait for their log')
  }
}

/** Compares every feed with its stream, so that whatever was missed is found within a second. */
async function check(state: Reading, all: readonly FollowedFeed[]): Promise<void> {
  const heads = await readHeads(
    state,
    all.map(({ feed }) => feed),
  )
  state.isUp = heads !== null
  const nowMs = performance.now()
  for (const [index, followed] of all.entries()) {
    const { entry, feed } = followed
    const isSweepDue = entry.isStuck || nowMs - entry.sweptAtMs >= sweepEveryMs
    if (!isSweepDue && heads !== null && !isElsewhere(feed.head(), heads[index] ?? null)) continue
    entry.sweptAtMs = nowMs
    void settle(state, followed, feed.fill())
  }
}

/** Whether waiting for the stream's next entry would not do. An empty stream says nothing. */
function isElsewhere(head: Position, newest: StreamEntry | null): boolean {
  return newest !== null && (newest.epoch !== head.epoch || newest.seq < head.seq)
}

/** The newest entry of each feed's stream; null when Redis is away. */
async function readHeads(state: Reading, feeds: readonly FedTopic[]): Promise<readonly (StreamEntry | null)[] | null> {
  const pipeline = state.redis.pipeline()
  for (const { tenantId, topic } of feeds) pipeline.xrevrange(streamKey(tenantId, topic), '+', '-', 'COUNT', 1)
  try {
    state.clientId ??= await state.blocking.client('ID')
    const results = (await pipeline.exec()) ?? []
    if (results.some(([error]) => error !== null)) return null
    return results.map(([, reply]) => readEntries(reply)[0] ?? null)
  } catch {
    state.clientId = null
    return null
  }
}

function followTopic(
  state: Reading,
  { tenantId, topic }: Pick<TopicFeed, 'tenantId' | 'topic'>,
  onEvents: (events: readonly EventEnvelope[]) => void,
): () => void {
  const stopped = new AbortController()
  const readUntilStopped = async ({ feed, close }: OpenFeed): Promise<void> => {
    try {
      if (stopped.signal.aborted) return
      onEvents([])
      await readOn(feed, stopped.signal, onEvents)
    } finally {
      close()
    }
  }
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await readUntilStopped(await open(state, tenantId, topic))
      } catch (error) {
        state.log.warn({ err: error, tenantId, topic }, 'topic not followed yet')
        await pause(2_000, stopped.signal)
      }
    }
  }
  void run()
  return () => stopped.abort()
}

async function readOn(feed: TopicFeed, stopping: AbortSignal, onEvents: (events: readonly EventEnvelope[]) => void): Promise<void> {
  let position = feed.head()
  while (!stopping.aborted) {
    // Before looking: what comes from here on is not missed.
    const advanced = nextAdvance(feed, stopping)
    const stretch = await feed.read(position, entriesMax).catch(() => null)
    if (stretch?.kind === 'events' && stretch.events.length === 0) await advanced.promise
    advanced.forget()
    if (stopping.aborted) return
    if (stretch?.kind === 'events') {
      const newest = stretch.events.at(-1)
      if (newest === undefined) continue
      position = { epoch: stretch.epoch, seq: newest.seq }
      onEvents(stretch.events)
    } else {
      position = feed.head()
      onEvents([])
      await pause(checkEveryMs, stopping)
    }
  }
}

function countByTenant(followed: readonly Followed[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { feed } of followed) {
    if (feed !== null) counts.set(feed.tenantId, (counts.get(feed.tenantId) ?? 0) + 1)
  }
  return counts
}
