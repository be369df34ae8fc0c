import { userInvited } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField, mutateOnce, type MutationRules } from '@iommi/shared/idempotency'
import { newId } from '@iommi/shared/ids'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { CustomersContext } from '../context.ts'
import { emailField, nameField } from '../customers/profile-fields.ts'
import { recordUser } from './record-user.ts'
import { requireUserAdmin } from './user-access.ts'
import { roleNotAllowed } from './user-refusals.ts'
import { insertUser, isUserEmail } from './user-repo.ts'
import { hasForeignRole, rolesAllowed, type UserRecord } from './user.ts'

/** The user who was invited, or why nobody was. */
export interface InviteUserResult {
  readonly user: UserRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'USER_EXISTS'>[]
}

const input = z.object({
  idempotencyKey: idempotencyKeyField,
  kind: z.enum(['EMPLOYEE', 'CLIENT'], { error: 'must be EMPLOYEE or CLIENT' }),
  name: nameField,
  email: emailField,
  roles: z.array(z.string()).max(50, 'must have at most 50 items').nullish(),
})

type Input = z.infer<typeof input>

const rules: MutationRules<Input, InviteUserResult> = {
  operation: 'inviteUser',
  schema: input,
  refuse: (...userErrors) => ({ user: null, userErrors }),
}

const userExists = inputError('USER_EXISTS', ['email'], 'A user of that kind has this e-mail address, or an invitation for it is open.')

/** Invites somebody: the first token of that kind with the e-mail address is that user's. */
export async function inviteUser(context: CustomersContext, rawInput: unknown): Promise<InviteUserResult> {
  requireUserAdmin(context)
  return await mutateOnce(context, rules, rawInput, (tx, given) => invite(tx, context, given))
}

async function invite(tx: TenantTx, context: CustomersContext, given: Input): Promise<InviteUserResult> {
  const roles = given.roles ?? []
  if (hasForeignRole(given.kind, roles)) return rules.refuse(roleNotAllowed(given.kind))
  if (await isUserEmail(tx, given.kind, given.email)) return { user: null, userErrors: [userExists] }
  const user = await insertUser(tx, invitation(given, roles, context.now()), null)
  // Invited by another request a moment ago.
  if (user === null) return { user: null, userErrors: [userExists] }
  await recordUser(tx, context, userInvited, user)
  return { user, userErrors: [] }
}

function invitation({ kind, name, email }: Input, roles: readonly string[], now: Date): UserRecord {
  return {
    id: newId('user'),
    kind,
    name,
    email,
    tokenRoles: [],
    grantedRoles: rolesAllowed(kind, roles),
    status: 'INVITED',
    subject: null,
    invitedAt: now,
    lastSeenAt: null,
    createdAt: now,
    version: 1,
    customerId: null,
  }
}
