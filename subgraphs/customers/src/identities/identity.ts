import { isPlainText } from '@iommi/shared/text-fields'

const nameLengthMax = 100

/**
 * A customer's name made of whatever an identity provider calls it: a sign-in must not fail
 * because of a name. What a name may not have is left out; `Customer` when nothing remains.
 */
export function customerName(given: string | null | undefined): string {
  const plain = Array.from(given ?? '')
    .filter(isPlainText)
    .join('')
    .normalize('NFC')
    .trim()
  const name = Array.from(plain).slice(0, nameLengthMax).join('').trim()
  return name === '' ? 'Customer' : name
}
