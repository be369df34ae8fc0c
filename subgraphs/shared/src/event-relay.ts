import type { EventEnvelope } from '@iommi/schema/events/event'
import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Redis } from 'ioredis'
import { withSchema, type Database, type WorkerTx } from './database.ts'
import { eventLog, toEnvelope, topicHeads } from './event-log.ts'
import { invariant } from './errors.ts'
import { streamKey, streamLength } from './event-stream.ts'
import { startLoop, type Loop, type LoopOptions } from './lifecycle.ts'
import type { Metrics } from './metrics.ts'
import type { Logger } from './telemetry.ts'
import { schemasOf } from './tenant.ts'
import type { TenantRegistry } from './tenants.ts'
import { inSpansOf } from './tracing.ts'

/** What a relay works with. `db` is the worker role's pool. */
export interface RelayOptions {
  readonly db: Database
  readonly redis: Redis
  readonly tenants: TenantRegistry
  readonly log: Logger
  readonly now: () => Date
  readonly metrics?: Metrics | undefined
  /** Saves it the wait for its next look: `onOutboxCommit` of the pool that changes are made on. */
  readonly onWake?: LoopOptions['onWake']
}

const batchSize = 500
const backlogMax = 10_000
// Changes of this process wake it: this is for those of others.
const idleMs = 100
const compareEveryMs = 1_000
const roundTimeoutMs = 10_000

interface Head {
  readonly tenantId: string
  readonly topic: string
  readonly epoch: string
  readonly seq: number
}

interface ChangedHead extends Head {
  /** Events that this round has added. */
  readonly added: number
}

/**
 * Publishes the outbox's events until stopped: numbers them per tenant and topic into the event
 * log, then appends them to the streams. Any number of processes may run one; per Postgres schema
 * one of them works at a time. Losing Redis delays streams and loses nothing.
 */
export function startEventRelay(options: RelayOptions): Loop {
  let comparedAt = -Infinity
  return startLoop({ name: 'event-relay', idleMs, log: options.log, onWake: options.onWake }, async (stopping) => {
    const isCompareDue = performance.now() - comparedAt >= compareEveryMs
    if (isCompareDue) comparedAt = performance.now()
    const tenants = await options.tenants.all()
    const schemas = schemasOf(options.db.subgraph, tenants)
    let hasMore = false
    for (const schema of schemas) {
      if (stopping.aborted) return false
      hasMore = (await relaySchema(options, schema, isCompareDue)) || hasMore
    }
    return hasMore
  })
}

/** One round for one Postgres schema; true when there is more to publish. */
export async function relaySchema(options: RelayOptions, schema: string, compareAll: boolean): Promise<boolean> {
  const worker = { db: options.db, schema, signal: AbortSignal.timeout(roundTimeoutMs) }
  const round = await withSchema(worker, async (tx) => {
    if (compareAll) options.metrics?.backlog(schema, await countBacklog(tx))
    const { isLeader, hasEvents } = await takeLead(tx, schema)
    if (!isLeader) return null
    if (compareAll) await startNewEpochAfterRestore(tx)
    const { published, changed } = hasEvents ? await publishBatch(tx, options.now()) : { published: 0, changed: [] }
    return { published, changed, heads: compareAll ? await readHeads(tx) : changed }
  })
  if (round === null) return false
  for (const { topic, added } of round.changed) options.metrics?.published(topic, added)
  await catchUpStreams(options, worker, round)
  return round.published === batchSize
}

async function countBacklog(tx: WorkerTx): Promise<number> {
  const [row] = await tx.execute<{ count: string }>(
    sql`select count(*) from (select 1 from outbox where published_at is null and kind = 'event' limit ${backlogMax}) as waiting`,
  )
  return Number(row?.count)
}

