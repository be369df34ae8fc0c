import { userDisabled } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { changeUserFields, saveNextUser, userToChange, type ChangeOtherUserResult } from './change-user.ts'
import { requireUserAdmin } from './user-access.ts'
import { ownUser } from './user-refusals.ts'

const input = z.object(changeUserFields)

type Input = z.infer<typeof input>

const rules: MutationRules<Input, ChangeOtherUserResult> = {
  operation: 'disableUser',
  schema: input,
  refuse: (...userErrors) => ({ user: null, userErrors }),
}

/** Keeps a user out from now on; one who is out already stays as it is. Nobody disables itself. */
export async function disableUser(context: CustomersContext, rawInput: unknown): Promise<ChangeOtherUserResult> {
  requireUserAdmin(context)
  return await mutateOnce(context, rules, rawInput, (tx, given) => disable(tx, context, given))
}

async function disable(tx: TenantTx, context: CustomersContext, given: Input): Promise<ChangeOtherUserResult> {
  const locked = await userToChange(tx, context, given)
  if ('userErrors' in locked) return locked
  const { user, isSelf } = locked
  if (isSelf) return { user, userErrors: [ownUser] }
  if (user.status === 'DISABLED') return { user, userErrors: [] }
  return await saveNextUser(tx, context, userDisabled, { ...user, status: 'DISABLED' })
}
