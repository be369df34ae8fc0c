import type { EventEnvelope } from '@iommi/schema/events/event'
import { and, eq, lt, sql } from 'drizzle-orm'
import { bigint, integer, pgTable, text } from 'drizzle-orm/pg-core'
import { id, instant, tenantId } from './columns.ts'
import type { TenantTx, WorkerTx } from './database.ts'

const consumerPositions = pgTable('consumer_positions', {
  tenantId: tenantId(),
  consumer: text('consumer').notNull(),
  topic: text('topic').notNull(),
  epoch: text('epoch').notNull(),
  seq: bigint('seq', { mode: 'number' }).notNull(),
  attempts: integer('attempts').notNull().default(0),
  retryAt: instant('retry_at'),
})

const inbox = pgTable('inbox', {
  tenantId: tenantId(),
  consumer: text('consumer').notNull(),
  eventId: id('event_id', 'event').notNull(),
  handledAt: instant('handled_at').notNull(),
})

/** Whose position: a consumer by its name, and the topic it reads. */
export interface ConsumerKey {
  readonly name: string
  readonly topic: string
}

/** How far a consumer has come in one tenant's topic. */
export interface ConsumerPosition {
  readonly epoch: string
  /** Newest event that was handled or put aside. */
  readonly seq: number
  /** How often the event after it has failed. */
  readonly attempts: number
  /** Not to be tried again before. */
  readonly retryAt: Date | null
}

/** Where a consumer stands that has read nothing; no topic has this epoch. */
export const startPosition: ConsumerPosition = { epoch: '', seq: 0, attempts: 0, retryAt: null }

/** Takes the tenant's place at this consumer for the rest of the transaction; false when another process has it. */
export async function tryConsume(tx: TenantTx, key: ConsumerKey): Promise<boolean> {
  const [row] = await tx.execute<{ is_mine: boolean }>(sql`select pg_try_advisory_xact_lock(${lockOf(key)}) as is_mine`)
  return row?.is_mine === true
}

/** Like `tryConsume`, but waits for the other process. */
export async function waitToConsume(tx: TenantTx, key: ConsumerKey): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${lockOf(key)})`)
}

function lockOf({ name, topic }: ConsumerKey) {
  return sql`hashtextextended(${`event-consumer:${name}:${topic}:`} || current_setting('app.tenant_id'), 0)`
}

/** How far the consumer has come for the transaction's tenant. */
export async function readPosition(tx: TenantTx, { name, topic }: ConsumerKey): Promise<ConsumerPosition> {
  const [row] = await tx
    .select()
    .from(consumerPositions)
    .where(and(eq(consumerPositions.consumer, name), eq(consumerPositions.topic, topic)))
  return row === undefined ? startPosition : toPosition(row)
}

/** How far the consumer has come for every tenant of the schema; tenants it has read nothing of are missing. */
export async function readPositions(tx: WorkerTx, { name, topic }: ConsumerKey): Promise<ReadonlyMap<string, ConsumerPosition>> {
  const rows = await tx
    .select()
    .from(consumerPositions)
    .where(and(eq(consumerPositions.consumer, name), eq(consumerPositions.topic, topic)))
  return new Map(rows.map((row) => [row.tenantId, toPosition(row)]))
}

function toPosition({ epoch, seq, attempts, retryAt }: typeof consumerPositions.$inferSelect): ConsumerPosition {
  return { epoch, seq, attempts, retryAt }
}

/** Writes how far the consumer has come, in the transaction of what it did on the way. */
export async function writePosition(tx: TenantTx, { name, topic }: ConsumerKey, position: ConsumerPosition): Promise<void> {
  await tx
    .insert(consumerPositions)
    .values({ consumer: name, topic, ...position })
    .onConflictDoUpdate({ target: [consumerPositions.tenantId, consumerPositions.consumer, consumerPositions.topic], set: position })
}

/** Notes the events as handled, in the transaction of their effects; answers the ids of those that were not before. */
export async function enterInbox(
  tx: TenantTx,
  { name }: Pick<ConsumerKey, 'name'>,
  events: readonly Pick<EventEnvelope, 'id'>[],
  now: Date,
): Promise<ReadonlySet<string>> {
  if (events.length === 0) return new Set()
  const rows = await tx
    .insert(inbox)
    .values(events.map((event) => ({ consumer: name, eventId: event.id, handledAt: now })))
    .onConflictDoNothing()
    .returning({ eventId: inbox.eventId })
  return new Set(rows.map(({ eventId }) => eventId))
}

/** Forgets events handled before then; part of each subgraph's housekeeping. */
export async function forgetInbox(tx: WorkerTx, before: Date): Promise<void> {
  await tx.delete(inbox).where(lt(inbox.handledAt, before))
}
