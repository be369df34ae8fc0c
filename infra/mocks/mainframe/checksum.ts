import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** CRC-32 (IEEE) as files carry it: eight upper-case hexadecimal digits. */
export function crcOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).toUpperCase().padStart(8, '0')
}

/** SHA-256 as acks and extracts carry it: 64 lower-case hexadecimal digits. */
export function hashOf(record: Uint8Array): string {
  return createHash('sha256').update(record).digest('hex')
}
