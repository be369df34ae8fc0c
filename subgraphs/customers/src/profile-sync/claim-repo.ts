import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
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
  readonly batchId: string
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
 * one, it is due again some time after the lease: 2^n seconds, at most 5 minutes, a quarter more or less.
 */
export async function leaseDue(tx: TenantTx, { batchId, limit, leaseMs, now }: LeaseRequest): Promise<readonly Lease[]> {
  const due = tx
    .$with('due')
    .as(
      tx
        .select({ customerId: mainframeSync.customerId })
        .from(mainframeSync)
        .where(isDue(now))
        .orderBy(asc(mainframeSync.firstDirtyAt), asc(mainframeSync.customerId))
        .limit(limit)
        .for('update', { skipLocked: true }),
    )
  const leaseUntil = new Date(now.getTime() + leaseMs)
  const backoff = sql`least(300, power(2, least(${mainframeSync.attempts}, 9))) * (0.75 + random() / 2) * interval '1 second'`
  return await tx
    .with(due)
    .update(mainframeSync)
    .set({
      fence: sql`${mainframeSync.fence} + 1`,
      leaseUntil,
      attempts: sql`${mainframeSync.attempts} + 1`,
      nextAttemptAt: sql`${leaseUntil.toISOString()}::timestamptz + ${backoff}`,
      batchId,
    })
    .where(inArray(mainframeSync.customerId, tx.select({ customerId: due.customerId }).from(due)))
    .returning({ customerId: mainframeSync.customerId, fence: mainframeSync.fence, traceparent: mainframeSync.traceparent })
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

/** Gives a profile up, with the reason, until it changes or somebody replays it. */
export async function park(
  tx: TenantTx,
  customerId: string,
  reject: { readonly code: string; readonly field: string | null; readonly message: string; readonly now: Date },
): Promise<void> {
  await tx
    .update(mainframeSync)
    .set({
      parkedAt: reject.now,
      leaseUntil: null,
      nextAttemptAt: null,
      lastErrorCode: reject.code,
      lastErrorField: reject.field,
      lastErrorMessage: reject.message,
    })
    .where(eq(mainframeSync.customerId, customerId))
}
