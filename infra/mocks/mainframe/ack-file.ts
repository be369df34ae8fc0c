import { crcOf } from './checksum.ts'
import { layouts } from './layouts.ts'
import { encodeRecord } from './record.ts'

/** What is stored of a customer after the batch; version 0 and no hash when nothing is. */
export interface AckResult {
  readonly customer: string
  readonly resultCode: 0 | 4
  readonly storedVersion: number
  readonly storedHash: string
  readonly field: string
  readonly reason: string
}

/** What became of a batch. Without results unless the return code is 0 or 4. */
export interface Ack {
  readonly tenant: string
  readonly batch: string
  readonly seq: number
  readonly returnCode: 0 | 4 | 8 | 12
  readonly reason: string
  readonly results: readonly AckResult[]
}

/** The ack as a file: header, results, trailer. */
export function ackFile({ tenant, batch, seq, returnCode, reason, results }: Ack): Buffer {
  const header = encodeRecord(layouts.ackHeader, {
    'REC-TYPE': 'A',
    'FILE-ID': 'CUSTACK',
    'TENANT-ID': tenant,
    'BATCH-ID': batch,
    'BATCH-SEQ': seq,
    'RETURN-CODE': returnCode,
    REASON: reason,
    'RECORD-COUNT': results.length,
  })
  const covered = Buffer.concat([header, ...results.map(resultRecord)])
  const trailer = encodeRecord(layouts.ackTrailer, {
    'REC-TYPE': 'T',
    'BATCH-ID': batch,
    'RECORD-COUNT': results.length,
    CRC: crcOf(covered),
  })
  return Buffer.concat([covered, trailer])
}

function resultRecord({ customer, resultCode, storedVersion, storedHash, field, reason }: AckResult): Buffer {
  return encodeRecord(layouts.ackResult, {
    'REC-TYPE': 'R',
    'CUSTOMER-KEY': customer,
    'RESULT-CODE': resultCode,
    'STORED-VER': storedVersion,
    'STORED-HASH': storedHash,
    'REJECT-FIELD': field,
    REASON: reason,
  })
}
