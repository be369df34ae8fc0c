import type { userDisabled } from '@iommi/schema/events/customer-events'
import type { TenantTx } from '@iommi/shared/database'
import { idempotencyKeyField } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import type { CustomersContext } from '../context.ts'
import { isStale } from '../customers/customer.ts'
import { expectedVersionField } from '../customers/refusals.ts'
import { lockUser, type LockedUser } from './lock-user.ts'
import { recordUser } from './record-user.ts'
import { userNotFound, userVersionConflict } from './user-refusals.ts'
import { saveUser } from './user-repo.ts'
import type { UserRecord } from './user.ts'

/** The user as it is now, or why nothing was changed. */
export interface ChangeUserResult {
  readonly user: UserRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'USER_NOT_FOUND' | 'VERSION_CONFLICT'>[]
}

/** As `ChangeUserResult`, of what admins cannot do to themselves. */
export interface ChangeOtherUserResult {
  readonly user: UserRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'USER_NOT_FOUND' | 'VERSION_CONFLICT' | 'OWN_USER'>[]
}

/** The fields of every change of a user. */
export const changeUserFields = {
  idempotencyKey: idempotencyKeyField,
  userId: idField('user'),
  expectedVersion: expectedVersionField,
} as const

/** A user locked for a change that its caller decided on this version, or the refusal. */
export async function userToChange(
  tx: TenantTx,
  context: CustomersContext,
  { userId, expectedVersion }: { readonly userId: string; readonly expectedVersion?: number | null | undefined },
): Promise<LockedUser | ChangeUserResult> {
  const locked = await lockUser(tx, context, userId)
  if (locked === null) return { user: null, userErrors: [userNotFound] }
  return isStale(locked.user, expectedVersion) ? { user: locked.user, userErrors: [userVersionConflict] } : locked
}

/** Gives a locked user its next version with what is changed, and records it. */
export async function saveNextUser(
  tx: TenantTx,
  context: CustomersContext,
  event: typeof userDisabled,
  changed: UserRecord,
): Promise<{ readonly user: UserRecord; readonly userErrors: readonly [] }> {
  const user = { ...changed, version: changed.version + 1 }
  await saveUser(tx, user, context.now())
  await recordUser(tx, context, event, user)
  return { user, userErrors: [] }
}
