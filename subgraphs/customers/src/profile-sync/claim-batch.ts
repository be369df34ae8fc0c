import { withTenant, type TenantTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import type { Tenant } from '@iommi/shared/tenant'
import { recordSyncChanges } from '../mainframe-sync/record-sync-changes.ts'
import { toBatchFile } from './batch-file.ts'
import { countOpenBatches, insertBatch, type NewBatchItem } from './batch-repo.ts'
import { leaseDue, lockSequence, noteBatch, park, readProfiles, setSequence, type Lease, type Unsendable } from './claim-repo.ts'
import { toProfileRecord, type Misfit } from './profile-record.ts'
import { workFor, type SyncKit, type TenantWork } from './sync-kit.ts'

/** What became of an attempt to make a batch. */
export interface ClaimOutcome {
  readonly batchId: string | null
  /** Profiles leased, those that were given up included. */
  readonly claimed: number
  /** The tenant has as many unanswered batches as it may have: an ack is to be waited for. */
  readonly isFull: boolean
}

/** Unanswered batches that a tenant may have: one is worked on by the mainframe while the next one lies there. */
export const openBatchesMax = 2

/**
 * Makes the tenant's next batch in one transaction: leases up to `limit` profiles, reads the newest row of each, and writes the file's
 * bytes down under the next number. What cannot be encoded is given up with its reason. The file is not written: see `sendBatches`.
 */
export async function claimBatch(kit: Pick<SyncKit, 'db' | 'now' | 'times'>, tenant: Tenant, limit: number): Promise<ClaimOutcome> {
  const work = workFor(kit, tenant)
  return await withTenant(work, async (tx) => {
    const sequence = await lockSequence(tx)
    if ((await countOpenBatches(tx)) >= openBatchesMax) return { batchId: null, claimed: 0, isFull: true }
    const batchId = newId('batch')
    const now = work.now()
    const leases = await leaseDue(tx, { limit, leaseMs: kit.times.leaseMs, now })
    if (leases.length === 0) return { batchId: null, claimed: 0, isFull: false }
    const isSent = await write(tx, work, { batchId, sequence, leases, now })
    return { batchId: isSent ? batchId : null, claimed: leases.length, isFull: false }
  })
}

interface Claim {
  readonly batchId: string
  readonly sequence: number
  readonly leases: readonly Lease[]
  readonly now: Date
}

async function write(tx: TenantTx, work: TenantWork, claim: Claim): Promise<boolean> {
  const { batchId, sequence, leases, now } = claim
  const profiles = await readProfiles(
    tx,
    leases.map(({ customerId }) => customerId),
  )
  const records = profiles.map((profile) => ({ profile, ...toProfileRecord(profile) }))
  const unsendable = records.flatMap(({ profile: { customerId }, misfit }) => (misfit === null ? [] : [toUnsendable(customerId, misfit)]))
  await park(tx, unsendable, now)
  const leaseOf = new Map(leases.map((lease) => [lease.customerId, lease]))
  const details = records.flatMap(({ profile: { customerId, version }, ...made }) => {
    const lease = leaseOf.get(customerId)
    if (made.record === null || lease === undefined) return []
    const item: NewBatchItem = { customerId, version, fence: lease.fence, sentHash: made.hash, traceparent: lease.traceparent }
    return [{ record: made.record, version, item }]
  })
  if (details.length > 0) {
    const bytes = toBatchFile({ tenantId: work.tenant.id, batchId, sequence, createdAt: now, details })
    const items = details.map(({ item }) => item)
    await insertBatch(tx, { id: batchId, sequence, bytes, createdAt: now, nextSendAt: now, items })
    await noteBatch(
      tx,
      batchId,
      items.map(({ customerId }) => customerId),
    )
    await setSequence(tx, sequence + 1)
  }
  await recordSyncChanges(
    tx,
    work,
    leases.map(({ customerId }) => customerId),
  )
  return details.length > 0
}

function toUnsendable(customerId: string, { code, field, rule }: Misfit): Unsendable {
  return { customerId, code, field, message: `${field} ${rule}.` }
}
