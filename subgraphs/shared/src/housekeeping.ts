import { sql } from 'drizzle-orm'
import { withSchema, type WorkerTx } from './database.ts'
import { forgetDeadLetters } from './dead-letters.ts'
import { forgetInbox } from './event-inbox.ts'
import type { RelayOptions } from './event-relay.ts'
import { forgetOldKeys } from './idempotency.ts'
import { startLoop, type Loop } from './lifecycle.ts'
import { schemasOf } from './tenant.ts'

const everyMs = 60_000
const day = 86_400_000

/** How long published events stay in the log. */
export const eventRetentionMs = 7 * day

/**
 * How long a consumer remembers the events it has handled: twice as long as the log keeps them, so that one which a
 * restored or neglected log still gives out is known.
 */
const inboxRetentionMs = 2 * eventRetentionMs
const redrivenRetentionMs = 30 * day

/**
 * Removes what has served its time: events after 7 days, published outbox rows after 1 day, idempotency keys after 2,
 * inbox rows after 14, dead letters 30 days after they were redriven.
 */
export function startHousekeeping(options: Omit<RelayOptions, 'redis'>): Loop {
  return startLoop({ name: 'housekeeping', idleMs: everyMs, log: options.log }, async () => {
    for (const schema of schemasOf(options.db.subgraph, await options.tenants.all())) {
      await withSchema({ db: options.db, schema, signal: AbortSignal.timeout(30_000) }, (tx) => tidy(tx, options.now()))
    }
    return false
  })
}

/** One round in one Postgres schema. The event log's `oldest_seq` says from where it is whole. */
export async function tidy(tx: WorkerTx, now: Date): Promise<void> {
  const before = (ageMs: number): string => new Date(now.getTime() - ageMs).toISOString()
  await tx.execute(sql`delete from outbox where published_at < ${before(day)}::timestamptz`)
  await forgetOldKeys(tx, now)
  await forgetInbox(tx, new Date(before(inboxRetentionMs)))
  await forgetDeadLetters(tx, new Date(before(redrivenRetentionMs)))
  await tx.execute(sql`delete from event_log where recorded_at < ${before(eventRetentionMs)}::timestamptz`)
  await tx.execute(sql`
    update topic_heads h
    set oldest_seq = coalesce((select min(l.seq) from event_log l where l.tenant_id = h.tenant_id and l.topic = h.topic), h.seq + 1)`)
}
