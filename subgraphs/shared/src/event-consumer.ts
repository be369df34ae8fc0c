import type { Redis } from 'ioredis'
import { withSchema, withTenant, type Database } from './database.ts'
import { readPosition, readPositions, startPosition, type ConsumerPosition } from './event-inbox.ts'
import type { EventSource } from './event-source.ts'
import { readEntries, streamKey, type StreamEntry } from './event-stream.ts'
import { handleBatch, type BatchOutcome, type EventBatch, type HandlingKit } from './handle-events.ts'
import { pause, startLoop, type Loop } from './lifecycle.ts'
import { openRedis } from './redis.ts'
import { schemaOf, type Tenant } from './tenant.ts'
import type { TenantRegistry } from './tenants.ts'

/** What a consumer runs with. `db` is the app role's pool, `worker` the worker role's. */
export interface ConsumerOptions extends HandlingKit {
  readonly worker: Database
  readonly tenants: TenantRegistry
  readonly redisUrl: string
  /** The log of the subgraph that owns the topic. */
  readonly source: EventSource
}

const checkEveryMs = 1_000
/** How often the log of a tenant without a stream is looked at: with Redis up, its relay puts the stream back within a second. */
const sweepEveryMs = 30_000
const entriesMax = 200
const tenantsAtOnce = 4

/**
 * Handles the topic's events for all tenants until stopped: each once, in order, whatever fails in between. The stream
 * says within milliseconds that there is something; holes, a flushed or absent Redis and a new epoch are made up for from
 * the owner's log. Any number of processes may run one; per tenant one of them works at a time.
 */
export function startEventConsumer(options: ConsumerOptions): Loop {
  // Of its own: reading blocks it.
  const redis = openRedis(options.redisUrl)
  const feed: Feed = { options, redis, tenants: [], seen: new Map(), due: new Map(), checkedAt: -Infinity, sweptAt: -Infinity, isUp: false }
  const name = `event-consumer ${options.consumer.name}`
  const loop = startLoop({ name, idleMs: 50, log: options.log }, (stopping) => consumeRound(feed, stopping))
  return {
    stop: async () => {
      const stopped = loop.stop()
      redis.disconnect()
      await stopped
    },
  }
}

/** What one consumer remembers between rounds; the truth is in Postgres. */
interface Feed {
  readonly options: ConsumerOptions
  readonly redis: Redis
  tenants: readonly Tenant[]
  /** Newest stream entry that was read, by tenant. */
  readonly seen: Map<string, number>
  /** Tenants whose log is to be read, and from when on. */
  readonly due: Map<string, number>
  checkedAt: number
  sweptAt: number
  isUp: boolean
}

async function consumeRound(feed: Feed, stopping: AbortSignal): Promise<true> {
  if (performance.now() - feed.checkedAt >= checkEveryMs) await check(feed)
  const arrived = await waitForEntries(feed, stopping)
  if (stopping.aborted) return true
  const now = performance.now()
  const waiting = feed.tenants.filter(({ id }) => arrived.has(id) || (feed.due.get(id) ?? Infinity) <= now)
  const next = waiting.values()
  const work = async (): Promise<void> => {
    for (const tenant of next) if (!stopping.aborted) await consumeTenant(feed, tenant, arrived.get(tenant.id) ?? null)
  }
  await Promise.all(Array.from({ length: tenantsAtOnce }, work))
  return true
}

/** Compares where every tenant stands with its stream, so that whatever was missed is found within a second. */
async function check(feed: Feed): Promise<void> {
  feed.checkedAt = performance.now()
  feed.tenants = (await feed.options.tenants.all()).filter(({ isActive }) => isActive)
  const [positions, heads] = await Promise.all([readAllPositions(feed), readHeads(feed)])
  feed.isUp = heads !== null
  const isSweep = feed.checkedAt - feed.sweptAt >= sweepEveryMs
  if (isSweep) feed.sweptAt = feed.checkedAt
  for (const { id } of feed.tenants) {
    const head = heads?.get(id)
    const isOverdue = head === undefined ? heads === null || isSweep : isBehind(feed, id, positions.get(id) ?? startPosition, head)
    if (isOverdue) markDue(feed, id, 0)
  }
}

type StreamHead = Pick<StreamEntry, 'seq' | 'epoch'>

/** Whether waiting for the next entry would not do: another epoch, or entries that were seen and not handled. */
function isBehind(feed: Feed, tenantId: string, position: ConsumerPosition, head: StreamHead): boolean {
  // A stream that was emptied is seen again from where it stands now.
  const seen = Math.min(feed.seen.get(tenantId) ?? position.seq, head.seq)
  feed.seen.set(tenantId, seen)
  return head.epoch !== position.epoch || (position.seq < head.seq && seen >= head.seq)
}

async function readAllPositions({ options, tenants }: Feed): Promise<ReadonlyMap<string, ConsumerPosition>> {
  const { worker, consumer } = options
  const schemas = [...new Set(tenants.map((tenant) => schemaOf(worker.subgraph, tenant)))]
  const found = await Promise.all(
    schemas.map((schema) => withSchema({ db: worker, schema, signal: AbortSignal.timeout(5_000) }, (tx) => readPositions(tx, consumer))),
  )
  return new Map(found.flatMap((positions) => [...positions]))
}

