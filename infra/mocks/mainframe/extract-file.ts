import { crcOf } from './checksum.ts'
import { layouts, recordBytes } from './layouts.ts'
import { encodeRecord, textOf } from './record.ts'

/** Who wants to know what is stored. */
export interface ExtractRequest {
  readonly tenant: string
  readonly request: string
}

/** What is stored of one customer. */
export interface ExtractedCustomer {
  readonly customer: string
  readonly version: number
  readonly hash: string
}

const { extractRequest } = layouts

/** Reads a request; `request` is the id in the file's name. Answers the rule that is broken when it is none. */
export function readExtractRequest(file: Buffer, request: string): ExtractRequest | { readonly reason: string } {
  if (file.length !== recordBytes) return { reason: `LENGTH ${String(file.length)} IS NOT ${String(recordBytes)}` }
  const text = (field: string): string => textOf(extractRequest, file, field)
  if (text('REC-TYPE') !== 'X') return { reason: 'REC-TYPE IS NOT X' }
  if (text('FILE-ID') !== 'EXTRACT') return { reason: 'FILE-ID IS NOT EXTRACT' }
  if (text('REQUEST-ID') !== request) return { reason: 'REQUEST-ID IS NOT THAT OF THE FILE NAME' }
  return { tenant: text('TENANT-ID'), request }
}

/** The extract as a file: header, one record for each customer, trailer. */
export function extractFile({ tenant, request }: ExtractRequest, customers: readonly ExtractedCustomer[]): Buffer {
  const header = encodeRecord(layouts.extractHeader, {
    'REC-TYPE': 'E',
    'FILE-ID': 'EXTRACT',
    'TENANT-ID': tenant,
    'REQUEST-ID': request,
  })
  const records = customers.map(({ customer, version, hash }) =>
    encodeRecord(layouts.extractRecord, { 'REC-TYPE': 'S', 'CUSTOMER-KEY': customer, 'STORED-VER': version, 'STORED-HASH': hash }),
  )
  const covered = Buffer.concat([header, ...records])
  const trailer = encodeRecord(layouts.extractTrailer, {
    'REC-TYPE': 'T',
    'REQUEST-ID': request,
    'RECORD-COUNT': customers.length,
    CRC: crcOf(covered),
  })
  return Buffer.concat([covered, trailer])
}
