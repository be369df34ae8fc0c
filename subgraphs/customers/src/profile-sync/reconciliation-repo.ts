import type { TenantTx } from '@iommi/shared/database'
import { uuidFromId } from '@iommi/shared/ids'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, max, or, sql } from 'drizzle-orm'
import { addresses, customers, mainframeSync } from '../tables.ts'
import { toProfileRecord } from './profile-record.ts'
import type { ExpectedProfile, Finding, FindingKind } from './reconciliation.ts'
import { mainframeReconciliations } from './tables.ts'

/** A comparison of everything the mainframe has of a tenant, asked for or done. */
export interface ReconciliationRecord {
  readonly id: string
  readonly state: 'REQUESTED' | 'DONE'
  readonly requestedAt: Date
  readonly finishedAt: Date | null
  /** Profiles that the mainframe has; null until it is done. */
  readonly storedCount: number | null
  readonly missingCount: number | null
  readonly behindCount: number | null
  readonly aheadCount: number | null
  readonly differentCount: number | null
  readonly unknownCount: number | null
  /** The first of what differed; all of it was healed but `UNKNOWN`. */
  readonly findings: readonly Finding[]
}

type Row = typeof mainframeReconciliations.$inferSelect

function toRecord({ tenantId: _tenantId, sentAt: _sentAt, findings, ...row }: Row): ReconciliationRecord {
  return { ...row, findings: findings ?? [] }
}

/** Writes a request down; the worker passes it on. */
export async function insertReconciliation(
  tx: TenantTx,
  { id, now }: { readonly id: string; readonly now: Date },
): Promise<ReconciliationRecord> {
  const [row] = await tx.insert(mainframeReconciliations).values({ id, state: 'REQUESTED', requestedAt: now }).returning()
  if (row === undefined) throw new Error('an inserted row is returned')
  return toRecord(row)
}

/** The one that is under way, if any. */
export async function findOpenReconciliation(tx: TenantTx): Promise<ReconciliationRecord | null> {
  const [row] = await tx
    .select()
    .from(mainframeReconciliations)
    .where(eq(mainframeReconciliations.state, 'REQUESTED'))
    .orderBy(asc(mainframeReconciliations.requestedAt))
    .limit(1)
  return row === undefined ? null : toRecord(row)
}

/** The one with this id; null when there is none. */
export async function findReconciliation(tx: TenantTx, id: string): Promise<ReconciliationRecord | null> {
  const [row] = await tx.select().from(mainframeReconciliations).where(eq(mainframeReconciliations.id, id))
  return row === undefined ? null : toRecord(row)
}

/** A page of them, newest first. */
export async function listReconciliations(tx: TenantTx, page: PageRequest): Promise<readonly ReconciliationRecord[]> {
  const { where, orderBy, limit } = keyset(page, [mainframeReconciliations.requestedAt, mainframeReconciliations.id], 'desc')
  const rows = await tx
    .select()
    .from(mainframeReconciliations)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(toRecord)
}

/** Those whose request was never written, or so long ago that it got lost. */
export async function findRequestsToSend(tx: TenantTx, sentBefore: Date): Promise<readonly string[]> {
  const rows = await tx
    .select({ id: mainframeReconciliations.id })
    .from(mainframeReconciliations)
    .where(
      and(
        eq(mainframeReconciliations.state, 'REQUESTED'),
        or(isNull(mainframeReconciliations.sentAt), lt(mainframeReconciliations.sentAt, sentBefore)),
      ),
    )
  return rows.map(({ id }) => id)
}

/** Notes that the request was written. */
export async function markRequested(tx: TenantTx, id: string, now: Date): Promise<void> {
  await tx.update(mainframeReconciliations).set({ sentAt: now }).where(eq(mainframeReconciliations.id, id))
}

