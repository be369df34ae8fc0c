import type { TenantTx } from '@iommi/shared/database'
import { idFromUuid, uuidFromId } from '@iommi/shared/ids'
import { and, asc, eq, inArray, or, sql, type SQL } from 'drizzle-orm'
import { customers, mainframeSync } from '../tables.ts'
import type { AckResult } from './ack-file.ts'
import type { SentRecord } from './ack-outcome.ts'
import { mainframeBatches, mainframeBatchItems } from './tables.ts'

/** A batch that was answered. */
export interface AnsweredBatch {
  readonly id: string
  readonly state: 'CREATED' | 'SENT' | 'ACKED' | 'VOID'
  readonly sequence: number
  readonly sends: number
}

/** The batch, kept from changing until this transaction ends; null when there is none. */
export async function lockBatch(tx: TenantTx, id: string): Promise<AnsweredBatch | null> {
  const [row] = await tx
    .select({ id: mainframeBatches.id, state: mainframeBatches.state, sequence: mainframeBatches.sequence, sends: mainframeBatches.sends })
    .from(mainframeBatches)
    .where(eq(mainframeBatches.id, id))
    .for('update')
  return row ?? null
}

/** What was in the batch, in the order of the file. */
export async function findSentRecords(tx: TenantTx, batchId: string): Promise<readonly SentRecord[]> {
  return await tx
    .select({
      position: mainframeBatchItems.position,
      customerId: mainframeBatchItems.customerId,
      version: mainframeBatchItems.version,
      fence: mainframeBatchItems.fence,
      sentHash: mainframeBatchItems.sentHash,
    })
    .from(mainframeBatchItems)
    .where(eq(mainframeBatchItems.batchId, batchId))
    .orderBy(asc(mainframeBatchItems.position))
}

/** The traces of the changes that a batch carries. */
export async function findTraceparents(tx: TenantTx, batchId: string): Promise<readonly (string | undefined)[]> {
  const rows = await tx
    .select({ traceparent: mainframeBatchItems.traceparent })
    .from(mainframeBatchItems)
    .where(eq(mainframeBatchItems.batchId, batchId))
  return rows.map(({ traceparent }) => traceparent ?? undefined)
}

/** A version of a customer with the hash of a record. */
export interface VersionHash {
  readonly customerId: string
  readonly version: number
  readonly hash: string
}

/** Which of these were ever sent. */
export async function findSent(tx: TenantTx, wanted: readonly VersionHash[]): Promise<readonly VersionHash[]> {
  if (wanted.length === 0) return []
  const isWanted = wanted.map(({ customerId, version }) =>
    and(eq(mainframeBatchItems.customerId, customerId), eq(mainframeBatchItems.version, version)),
  )
  return await tx
    .select({ customerId: mainframeBatchItems.customerId, version: mainframeBatchItems.version, hash: mainframeBatchItems.sentHash })
    .from(mainframeBatchItems)
    .where(or(...isWanted))
}

/** Notes the last answer to a batch and what became of it; `closed` drops nothing but the claim to be sent again. */
export async function noteAnswer(
  tx: TenantTx,
  id: string,
  answer: {
    readonly returnCode: number
    readonly reason: string
    readonly closed: { readonly state: 'ACKED' | 'VOID'; readonly at: Date } | null
  },
): Promise<void> {
  await tx
    .update(mainframeBatches)
    .set({
      returnCode: answer.returnCode,
      reason: answer.reason,
      ...(answer.closed === null ? {} : { state: answer.closed.state, ackedAt: answer.closed.at }),
    })
    .where(eq(mainframeBatches.id, id))
}

/** Notes what the mainframe said of each record of a batch. */
export async function noteResults(tx: TenantTx, batchId: string, results: readonly AckResult[]): Promise<void> {
  const rows = results.map(({ isRejected, storedVersion, storedHash, rejectField, reason }, position) => ({
    position,
    code: isRejected ? 4 : 0,
    stored_version: storedVersion,
    stored_hash: storedHash,
    reject_field: rejectField,
    reject_reason: isRejected ? reason : null,
  }))
  await tx.execute(sql`
    update mainframe_batch_items i
    set code = r.code, stored_version = r.stored_version, stored_hash = r.stored_hash, reject_field = r.reject_field, reject_reason = r.reject_reason
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(position integer, code integer, stored_version integer, stored_hash text, reject_field text, reject_reason text)
    where i.batch_id = ${uuidFromId('batch', batchId)}::uuid and i.position = r.position`)
}

/**
 * Keeps these customers' rows, then how far they are, from changing until this transaction ends: in one order, which is that of a change,
 * so that none wait for each other. Of those that have not diverged only the keys: every later change of how far they are refers to them.
 */
export async function lockProfiles(
  tx: TenantTx,
  { diverged, all }: { readonly diverged: readonly string[]; readonly all: readonly string[] },
): Promise<void> {
  const isDiverged = new Set(diverged)
  await lockCustomers(tx, diverged, 'no key update')
  await lockCustomers(
    tx,
    all.filter((id) => !isDiverged.has(id)),
    'key share',
  )
  await tx
    .select({ id: mainframeSync.customerId })
    .from(mainframeSync)
    .where(inArray(mainframeSync.customerId, [...all]))
    .orderBy(asc(mainframeSync.customerId))
    .for('update')
}

