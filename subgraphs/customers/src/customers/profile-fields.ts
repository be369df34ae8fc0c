import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { z } from 'zod'
import { characterCount, isPlainText } from '@iommi/shared/text-fields'
import { fitting, mainframeLine } from '../profile-sync/mainframe-text.ts'
import { emailKey } from './customer.ts'

/** A customer's name: one line of 1 to 100 characters that the mainframe knows. */
export const nameField: z.ZodType<string> = mainframeLine('name')

/** An e-mail address, trimmed and otherwise as entered; at most 140 characters that the mainframe knows. */
export const emailField: z.ZodType<string> = fitting(
  'email',
  z.string({ error: 'must be a text' }).trim().refine(isEmail, { error: 'must be an e-mail address', abort: true }),
)

/** A phone number with its country code, brought into E.164. */
export const phoneField: z.ZodType<string> = z.string({ error: 'must be a text' }).transform((text, check) => {
  const number = toE164(text)
  if (number !== null) return number
  check.addIssue({ code: 'custom', message: 'must be a phone number with its country code, for example +442079460958' })
  return z.NEVER
})

/** Whether it has the form `local@domain.tld`, in any script. Only a message sent there would show that it exists. */
export function isEmail(text: string): boolean {
  const key = emailKey(text)
  const [local = '', domain = '', ...rest] = key.split('@')
  const labels = domain.split('.')
  return (
    rest.length === 0 &&
    // What is stored and what is compared must both fit, and lower case can be longer.
    Math.max(characterCount(text), characterCount(key)) <= 254 &&
    characterCount(local) <= 64 &&
    isPlainText(text) &&
    /^[^\s"(),:;<>[\\\]]+$/u.test(local) &&
    labels.length >= 2 &&
    labels.every((label) => /^[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u.test(label))
  )
}

/** The number in E.164, or null when its length fits no number of its country, or when it has no country code. */
export function toE164(text: string): string | null {
  if (text.length > 40) return null
  const number = parsePhoneNumberFromString(text.trim(), { extract: false })
  return number !== undefined && number.isPossible() && number.ext === undefined ? number.number : null
}
