import type { WorkerTx } from '@iommi/shared/database'
import { idFromUuid } from '@iommi/shared/ids'
import { sql } from 'drizzle-orm'
import type { Backlog } from './sync-metrics.ts'

/** A profile that should be on its way and may not be. */
export interface Overdue {
  readonly tenantId: string
  readonly customerId: string
}

/** What to look for. */
export interface OverdueSearch {
  readonly now: Date
  readonly dirtyBefore: Date
  readonly limit: number
  /** Unanswered batches of a tenant that may have no more of them. */
  readonly openBatchesMax: number
}

/**
 * Profiles due at `now` that have been behind since before `dirtyBefore`, of all tenants of one Postgres schema, the oldest first. Those
 * of a tenant that must wait for an ack anyway are left out: while the mainframe is away nobody is woken in vain.
 */
export async function findOverdue(tx: WorkerTx, { now, dirtyBefore, limit, openBatchesMax }: OverdueSearch): Promise<readonly Overdue[]> {
  const at = sql`${now.toISOString()}::timestamptz`
  const rows = await tx.execute<{ tenant_id: string; customer_id: string }>(sql`
    with full_tenants as (
      select tenant_id from mainframe_batches where state in ('CREATED', 'SENT') group by tenant_id having count(*) >= ${openBatchesMax}
    )
    select tenant_id, customer_id from mainframe_sync
    where first_dirty_at < ${dirtyBefore.toISOString()}::timestamptz and parked_at is null
      and (lease_until is null or lease_until <= ${at}) and (next_attempt_at is null or next_attempt_at <= ${at})
      and tenant_id not in (select tenant_id from full_tenants)
    order by first_dirty_at limit ${limit}`)
  return rows.map((row) => ({ tenantId: row.tenant_id, customerId: idFromUuid('customer', row.customer_id) }))
}

/** The tenants with an unanswered batch that is due to be looked after. */
export async function findTenantsToSend(tx: WorkerTx, now: Date): Promise<readonly string[]> {
  const rows = await tx.execute<{ tenant_id: string }>(sql`
    select distinct tenant_id from mainframe_batches
    where state in ('CREATED', 'SENT') and next_send_at <= ${now.toISOString()}::timestamptz`)
  return rows.map((row) => row.tenant_id)
}

/** How far each tenant with something to do is. */
export async function readBacklogs(tx: WorkerTx): Promise<readonly Backlog[]> {
  const rows = await tx.execute<{ tenant_id: string; waiting: string; parked: string; oldest_at: string | null }>(sql`
    select tenant_id, count(*) filter (where parked_at is null) as waiting, count(parked_at) as parked,
           min(first_dirty_at) filter (where parked_at is null) as oldest_at
    from mainframe_sync where first_dirty_at is not null group by tenant_id`)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    waiting: Number(row.waiting),
    parked: Number(row.parked),
    oldestAt: row.oldest_at === null ? null : new Date(row.oldest_at),
  }))
}
