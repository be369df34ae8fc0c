import { ackLayouts } from './layouts.ts'
import { GarbledFileError, readFile, type FieldReader } from './received-file.ts'

/** What the mainframe says of one record of a batch. */
export interface AckResult {
  readonly customerId: string
  readonly isRejected: boolean
  /** The version the mainframe has now; 0 when none. */
  readonly storedVersion: number
  /** SHA-256 of the record it has now. */
  readonly storedHash: string
  readonly rejectField: string | null
  readonly reason: string
}

/** The mainframe's answer to a batch. Without results nothing is known of its records. */
export interface Ack {
  readonly tenantId: string
  readonly batchId: string
  readonly sequence: number
  /** 0 all stored, 4 some rejected, 8 whole file refused, 12 ended abnormally after some were stored. */
  readonly returnCode: 0 | 4 | 8 | 12
  readonly reason: string
  readonly results: readonly AckResult[]
}

const layouts = {
  header: ackLayouts['CUSTACK-HEADER'],
  record: ackLayouts['CUSTACK-RESULT'],
  trailer: ackLayouts['CUSTACK-TRAILER'],
  types: ['A', 'R', 'T'],
} as const

/** The ack that a file is; throws a GarbledFileError unless it is whole and makes sense. */
export function readAck(bytes: Buffer): Ack {
  const { header, records } = readFile(layouts, bytes)
  if (header.text('FILE-ID') !== 'CUSTACK' || header.count('RECORD-COUNT') !== records.length) {
    throw new GarbledFileError('The header is not that of an ack with these records.')
  }
  return {
    tenantId: header.text('TENANT-ID'),
    batchId: header.text('BATCH-ID'),
    sequence: header.count('BATCH-SEQ'),
    returnCode: returnCodeOf(header.count('RETURN-CODE')),
    reason: header.text('REASON'),
    results: records.map(toResult),
  }
}

function returnCodeOf(code: number): Ack['returnCode'] {
  if (code === 0 || code === 4 || code === 8 || code === 12) return code
  throw new GarbledFileError(`There is no return code ${String(code)}.`)
}

function toResult(record: FieldReader): AckResult {
  const rejectField = record.text('REJECT-FIELD')
  return {
    customerId: record.text('CUSTOMER-KEY'),
    isRejected: record.count('RESULT-CODE') !== 0,
    storedVersion: record.count('STORED-VER'),
    storedHash: record.text('STORED-HASH'),
    rejectField: rejectField === '' ? null : rejectField,
    reason: record.text('REASON'),
  }
}
