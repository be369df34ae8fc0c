import { sql } from 'drizzle-orm'
import { withSchema, type WorkerTx } from './database.ts'
import type { RelayOptions } from './event-relay.ts'
import { forgetOldKeys } from './idempotency.ts'
import { startLoop, type Loop } from './lifecycle.ts'
import { schemaOf } from './tenant.ts'

const everyMs = 60_000
const day = 86_400_000

/** How long published events stay in the log. */
export const eventRetentionMs = 7 * day

/** Removes what has served its time: events after 7 days, published outbox rows after 1 day, idempotency keys after 2. */
export function startHousekeeping(options: Omit<RelayOptions, 'redis'>): Loop {
  return startLoop({ name: 'housekeeping', idleMs: everyMs, log: options.log }, async () => {
    const tenants = await options.tenants.all()
    for (const schema of new Set([options.db.subgraph, ...tenants.map((tenant) => schemaOf(options.db.subgraph, tenant))])) {
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
  await tx.execute(sql`delete from event_log where recorded_at < ${before(eventRetentionMs)}::timestamptz`)
  await tx.execute(sql`
    update topic_heads h
    set oldest_seq = coalesce((select min(l.seq) from event_log l where l.tenant_id = h.tenant_id and l.topic = h.topic), h.seq + 1)`)
}
