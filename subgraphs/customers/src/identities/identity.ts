import { isPlainText } from '@iommi/shared/text-fields'

const nameLengthMax = 100

/** A customer's name made of whatever an identity provider calls it; `Customer` when it says nothing usable. */
export function customerName(given: string | null | undefined): string {
  return usableName(given) ?? 'Customer'
}

/**
 * A name made of whatever an identity provider calls somebody: a sign-in must not fail because of
 * a name. What a name may not have is left out; null when nothing remains.
 */
export function usableName(given: string | null | undefined): string | null {
  const plain = Array.from(given ?? '')
    .filter(isPlainText)
    .join('')
    .normalize('NFC')
    .trim()
  const name = Array.from(plain).slice(0, nameLengthMax).join('').trim()
  return name === '' ? null : name
}
