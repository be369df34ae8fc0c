import { withTenant, type TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { isId, newId } from '@iommi/shared/ids'
import { readPageRequest, toConnection, type Connection, type ConnectionArgs } from '@iommi/shared/pagination'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import {
  findOpenReconciliation,
  findReconciliation,
  insertReconciliation,
  listReconciliations as listPage,
  type ReconciliationRecord,
} from '../profile-sync/reconciliation-repo.ts'
import { insertOperatorAction } from './operator-action-repo.ts'
import { actionOf, reasonField } from './operator-action.ts'

/** The reconciliation that is under way, or why there is none. */
export interface ReconcileMainframeResult {
  readonly reconciliation: ReconciliationRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode>[]
}

const input = z.object({ idempotencyKey: idempotencyKeyField, reason: reasonField })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, ReconcileMainframeResult> = {
  operation: 'reconcileMainframe',
  schema: input,
  refuse: (...userErrors) => ({ reconciliation: null, userErrors }),
}

/**
 * Begins to compare everything that the mainframe has with everything that it should have; one that is under way already is joined.
 * Records who wanted it and why. The report is there when its state is DONE: see `readReconciliation`.
 */
export async function reconcileMainframe(context: CustomersContext, rawInput: unknown): Promise<ReconcileMainframeResult> {
  requireStaff(context, 'mainframe:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => begin(tx, context, given))
}

async function begin(tx: TenantTx, context: CustomersContext, { reason }: Input): Promise<ReconcileMainframeResult> {
  const open = await findOpenReconciliation(tx)
  const reconciliation = open ?? (await insertReconciliation(tx, { id: newId('recon'), now: context.now() }))
  await insertOperatorAction(tx, actionOf(context, { kind: 'RECONCILE', customerId: null, reconciliationId: reconciliation.id, reason }))
  return { reconciliation, userErrors: [] }
}

/** The report with this id; null when there is none. */
export async function readReconciliation(context: CustomersContext, id: string): Promise<ReconciliationRecord | null> {
  requireStaff(context, 'mainframe:read')
  return isId('recon', id) ? await withTenant(context, (tx) => findReconciliation(tx, id)) : null
}

/** A page of reports, newest first. */
export async function listReconciliations(context: CustomersContext, args: ConnectionArgs): Promise<Connection<ReconciliationRecord>> {
  requireStaff(context, 'mainframe:read')
  const request = readPageRequest(args, 'mainframe reconciliations')
  const rows = await withTenant(context, (tx) => listPage(tx, request))
  return toConnection(request, rows, ({ requestedAt, id }) => [requestedAt, id])
}
