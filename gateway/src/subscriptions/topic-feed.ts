import type { EventEnvelope, Topic } from '@iommi/schema/events/event'
import type { EventSource } from '@iommi/shared/event-source'
import { readEntries, streamKey, type StreamEntry } from '@iommi/shared/event-stream'
import type { Redis } from 'ioredis'

/** A place in a topic's numbering. */
export interface Position {
  /** Numbers of different epochs do not compare. */
  readonly epoch: string
  readonly seq: number
}

/** What comes after a position: events without a gap, or nothing that could be continued with. */
export type Stretch =
  | { readonly kind: 'events'; readonly epoch: string; readonly events: readonly EventEnvelope[] }
  | { readonly kind: 'lost'; readonly reason: string; readonly oldest: Position }

/** The events of one tenant's topic, as far as this gateway knows of them: in order, without a gap. */
export interface TopicFeed {
  readonly tenantId: string
  readonly topic: Topic
  /** The newest event known here. */
  readonly head: () => Position
  /** Up to `max` events after a position, none at the head. Throws UPSTREAM_UNAVAILABLE while neither Redis nor the log can tell. */
  readonly read: (after: Position, max: number) => Promise<Stretch>
  /** Calls `listener` whenever the head has moved. Returns how to stop that. */
  readonly onAdvance: (listener: () => void) => () => void
}

/** A feed, and how it is told what has come. */
export interface FedTopic extends TopicFeed {
  /** Takes entries of the stream; what does not follow the head is looked up in the log. */
  readonly take: (entries: readonly StreamEntry[]) => Promise<void>
  /** Brings the feed to where the log is. */
  readonly fill: () => Promise<void>
}

/** Where a feed gets its events from. */
export interface FeedSources {
  readonly redis: Redis
  /** The log of the subgraph that owns the topic. */
  readonly log: EventSource
}

// What is asked for again lately: subscribers that come back after a deploy find it here.
const recentMax = 1_000
const beyondAnySeq = Number.MAX_SAFE_INTEGER
/** The epoch of a topic that has had no event yet. */
const epochBeforeFirst = 'new'

/** What a feed remembers. */
interface Following {
  readonly tenantId: string
  readonly topic: Topic
  readonly key: string
  readonly sources: FeedSources
  readonly listeners: Set<() => void>
  head: Position
  /** Without a gap, up to the head. */
  recent: EventEnvelope[]
  filling: Promise<void> | null
}

/** Opens a feed at the newest event; throws UPSTREAM_UNAVAILABLE when nobody can tell which one that is. */
export async function openTopicFeed(tenantId: string, topic: Topic, sources: FeedSources): Promise<FedTopic> {
  const key = streamKey(tenantId, topic)
  const head = await findHead(tenantId, topic, sources)
  const following: Following = { tenantId, topic, key, sources, listeners: new Set(), head, recent: [], filling: null }
  return {
    tenantId,
    topic,
    head: () => following.head,
    read: async (after, max) => await readAfter(following, after, max),
    take: async (entries) => await take(following, entries),
    fill: async () => await fill(following),
    onAdvance: (listener) => {
      following.listeners.add(listener)
      return () => void following.listeners.delete(listener)
    },
  }
}

async function findHead(tenantId: string, topic: Topic, { log, redis }: FeedSources): Promise<Position> {
  try {
    const { epoch, seq } = await log.read({ id: tenantId }, { topic, afterSeq: beyondAnySeq })
    return { epoch, seq }
  } catch (error) {
    const [newest] = readEntries(await redis.xrevrange(streamKey(tenantId, topic), '+', '-', 'COUNT', 1).catch(() => []))
    if (newest === undefined) throw error
    return { epoch: newest.epoch, seq: newest.seq }
  }
}

function moveTo(following: Following, head: Position): void {
  following.head = head
  for (const listener of following.listeners) listener()
}

function advance(following: Following, epoch: string, events: readonly EventEnvelope[]): void {
  const { head } = following
  // The stream may have told some of them while the log was read.
  const fresh = events.filter(({ seq }) => epoch !== head.epoch || seq > head.seq)
  const newest = fresh.at(-1)
  if (newest === undefined) return
  // What the log dropped before it was read is a gap: readers have to hear of it.
  if (newest.seq - fresh.length !== head.seq) following.recent = []
  following.recent.push(...fresh)
  if (following.recent.length > 2 * recentMax) following.recent = following.recent.slice(-recentMax)
  moveTo(following, { epoch, seq: newest.seq })
}

async function readLog({ sources, tenantId, topic }: Following, afterSeq: number): ReturnType<EventSource['read']> {
  return await sources.log.read({ id: tenantId }, { topic, afterSeq })
}