/** Most rounds find nothing, and cost no more than to see that. */
async function takeLead(tx: WorkerTx, schema: string): Promise<{ readonly isLeader: boolean; readonly hasEvents: boolean }> {
  const [row] = await tx.execute<{ is_leader: boolean; has_events: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`event-relay:${schema}`}, 0)) as is_leader,
               exists (select 1 from outbox where published_at is null and kind = 'event') as has_events`,
  )
  return { isLeader: row?.is_leader === true, hasEvents: row?.has_events === true }
}

/** Identity of this very database: another after a restore, a promotion or a copy. */
const lineage = sql`substr(md5((select system_identifier from pg_control_system())::text || ':' ||
  (select timeline_id from pg_control_checkpoint())::text || ':' ||
  (select oid from pg_database where datname = current_database())::text), 1, 12)`

async function startNewEpochAfterRestore(tx: WorkerTx): Promise<void> {
  await tx.execute(sql`update topic_heads set epoch = ${lineage} || '.0' where split_part(epoch, '.', 1) <> ${lineage}`)
}

/** Numbers up to `batchSize` unpublished events, by state and in the order of writing, and writes them to the log. */
async function publishBatch(tx: WorkerTx, now: Date): Promise<{ readonly published: number; readonly changed: readonly ChangedHead[] }> {
  const rows = await tx.execute<{ tenant_id: string; topic: string; epoch: string; seq: string; added: string }>(sql`
    with batch as (
      select * from outbox where published_at is null and kind = 'event' order by position limit ${batchSize} for update
    ), numbered as (
      select *, row_number() over (partition by tenant_id, topic order by position) as nth from batch
    ), heads as (
      insert into topic_heads as head (tenant_id, topic, epoch, seq, oldest_seq)
      select tenant_id, topic, ${lineage} || '.0', count(*), 1 from batch group by tenant_id, topic order by tenant_id, topic
      on conflict (tenant_id, topic) do update set seq = head.seq + excluded.seq
      returning tenant_id, topic, epoch, seq
    ), counts as (
      select tenant_id, topic, count(*) as added from batch group by tenant_id, topic
    ), logged as (
      insert into event_log (tenant_id, topic, seq, event_id, type, aggregate_id, aggregate_version, data, traceparent, occurred_at, recorded_at)
      select n.tenant_id, n.topic, h.seq - c.added + n.nth, n.id, n.type, n.aggregate_id, n.aggregate_version, n.data, n.traceparent,
             n.occurred_at, ${now.toISOString()}::timestamptz
      from numbered n join heads h using (tenant_id, topic) join counts c using (tenant_id, topic)
    ), marked as (
      update outbox o set published_at = ${now.toISOString()}::timestamptz from batch b where o.tenant_id = b.tenant_id and o.id = b.id
    )
    select h.tenant_id, h.topic, h.epoch, h.seq, c.added from heads h join counts c using (tenant_id, topic)`)
  return {
    published: rows.reduce((sum, row) => sum + Number(row.added), 0),
    changed: rows.map((row) => ({
      tenantId: row.tenant_id,
      topic: row.topic,
      epoch: row.epoch,
      seq: Number(row.seq),
      added: Number(row.added),
    })),
  }
}

async function readHeads(tx: WorkerTx): Promise<readonly Head[]> {
  return await tx
    .select({ tenantId: topicHeads.tenantId, topic: topicHeads.topic, epoch: topicHeads.epoch, seq: topicHeads.seq })
    .from(topicHeads)
}

type Worker = Parameters<typeof withSchema>[0]

interface Round {
  readonly heads: readonly Head[]
  readonly changed: readonly ChangedHead[]
}

/** Brings each stream to its topic's head, from wherever the stream stands: whatever Redis forgot is added again. */
async function catchUpStreams(options: RelayOptions, worker: Worker, { heads, changed }: Round): Promise<void> {
  if (heads.length === 0) return
  const lasts = await Promise.all(heads.map((head) => readLast(options.redis, head)))
  for (const [index, head] of heads.entries()) {
    const last = lasts[index]
    invariant(last, 'every head has a stream position')
    const isAhead = last.seq > head.seq
    const epoch = isAhead ? await bumpEpoch(worker, head) : head.epoch
    const isForeign = isAhead || (last.epoch !== null && last.epoch !== epoch)
    if (isForeign || last.seq < head.seq - addedTo(head, changed)) options.metrics?.streamCaughtUp(head.topic)
    if (isForeign) await options.redis.del(streamKey(head.tenantId, head.topic))
    await appendAfter(options, worker, { ...head, epoch }, isForeign ? 0 : last.seq)
  }
}

function addedTo(head: Head, changed: readonly ChangedHead[]): number {
  return changed.find(({ tenantId, topic }) => tenantId === head.tenantId && topic === head.topic)?.added ?? 0
}

async function readLast(redis: Redis, head: Head): Promise<{ readonly seq: number; readonly epoch: string | null }> {
  const [entry] = await redis.xrevrange(streamKey(head.tenantId, head.topic), '+', '-', 'COUNT', 1)
  if (entry === undefined) return { seq: 0, epoch: null }
  const [entryId, fields] = entry
  return { seq: Number(entryId.split('-')[0]), epoch: fields[fields.indexOf('epoch') + 1] ?? null }
}

/** The stream knows numbers that the log does not: the database is older than it was. Cursors given out since are void. */
async function bumpEpoch(worker: Worker, head: Head): Promise<string> {
  return await withSchema(worker, async (tx) => {
    const [row] = await tx.execute<{ epoch: string }>(sql`
      update topic_heads set epoch = split_part(epoch, '.', 1) || '.' || (split_part(epoch, '.', 2)::int + 1)
      where tenant_id = ${head.tenantId} and topic = ${head.topic} returning epoch`)
    invariant(row, 'a topic with events has a head')
    return row.epoch
  })
}

async function appendAfter(options: RelayOptions, worker: Worker, head: Head, lastSeq: number): Promise<void> {
  let position = Math.max(lastSeq, head.seq - streamLength)
  while (position < head.seq) {
    const events = await readLog(worker, head, position)
    const newest = events.at(-1)
    if (newest === undefined) return
    await addToStream(options.redis, head, events)
    position = newest.seq
  }
}

async function readLog(worker: Worker, head: Head, afterSeq: number): Promise<readonly EventEnvelope[]> {
  return await withSchema(worker, async (tx) => {
    const rows = await tx
      .select()
      .from(eventLog)
      .where(and(eq(eventLog.tenantId, head.tenantId), eq(eventLog.topic, head.topic), gt(eventLog.seq, afterSeq)))
      .orderBy(asc(eventLog.seq))
      .limit(batchSize)
    return rows.map((row) => toEnvelope(row, `io.iommi/${worker.db.subgraph}`))
  })
}

async function addToStream(redis: Redis, head: Head, events: readonly EventEnvelope[]): Promise<void> {
  const key = streamKey(head.tenantId, head.topic)
  const pipeline = redis.pipeline()
  for (const event of events) {
    pipeline.xadd(key, 'MAXLEN', '~', streamLength, `${String(event.seq)}-0`, 'epoch', head.epoch, 'event', JSON.stringify(event))
  }
  // An event that is added again, because Redis lost it, is seen in its trace again.
  const wish = { name: `publish ${head.topic}`, kind: 'producer', attributes: { 'messaging.destination.name': head.topic } } as const
  const traceparents = events.map(({ traceparent }) => traceparent)
  const results = (await inSpansOf(traceparents, wish, () => pipeline.exec())) ?? []
  const failure = results.map(([error]) => error).find((error) => error !== null && !isAlreadyThere(error))
  if (failure !== undefined && failure !== null) throw failure
}

/** Redis refuses an id that is not above the last one: another relay has added this event already. */
function isAlreadyThere(error: Error): boolean {
  return error.message.includes('equal or smaller')
}
