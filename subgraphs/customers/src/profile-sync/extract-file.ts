import { extractLayouts } from './layouts.ts'
import { GarbledFileError, readFile } from './received-file.ts'
import { encodeRecord } from './record-codec.ts'

/** What the mainframe has of one customer. */
export interface StoredProfile {
  readonly customerId: string
  readonly version: number
  /** SHA-256 of the record. */
  readonly hash: string
}

/** Everything the mainframe has of a tenant. */
export interface Extract {
  readonly tenantId: string
  readonly requestId: string
  readonly profiles: readonly StoredProfile[]
}

const layouts = {
  header: extractLayouts['EXTRACT-HEADER'],
  record: extractLayouts['EXTRACT-RECORD'],
  trailer: extractLayouts['EXTRACT-TRAILER'],
  types: ['E', 'S', 'T'],
} as const

/** The file that asks for an extract. */
export function toExtractRequest({ tenantId, requestId }: Pick<Extract, 'tenantId' | 'requestId'>): Buffer {
  return encodeRecord(extractLayouts['EXTRACT-REQUEST'], {
    'REC-TYPE': 'X',
    'FILE-ID': 'EXTRACT',
    'TENANT-ID': tenantId,
    'REQUEST-ID': requestId,
  })
}

/** The extract that a file is; throws a GarbledFileError unless it is whole. */
export function readExtract(bytes: Buffer): Extract {
  const { header, records } = readFile(layouts, bytes)
  if (header.text('FILE-ID') !== 'EXTRACT') throw new GarbledFileError('The header is not that of an extract.')
  return {
    tenantId: header.text('TENANT-ID'),
    requestId: header.text('REQUEST-ID'),
    profiles: records.map((record) => ({
      customerId: record.text('CUSTOMER-KEY'),
      version: record.count('STORED-VER'),
      hash: record.text('STORED-HASH'),
    })),
  }
}
