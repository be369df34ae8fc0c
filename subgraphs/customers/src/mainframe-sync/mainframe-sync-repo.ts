import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, eq, gt, inArray, isNotNull, isNull, lt, lte, or, sql, type SQL } from 'drizzle-orm'
import { mainframeSync } from '../tables.ts'
import type { MainframeSyncRecord, MainframeSyncState } from './mainframe-sync.ts'

const columns = {
  customerId: mainframeSync.customerId,
  desiredVersion: mainframeSync.desiredVersion,
  ackedVersion: mainframeSync.ackedVersion,
  leaseUntil: mainframeSync.leaseUntil,
  parkedAt: mainframeSync.parkedAt,
  firstDirtyAt: mainframeSync.firstDirtyAt,
  batchId: mainframeSync.batchId,
  lastErrorCode: mainframeSync.lastErrorCode,
  lastErrorField: mainframeSync.lastErrorField,
  lastErrorMessage: mainframeSync.lastErrorMessage,
  listedAt: mainframeSync.listedAt,
  traceparent: mainframeSync.traceparent,
}

/** The states of these customers, in any order. */
export async function findMainframeSyncs(tx: TenantTx, customerIds: readonly string[]): Promise<readonly MainframeSyncRecord[]> {
  return await tx
    .select(columns)
    .from(mainframeSync)
    .where(inArray(mainframeSync.customerId, [...customerIds]))
}

/** A new version of a customer, which the mainframe has to get. */
export interface Dirty {
  readonly customerId: string
  readonly desiredVersion: number
  /** Of the request that made the version. */
  readonly traceparent: string | null
  readonly now: Date
}

/** Says which version of each customer the mainframe should have; one that was parked is tried again from the start. */
export async function markDirty(tx: TenantTx, wanted: readonly Dirty[]): Promise<void> {
  await tx
    .insert(mainframeSync)
    .values(wanted.map(({ now, ...row }) => ({ ...row, firstDirtyAt: now })))
    .onConflictDoUpdate({
      target: [mainframeSync.tenantId, mainframeSync.customerId],
      set: {
        desiredVersion: sql`excluded.desired_version`,
        traceparent: sql`excluded.traceparent`,
        firstDirtyAt: sql`coalesce(mainframe_sync.first_dirty_at, excluded.first_dirty_at)`,
        attempts: sql`case when mainframe_sync.parked_at is null then mainframe_sync.attempts else 0 end`,
        nextAttemptAt: sql`case when mainframe_sync.parked_at is null then mainframe_sync.next_attempt_at end`,
        parkedAt: null,
        lastErrorCode: null,
        lastErrorField: null,
        lastErrorMessage: null,
      },
    })
}

/** How far the customer's profile has got, kept from changing until this transaction ends; null when there is no such customer. */
export async function lockMainframeSync(tx: TenantTx, customerId: string): Promise<MainframeSyncRecord | null> {
  const [row] = await tx.select(columns).from(mainframeSync).where(eq(mainframeSync.customerId, customerId)).for('update')
  return row ?? null
}

/** Has a profile that was given up tried again from the start. */
export async function unpark(tx: TenantTx, customerId: string): Promise<void> {
  await tx
    .update(mainframeSync)
    .set({
      parkedAt: null,
      attempts: 0,
      leaseUntil: null,
      nextAttemptAt: null,
      lastErrorCode: null,
      lastErrorField: null,
      lastErrorMessage: null,
    })
    .where(eq(mainframeSync.customerId, customerId))
}

/** Which profiles to list. */
export interface MainframeSyncFilter {
  /** Null: all of them. */
  readonly states: readonly MainframeSyncState[] | null
  /** Behind since before this; null: whenever. */
  readonly dirtyBefore: Date | null
  readonly now: Date
}

/** One page of profiles, as `keyset` limits it. */
export async function listMainframeSyncs(
  tx: TenantTx,
  { states, dirtyBefore, now }: MainframeSyncFilter,
  page: PageRequest,
): Promise<readonly MainframeSyncRecord[]> {
  const { where, orderBy, limit } = keyset(page, [mainframeSync.listedAt, mainframeSync.customerId], 'asc')
  const isOneOf = states === null ? undefined : (or(...states.map((state) => hasState(state, now))) ?? sql`false`)
  return await tx
    .select(columns)
    .from(mainframeSync)
    .where(and(isOneOf, dirtyBefore === null ? undefined : lt(mainframeSync.firstDirtyAt, dirtyBefore), where))
    .orderBy(...orderBy)
    .limit(limit)
}

/** The condition that `stateOf` is. */
function hasState(state: MainframeSyncState, now: Date): SQL | undefined {
  const isDirty = isNotNull(mainframeSync.firstDirtyAt)
  const isParked = isNotNull(mainframeSync.parkedAt)
  const isLeased = and(isNotNull(mainframeSync.leaseUntil), gt(mainframeSync.leaseUntil, now))
  const conditions: Readonly<Record<MainframeSyncState, () => SQL | undefined>> = {
    SYNCED: () => isNull(mainframeSync.firstDirtyAt),
    PARKED: () => and(isDirty, isParked),
    SENT: () => and(isDirty, isNull(mainframeSync.parkedAt), isLeased),
    PENDING: () => and(isDirty, isNull(mainframeSync.parkedAt), or(isNull(mainframeSync.leaseUntil), lte(mainframeSync.leaseUntil, now))),
  }
  return conditions[state]()
}
