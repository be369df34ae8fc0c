import type { EventDefinition } from '@iommi/schema/events/event'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { z } from 'zod'
import { id, instant, tenantId } from './columns.ts'
import { markOutboxWritten, type TenantTx } from './database.ts'
import { newId } from './ids.ts'
import type { RequestContext } from './request-context.ts'

/** Events and jobs that their change's transaction wrote; a relay passes them on. */
export const outbox = pgTable('outbox', {
  tenantId: tenantId(),
  id: id('id', 'event').notNull(),
  /** Order of writing; within an aggregate that is the order of its versions. */
  position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  kind: text('kind').$type<'event' | 'job'>().notNull(),
  /** Topic of an event, name of a job. */
  topic: text('topic').notNull(),
  type: text('type').notNull(),
  aggregateId: text('aggregate_id').notNull(),
  aggregateVersion: integer('aggregate_version').notNull(),
  data: jsonb('data').$type<Readonly<Record<string, unknown>>>().notNull(),
  traceparent: text('traceparent'),
  occurredAt: instant('occurred_at').notNull(),
  publishedAt: instant('published_at'),
})

/** A change of one aggregate, for `appendEvents`. */
export interface Change<Data> {
  readonly aggregateId: string
  /** The aggregate's version after the change. */
  readonly aggregateVersion: number
  readonly data: Data
  /** When it happened; now, unless it was taken over from elsewhere. */
  readonly occurredAt?: Date
  /** Of the change that brought this one about; the context's, unless it is another. */
  readonly traceparent?: string | null
}

type EventContext = Pick<RequestContext, 'now' | 'traceparent'>

/** Records an event in the caller's transaction: it is published if, and only if, the change commits. Returns its id. */
export async function appendEvent<Data extends object>(
  tx: TenantTx,
  context: EventContext,
  event: EventDefinition<Data>,
  change: Change<Data>,
): Promise<string> {
  const eventId = newId('event')
  await appendRows(tx, [{ id: eventId, ...eventRow(context, event, change) }])
  return eventId
}

/** Records many events of one kind, in this order. */
export async function appendEvents<Data extends object>(
  tx: TenantTx,
  context: EventContext,
  event: EventDefinition<Data>,
  changes: readonly Change<Data>[],
): Promise<void> {
  await appendRows(
    tx,
    changes.map((change) => ({ id: newId('event'), ...eventRow(context, event, change) })),
  )
}

/** Records jobs in the caller's transaction; a worker is woken after it commits. */
export async function appendJobs<Data extends object>(
  tx: TenantTx,
  context: EventContext,
  job: { readonly name: string; readonly data: z.ZodType<Data> },
  changes: readonly Change<Data>[],
): Promise<void> {
  await appendRows(
    tx,
    changes.map((change) => ({
      id: newId('event'),
      ...row(context, change),
      kind: 'job' as const,
      topic: job.name,
      type: job.name,
      data: plain(job.data, change.data),
    })),
  )
}

type OutboxRow = typeof outbox.$inferInsert

function eventRow<Data extends object>(context: EventContext, event: EventDefinition<Data>, change: Change<Data>) {
  return { ...row(context, change), kind: 'event' as const, topic: event.topic, type: event.type, data: plain(event.data, change.data) }
}

function row(context: EventContext, change: Change<object>) {
  return {
    aggregateId: change.aggregateId,
    aggregateVersion: change.aggregateVersion,
    traceparent: change.traceparent === undefined ? context.traceparent : change.traceparent,
    occurredAt: change.occurredAt ?? context.now(),
  }
}

/** The payload as its contract has it: fields that the contract does not name are left out. */
function plain<Data extends object>(contract: z.ZodType<Data>, data: Data): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(contract.parse(data)))
}

async function appendRows(tx: TenantTx, rows: readonly OutboxRow[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insert(outbox).values([...rows])
  markOutboxWritten(tx)
}
