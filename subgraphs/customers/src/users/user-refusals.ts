import { inputError, type UserError } from '@iommi/shared/user-errors'
import { rolesOfKind, type UserKind } from './user.ts'

/** The user error of a user that does not exist. */
export const userNotFound: UserError<'USER_NOT_FOUND'> = inputError('USER_NOT_FOUND', ['userId'], 'There is no such user.')

/** The user error of a change that was decided on an older version. */
export const userVersionConflict: UserError<'VERSION_CONFLICT'> = inputError(
  'VERSION_CONFLICT',
  ['expectedVersion'],
  'The user has changed since. Read it again, then retry.',
)

/** The user error of admins who would shut themselves out. */
export const ownUser: UserError<'OWN_USER'> = inputError('OWN_USER', ['userId'], 'This is your own user: another admin has to do it.')

/** The user error of a role that a user of this kind cannot have. */
export function roleNotAllowed(kind: UserKind): UserError<'INVALID_INPUT'> {
  return inputError('INVALID_INPUT', ['roles'], `roles must be among ${rolesOfKind[kind].join(', ')}.`)
}
