import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { idFromUuid, uuidFromId } from '@iommi/shared/ids'
import { and, asc, eq, inArray, isNotNull, isNull, lte, or, sql, type SQL } from 'drizzle-orm'
import { addresses, customers, mainframeSync } from '../tables.ts'
import type { ProfileSource } from './profile-record.ts'
import { mainframeSequences } from './tables.ts'

/** A profile that is ours to send until its lease ends. */
export interface Lease {
  readonly customerId: string
  /** Rises with each lease: whoever has an older one releases nothing. */
  readonly fence: number
  readonly traceparent: string | null
}

/** What to lease. */
export interface LeaseRequest {
  readonly limit: number
  readonly leaseMs: number
  readonly now: Date
}

/** Which profiles may be sent: behind, not given up, nobody's, and not waiting after a failure. */
export function isDue(now: Date): SQL | undefined {
  return and(
    isNotNull(mainframeSync.firstDirtyAt),
    isNull(mainframeSync.parkedAt),
    or(isNull(mainframeSync.leaseUntil), lte(mainframeSync.leaseUntil, now)),
    or(isNull(mainframeSync.nextAttemptAt), lte(mainframeSync.nextAttemptAt, now)),
  )
}

/** The number of the tenant's next batch, which is nobody else's until this transaction ends. */
export async function lockSequence(tx: TenantTx): Promise<number> {
  await tx.insert(mainframeSequences).values({ nextSequence: 1 }).onConflictDoNothing()
  const [row] = await tx.select().from(mainframeSequences).for('update')
  invariant(row, 'the row was inserted before')
  return row.nextSequence
}

/** Sets the number of the tenant's next batch, after `lockSequence`. */
export async function setSequence(tx: TenantTx, nextSequence: number): Promise<void> {
  await tx
    .update(mainframeSequences)
    .set({ nextSequence })
    .where(eq(mainframeSequences.tenantId, sql`(select current_setting('app.tenant_id'))::uuid`))
}

/**
 * Leases the profiles that are due, those first that have waited longest, passing over what others are at. Should nothing be heard of
 * one, it is due again some time after the lease: 2^n seconds, at most 5 minutes, a quarter more or less. Locks the customers too, which
 * their mainframe_sync refers to: whoever changes one locks it first, and would otherwise wait for us while we wait for them.
 */
export async function leaseDue(tx: TenantTx, { limit, leaseMs, now }: LeaseRequest): Promise<readonly Lease[]> {
  const leaseUntil = sql`${new Date(now.getTime() + leaseMs).toISOString()}::timestamptz`
  const leased = await tx.execute<{ customer_id: string; fence: string; traceparent: string | null }>(sql`
    with due as (
      select mainframe_sync.customer_id from mainframe_sync join customers on customers.id = mainframe_sync.customer_id
      where ${isDue(now)}
      order by mainframe_sync.first_dirty_at, mainframe_sync.customer_id limit ${limit}
      for key share of customers skip locked for update of mainframe_sync skip locked
    )
    update mainframe_sync s
    set fence = s.fence + 1, lease_until = ${leaseUntil}, attempts = s.attempts + 1,
        next_attempt_at = ${leaseUntil} + least(300, power(2, least(s.attempts, 9))) * (0.75 + random() / 2) * interval '1 second'
    from due where s.customer_id = due.customer_id
    returning s.customer_id, s.fence, s.traceparent`)
  return leased.map((row) => ({
    customerId: idFromUuid('customer', row.customer_id),
    fence: Number(row.fence),
    traceparent: row.traceparent,
  }))
}

/** The newest committed profiles of these customers, each with its version and default address as of one moment. */
export async function readProfiles(tx: TenantTx, customerIds: readonly string[]): Promise<readonly ProfileSource[]> {
  if (customerIds.length === 0) return []
  const rows = await tx
    .select({ customer: customers, address: addresses })
    .from(customers)
    .leftJoin(addresses, and(eq(addresses.customerId, customers.id), eq(addresses.isDefault, true)))
    .where(inArray(customers.id, [...customerIds]))
    .orderBy(asc(customers.id))
  return rows.map(({ customer, address }) => ({
    customerId: customer.id,
    version: customer.version,
    name: customer.name,
    email: customer.email,
    phone: customer.phone,
    registeredAt: customer.createdAt,
    address,
  }))
}

/** Notes of these profiles in which batch they are. */
export async function noteBatch(tx: TenantTx, batchId: string, customerIds: readonly string[]): Promise<void> {
  await tx
    .update(mainframeSync)
    .set({ batchId })
    .where(inArray(mainframeSync.customerId, [...customerIds]))
}

/** A profile that cannot be sent as it is, with the reason. */
export interface Unsendable {
  readonly customerId: string
  readonly code: string
  readonly field: string
  readonly message: string
}

/** Gives these profiles up, each with its reason, until they change or somebody replays them. */
export async function park(tx: TenantTx, unsendable: readonly Unsendable[], now: Date): Promise<void> {
  if (unsendable.length === 0) return
  const rows = unsendable.map(({ customerId, ...reason }) => ({ ...reason, customer_id: uuidFromId('customer', customerId) }))
  await tx.execute(sql`
    update mainframe_sync s
    set parked_at = ${now.toISOString()}::timestamptz, lease_until = null, next_attempt_at = null,
        last_error_code = r.code, last_error_field = r.field, last_error_message = r.message
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(customer_id uuid, code text, field text, message text)
    where s.customer_id = r.customer_id`)
}
