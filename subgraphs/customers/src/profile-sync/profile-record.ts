import { createHash } from 'node:crypto'
import { findUnencodable } from './code-page.ts'
import { batchLayouts } from './layouts.ts'
import { encodeRecord } from './record-codec.ts'
import { transliterate } from './transliterate.ts'

/** A customer as the mainframe gets it: one version, with the default address of that version. */
export interface ProfileSource {
  readonly customerId: string
  readonly version: number
  readonly name: string
  readonly email: string | null
  readonly phone: string | null
  readonly registeredAt: Date
  readonly address: ProfileAddress | null
}

/** The part of an address that the mainframe keeps. */
export interface ProfileAddress {
  readonly line1: string
  readonly line2: string | null
  readonly city: string
  readonly postalCode: string | null
  readonly countryCode: string
}

/** What of a profile goes into which field of the record. */
const recordFields = {
  name: 'CUST-NAME',
  email: 'CUST-EMAIL',
  phone: 'CUST-PHONE',
  line1: 'ADDR-LINE1',
  line2: 'ADDR-LINE2',
  city: 'ADDR-CITY',
  postalCode: 'ADDR-POSTCODE',
  countryCode: 'ADDR-COUNTRY',
} as const

/** A text of a customer or its address that the mainframe keeps. */
export type ProfileText = keyof typeof recordFields

/** Why a text cannot be sent: it lacks characters or bytes. */
export interface Misfit {
  /** The field of the mainframe's record. */
  readonly field: string
  readonly code: 'NOT_ENCODABLE' | 'TOO_LONG' | 'BLANK'
  /** The rule, worded to follow the name of a field. */
  readonly rule: string
}

/** A detail record of a batch, or why there can be none. */
export type ProfileRecord =
  { readonly record: Buffer; readonly hash: string; readonly misfit: null } | { readonly record: null; readonly misfit: Misfit }

/** Bytes that a text may have in the record; every character takes one. */
export function bytesMaxOf(text: ProfileText): number {
  const name = recordFields[text]
  return batchLayouts['CUSTPROF-DETAIL'].fields.find((field) => field.name === name)?.bytes ?? 0
}

/**
 * The text as it is sent. An e-mail address is only composed (NFC): with another character in it, however alike, it would be somebody
 * else's, or nobody's.
 */
function sentText(text: ProfileText, value: string): string {
  return text === 'email' ? value.normalize('NFC') : transliterate(value)
}

/** Why `value` cannot be sent as this text, or null when it can. */
export function misfitOf(text: ProfileText, value: string): Misfit | null {
  const field = recordFields[text]
  const sent = sentText(text, value)
  const missing = findUnencodable(sent)
  if (missing !== null) {
    const point = (missing.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    return {
      field,
      code: 'NOT_ENCODABLE',
      rule: `must not contain "${missing}" (U+${point}): the mainframe knows Western European letters only`,
    }
  }
  if (text === 'name' && sent.trim() === '') return { field, code: 'BLANK', rule: 'must have characters that can be seen' }
  const bytesMax = bytesMaxOf(text)
  if (sent.length <= bytesMax) return null
  return { field, code: 'TOO_LONG', rule: `must take at most ${String(bytesMax)} bytes on the mainframe, not ${String(sent.length)}` }
}

/** The customer's detail record with the SHA-256 of its bytes, or the first of its texts that cannot be sent. Never throws for a text. */
export function toProfileRecord(profile: ProfileSource): ProfileRecord {
  const texts = textsOf(profile)
  const misfit = texts.map(([text, value]) => misfitOf(text, value)).find((each) => each !== null)
  if (misfit !== undefined) return { record: null, misfit }
  const record = encodeRecord(batchLayouts['CUSTPROF-DETAIL'], {
    'REC-TYPE': 'D',
    'CUSTOMER-KEY': profile.customerId,
    'PROFILE-VER': BigInt(profile.version),
    'CUST-STATUS': 'A',
    ...Object.fromEntries(texts.map(([text, value]) => [recordFields[text], sentText(text, value)])),
    'CREDIT-LIMIT': 0n,
    'SINCE-DATE': BigInt(calendarDate(profile.registeredAt)),
  })
  return { record, hash: hashOf(record), misfit: null }
}

/** What the mainframe answers for a record that it has stored: the SHA-256 of its bytes, in lower-case hexadecimal. */
export function hashOf(record: Uint8Array): string {
  return createHash('sha256').update(record).digest('hex')
}

/** The UTC date as YYYYMMDD. */
export function calendarDate(instant: Date): string {
  return instant.toISOString().slice(0, 10).replaceAll('-', '')
}

function textsOf({ name, email, phone, address }: ProfileSource): readonly (readonly [ProfileText, string])[] {
  return [['name', name], ['email', email ?? ''], ['phone', phone ?? ''], ...addressTexts(address ?? noAddress)]
}

const noAddress: ProfileAddress = { line1: '', line2: null, city: '', postalCode: null, countryCode: '' }

function addressTexts({ line1, line2, city, postalCode, countryCode }: ProfileAddress): readonly (readonly [ProfileText, string])[] {
  return [
    ['line1', line1],
    ['line2', line2 ?? ''],
    ['city', city],
    ['postalCode', postalCode ?? ''],
    ['countryCode', countryCode],
  ]
}
