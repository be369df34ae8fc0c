import type { WorkerTx } from '@iommi/shared/database'
import { idFromUuid } from '@iommi/shared/ids'
import { sql, type SQL } from 'drizzle-orm'
import { isDue } from './claim-repo.ts'
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
  /** Unanswered batches of a tenant that may have no more of them. */
  readonly openBatchesMax: number
}

/**
 * Of each tenant of one Postgres schema the profile that has waited longest of those that are due and have been behind since before
 * `dirtyBefore`: a wake-up for one is a wake-up for its tenant. Those of a tenant that must wait for an ack anyway are left out: while the
 * mainframe is away nobody is woken in vain.
 */
export async function findOverdue(tx: WorkerTx, { now, dirtyBefore, openBatchesMax }: OverdueSearch): Promise<readonly Overdue[]> {
  const rows = await tx.execute<{ tenant_id: string; customer_id: string }>(sql`
    with full_tenants as (
      select tenant_id from mainframe_batches where state in ('CREATED', 'SENT') group by tenant_id having count(*) >= ${openBatchesMax}
    )
    select t.id as tenant_id, overdue.customer_id from platform.tenants t cross join lateral (
      select customer_id from mainframe_sync
      where mainframe_sync.tenant_id = t.id and first_dirty_at < ${timestamp(dirtyBefore)} and ${isDue(now)}
      order by first_dirty_at limit 1
    ) overdue
    where t.id not in (select tenant_id from full_tenants)`)
  return rows.map((row) => ({ tenantId: row.tenant_id, customerId: idFromUuid('customer', row.customer_id) }))
}

/** The tenants with an unanswered batch that is due to be looked after. */
export async function findTenantsToSend(tx: WorkerTx, now: Date): Promise<readonly string[]> {
  const rows = await tx.execute<{ tenant_id: string }>(sql`
    select distinct tenant_id from mainframe_batches where state in ('CREATED', 'SENT') and next_send_at <= ${timestamp(now)}`)
  return rows.map((row) => row.tenant_id)
}

/** The tenants with a reconciliation whose request was never written, or not since `sentBefore`. */
export async function findTenantsToReconcile(tx: WorkerTx, sentBefore: Date): Promise<readonly string[]> {
  const rows = await tx.execute<{ tenant_id: string }>(sql`
    select distinct tenant_id from mainframe_reconciliations
    where state = 'REQUESTED' and (sent_at is null or sent_at < ${timestamp(sentBefore)})`)
  return rows.map((row) => row.tenant_id)
}

/** How far each tenant with something to do is. */
export async function readBacklogs(tx: WorkerTx, now: Date): Promise<readonly Backlog[]> {
  const rows = await tx.execute<{
    tenant_id: string
    waiting: string
    parked: string
    oldest_at: string | null
    due_since: string | null
  }>(sql`
    select tenant_id, count(*) filter (where parked_at is null) as waiting, count(parked_at) as parked,
           min(first_dirty_at) filter (where parked_at is null) as oldest_at,
           min(greatest(first_dirty_at, lease_until, next_attempt_at)) filter (where ${isDue(now)}) as due_since
    from mainframe_sync where first_dirty_at is not null group by tenant_id`)
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    waiting: Number(row.waiting),
    parked: Number(row.parked),
    oldestAt: toDate(row.oldest_at),
    dueSince: toDate(row.due_since),
  }))
}

/** When the mainframe last closed a batch of any tenant of one Postgres schema, whichever process took the ack; nothing when it never did. */
export async function findLastAcked(tx: WorkerTx): Promise<readonly Date[]> {
  const rows = await tx.execute<{ at: string | null }>(sql`
    select max(of_tenant.at) as at from platform.tenants t cross join lateral (
      select max(acked_at) as at from mainframe_batches b where b.tenant_id = t.id and b.acked_at is not null
    ) of_tenant`)
  return rows.flatMap(({ at }) => toDate(at) ?? [])
}

function timestamp(at: Date): SQL {
  return sql`${at.toISOString()}::timestamptz`
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
