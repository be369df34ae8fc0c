import { userRolesChanged } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { changeUserFields, saveNextUser, userToChange, type ChangeOtherUserResult } from './change-user.ts'
import { requireUserAdmin } from './user-access.ts'
import { ownUser, roleNotAllowed } from './user-refusals.ts'
import { effectiveRoles, hasForeignRole, isSameRoles, rolesAllowed } from './user.ts'

const input = z.object({ ...changeUserFields, roles: z.array(z.string()).max(50, 'must have at most 50 items') })

type Input = z.infer<typeof input>

const rules: MutationRules<Input, ChangeOtherUserResult> = {
  operation: 'setUserRoles',
  schema: input,
  refuse: (...userErrors) => ({ user: null, userErrors }),
}

/** Sets the roles a user has on top of its token's. Nobody stops being an admin by an own call. */
export async function setUserRoles(context: CustomersContext, rawInput: unknown): Promise<ChangeOtherUserResult> {
  requireUserAdmin(context)
  return await mutateOnce(context, rules, rawInput, (tx, given) => set(tx, context, given))
}

async function set(tx: TenantTx, context: CustomersContext, given: Input): Promise<ChangeOtherUserResult> {
  const locked = await userToChange(tx, context, given)
  if ('userErrors' in locked) return locked
  const { user, isSelf } = locked
  if (hasForeignRole(user.kind, given.roles)) return { user, userErrors: [roleNotAllowed(user.kind)] }
  const grantedRoles = rolesAllowed(user.kind, given.roles)
  if (isSelf && !effectiveRoles(user.kind, user.tokenRoles, grantedRoles).includes('admin')) return { user, userErrors: [ownUser] }
  if (isSameRoles(user.grantedRoles, grantedRoles)) return { user, userErrors: [] }
  return await saveNextUser(tx, context, userRolesChanged, { ...user, grantedRoles })
}
