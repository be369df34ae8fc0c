import { mainframeSyncChanged } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { appendEvents } from '@iommi/shared/outbox'
import type { RequestContext } from '@iommi/shared/request-context'
import { findMainframeSyncs } from './mainframe-sync-repo.ts'
import { stateOf } from './mainframe-sync.ts'

/** Tells, in the transaction that changed them, where these profiles stand now; each in the trace of its own change. */
export async function recordSyncChanges(
  tx: TenantTx,
  context: Pick<RequestContext, 'now' | 'traceparent'>,
  customerIds: readonly string[],
): Promise<void> {
  if (customerIds.length === 0) return
  const now = context.now()
  const syncs = await findMainframeSyncs(tx, customerIds)
  const changes = syncs.map((sync) => ({
    aggregateId: sync.customerId,
    aggregateVersion: sync.desiredVersion,
    traceparent: sync.traceparent ?? context.traceparent,
    data: {
      customerId: sync.customerId,
      state: stateOf(sync, now),
      desiredVersion: sync.desiredVersion,
      ackedVersion: sync.ackedVersion,
      batchId: sync.batchId,
      reject: sync.lastErrorCode === null ? null : { code: sync.lastErrorCode, field: sync.lastErrorField },
    },
  }))
  await appendEvents(tx, context, mainframeSyncChanged, changes)
}
