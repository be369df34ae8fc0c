import { customerProfileChanged } from '@iommi/schema/events/customer-events'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { isId } from '@iommi/shared/ids'
import { appendEvents } from '@iommi/shared/outbox'
import type { Tenant } from '@iommi/shared/tenant'
import { recordSyncChanges } from '../mainframe-sync/record-sync-changes.ts'
import { liftVersions, lockProfiles } from './ack-repo.ts'
import type { Extract, StoredProfile } from './extract-file.ts'
import { compareProfile, countFindings, type Finding } from './reconciliation.ts'
import {
  findExisting,
  findExpected,
  findReconciliation,
  finishReconciliation,
  forgetAcked,
  type ReconciliationRecord,
} from './reconciliation-repo.ts'
import { workFor, type SyncKit, type TenantWork } from './sync-kit.ts'

const pageSize = 500
const findingsKept = 200

/**
 * Compares an extract with everything the mainframe had confirmed before it was asked for, has sent again whatever differs, and closes
 * the report. An extract that nobody waits for any more is ignored; a customer that there is not is only reported.
 */
export async function applyExtract(kit: Pick<SyncKit, 'db' | 'now' | 'log'>, tenant: Tenant, extract: Extract): Promise<void> {
  const wanted = isId('recon', extract.requestId)
    ? await withTenant(workFor(kit, tenant), (tx) => findReconciliation(tx, extract.requestId))
    : null
  if (wanted?.state !== 'REQUESTED') return
  const findings = [...(await compareAll(kit, tenant, { extract, wanted })), ...(await findUnknown(kit, tenant, extract.profiles))]
  const counts = countFindings(findings)
  const work = workFor(kit, tenant)
  await withTenant(work, (tx) =>
    finishReconciliation(tx, wanted.id, {
      now: work.now(),
      storedCount: extract.profiles.length,
      counts,
      findings: findings.slice(0, findingsKept),
    }),
  )
  kit.log.info({ tenantId: tenant.id, aggregateId: wanted.id, count: findings.length }, 'mainframe reconciled')
}

async function compareAll(
  kit: Pick<SyncKit, 'db' | 'now'>,
  tenant: Tenant,
  { extract, wanted }: { readonly extract: Extract; readonly wanted: ReconciliationRecord },
): Promise<readonly Finding[]> {
  const stored = new Map(extract.profiles.map((profile) => [profile.customerId, profile]))
  const findings: Finding[] = []
  let afterId: string | null = null
  for (;;) {
    const work = workFor(kit, tenant)
    const page: Page = await withTenant(work, (tx) =>
      comparePage(tx, work, stored, { ackedBefore: wanted.requestedAt, afterId, limit: pageSize }),
    )
    findings.push(...page.findings)
    if (page.lastId === null) return findings
    afterId = page.lastId
  }
}

interface Page {
  readonly findings: readonly Finding[]
  /** Null after the last page. */
  readonly lastId: string | null
}

async function comparePage(
  tx: TenantTx,
  work: TenantWork,
  stored: ReadonlyMap<string, StoredProfile>,
  range: Parameters<typeof findExpected>[1],
): Promise<Page> {
  const expected = await findExpected(tx, range)
  const findings = expected.flatMap((profile) => compareProfile(profile, stored.get(profile.customerId)) ?? [])
  await heal(tx, work, findings)
  return { findings, lastId: expected.length < range.limit ? null : (expected.at(-1)?.customerId ?? null) }
}

// The mainframe would keep what it has against the same version: only a newer one replaces it.
function isLifted({ kind }: Finding): boolean {
  return kind === 'AHEAD' || kind === 'DIFFERENT'
}

async function heal(tx: TenantTx, work: TenantWork, findings: readonly Finding[]): Promise<void> {
  if (findings.length === 0) return
  const now = work.now()
  const diverged = findings.filter(isLifted)
  const all = findings.map(({ customerId }) => customerId)
  await lockProfiles(tx, { diverged: diverged.map(({ customerId }) => customerId), all })
  const lifted = await liftVersions(tx, diverged, now)
  await appendEvents(
    tx,
    work,
    customerProfileChanged,
    lifted.map(({ customerId, version }) => ({ aggregateId: customerId, aggregateVersion: version, data: { customerId, version } })),
  )
  await forgetAcked(
    tx,
    findings.filter((finding) => !isLifted(finding)),
    now,
  )
  await recordSyncChanges(tx, work, all)
}

async function findUnknown(
  kit: Pick<SyncKit, 'db' | 'now'>,
  tenant: Tenant,
  profiles: readonly StoredProfile[],
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (let start = 0; start < profiles.length; start += pageSize) {
    const page = profiles.slice(start, start + pageSize)
    const ids = page.map(({ customerId }) => customerId).filter((id) => isId('customer', id))
    const existing = await withTenant(workFor(kit, tenant), (tx) => findExisting(tx, ids))
    const unknown = page.filter(({ customerId }) => !existing.has(customerId))
    findings.push(
      ...unknown.map(({ customerId, version }): Finding => ({ kind: 'UNKNOWN', customerId, expectedVersion: 0, storedVersion: version })),
    )
  }
  return findings
}
