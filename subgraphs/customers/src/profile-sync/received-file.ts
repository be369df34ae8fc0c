import { recordBytes } from '../copybook-files.ts'
import { checksumOf } from './batch-file.ts'
import type { RecordLayout } from './copybook.ts'
import { decodeRecord, RecordError, type RecordValues } from './record-codec.ts'

/** A file of the mainframe that is not what was agreed: cut off, changed on its way, or another one. */
export class GarbledFileError extends Error {
  override readonly name = 'GarbledFileError'
}

/** The records of a file by their place. */
export interface FileLayouts {
  readonly header: RecordLayout
  readonly record: RecordLayout
  readonly trailer: RecordLayout
  /** REC-TYPE of each. */
  readonly types: readonly [header: string, record: string, trailer: string]
}

/** A file that is whole: the trailer's count and CRC-32 are right. */
export interface ReceivedFile {
  readonly header: FieldReader
  readonly records: readonly FieldReader[]
}

/** Reads a file of header, records and trailer, and throws a GarbledFileError unless every byte is vouched for by the trailer. */
export function readFile(layouts: FileLayouts, bytes: Buffer): ReceivedFile {
  if (bytes.length < 2 * recordBytes || bytes.length % recordBytes !== 0) throw new GarbledFileError('The length is wrong.')
  const body = bytes.subarray(0, -recordBytes)
  const [headerType, recordType, trailerType] = layouts.types
  const trailer = readRecord(layouts.trailer, trailerType, bytes.subarray(-recordBytes))
  if (trailer.text('CRC') !== checksumOf(body)) throw new GarbledFileError('The checksum is wrong.')
  const header = readRecord(layouts.header, headerType, body.subarray(0, recordBytes))
  const count = body.length / recordBytes - 1
  if (trailer.count('RECORD-COUNT') !== count) throw new GarbledFileError('The count is wrong.')
  const records = Array.from({ length: count }, (_, index) =>
    readRecord(layouts.record, recordType, body.subarray((index + 1) * recordBytes, (index + 2) * recordBytes)),
  )
  return { header, records }
}

/** The fields of a record, each by its kind; a GarbledFileError where there is no such field. */
export interface FieldReader {
  readonly text: (field: string) => string
  readonly count: (field: string) => number
}

function readRecord(layout: RecordLayout, type: string, bytes: Buffer): FieldReader {
  const values = decode(layout, bytes)
  const reader: FieldReader = {
    text: (field) => {
      const value = values[field]
      if (typeof value === 'string') return value
      throw new GarbledFileError(`There is no text ${field}.`)
    },
    count: (field) => {
      const value = values[field]
      if (typeof value === 'bigint') return Number(value)
      throw new GarbledFileError(`There is no number ${field}.`)
    },
  }
  if (reader.text('REC-TYPE') !== type) throw new GarbledFileError(`A record of type ${type} is expected.`)
  return reader
}

function decode(layout: RecordLayout, bytes: Buffer): RecordValues {
  try {
    return decodeRecord(layout, bytes)
  } catch (error) {
    throw error instanceof RecordError ? new GarbledFileError(error.message, { cause: error }) : error
  }
}