/** When the tenant's last one was asked for; null when never. */
export async function lastRequestedAt(tx: TenantTx): Promise<Date | null> {
  const [row] = await tx.select({ at: max(mainframeReconciliations.requestedAt) }).from(mainframeReconciliations)
  return row?.at ?? null
}

/** Closes one with what was found; `findings` are the first ones only. */
export async function finishReconciliation(
  tx: TenantTx,
  id: string,
  report: {
    readonly now: Date
    readonly storedCount: number
    readonly counts: Readonly<Record<FindingKind, number>>
    readonly findings: readonly Finding[]
  },
): Promise<void> {
  await tx
    .update(mainframeReconciliations)
    .set({
      state: 'DONE',
      finishedAt: report.now,
      storedCount: report.storedCount,
      missingCount: report.counts.MISSING,
      behindCount: report.counts.BEHIND,
      aheadCount: report.counts.AHEAD,
      differentCount: report.counts.DIFFERENT,
      unknownCount: report.counts.UNKNOWN,
      findings: report.findings,
    })
    .where(eq(mainframeReconciliations.id, id))
}

/** What the mainframe confirmed before `ackedBefore` and nobody has changed since: `limit` of them after `afterId`, by id. */
export async function findExpected(
  tx: TenantTx,
  { ackedBefore, afterId, limit }: { readonly ackedBefore: Date; readonly afterId: string | null; readonly limit: number },
): Promise<readonly ExpectedProfile[]> {
  const rows = await tx
    .select({ customer: customers, address: addresses })
    .from(mainframeSync)
    .innerJoin(customers, eq(customers.id, mainframeSync.customerId))
    .leftJoin(addresses, and(eq(addresses.customerId, customers.id), eq(addresses.isDefault, true)))
    .where(
      and(
        isNull(mainframeSync.firstDirtyAt),
        isNotNull(mainframeSync.ackedAt),
        lte(mainframeSync.ackedAt, ackedBefore),
        eq(customers.version, mainframeSync.ackedVersion),
        afterId === null ? undefined : gt(mainframeSync.customerId, afterId),
      ),
    )
    .orderBy(asc(mainframeSync.customerId))
    .limit(limit)
  return rows.map(({ customer, address }) => {
    const profile = { ...customer, customerId: customer.id, registeredAt: customer.createdAt, address }
    const made = toProfileRecord(profile)
    return { customerId: customer.id, version: customer.version, hash: made.misfit === null ? made.hash : null }
  })
}

/** Which of these customers there are. */
export async function findExisting(tx: TenantTx, customerIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (customerIds.length === 0) return new Set()
  const rows = await tx
    .select({ id: customers.id })
    .from(customers)
    .where(inArray(customers.id, [...customerIds]))
  return new Set(rows.map(({ id }) => id))
}

/** Has these sent again as the version they are: the mainframe has nothing, or something older. Whatever has changed meanwhile is left alone. */
export async function forgetAcked(tx: TenantTx, behind: readonly Finding[], now: Date): Promise<void> {
  if (behind.length === 0) return
  const rows = behind.map(({ customerId, expectedVersion, storedVersion }) => ({
    customer_id: uuidFromId('customer', customerId),
    expected: expectedVersion,
    stored: storedVersion,
  }))
  await tx.execute(sql`
    update mainframe_sync s set acked_version = r.stored, first_dirty_at = ${now.toISOString()}::timestamptz, lease_until = null, next_attempt_at = null
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(customer_id uuid, expected integer, stored integer)
    where s.customer_id = r.customer_id and s.acked_version = r.expected and s.first_dirty_at is null`)
}

/** Removes reports finished before `before`, unless somebody asked for them by hand. */
export async function forgetReconciliations(tx: TenantTx, before: Date): Promise<void> {
  await tx.execute(sql`
    delete from mainframe_reconciliations r where r.state = 'DONE' and r.requested_at < ${before.toISOString()}::timestamptz
      and not exists (select 1 from mainframe_operator_actions a where a.reconciliation_id = r.id)`)
}
