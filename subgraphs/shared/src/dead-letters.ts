import type { EventEnvelope } from '@iommi/schema/events/event'
import { and, asc, eq, isNull, lt } from 'drizzle-orm'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant, tenantId } from './columns.ts'
import { sqlState, type TenantTx, type WorkerTx } from './database.ts'
import type { ConsumerKey } from './event-inbox.ts'
import { describeError } from './telemetry.ts'

const deadLetters = pgTable('dead_letters', {
  tenantId: tenantId(),
  consumer: text('consumer').notNull(),
  eventId: id('event_id', 'event').notNull(),
  topic: text('topic').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  event: jsonb('event').$type<EventEnvelope>().notNull(),
  errorKind: text('error_kind').notNull(),
  error: jsonb('error').notNull(),
  traceparent: text('traceparent'),
  attempts: integer('attempts').notNull(),
  failedAt: instant('failed_at').notNull(),
  redrivenAt: instant('redriven_at'),
})

/** An event that a consumer could not handle, and why. */
export interface DeadLetter {
  readonly event: EventEnvelope
  /** Name of the error, and its code where it has one. */
  readonly errorKind: string
  readonly attempts: number
  readonly failedAt: Date
}

/** Puts an event aside, with the error's kind, code and stack frames. One that was put aside before has its error replaced. */
export async function putAside(
  tx: TenantTx,
  { name, topic }: ConsumerKey,
  failure: { readonly event: EventEnvelope; readonly error: unknown; readonly attempts: number; readonly failedAt: Date },
): Promise<void> {
  const { event, error, attempts, failedAt } = failure
  const reason = { errorKind: kindOf(error), error: describeError(error), attempts, failedAt, redrivenAt: null }
  await tx
    .insert(deadLetters)
    .values({ consumer: name, topic, eventId: event.id, seq: event.seq, event, traceparent: event.traceparent ?? null, ...reason })
    .onConflictDoUpdate({ target: [deadLetters.tenantId, deadLetters.consumer, deadLetters.eventId], set: reason })
}

/** The consumer's events that are still aside, in order; with a lock where they are to be tried again. */
export async function findDeadLetters(tx: TenantTx, { name, topic }: ConsumerKey): Promise<readonly DeadLetter[]> {
  const rows = await tx
    .select()
    .from(deadLetters)
    .where(and(eq(deadLetters.consumer, name), eq(deadLetters.topic, topic), isNull(deadLetters.redrivenAt)))
    .orderBy(asc(deadLetters.failedAt), asc(deadLetters.seq))
  return rows.map(({ event, errorKind, attempts, failedAt }) => ({ event, errorKind, attempts, failedAt }))
}

/** Notes that a dead letter was handled after all; false when somebody else has done so. */
export async function markRedriven(tx: TenantTx, { name }: Pick<ConsumerKey, 'name'>, eventId: string, now: Date): Promise<boolean> {
  const rows = await tx
    .update(deadLetters)
    .set({ redrivenAt: now })
    .where(and(eq(deadLetters.consumer, name), eq(deadLetters.eventId, eventId), isNull(deadLetters.redrivenAt)))
    .returning({ eventId: deadLetters.eventId })
  return rows.length > 0
}

/** Forgets dead letters redriven before then; part of each subgraph's housekeeping. */
export async function forgetDeadLetters(tx: WorkerTx, before: Date): Promise<void> {
  await tx.delete(deadLetters).where(lt(deadLetters.redrivenAt, before))
}

function kindOf(error: unknown): string {
  const code = sqlState(error)
  const name = error instanceof Error ? error.name : typeof error
  return code === null ? name : `${name} ${code}`
}
