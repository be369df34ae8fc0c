import { userEnabled } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { changeUserFields, saveNextUser, userToChange, type ChangeUserResult } from './change-user.ts'
import { requireUserAdmin } from './user-access.ts'
import { enabledStatus } from './user.ts'

const input = z.object(changeUserFields)

type Input = z.infer<typeof input>

const rules: MutationRules<Input, ChangeUserResult> = {
  operation: 'enableUser',
  schema: input,
  refuse: (...userErrors) => ({ user: null, userErrors }),
}

/** Lets a disabled user in again; one who never came is invited again. Anybody else stays as it is. */
export async function enableUser(context: CustomersContext, rawInput: unknown): Promise<ChangeUserResult> {
  requireUserAdmin(context)
  return await mutateOnce(context, rules, rawInput, (tx, given) => enable(tx, context, given))
}

async function enable(tx: TenantTx, context: CustomersContext, given: Input): Promise<ChangeUserResult> {
  const locked = await userToChange(tx, context, given)
  if ('userErrors' in locked) return locked
  const { user } = locked
  if (user.status !== 'DISABLED') return { user, userErrors: [] }
  return await saveNextUser(tx, context, userEnabled, { ...user, status: enabledStatus(user) })
}
