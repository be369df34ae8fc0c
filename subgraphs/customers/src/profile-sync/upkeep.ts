import { withTenant } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { Tenant } from '@iommi/shared/tenant'
import { forgetBatches } from './batch-repo.ts'
import { eachInTurn } from './each-in-turn.ts'
import { inEachSchema } from './each-schema.ts'
import { toExtractRequest } from './extract-file.ts'
import {
  findOpenReconciliation,
  findRequestsToSend,
  forgetReconciliations,
  insertReconciliation,
  lastRequestedAt,
  markRequested,
} from './reconciliation-repo.ts'
import { sendBatches } from './send-batches.ts'
import { workFor, type SyncKit } from './sync-kit.ts'
import { findTenantsToSend } from './work-finding-repo.ts'

const resendEveryMs = 250
const requestEveryMs = 500
const tidyEveryMs = 60_000
const requestTimeoutMs = 60_000
const day = 86_400_000
const bytesRetentionMs = day
const batchRetentionMs = 30 * day
const reportRetentionMs = 90 * day

/** Writes files that are due to be written, or written again, until stopped. */
export function startSending(kit: SyncKit): Loop {
  return startLoop({ name: 'mainframe-sending', idleMs: resendEveryMs, log: kit.log }, async (stopping) => {
    const tenantIds = await inEachSchema(kit, (tx) => findTenantsToSend(tx, kit.now()))
    await eachInTurn(tenantIds, stopping, async (tenantId) => {
      const tenant = await kit.tenants.find(tenantId)
      if (tenant !== null) await sendBatches(kit, tenant)
    })
    return false
  })
}

/** Asks the mainframe for the extracts that reconciliations wait for, and for one a night by itself, until stopped. */
export function startReconciling(kit: SyncKit, nightlyHour: number): Loop {
  return startLoop({ name: 'mainframe-reconciling', idleMs: requestEveryMs, log: kit.log }, async (stopping) => {
    await eachInTurn(await kit.tenants.all(), stopping, async (tenant) => {
      await askNightly(kit, tenant, nightlyHour)
      await requestExtracts(kit, tenant)
    })
    return false
  })
}

/** Writes the requests of the tenant's reconciliations that were not written yet, or were not answered within a minute. */
export async function requestExtracts(kit: Pick<SyncKit, 'db' | 'now' | 'drop'>, tenant: Tenant): Promise<void> {
  const sentBefore = new Date(kit.now().getTime() - requestTimeoutMs)
  const ids = await withTenant(workFor(kit, tenant), (tx) => findRequestsToSend(tx, sentBefore))
  for (const requestId of ids) {
    await kit.drop.putExtractRequest(requestId, toExtractRequest({ tenantId: tenant.id, requestId }))
    await withTenant(workFor(kit, tenant), (tx) => markRequested(tx, requestId, kit.now()))
  }
}

/** Begins the night's reconciliation when its hour (UTC) has come and nothing was compared since. Two processes at once may begin two. */
async function askNightly(kit: Pick<SyncKit, 'db' | 'now'>, tenant: Tenant, nightlyHour: number): Promise<void> {
  const now = kit.now()
  if (now.getUTCHours() !== nightlyHour) return
  await withTenant(workFor(kit, tenant), async (tx) => {
    const last = await lastRequestedAt(tx)
    const isDone = last !== null && now.getTime() - last.getTime() < day / 2
    if (!isDone && (await findOpenReconciliation(tx)) === null) await insertReconciliation(tx, { id: newId('recon'), now })
  })
}

/** Drops what has served its time, until stopped: bytes of confirmed batches after a day, batches after 30 days, nightly reports after 90. */
export function startTidying(kit: SyncKit): Loop {
  return startLoop({ name: 'mainframe-tidying', idleMs: tidyEveryMs, log: kit.log }, async (stopping) => {
    const nowMs = kit.now().getTime()
    await eachInTurn(await kit.tenants.all(), stopping, async (tenant) => {
      await withTenant(workFor(kit, tenant), async (tx) => {
        await forgetBatches(tx, { bytesBefore: new Date(nowMs - bytesRetentionMs), batchesBefore: new Date(nowMs - batchRetentionMs) })
        await forgetReconciliations(tx, new Date(nowMs - reportRetentionMs))
      })
    })
    return false
  })
}
