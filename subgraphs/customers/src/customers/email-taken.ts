import { inputError, type UserError } from '@iommi/shared/user-errors'
import { againAfterRace } from '../unique-race.ts'
import { isEmailRace } from './customer-repo.ts'

/** The user error of an e-mail address that another customer has. */
export const emailTaken: UserError<'EMAIL_TAKEN'> = inputError('EMAIL_TAKEN', ['email'], 'Another customer has this e-mail address.')

/** Runs `mutate`, and once more when another request took the e-mail address meanwhile: then it finds the address taken. */
export async function againAfterEmailRace<Result>(mutate: () => Promise<Result>): Promise<Result> {
  return await againAfterRace(isEmailRace, 'Others are using this e-mail address right now. Send the request again.', mutate)
}