/** One at a time, whoever asks for it. */
async function fill(following: Following): Promise<void> {
  following.filling ??= fillFromLog(following).finally(() => (following.filling = null))
  await following.filling
}

async function fillFromLog(following: Following): Promise<void> {
  for (;;) {
    const page = await readLog(following, following.head.seq)
    if (page.epoch === epochBeforeFirst) return
    const isBeginning = following.head.epoch === epochBeforeFirst && page.oldestSeq === 1
    if (page.epoch !== following.head.epoch && !isBeginning) {
      following.recent = []
      return moveTo(following, { epoch: page.epoch, seq: page.seq })
    }
    advance(following, page.epoch, page.events)
    if (page.events.length === 0 || following.head.seq >= page.seq) return
  }
}

async function take(following: Following, entries: readonly StreamEntry[]): Promise<void> {
  for (const { seq, epoch, event } of entries) {
    const { head } = following
    if (epoch === head.epoch && seq <= head.seq) continue
    const follows = seq === head.seq + 1 && (epoch === head.epoch || head.epoch === epochBeforeFirst)
    if (event === null || !follows) return await fill(following)
    advance(following, epoch, [event])
  }
}

async function readAfter(following: Following, after: Position, max: number): Promise<Stretch> {
  const isBeginning = after.epoch === epochBeforeFirst && after.seq === 0
  const isAhead = (): boolean => !isBeginning && !isUpTo(after, following.head)
  if (isAhead()) await fill(following)
  // What was being read already may have been read before that event was there.
  if (isAhead()) await fill(following)
  const { epoch, seq } = following.head
  if (isAhead()) return await lostByRestore(following)
  if (after.epoch === epoch && after.seq === seq) return { kind: 'events', epoch, events: [] }
  return readRecent(following, after, max) ?? (await readStream(following, after, max)) ?? (await readLogAfter(following, after, max))
}

/** Whether a position is one that this head has passed. */
function isUpTo(position: Position, head: Position): boolean {
  return position.epoch === head.epoch && position.seq <= head.seq
}

function readRecent({ head, recent }: Following, after: Position, max: number): Stretch | null {
  const [oldest] = recent
  if (oldest === undefined || oldest.seq > after.seq + 1) return null
  const start = after.seq + 1 - oldest.seq
  return { kind: 'events', epoch: head.epoch, events: recent.slice(start, start + max) }
}

/** Null where Redis is away or has a hole. */
async function readStream({ head, key, sources }: Following, after: Position, max: number): Promise<Stretch | null> {
  const { epoch } = head
  const reply = await sources.redis.xrange(key, `${String(after.seq + 1)}-0`, '+', 'COUNT', max).catch(() => null)
  const entries = readEntries(reply)
  const isWhole = entries.every((entry, index) => entry.seq === after.seq + 1 + index && entry.epoch === epoch && entry.event !== null)
  if (entries.length === 0 || !isWhole) return null
  return { kind: 'events', epoch, events: entries.flatMap(({ event }) => event ?? []) }
}

async function readLogAfter(following: Following, after: Position, max: number): Promise<Stretch> {
  const { epoch } = following.head
  const page = await readLog(following, after.seq)
  if (page.epoch !== epoch) return await lostByRestore(following)
  if (page.oldestSeq > after.seq + 1) {
    return { kind: 'lost', reason: 'This cursor is older than what is kept.', oldest: { epoch, seq: page.oldestSeq - 1 } }
  }
  return { kind: 'events', epoch, events: page.events.slice(0, max) }
}

async function lostByRestore(following: Following): Promise<Stretch> {
  const { epoch, oldestSeq } = await readLog(following, beyondAnySeq)
  const reason = 'The system was restored to an earlier state since this cursor was handed out.'
  return { kind: 'lost', reason, oldest: { epoch, seq: oldestSeq - 1 } }
}

/** Resolves when the feed's head moves or the signal aborts; `forget` ends the waiting. Asked for before the feed is read, it misses nothing. */
export function nextAdvance(feed: TopicFeed, signal: AbortSignal): { readonly promise: Promise<void>; readonly forget: () => void } {
  const forgotten = new AbortController()
  const promise = new Promise<void>((resolve) => {
    const unsubscribe = feed.onAdvance(resolve)
    const done = (): void => resolve()
    signal.addEventListener('abort', done, { once: true, signal: forgotten.signal })
    forgotten.signal.addEventListener('abort', unsubscribe, { once: true })
  })
  return { promise, forget: () => forgotten.abort() }
}
