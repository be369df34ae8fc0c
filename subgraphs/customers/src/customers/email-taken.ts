import { AppError } from '@iommi/shared/errors'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import { isEmailRace } from './customer-repo.ts'

/** The user error of an e-mail address that another customer has. */
export const emailTaken: UserError<'EMAIL_TAKEN'> = inputError('EMAIL_TAKEN', ['email'], 'Another customer has this e-mail address.')

/**
 * Runs `mutate`, and once more when another request took the e-mail address between its look and
 * its write: then it finds the address taken. A second loss is a retryable CONFLICT.
 */
export async function againAfterEmailRace<Result>(mutate: () => Promise<Result>): Promise<Result> {
  try {
    return await mutate()
  } catch (error) {
    if (!isEmailRace(error)) throw error
  }
  try {
    return await mutate()
  } catch (error) {
    if (!isEmailRace(error)) throw error
    throw new AppError('CONFLICT', 'Others are using this e-mail address right now. Send the request again.', {
      cause: error,
      retryable: true,
    })
  }
}
