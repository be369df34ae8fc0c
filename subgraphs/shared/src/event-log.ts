import type { EventEnvelope } from '@iommi/schema/events/event'
import { and, asc, eq, gt, lte, sql } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant, tenantId } from './columns.ts'
import { requireSystem } from './authorize.ts'
import { withTenant, type TenantTx } from './database.ts'
import { AppError } from './errors.ts'
import type { RequestContext } from './request-context.ts'

/** Every published event of the last days, numbered gap-free within tenant and topic. */
export const eventLog = pgTable('event_log', {
  tenantId: tenantId(),
  topic: text('topic').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  eventId: id('event_id', 'event').notNull(),
  type: text('type').notNull(),
  aggregateId: text('aggregate_id').notNull(),
  aggregateVersion: integer('aggregate_version').notNull(),
  data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
  traceparent: text('traceparent'),
  occurredAt: instant('occurred_at').notNull(),
  recordedAt: instant('recorded_at').notNull(),
})

/** The newest number given out per tenant and topic, and the epoch it counts in. */
export const topicHeads = pgTable('topic_heads', {
  tenantId: tenantId(),
  topic: text('topic').notNull(),
  /** Changes when the database was restored: numbers may then repeat, and old cursors are void. */
  epoch: text('epoch').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  /** Oldest number the log still holds; `seq + 1` when it holds none. */
  oldestSeq: bigint('oldest_seq', { mode: 'number' }).notNull(),
})

/** Where a topic stands for one tenant. A topic without events stands at 0 in the epoch `new`. */
export interface TopicHead {
  readonly epoch: string
  readonly seq: number
  readonly oldestSeq: number
}

/** A stretch of the log. */
export interface EventPage extends TopicHead {
  readonly events: readonly EventEnvelope[]
}

/** How many events a reader gets at once at most. */
export const eventPageMax = 500

/** The topic's head. Read before a page of data, it is the position from which no later change is missed. */
export async function readTopicHead(tx: TenantTx, topic: string): Promise<TopicHead> {
  const [head] = await tx.select().from(topicHeads).where(eq(topicHeads.topic, topic))
  return head === undefined ? { epoch: 'new', seq: 0, oldestSeq: 1 } : { epoch: head.epoch, seq: head.seq, oldestSeq: head.oldestSeq }
}

/** Up to `first` (at most 500) events after `afterSeq`, in order, with the topic's head. */
export async function readEvents(
  tx: TenantTx,
  request: { readonly topic: string; readonly afterSeq: number; readonly first: number; readonly source: string },
): Promise<EventPage> {
  if (request.first < 1 || request.first > eventPageMax)
    throw new AppError('BAD_USER_INPUT', `first: between 1 and ${String(eventPageMax)}.`)
  const head = await readTopicHead(tx, request.topic)
  const rows = await tx
    .select()
    .from(eventLog)
    .where(
      and(
        sql`tenant_id = (current_setting('app.tenant_id'))::uuid`,
        eq(eventLog.topic, request.topic),
        gt(eventLog.seq, request.afterSeq),
        // What was published since the head was read belongs to a head that this page does not have, perhaps to another epoch.
        lte(eventLog.seq, head.seq),
      ),
    )
    .orderBy(asc(eventLog.seq))
    .limit(request.first)
  return { ...head, events: rows.map((row) => toEnvelope(row, request.source)) }
}

/** A log row in the form that streams carry. */
export function toEnvelope(row: typeof eventLog.$inferSelect, source: string): EventEnvelope {
  return {
    specversion: '1.0',
    id: row.eventId,
    source,
    type: row.type,
    subject: row.aggregateId,
    time: row.occurredAt.toISOString(),
    datacontenttype: 'application/json',
    data: row.data,
    tenantid: row.tenantId,
    seq: row.seq,
    aggregateversion: row.aggregateVersion,
    ...(row.traceparent === null ? {} : { traceparent: row.traceparent }),
  }
}

/** What the service field `_events` answers: a stretch of the log, events as JSON text. Services only. */
export async function serveEvents(
  context: RequestContext,
  args: { readonly topic: string; readonly afterSeq: number; readonly first: number },
): Promise<TopicHead & { readonly events: readonly string[] }> {
  requireSystem(context)
  const source = `io.iommi/${context.db.subgraph}`
  const page = await withTenant(context, (tx) => readEvents(tx, { ...args, source }))
  return { ...page, events: page.events.map((event) => JSON.stringify(event)) }
}
