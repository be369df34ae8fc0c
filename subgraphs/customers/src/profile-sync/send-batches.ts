import { withTenant } from '@iommi/shared/database'
import type { Tenant } from '@iommi/shared/tenant'
import { inSpansOf } from '@iommi/shared/tracing'
import { findTraceparents } from './ack-repo.ts'
import { backoffMs } from './backoff.ts'
import { markSent, postponeSend, takeBatchesToSend, type BatchToSend } from './batch-repo.ts'
import { workFor, type SyncKit } from './sync-kit.ts'

/** Whoever takes a batch has so long to write its file before somebody else may. */
const takenMs = 5_000

/**
 * Writes the files of the tenant's unanswered batches that are due: new ones, and those that were taken without an answer in time, from
 * the very same bytes. A file that still lies there is left alone. May be repeated; of several at once, in whatever process, each file is
 * one's to write, and somebody else's some seconds later should that one fail.
 */
export async function sendBatches(kit: SyncKit, tenant: Tenant): Promise<void> {
  const now = kit.now()
  const takenUntil = new Date(now.getTime() + takenMs)
  const batches = await withTenant(workFor(kit, tenant), (tx) => takeBatchesToSend(tx, { now, takenUntil }))
  for (const batch of batches) await send(kit, tenant, batch)
}

async function send(kit: SyncKit, tenant: Tenant, batch: BatchToSend): Promise<void> {
  const again = (): Date => new Date(kit.now().getTime() + backoffMs(kit.times.ackTimeoutMs, batch.sends + 1, Math.random()))
  if (await kit.drop.isWaiting(batch.id)) {
    await withTenant(workFor(kit, tenant), (tx) => postponeSend(tx, batch.id, new Date(kit.now().getTime() + kit.times.ackTimeoutMs)))
    return
  }
  const traceparents = await withTenant(workFor(kit, tenant), (tx) => findTraceparents(tx, batch.id))
  await inSpansOf(traceparents, { name: 'send to mainframe', kind: 'producer' }, async () => {
    await kit.drop.putBatch(batch.id, batch.bytes)
    await withTenant(workFor(kit, tenant), (tx) => markSent(tx, batch.id, { now: kit.now(), nextSendAt: again() }))
  })
  kit.metrics.batch(batch.sends === 0 ? 'sent' : 'sent_again')
}
