import { isPlainText } from '@iommi/shared/text-fields'
import { findUnencodable } from '../profile-sync/code-page.ts'
import { transliterate } from '../profile-sync/transliterate.ts'

const nameLengthMax = 100

/**
 * A customer's name made of whatever an identity provider calls it, in characters that the mainframe knows: letters without accents stand
 * for those it lacks, what has no such letter is left out. `Customer` when nothing usable remains.
 */
export function customerName(given: string | null | undefined): string {
  return usableName(Array.from(transliterate(given ?? ''), knownCharacters).join('')) ?? 'Customer'
}

function knownCharacters(character: string): string {
  return findUnencodable(character) === null
    ? character
    : Array.from(character.normalize('NFKD'))
        .filter((part) => findUnencodable(part) === null)
        .join('')
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
