import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crcOf } from './checksum.ts'
import { layouts } from './layouts.ts'
import { encodeRecord, type RecordValues } from './record.ts'

/** Tenants for tests. */
export const acme = '01890000-0000-7000-8000-00000000acfe'
export const globex = '01890000-0000-7000-8000-000000010bee'

/** A batch as a test wishes it; what is left out is what a correct one says. */
export interface BatchWish {
  readonly batch: string
  readonly seq: number
  readonly tenant?: string
  readonly details: readonly RecordValues[]
  readonly header?: RecordValues
  readonly trailer?: RecordValues
}

/** A batch id that says which one it is. */
export function batchId(number: number): string {
  return `batch_${String(number).padStart(26, '0')}`
}

/** A customer key that says which one it is. */
export function customerKey(number: number): string {
  return `customer_${String(number).padStart(26, '0')}`
}

/** A profile that breaks no rule. */
export function profile(customer: number, version: number, values: RecordValues = {}): RecordValues {
  return {
    'REC-TYPE': 'D',
    'CUSTOMER-KEY': customerKey(customer),
    'PROFILE-VER': version,
    'CUST-STATUS': 'A',
    'CUST-NAME': `Ada Lovelace ${String(customer)}.${String(version)}`,
    'CUST-EMAIL': `ada.${String(customer)}@example.com`,
    'SINCE-DATE': 20_260_101,
    ...values,
  }
}

/** The record of a profile. */
export function detailRecord(values: RecordValues): Buffer {
  return encodeRecord(layouts.batchDetail, values)
}

/** The file of a batch. */
export function batchFile({ batch, seq, tenant = acme, details, header = {}, trailer = {} }: BatchWish): Buffer {
  const covered = Buffer.concat([
    encodeRecord(layouts.batchHeader, {
      'REC-TYPE': 'H',
      'FILE-ID': 'CUSTPROF',
      'TENANT-ID': tenant,
      'BATCH-ID': batch,
      'BATCH-SEQ': seq,
      'BUSINESS-DATE': 20_261_120,
      'CREATED-AT': 20_261_120_120_000,
      ...header,
    }),
    ...details.map(detailRecord),
  ])
  const total = details.reduce((sum, values) => sum + BigInt(values['PROFILE-VER'] ?? 0), 0n)
  const end = encodeRecord(layouts.batchTrailer, {
    'REC-TYPE': 'T',
    'BATCH-ID': batch,
    'DETAIL-COUNT': details.length,
    'VERSION-TOTAL': total,
    CRC: crcOf(covered),
    ...trailer,
  })
  return Buffer.concat([covered, end])
}

/** Puts a batch into the drop as the interface asks: whole under its name, never before. */
export function putBatch(directory: string, wish: BatchWish): void {
  const path = join(directory, 'in', `CUSTPROF.${wish.batch}.dat`)
  mkdirSync(join(directory, 'in'), { recursive: true })
  writeFileSync(`${path}.tmp`, batchFile(wish))
  renameSync(`${path}.tmp`, path)
}
