import { withTenant } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { Tenant } from '@iommi/shared/tenant'
import { forgetBatches } from './batch-repo.ts'
import { takeTurns } from './take-turns.ts'
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
import { findTenantsToReconcile, findTenantsToSend } from './work-finding-repo.ts'

const resendEveryMs = 250
const requestEveryMs = 500
const nightlyEveryMs = 60_000
const tidyEveryMs = 60_000
const requestTimeoutMs = 60_000
const day = 86_400_000
const halvesRetentionMs = 3_600_000
const bytesRetentionMs = day
const batchRetentionMs = 30 * day
const reportRetentionMs = 90 * day

/** Writes files that are due to be written, or written again, until stopped. */
export function startSending(kit: SyncKit): Loop {
  const turns = takeTurns<string>({ ...kit, operation: 'mainframe-sending', keyOf: (tenantId) => tenantId })
  return startLoop({ name: 'mainframe-sending', idleMs: resendEveryMs, log: kit.log }, async (stopping) => {
    const tenantIds = await inEachSchema(kit, (tx) => findTenantsToSend(tx, kit.now()))
    await turns.each(tenantIds, stopping, async (tenantId) => {
      const tenant = await kit.tenants.find(tenantId)
      if (tenant !== null) await sendBatches(kit, tenant)
    })
    return false
  })
}

/** Asks the mainframe for the extracts that reconciliations wait for, until stopped. */
export function startReconciling(kit: SyncKit): Loop {
  const turns = takeTurns<string>({ ...kit, operation: 'mainframe-reconciling', keyOf: (tenantId) => tenantId })
  return startLoop({ name: 'mainframe-reconciling', idleMs: requestEveryMs, log: kit.log }, async (stopping) => {
    const tenantIds = await inEachSchema(kit, (tx) => findTenantsToReconcile(tx, sentBefore(kit)))
    await turns.each(tenantIds, stopping, async (tenantId) => {
      const tenant = await kit.tenants.find(tenantId)
      if (tenant !== null) await requestExtracts(kit, tenant)
    })
    return false
  })
}

/** Begins a reconciliation of each tenant in the night's hour (UTC), until stopped. */
export function startNightly(kit: SyncKit, nightlyHour: number): Loop {
  const turns = takeTurns<Tenant>({ ...kit, operation: 'mainframe-nightly', keyOf: ({ id }) => id })
  return startLoop({ name: 'mainframe-nightly', idleMs: nightlyEveryMs, log: kit.log }, async (stopping) => {
    if (kit.now().getUTCHours() === nightlyHour) await turns.each(await kit.tenants.all(), stopping, (tenant) => askNightly(kit, tenant))
    return false
  })
}

function sentBefore({ now }: Pick<SyncKit, 'now'>): Date {
  return new Date(now().getTime() - requestTimeoutMs)
}

/** Writes the requests of the tenant's reconciliations that were not written yet, or were not answered within a minute. */
export async function requestExtracts(kit: Pick<SyncKit, 'db' | 'now' | 'drop'>, tenant: Tenant): Promise<void> {
  const ids = await withTenant(workFor(kit, tenant), (tx) => findRequestsToSend(tx, sentBefore(kit)))
  for (const requestId of ids) {
    await kit.drop.putExtractRequest(requestId, toExtractRequest({ tenantId: tenant.id, requestId }))
    await withTenant(workFor(kit, tenant), (tx) => markRequested(tx, requestId, kit.now()))
  }
}

/** Begins the night's reconciliation unless something was compared in the last hours. Two processes at once may begin two. */
async function askNightly(kit: Pick<SyncKit, 'db' | 'now'>, tenant: Tenant): Promise<void> {
  const now = kit.now()
  await withTenant(workFor(kit, tenant), async (tx) => {
    const last = await lastRequestedAt(tx)
    const isDone = last !== null && now.getTime() - last.getTime() < day / 2
    if (!isDone && (await findOpenReconciliation(tx)) === null) await insertReconciliation(tx, { id: newId('recon'), now })
  })
}

/**
 * Drops what has served its time, until stopped: bytes of closed batches after a day, batches after 30 days, nightly reports after 90, and
 * after an hour what a process that died has left of a file.
 */
export function startTidying(kit: SyncKit): Loop {
  const turns = takeTurns<Tenant>({ ...kit, operation: 'mainframe-tidying', keyOf: ({ id }) => id })
  return startLoop({ name: 'mainframe-tidying', idleMs: tidyEveryMs, log: kit.log }, async (stopping) => {
    const nowMs = kit.now().getTime()
    await kit.drop.forgetHalves(new Date(nowMs - halvesRetentionMs))
    await turns.each(await kit.tenants.all(), stopping, async (tenant) => {
      await withTenant(workFor(kit, tenant), async (tx) => {
        await forgetBatches(tx, { bytesBefore: new Date(nowMs - bytesRetentionMs), batchesBefore: new Date(nowMs - batchRetentionMs) })
        await forgetReconciliations(tx, new Date(nowMs - reportRetentionMs))
      })
    })
    return false
  })
}
