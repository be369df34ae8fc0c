import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { mainframeOperatorActions } from '../profile-sync/tables.ts'

/** What somebody did by hand: who, what to, why, when. */
export interface OperatorActionRecord {
  readonly id: string
  readonly kind: 'REPLAY' | 'RECONCILE'
  readonly customerId: string | null
  readonly reconciliationId: string | null
  readonly actorKind: 'EMPLOYEE' | 'SYSTEM'
  readonly actorId: string
  readonly reason: string
  readonly actedAt: Date
}

/** Writes an action down, in the transaction that does it. */
export async function insertOperatorAction(tx: TenantTx, action: OperatorActionRecord): Promise<void> {
  await tx.insert(mainframeOperatorActions).values(action)
}

/** A page of them, newest first. */
export async function listOperatorActions(tx: TenantTx, page: PageRequest): Promise<readonly OperatorActionRecord[]> {
  const { where, orderBy, limit } = keyset(page, [mainframeOperatorActions.actedAt, mainframeOperatorActions.id], 'desc')
  const rows = await tx
    .select()
    .from(mainframeOperatorActions)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
  return rows.map(({ tenantId: _tenantId, ...action }) => action)
}
