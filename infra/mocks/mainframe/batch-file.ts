import { isDate, isTimestamp } from './calendar.ts'
import { crcOf } from './checksum.ts'
import { layouts, recordBytes } from './layouts.ts'
import { findNumber, textOf } from './record.ts'
import { decodeText } from './field-codec.ts'
import { bytesOf } from './record.ts'

const detailsMax = 500
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const { batchHeader, batchDetail, batchTrailer } = layouts

/** What the header of a batch says; blank and 0 where it cannot be read. */
export interface BatchHeader {
  readonly tenant: string
  readonly seq: number
}

/** One customer's profile as the batch brings it. */
export interface BatchDetail {
  readonly customer: string
  readonly version: number
  /** The 500 bytes. */
  readonly record: Buffer
}

/** A batch file that keeps every rule, or the first rule it breaks (at most 80 characters, for the ack). */
export type CheckedBatch =
  | { readonly isWhole: true; readonly header: BatchHeader; readonly details: readonly BatchDetail[] }
  | { readonly isWhole: false; readonly header: BatchHeader; readonly reason: string }

/** Checks everything about a batch file that can be said without knowing what is stored; `batch` is the id in the file's name. */
export function checkBatch(file: Buffer, batch: string): CheckedBatch {
  const header = readHeader(file)
  const reason = brokenRule(file, batch)
  if (reason !== null) return { isWhole: false, header, reason: reason.slice(0, 80) }
  return { isWhole: true, header, details: recordsOf(file).slice(1, -1).map(readDetail) }
}

/** The tenant and the sequence number of a batch file, however damaged. */
export function readHeader(file: Buffer): BatchHeader {
  if (file.length < recordBytes) return { tenant: '', seq: 0 }
  const tenant = textOf(batchHeader, file, 'TENANT-ID')
  return { tenant: uuidPattern.test(tenant) ? tenant : '', seq: Number(findNumber(batchHeader, file, 'BATCH-SEQ') ?? 0) }
}

function brokenRule(file: Buffer, batch: string): string | null {
  if (file.length % recordBytes !== 0) return `LENGTH ${String(file.length)} IS NO MULTIPLE OF ${String(recordBytes)}`
  const [header, ...rest] = recordsOf(file)
  const trailer = rest.pop()
  if (header === undefined || trailer === undefined) return 'LENGTH: HEADER AND TRAILER EXPECTED'
  return headerRule(header, batch) ?? typeRule(rest, trailer) ?? trailerRule(file, trailer, batch)
}

function headerRule(header: Buffer, batch: string): string | null {
  const tenant = textOf(batchHeader, header, 'TENANT-ID')
  const seq = findNumber(batchHeader, header, 'BATCH-SEQ')
  const digits = (name: string): string => decodeText(bytesOf(batchHeader, header, name))
  if (textOf(batchHeader, header, 'REC-TYPE') !== 'H') return 'REC-TYPE OF RECORD 1 IS NOT H'
  if (textOf(batchHeader, header, 'FILE-ID') !== 'CUSTPROF') return 'FILE-ID IS NOT CUSTPROF'
  if (!uuidPattern.test(tenant)) return 'TENANT-ID IS NO UUID IN LOWER CASE'
  if (textOf(batchHeader, header, 'BATCH-ID') !== batch) return 'BATCH-ID OF THE HEADER IS NOT THAT OF THE FILE NAME'
  if (seq === null || seq < 1n) return 'BATCH-SEQ IS NOT 1 OR MORE'
  if (!isDate(digits('BUSINESS-DATE'))) return 'BUSINESS-DATE IS NO DATE'
  if (!isTimestamp(digits('CREATED-AT'))) return 'CREATED-AT IS NO TIME'
  return null
}

function typeRule(details: readonly Buffer[], trailer: Buffer): string | null {
  const wrong = details.findIndex((record) => textOf(batchDetail, record, 'REC-TYPE') !== 'D')
  if (wrong !== -1) return `REC-TYPE OF RECORD ${String(wrong + 2)} IS NOT D`
  if (textOf(batchTrailer, trailer, 'REC-TYPE') !== 'T') return `REC-TYPE OF RECORD ${String(details.length + 2)} IS NOT T`
  if (details.length < 1 || details.length > detailsMax) return `${String(details.length)} DETAILS, 1 TO ${String(detailsMax)} EXPECTED`
  const nameless = details.findIndex((record) => findNumber(batchDetail, record, 'PROFILE-VER') === null)
  return nameless === -1 ? null : `PROFILE-VER OF RECORD ${String(nameless + 2)} IS NO NUMBER OF 9 DIGITS`
}

function trailerRule(file: Buffer, trailer: Buffer, batch: string): string | null {
  const details = recordsOf(file).slice(1, -1)
  const total = details.reduce((sum, record) => sum + (findNumber(batchDetail, record, 'PROFILE-VER') ?? 0n), 0n)
  if (textOf(batchTrailer, trailer, 'BATCH-ID') !== batch) return 'BATCH-ID OF THE TRAILER IS NOT THAT OF THE HEADER'
  if (findNumber(batchTrailer, trailer, 'DETAIL-COUNT') !== BigInt(details.length)) return `DETAIL-COUNT IS NOT ${String(details.length)}`
  if (findNumber(batchTrailer, trailer, 'VERSION-TOTAL') !== total) return `VERSION-TOTAL IS NOT ${String(total)}`
  const crc = crcOf(file.subarray(0, -recordBytes))
  return textOf(batchTrailer, trailer, 'CRC') === crc ? null : `CRC IS NOT ${crc}`
}

function readDetail(record: Buffer): BatchDetail {
  return {
    customer: textOf(batchDetail, record, 'CUSTOMER-KEY'),
    version: Number(findNumber(batchDetail, record, 'PROFILE-VER') ?? 0),
    record,
  }
}

function recordsOf(file: Buffer): readonly Buffer[] {
  return Array.from({ length: file.length / recordBytes }, (_, index) => file.subarray(index * recordBytes, (index + 1) * recordBytes))
}
