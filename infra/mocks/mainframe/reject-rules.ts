import { isDate } from './calendar.ts'
import { countryCodes } from './country-codes.ts'
import { decodeText } from './field-codec.ts'
import { layouts } from './layouts.ts'
import { bytesOf, findNumber, textOf } from './record.ts'

/** Why a record is not stored: the field, and what is wrong with it in at most 80 characters. */
export interface Rejection {
  readonly field: string
  readonly reason: string
}

/** Records the operator has forbidden, by customer key or by a text in the name. */
export interface PoisonRules {
  readonly customers: readonly string[]
  readonly nameText: string | null
}

const { batchDetail } = layouts
const addressFields = ['ADDR-LINE1', 'ADDR-LINE2', 'ADDR-CITY', 'ADDR-POSTCODE', 'ADDR-COUNTRY']

/** The first rule that a detail record breaks, or null. */
export function findRejection(record: Buffer, poison: PoisonRules): Rejection | null {
  return poisonRule(record, poison) ?? profileRule(record) ?? addressRule(record) ?? numberRule(record)
}

function poisonRule(record: Buffer, { customers, nameText }: PoisonRules): Rejection | null {
  if (customers.includes(textOf(batchDetail, record, 'CUSTOMER-KEY'))) return { field: 'CUSTOMER-KEY', reason: 'REFUSED BY OPERATOR' }
  const isNamePoison = nameText !== null && textOf(batchDetail, record, 'CUST-NAME').includes(nameText)
  return isNamePoison ? { field: 'CUST-NAME', reason: 'REFUSED BY OPERATOR' } : null
}

function profileRule(record: Buffer): Rejection | null {
  const status = textOf(batchDetail, record, 'CUST-STATUS')
  const isBlank = (field: string): boolean => textOf(batchDetail, record, field) === ''
  if (isBlank('CUSTOMER-KEY')) return { field: 'CUSTOMER-KEY', reason: 'MUST NOT BE BLANK' }
  if (status !== 'A' && status !== 'E') return { field: 'CUST-STATUS', reason: 'MUST BE A OR E' }
  if (status === 'A') return isBlank('CUST-NAME') ? { field: 'CUST-NAME', reason: 'MUST NOT BE BLANK ON AN ACTIVE CUSTOMER' } : null
  const left = ['CUST-NAME', 'CUST-EMAIL', 'CUST-PHONE'].find((field) => !isBlank(field))
  return left === undefined ? null : { field: left, reason: 'MUST BE BLANK ON AN ERASED CUSTOMER' }
}

// A customer without any address has no country either.
function addressRule(record: Buffer): Rejection | null {
  const isWithoutAddress = addressFields.every((field) => textOf(batchDetail, record, field) === '')
  if (isWithoutAddress || countryCodes.has(textOf(batchDetail, record, 'ADDR-COUNTRY'))) return null
  return { field: 'ADDR-COUNTRY', reason: 'MUST BE A COUNTRY OF ISO 3166-1' }
}

function numberRule(record: Buffer): Rejection | null {
  const version = findNumber(batchDetail, record, 'PROFILE-VER') ?? 0n
  if (version < 1n) return { field: 'PROFILE-VER', reason: 'MUST BE 1 OR MORE' }
  if (findNumber(batchDetail, record, 'CREDIT-LIMIT') === null) return { field: 'CREDIT-LIMIT', reason: 'IS NOT PACKED DECIMAL' }
  const since = decodeText(bytesOf(batchDetail, record, 'SINCE-DATE'))
  return isDate(since) ? null : { field: 'SINCE-DATE', reason: 'IS NO DATE' }
}