/** The newest entry of each tenant's stream; null when Redis is away. */
async function readHeads({ options, redis, tenants }: Feed): Promise<ReadonlyMap<string, StreamHead> | null> {
  const pipeline = redis.pipeline()
  for (const { id } of tenants) pipeline.xrevrange(streamKey(id, options.consumer.topic), '+', '-', 'COUNT', 1)
  const results = await pipeline.exec().catch(() => null)
  if (results === null || results.some(([error]) => error !== null)) return null
  return new Map(
    results.flatMap(([, reply], index) => {
      const [entry] = readEntries(reply)
      const tenant = tenants[index]
      return entry === undefined || tenant === undefined ? [] : [[tenant.id, entry] as const]
    }),
  )
}

/** Waits for entries newer than those seen, until something is due; by tenant. */
async function waitForEntries(feed: Feed, stopping: AbortSignal): Promise<ReadonlyMap<string, EventBatch>> {
  const now = performance.now()
  const waitMs = Math.floor(Math.min(feed.checkedAt + checkEveryMs, ...feed.due.values()) - now)
  const keys = feed.tenants.map(({ id }) => streamKey(id, feed.options.consumer.topic))
  if (!feed.isUp || keys.length === 0) {
    await pause(Math.max(0, waitMs), stopping)
    return new Map()
  }
  const after = feed.tenants.map(({ id }) => `${String(feed.seen.get(id) ?? 0)}-0`)
  try {
    // Not below 1: to block for 0 ms is to block for ever.
    const replies =
      waitMs < 1
        ? await feed.redis.xread('COUNT', entriesMax, 'STREAMS', ...keys, ...after)
        : await feed.redis.xread('COUNT', entriesMax, 'BLOCK', waitMs, 'STREAMS', ...keys, ...after)
    return readArrivals(feed, new Map(replies))
  } catch {
    // Away, until the next check finds it back.
    feed.isUp = false
    return new Map()
  }
}

function readArrivals(feed: Feed, replies: ReadonlyMap<string, unknown>): ReadonlyMap<string, EventBatch> {
  const arrived = new Map<string, EventBatch>()
  for (const { id } of feed.tenants) {
    const entries = readEntries(replies.get(streamKey(id, feed.options.consumer.topic)))
    const [first, newest] = [entries[0], entries.at(-1)]
    if (first === undefined || newest === undefined) continue
    feed.seen.set(id, newest.seq)
    const isWhole = entries.every(({ epoch, event }) => epoch === first.epoch && event !== null)
    const events = isWhole ? entries.flatMap(({ event }) => event ?? []) : []
    // Without events, or not following the position, the log has the word.
    arrived.set(id, { epoch: isWhole ? first.epoch : '', isFromStart: first.seq === 1, oldestSeq: 1, events })
  }
  return arrived
}

async function consumeTenant(feed: Feed, tenant: Tenant, arrived: EventBatch | null): Promise<void> {
  feed.due.delete(tenant.id)
  const { log, consumer } = feed.options
  try {
    const outcome = arrived === null || arrived.events.length === 0 ? 'gap' : await handleBatch(feed.options, tenant, arrived)
    const waitMs = outcome === 'gap' ? await consumeLog(feed, tenant) : await waitAfter(feed, tenant, outcome)
    if (waitMs !== null) markDue(feed, tenant.id, waitMs)
  } catch (error) {
    log.warn({ err: error, tenantId: tenant.id, operation: consumer.name, topic: consumer.topic }, 'consuming waits')
    markDue(feed, tenant.id, checkEveryMs)
  }
}

/** One page of the owner's log; after how long to go on, or null when the stream will tell. */
async function consumeLog(feed: Feed, tenant: Tenant): Promise<number | null> {
  const { consumer, source } = feed.options
  const position = await positionOf(feed, tenant)
  const started = await source.read(tenant, { topic: consumer.topic, afterSeq: position.seq })
  const isOther = started.epoch !== position.epoch && position.seq > 0
  const page = isOther ? await source.read(tenant, { topic: consumer.topic, afterSeq: 0 }) : started
  const newest = page.events.at(-1)
  if (newest === undefined) return null
  const outcome = await handleBatch(feed.options, tenant, { ...page, isFromStart: isOther || position.seq === 0 })
  if (outcome === 'handled') return newest.seq < page.seq ? 0 : null
  return await waitAfter(feed, tenant, outcome)
}

async function waitAfter(feed: Feed, tenant: Tenant, outcome: BatchOutcome): Promise<number | null> {
  // Whoever is busy there sees what we see; should it die, the check finds out. So it does with a gap in the log.
  if (outcome === 'handled' || outcome === 'busy' || outcome === 'gap') return null
  const { retryAt } = await positionOf(feed, tenant)
  return retryAt === null ? 0 : Math.max(0, retryAt.getTime() - feed.options.now().getTime())
}

async function positionOf({ options }: Feed, tenant: Tenant): Promise<ConsumerPosition> {
  const scope = { db: options.db, tenant, signal: AbortSignal.timeout(5_000) }
  return await withTenant(scope, (tx) => readPosition(tx, options.consumer))
}

function markDue(feed: Feed, tenantId: string, waitMs: number): void {
  feed.due.set(tenantId, Math.min(feed.due.get(tenantId) ?? Infinity, performance.now() + waitMs))
}
