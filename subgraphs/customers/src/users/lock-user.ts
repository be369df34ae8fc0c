import type { TenantTx } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import type { RequestContext } from '@iommi/shared/request-context'
import { lockUserAndSelf } from './user-repo.ts'
import type { UserRecord } from './user.ts'

/** A user about to be changed. */
export interface LockedUser {
  readonly user: UserRecord
  /** Whether it is who is calling. */
  readonly isSelf: boolean
}

/**
 * The user as last committed, kept from changing until this transaction ends; null when there is none. FORBIDDEN when
 * the caller was disabled meanwhile: of two admins who disable each other at once, one stays.
 */
export async function lockUser(tx: TenantTx, context: Pick<RequestContext, 'actor'>, id: string): Promise<LockedUser | null> {
  const locked = await lockUserAndSelf(tx, id, context.actor.id)
  const isSelf = (user: UserRecord): boolean => user.kind === 'EMPLOYEE' && user.subject === context.actor.id
  if (locked.some((user) => isSelf(user) && user.status === 'DISABLED')) throw new AppError('FORBIDDEN', 'Your user is disabled.')
  const user = locked.find((each) => each.id === id)
  return user === undefined ? null : { user, isSelf: isSelf(user) }
}
