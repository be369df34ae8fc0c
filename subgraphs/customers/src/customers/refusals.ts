import { inputError, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'

/** The version a caller saw, where it says so. */
export const expectedVersionField = z.number().int().nullish()

/** The user error of an employee who does not say which customer. */
export const customerIdMissing: UserError<'INVALID_INPUT'> = inputError(
  'INVALID_INPUT',
  ['customerId'],
  'customerId is required: only a client may leave it out.',
)

/** The user error of a customer that does not exist, or that the caller may not know of. */
export const customerNotFound: UserError<'CUSTOMER_NOT_FOUND'> = inputError(
  'CUSTOMER_NOT_FOUND',
  ['customerId'],
  'There is no such customer.',
)

/** The user error of a change that was decided on an older version. */
export const versionConflict: UserError<'VERSION_CONFLICT'> = inputError(
  'VERSION_CONFLICT',
  ['expectedVersion'],
  'The customer has changed since. Read it again, then retry.',
)
