import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkBatch } from './batch-file.ts'
import { acme, batchFile, batchId, customerKey, profile, type BatchWish } from './test-batch.ts'

const batch = batchId(1)
const wish: BatchWish = { batch, seq: 1, details: [profile(1, 3), profile(2, 5)] }
const whole = batchFile(wish)

function reasonOf(file: Buffer): string | null {
  const checked = checkBatch(file, batch)
  return checked.isWhole ? null : checked.reason
}

function withRecords(change: (records: Buffer[]) => void): Buffer {
  const records = Array.from({ length: whole.length / 500 }, (_, index) => whole.subarray(index * 500, (index + 1) * 500))
  change(records)
  return Buffer.concat(records)
}

test('a whole batch gives its tenant, its number and each detail in order', () => {
  expect(checkBatch(whole, batch)).toEqual({
    isWhole: true,
    header: { tenant: acme, seq: 1 },
    details: [
      { customer: customerKey(1), version: 3, record: whole.subarray(500, 1_000) },
      { customer: customerKey(2), version: 5, record: whole.subarray(1_000, 1_500) },
    ],
  })
})

test('its text is what iconv reads', () => {
  const { stdout } = spawnSync('iconv', ['-f', 'IBM037', '-t', 'UTF-8'], { input: whole.subarray(542, 642) })
  expect(stdout.toString().trimEnd()).toBe('Ada Lovelace 1.3')
})

describe('a batch is refused as a whole', () => {
  const cases: readonly (readonly [string, Buffer, string])[] = [
    ['for an odd length', whole.subarray(0, -1), 'LENGTH 1999 IS NO MULTIPLE OF 500'],
    ['for being empty', Buffer.alloc(0), 'LENGTH: HEADER AND TRAILER EXPECTED'],
    ['for a missing trailer', whole.subarray(0, 500), 'LENGTH: HEADER AND TRAILER EXPECTED'],
    ['for another kind of file', batchFile({ ...wish, header: { 'FILE-ID': 'CUSTORDR' } }), 'FILE-ID IS NOT CUSTPROF'],
    [
      'for a header out of place',
      withRecords((records) => records.splice(0, 2, ...records.slice(0, 2).toReversed())),
      'REC-TYPE OF RECORD 1 IS NOT H',
    ],
    ['for a second header', withRecords((records) => records.splice(1, 1, whole.subarray(0, 500))), 'REC-TYPE OF RECORD 2 IS NOT D'],
    ['for a trailer cut off', whole.subarray(0, -500), 'REC-TYPE OF RECORD 3 IS NOT T'],
    ['for details after the trailer', withRecords((records) => records.push(whole.subarray(500, 1_000))), 'REC-TYPE OF RECORD 4 IS NOT D'],
    ['without details', batchFile({ ...wish, details: [] }), '0 DETAILS, 1 TO 500 EXPECTED'],
    [
      'with 501 details',
      batchFile({ ...wish, details: Array.from({ length: 501 }, (_, index) => profile(index, 1)) }),
      '501 DETAILS, 1 TO 500 EXPECTED',
    ],
    ['for another count', batchFile({ ...wish, trailer: { 'DETAIL-COUNT': 3 } }), 'DETAIL-COUNT IS NOT 2'],
    ['for another hash total', batchFile({ ...wish, trailer: { 'VERSION-TOTAL': 9 } }), 'VERSION-TOTAL IS NOT 8'],
    ['for another CRC', batchFile({ ...wish, trailer: { CRC: '00000000' } }), 'CRC IS NOT '],
    ['for another batch id in the trailer', batchFile({ ...wish, trailer: { 'BATCH-ID': batchId(2) } }), 'BATCH-ID OF THE TRAILER'],
    ['for another batch id in the header', batchFile({ ...wish, header: { 'BATCH-ID': batchId(2) } }), 'BATCH-ID OF THE HEADER'],
    ['for a tenant that is no uuid', batchFile({ ...wish, header: { 'TENANT-ID': '../../etc' } }), 'TENANT-ID IS NO UUID'],
    ['for a tenant in upper case', batchFile({ ...wish, header: { 'TENANT-ID': acme.toUpperCase() } }), 'TENANT-ID IS NO UUID'],
    ['for the number 0', batchFile({ ...wish, header: { 'BATCH-SEQ': 0 } }), 'BATCH-SEQ IS NOT 1 OR MORE'],
    ['for a day that never was', batchFile({ ...wish, header: { 'BUSINESS-DATE': 20_260_230 } }), 'BUSINESS-DATE IS NO DATE'],
    ['for a time that never was', batchFile({ ...wish, header: { 'CREATED-AT': 20_260_101_246_000 } }), 'CREATED-AT IS NO TIME'],
  ]

  test.each(cases)('%s', (_, file, reason) => {
    expect(reasonOf(file)).toMatch(new RegExp(`^${reason}`))
    expect(reasonOf(file)?.length).toBeLessThanOrEqual(80)
  })

  test('for any byte of header or details that is not the one sent', () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 501 }), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = Buffer.from(whole)
        damaged.writeUInt8(damaged.readUInt8(at) ^ change, at)
        expect(reasonOf(damaged)).not.toBeNull()
      }),
    )
  })

  test('for any end cut off', () => {
    fc.assert(
      fc.property(fc.nat({ max: whole.length - 1 }), (length) => {
        expect(reasonOf(whole.subarray(0, length))).not.toBeNull()
      }),
    )
  })
})
