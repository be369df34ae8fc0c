import { crc32 } from 'node:zlib'
import { batchLayouts } from './layouts.ts'
import { calendarDate } from './profile-record.ts'
import { encodeRecord } from './record-codec.ts'

/** Detail records that a batch has at most. */
export const batchRecordsMax = 500

/** What a batch file is made of. */
export interface BatchContent {
  readonly tenantId: string
  readonly batchId: string
  /** Counts the tenant's batches: 1, 2, 3 … without gaps. */
  readonly sequence: number
  readonly createdAt: Date
  readonly details: readonly { readonly record: Buffer; readonly version: number }[]
}

/** The whole file: header, details, and a trailer with count, sum of versions and CRC-32. The same content gives the same bytes. */
export function toBatchFile({ tenantId, batchId, sequence, createdAt, details }: BatchContent): Buffer {
  const header = encodeRecord(batchLayouts['CUSTPROF-HEADER'], {
    'REC-TYPE': 'H',
    'FILE-ID': 'CUSTPROF',
    'TENANT-ID': tenantId,
    'BATCH-ID': batchId,
    'BATCH-SEQ': BigInt(sequence),
    'BUSINESS-DATE': BigInt(calendarDate(createdAt)),
    'CREATED-AT': BigInt(createdAt.toISOString().replaceAll(/\D/g, '').slice(0, 14)),
  })
  const body = Buffer.concat([header, ...details.map(({ record }) => record)])
  const trailer = encodeRecord(batchLayouts['CUSTPROF-TRAILER'], {
    'REC-TYPE': 'T',
    'BATCH-ID': batchId,
    'DETAIL-COUNT': BigInt(details.length),
    'VERSION-TOTAL': BigInt(details.reduce((sum, { version }) => sum + version, 0)),
    CRC: checksumOf(body),
  })
  return Buffer.concat([body, trailer])
}

/** CRC-32 (IEEE) in eight upper-case hexadecimal digits. */
export function checksumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).toUpperCase().padStart(8, '0')
}
