import type { TenantTx } from '@iommi/shared/database'
import { inArray, sql } from 'drizzle-orm'
import { mainframeSync } from '../tables.ts'
import type { MainframeSyncRecord } from './mainframe-sync.ts'

/** The states of these customers, in any order. */
export async function findMainframeSyncs(tx: TenantTx, customerIds: readonly string[]): Promise<readonly MainframeSyncRecord[]> {
  return await tx
    .select({
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
    })
    .from(mainframeSync)
    .where(inArray(mainframeSync.customerId, [...customerIds]))
}

/** Says which version of each customer the mainframe should have; one that was parked is tried again from the start. */
export async function markDirty(
  tx: TenantTx,
  wanted: readonly { readonly customerId: string; readonly desiredVersion: number; readonly now: Date }[],
): Promise<void> {
  await tx
    .insert(mainframeSync)
    .values(wanted.map(({ customerId, desiredVersion, now }) => ({ customerId, desiredVersion, firstDirtyAt: now })))
    .onConflictDoUpdate({
      target: [mainframeSync.tenantId, mainframeSync.customerId],
      set: {
        desiredVersion: sql`excluded.desired_version`,
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
