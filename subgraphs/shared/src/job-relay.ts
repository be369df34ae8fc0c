import { sql } from 'drizzle-orm'
import { withSchema, type Database, type WorkerTx } from './database.ts'
import { pause, startLoop, type Loop, type LoopOptions } from './lifecycle.ts'
import type { JobQueue, QueueJob } from './queue.ts'
import type { Logger } from './telemetry.ts'
import { schemasOf } from './tenant.ts'
import type { TenantRegistry } from './tenants.ts'
import { inSpansOf } from './tracing.ts'

/** What a job relay works with. `db` is the worker role's pool. */
export interface JobRelayOptions {
  readonly db: Database
  readonly tenants: TenantRegistry
  /** By the name of the job. Jobs of other names stay in the outbox. */
  readonly queues: ReadonlyMap<string, JobQueue>
  readonly log: Logger
  readonly now: () => Date
  /** Saves it the wait for its next look: `onOutboxCommit` of the pool that changes are made on. */
  readonly onWake?: LoopOptions['onWake']
}

// Changes of this process wake it: this is for those of others.
const idleMs = 100
const batchSize = 500
const roundTimeoutMs = 10_000
const retryMs = 500

/**
 * Passes the outbox's jobs on to their queues until stopped. Any number of processes may: rows are claimed one by one, never by number,
 * so that one that commits late is not passed over. Without Redis they stay where they are, and half a second after it is back they go on.
 */
export function startJobRelay(options: JobRelayOptions): Loop {
  let isAway = false
  return startLoop({ name: 'job-relay', idleMs, log: options.log, onWake: options.onWake }, async (stopping) => {
    const schemas = schemasOf(options.db.subgraph, await options.tenants.all())
    let hasMore = false
    try {
      for (const schema of schemas) {
        if (stopping.aborted) return false
        hasMore = (await relayJobs(options, schema)) || hasMore
      }
      isAway = false
    } catch (error) {
      if (!(error instanceof QueueAwayError)) throw error
      if (!isAway) options.log.warn({ err: error.cause, operation: 'job-relay' }, 'jobs wait: their queue is away')
      isAway = true
      await pause(retryMs, stopping)
    }
    return hasMore
  })
}

/** A queue that does not take jobs right now. */
class QueueAwayError extends Error {
  override readonly name = 'QueueAwayError'
}

interface JobRow {
  readonly tenantId: string
  readonly id: string
  readonly name: string
  readonly aggregateId: string
  readonly data: Readonly<Record<string, string>>
  readonly traceparent: string | null
}

/**
 * One round for one Postgres schema; true when there is more. The one place that calls out within a transaction: the rows stay claimed
 * until their jobs are added, for at most the queue's own deadline. Dying in between adds them twice, which runs them once.
 */
export async function relayJobs(options: JobRelayOptions, schema: string): Promise<boolean> {
  const worker = { db: options.db, schema, signal: AbortSignal.timeout(roundTimeoutMs) }
  return await withSchema(worker, async (tx) => {
    const rows = await claimRows(tx, [...options.queues.keys()])
    for (const [name, queue] of options.queues) await addJobs(name, queue, rows)
    await markPublished(tx, rows, options.now())
    return rows.length === batchSize
  })
}

async function claimRows(tx: WorkerTx, names: readonly string[]): Promise<readonly JobRow[]> {
  const rows = await tx.execute<{
    tenant_id: string
    id: string
    topic: string
    aggregate_id: string
    data: Record<string, string>
    traceparent: string | null
  }>(
    sql`select tenant_id, id, topic, aggregate_id, data, traceparent from outbox
        where published_at is null and kind = 'job' and topic in ${names}
        order by position limit ${batchSize} for update skip locked`,
  )
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    id: row.id,
    name: row.topic,
    aggregateId: row.aggregate_id,
    data: row.data,
    traceparent: row.traceparent,
  }))
}

async function addJobs(name: string, queue: JobQueue, rows: readonly JobRow[]): Promise<void> {
  const mine = rows.filter((row) => row.name === name)
  if (mine.length === 0) return
  const traceparents = mine.map(({ traceparent }) => traceparent ?? undefined)
  const wish = { name: `enqueue ${name}`, kind: 'producer', attributes: { 'messaging.destination.name': name } } as const
  await inSpansOf(traceparents, wish, () => queue.add(newestOfEach(mine))).catch((error: unknown) => {
    throw new QueueAwayError(`The queue ${name} took no jobs.`, { cause: error })
  })
}

/** One wake-up for each thing is enough, however often it has changed. */
function newestOfEach(rows: readonly JobRow[]): readonly QueueJob[] {
  const jobs = rows.map(({ tenantId, aggregateId, data }) => ({ key: jobKey(tenantId, aggregateId), data: { ...data, tenantId } }))
  return [...new Map(jobs.map((job) => [job.key, job])).values()]
}

/** The key of a thing's jobs: see `QueueJob`. */
export function jobKey(tenantId: string, aggregateId: string): string {
  return `${tenantId}/${aggregateId}`
}

async function markPublished(tx: WorkerTx, rows: readonly JobRow[], now: Date): Promise<void> {
  if (rows.length === 0) return
  const keys = rows.map(({ tenantId, id }) => ({ tenant_id: tenantId, id }))
  await tx.execute(sql`
    update outbox o set published_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(keys)}::json) as r(tenant_id uuid, id uuid)
    where o.tenant_id = r.tenant_id and o.id = r.id`)
}