async function lockCustomers(tx: TenantTx, ids: readonly string[], strength: 'no key update' | 'key share'): Promise<void> {
  if (ids.length === 0) return
  await tx
    .select({ id: customers.id })
    .from(customers)
    .where(inArray(customers.id, [...ids]))
    .orderBy(asc(customers.id))
    .for(strength)
}

/** A version that the mainframe has, and the lease under which we sent the record. */
export interface StoredVersion {
  readonly customerId: string
  readonly version: number
  readonly fence: number
}

/** Notes which versions the mainframe has. A smaller version than is known changes nothing, and a lease is released by its own fence only. */
export async function raiseAcked(tx: TenantTx, stored: readonly StoredVersion[], now: Date): Promise<void> {
  if (stored.length === 0) return
  const acked = sql`greatest(s.acked_version, least(r.version, s.desired_version))`
  const isSynced = sql`${acked} = s.desired_version`
  await tx.execute(sql`
    update mainframe_sync s
    set acked_version = ${acked},
        acked_at = ${now.toISOString()}::timestamptz,
        first_dirty_at = case when ${isSynced} then null else s.first_dirty_at end,
        parked_at = case when ${isSynced} then null else s.parked_at end,
        last_error_code = case when ${isSynced} then null else s.last_error_code end,
        last_error_field = case when ${isSynced} then null else s.last_error_field end,
        last_error_message = case when ${isSynced} then null else s.last_error_message end,
        lease_until = case when s.fence = r.fence or ${isSynced} then null else s.lease_until end,
        next_attempt_at = case when s.fence = r.fence or ${isSynced} then null else s.next_attempt_at end,
        attempts = case when s.fence = r.fence or ${isSynced} then 0 else s.attempts end
    from ${recordset(stored)} as r(customer_id uuid, version integer, fence bigint)
    where s.customer_id = r.customer_id`)
}

/** Releases these leases at once, where they are still the newest, and returns whose: those profiles are due again. */
export async function releaseLeases(tx: TenantTx, leases: readonly StoredVersion[]): Promise<readonly string[]> {
  if (leases.length === 0) return []
  const released = await tx.execute<{ customer_id: string }>(sql`
    update mainframe_sync s set lease_until = null, next_attempt_at = null
    from ${recordset(leases)} as r(customer_id uuid, version integer, fence bigint)
    where s.customer_id = r.customer_id and s.fence = r.fence
    returning s.customer_id`)
  return released.map(({ customer_id: uuid }) => idFromUuid('customer', uuid))
}

/** A refused record. */
export interface RejectedRecord extends StoredVersion {
  readonly code: string
  readonly field: string | null
  readonly reason: string
}

/**
 * Gives these profiles up with the mainframe's reason; returns which. One that has changed since it was sent is only released: its newer
 * version may be fine. One that somebody else has leased since is left to them.
 */
export async function parkRejected(tx: TenantTx, rejected: readonly RejectedRecord[], now: Date): Promise<readonly string[]> {
  if (rejected.length === 0) return []
  await releaseLeases(tx, rejected)
  const rows = rejected.map(({ code, field, reason, ...record }) => ({ ...rowOf(record), code, field, reason }))
  const parked = await tx.execute<{ customer_id: string }>(sql`
    update mainframe_sync s
    set parked_at = ${now.toISOString()}::timestamptz, last_error_code = r.code, last_error_field = r.field, last_error_message = r.reason
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(customer_id uuid, version integer, fence bigint, code text, field text, reason text)
    where s.customer_id = r.customer_id and s.fence = r.fence and s.desired_version = r.version and s.acked_version < s.desired_version
    returning s.customer_id`)
  return parked.map(({ customer_id: uuid }) => idFromUuid('customer', uuid))
}

/** A customer moved past what the mainframe has. */
export interface LiftedCustomer {
  readonly customerId: string
  readonly version: number
}

/**
 * Gives each customer a version above the one the mainframe has, to be sent again, and returns the new versions. The customers are
 * locked by `lockProfiles`.
 */
export async function liftVersions(
  tx: TenantTx,
  diverged: readonly { readonly customerId: string; readonly storedVersion: number }[],
  now: Date,
): Promise<readonly LiftedCustomer[]> {
  if (diverged.length === 0) return []
  const rows = diverged.map(({ customerId, storedVersion }) => ({ customer_id: uuidFromId('customer', customerId), stored: storedVersion }))
  const at = sql`${now.toISOString()}::timestamptz`
  const lifted = await tx.execute<{ id: string; version: number }>(sql`
    with lifted as (
      update customers c set version = greatest(c.version, r.stored) + 1, updated_at = ${at}
      from json_to_recordset(${JSON.stringify(rows)}::json) as r(customer_id uuid, stored integer)
      where c.id = r.customer_id
      returning c.id, c.version
    ), synced as (
      update mainframe_sync s
      set desired_version = l.version, first_dirty_at = coalesce(s.first_dirty_at, ${at}), lease_until = null, next_attempt_at = null,
          attempts = 0, parked_at = null, last_error_code = null, last_error_field = null, last_error_message = null
      from lifted l where s.customer_id = l.id
    )
    select id, version from lifted`)
  return lifted.map(({ id, version }) => ({ customerId: idFromUuid('customer', id), version }))
}

function recordset(rows: readonly StoredVersion[]): SQL {
  return sql`json_to_recordset(${JSON.stringify(rows.map(rowOf))}::json)`
}

function rowOf({ customerId, version, fence }: StoredVersion): {
  readonly customer_id: string
  readonly version: number
  readonly fence: number
} {
  return { customer_id: uuidFromId('customer', customerId), version, fence }
}
