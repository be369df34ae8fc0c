import { profileSyncJob } from '@iommi/schema/jobs/profile-sync'
import type { TenantTx } from '@iommi/shared/database'
import { invariant } from '@iommi/shared/errors'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { appendJobs } from '@iommi/shared/outbox'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { lockCustomer } from '../customers/customer-repo.ts'
import { customerNotFound } from '../customers/refusals.ts'
import { findMainframeSyncs, lockMainframeSync, unpark } from './mainframe-sync-repo.ts'
import type { MainframeSyncRecord } from './mainframe-sync.ts'
import { insertOperatorAction } from './operator-action-repo.ts'
import { actionOf, reasonField } from './operator-action.ts'
import { recordSyncChanges } from './record-sync-changes.ts'

/** Where the profile stands now, or why it was not replayed. */
export interface ReplayMainframeSyncResult {
  readonly mainframeSync: MainframeSyncRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'CUSTOMER_NOT_FOUND' | 'NOT_PARKED'>[]
}

const input = z.object({ idempotencyKey: idempotencyKeyField, customerId: idField('customer'), reason: reasonField })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, ReplayMainframeSyncResult> = {
  operation: 'replayMainframeSync',
  schema: input,
  refuse: (...userErrors) => ({ mainframeSync: null, userErrors }),
}

const notParked: UserError<'NOT_PARKED'> = inputError('NOT_PARKED', ['customerId'], 'This profile is not parked: it needs no replay.')

/** Has a parked profile sent again as it is now, and records who wanted it and why. */
export async function replayMainframeSync(context: CustomersContext, rawInput: unknown): Promise<ReplayMainframeSyncResult> {
  requireStaff(context, 'mainframe:write')
  return await mutateOnce(context, rules, rawInput, (tx, given) => replay(tx, context, given))
}

async function replay(tx: TenantTx, context: CustomersContext, { customerId, reason }: Input): Promise<ReplayMainframeSyncResult> {
  // The customer first, as every change of it does: the action refers to it, which locks it too.
  const sync = (await lockCustomer(tx, customerId)) && (await lockMainframeSync(tx, customerId))
  if (sync === null) return { mainframeSync: null, userErrors: [customerNotFound] }
  if (sync.parkedAt === null) return { mainframeSync: sync, userErrors: [notParked] }
  await unpark(tx, customerId)
  await insertOperatorAction(tx, actionOf(context, { kind: 'REPLAY', customerId, reconciliationId: null, reason }))
  await appendJobs(tx, context, profileSyncJob, [{ aggregateId: customerId, aggregateVersion: sync.desiredVersion, data: { customerId } }])
  await recordSyncChanges(tx, context, [customerId])
  const [replayed] = await findMainframeSyncs(tx, [customerId])
  invariant(replayed, 'a locked row stays')
  return { mainframeSync: replayed, userErrors: [] }
}
