import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashOf } from './checksum.ts'
import { layouts } from './layouts.ts'
import { readCustomers, readJournal } from './oracle.ts'
import { encodeRecord, findNumber, textOf } from './record.ts'
import { acme, batchFile, batchId, customerKey, detailRecord, globex, profile } from './test-batch.ts'
import { openTestSite, readAck, splitWhole, type TestSite } from './test-site.ts'
import { parseWindow } from './window.ts'

let site: TestSite

beforeEach(() => {
  site = openTestSite()
})
afterEach(() => {
  site.remove()
})

const ackName = (batch: number, n = 1): string => `CUSTACK.${batchId(batch)}.${String(n)}.dat`
const ackOf = (batch: number, n = 1) => readAck(site.readOut(ackName(batch, n)))
const versions = (tenant = acme) =>
  Object.fromEntries([...readCustomers(site.directory, tenant)].map(([key, { version }]) => [key, version]))
const kinds = (...wanted: readonly string[]) => readJournal(site.directory).filter(({ kind }) => wanted.includes(kind))

function putBatch(seq: number, details = [profile(seq, 1)], batch = seq): void {
  site.put({ batch: batchId(batch), seq, details })
}

describe('a batch', () => {
  test('is stored byte by byte and answered with version and hash of each record', () => {
    putBatch(1, [profile(1, 3), profile(2, 5)])
    site.finish()
    const records = [profile(1, 3), profile(2, 5)].map(detailRecord)
    expect([...readCustomers(site.directory, acme)].map(([, { record }]) => record)).toEqual(records)
    expect(ackOf(1)).toEqual({
      tenant: acme,
      batch: batchId(1),
      seq: 1,
      returnCode: 0,
      reason: '',
      results: [3, 5].map((version, index) => ({
        customer: customerKey(index + 1),
        resultCode: 0,
        storedVersion: version,
        storedHash: hashOf(records[index] ?? Buffer.alloc(0)),
        field: '',
        reason: '',
      })),
    })
  })

  test('leaves the drop for the archive, and no half-written name anywhere', () => {
    putBatch(1)
    site.finish()
    expect(readdirSync(join(site.directory, 'in'))).toEqual([])
    expect(readdirSync(join(site.directory, 'archive'))).toEqual([`000000002.CUSTPROF.${batchId(1)}.dat`])
    expect(site.outFiles()).toEqual([ackName(1)])
  })

  test('under a name ending in .tmp is not there yet', () => {
    site.putFile('in', `CUSTPROF.${batchId(1)}.dat.tmp`, batchFile({ batch: batchId(1), seq: 1, details: [profile(1, 1)] }))
    site.finish()
    expect(readdirSync(join(site.directory, 'in'))).toHaveLength(1)
    expect(kinds('taken')).toEqual([])
  })

  test('with rejected records is stored without them, return code 4, and its number is used', () => {
    putBatch(1, [profile(1, 1), profile(2, 1, { 'CUST-NAME': '' })])
    putBatch(2)
    site.finish()
    expect(ackOf(1)).toMatchObject({ returnCode: 4, reason: '1 OF 2 RECORDS REJECTED' })
    expect(
      ackOf(1).results.map(({ resultCode, storedVersion, storedHash, field }) => [resultCode, storedVersion, storedHash === '', field]),
    ).toEqual([
      [0, 1, false, ''],
      [4, 0, true, 'CUST-NAME'],
    ])
    expect(versions()).toEqual({ [customerKey(1)]: 1, [customerKey(2)]: 1 })
    expect(readCustomers(site.directory, acme).get(customerKey(2))?.record).toEqual(detailRecord(profile(2, 1)))
  })

  test('that breaks a rule is refused, stores nothing and uses no number', () => {
    site.putFile('in', `CUSTPROF.${batchId(1)}.dat`, batchFile({ batch: batchId(1), seq: 1, details: [profile(1, 1)] }).subarray(0, -500))
    site.finish()
    expect(ackOf(1)).toEqual({
      tenant: acme,
      batch: batchId(1),
      seq: 1,
      returnCode: 8,
      reason: 'REC-TYPE OF RECORD 2 IS NOT T',
      results: [],
    })
    expect(versions()).toEqual({})
    putBatch(1)
    site.finish()
    expect(ackOf(1, 2)).toMatchObject({ returnCode: 0 })
  })

  test('that nobody could read is refused under the id in its name', () => {
    site.putFile('in', `CUSTPROF.${batchId(1)}.dat`, Buffer.from('nonsense'))
    site.finish()
    expect(ackOf(1)).toMatchObject({ tenant: '', batch: batchId(1), seq: 0, returnCode: 8 })
  })

  test.each(['CUSTPROF.dat', 'CUSTPROF...dat', `CUSTPROF.${'x'.repeat(33)}.dat`, 'readme.txt', 'EXTRACT.r1.dat'])(
    'named %s has no id to answer to: it is put away',
    (name) => {
      site.putFile('in', name, Buffer.from('x'))
      site.finish()
      expect(kinds('unanswered')).toMatchObject([{ file: name, reason: 'FILE NAME' }])
      expect(readdirSync(join(site.directory, 'archive'))).toHaveLength(1)
      expect(site.outFiles()).toEqual([])
    },
  )

  test('of a tenant touches no other tenant’s customers or numbers', () => {
    site.put({ batch: batchId(1), seq: 1, details: [profile(1, 9)] })
    site.put({ batch: batchId(2), seq: 1, tenant: globex, details: [profile(1, 2)] })
    site.finish()
    expect(ackOf(2)).toMatchObject({ returnCode: 0, tenant: globex })
    expect([versions(acme), versions(globex)]).toEqual([{ [customerKey(1)]: 9 }, { [customerKey(1)]: 2 }])
  })
})

describe('a batch that comes again', () => {
  test('gets the bytes of its first ack under the next n, and nothing is applied', () => {
    putBatch(1, [profile(1, 1)])
    putBatch(2, [profile(1, 2)])
    site.finish()
    putBatch(1, [profile(1, 1)])
    site.finish()
    expect(site.readOut(ackName(1, 2))).toEqual(site.readOut(ackName(1)))
    expect(ackOf(1, 2).results).toMatchObject([{ storedVersion: 1 }])
    expect(versions()).toEqual({ [customerKey(1)]: 2 })
    expect(kinds('processed', 'repeated').map(({ kind }) => kind)).toEqual(['processed', 'processed', 'repeated'])
  })

  test('after a restart too', () => {
    putBatch(1)
    site.finish()
    site.reopen()
    putBatch(1)
    site.finish()
    expect(site.readOut(ackName(1, 2))).toEqual(site.readOut(ackName(1)))
  })

  test('from another tenant is refused: its ack is not theirs', () => {
    putBatch(1)
    site.finish()
    site.put({ batch: batchId(1), seq: 1, tenant: globex, details: [profile(1, 1)] })
    site.finish()
    expect(ackOf(1, 2)).toMatchObject({ tenant: globex, returnCode: 8, reason: 'BATCH-ID IS THAT OF ANOTHER TENANT', results: [] })
  })
})

describe('the numbers of a tenant', () => {
  test('one too high is held until the missing ones came; then all are processed in order', () => {
    putBatch(3)
    putBatch(2)
    site.finish()
    expect(site.outFiles()).toEqual([])
    expect(
      site
        .mainframe()
        .status()
        .held.map(({ seq, by }) => [seq, by]),
    ).toEqual([
      [3, 'SEQUENCE'],
      [2, 'SEQUENCE'],
    ])
    putBatch(1)
    site.finish()
    expect(kinds('processed').map((entry) => 'seq' in entry && entry.seq)).toEqual([1, 2, 3])
    expect(site.mainframe().status().held).toEqual([])
    expect(readdirSync(join(site.directory, 'dataset/held'))).toEqual([])
  })

  test('a held batch is still held after a restart, and released after it', () => {
    putBatch(2)
    site.finish()
    site.reopen()
    site.finish()
    expect(site.outFiles()).toEqual([])
    putBatch(1)
    site.finish()
    expect(ackOf(2)).toMatchObject({ returnCode: 0 })
  })

  test('one used already, under another id, is refused', () => {
    putBatch(1)
    putBatch(1, [profile(9, 1)], 7)
    site.finish()
    expect(ackOf(7)).toMatchObject({ returnCode: 8, reason: 'SEQUENCE' })
    expect(versions()).toEqual({ [customerKey(1)]: 1 })
  })

  test('of two held batches with one number the first is processed, the second refused', () => {
    putBatch(2, [profile(1, 1)], 2)
    putBatch(2, [profile(2, 1)], 3)
    putBatch(1, [profile(3, 1)])
    site.finish()
    expect([ackOf(2).returnCode, ackOf(3).returnCode]).toEqual([0, 8])
  })
})

describe('the service', () => {
  test('takes a batch of 100 for half a second at 200 records a second', () => {
    putBatch(
      1,
      Array.from({ length: 100 }, (_, index) => profile(index, 1)),
    )
    site.work()
    site.pass(499)
    site.work()
    expect([site.outFiles(), versions()]).toEqual([[], {}])
    expect(site.mainframe().status().job).toEqual({ file: `CUSTPROF.${batchId(1)}.dat`, records: 100 })
    site.pass(1)
    site.work()
    expect(ackOf(1).results).toHaveLength(100)
  })

  test('takes ten times as long when it is slow, and makes up for nothing when it is not any more', () => {
    site.mainframe().operator.setFaults({ slow: '10' })
    putBatch(
      1,
      Array.from({ length: 100 }, (_, index) => profile(index, 1)),
    )
    site.work()
    site.pass(4_999)
    site.work()
    expect(site.outFiles()).toEqual([])
    site.mainframe().operator.setFaults({ slow: 'off' })
    site.work()
    expect(site.outFiles()).toEqual([ackName(1)])
  })

  test('takes nothing outside the window, and finishes what it has begun', () => {
    const night = openTestSite({ window: parseWindow('13:00-13:30') })
    try {
      night.put({ batch: batchId(1), seq: 1, details: Array.from({ length: 100 }, (_, index) => profile(index, 1)) })
      night.put({ batch: batchId(2), seq: 2, details: [profile(1, 2)] })
      night.work()
      night.pass(59 * 60_000 + 59_999)
      night.work()
      expect(readJournal(night.directory).map(({ kind }) => kind)).toEqual(['started'])
      night.pass(1 + 29 * 60_000 + 59_999)
      night.work()
      night.pass(500)
      night.work()
      expect(night.outFiles()).toEqual([ackName(1)])
      night.mainframe().operator.setWindow('open')
      night.finish()
      expect(night.outFiles()).toEqual([ackName(1), ackName(2)])
    } finally {
      night.remove()
    }
  })

  test('closed by hand it stays closed over a restart', () => {
    site.mainframe().operator.setWindow('close')
    site.reopen()
    putBatch(1)
    site.finish()
    expect(site.outFiles()).toEqual([])
    site.mainframe().operator.setWindow('auto')
    site.finish()
    expect(site.outFiles()).toEqual([ackName(1)])
  })
})

describe('an extract', () => {
  const request = (id: string, tenant = acme): Buffer =>
    encodeRecord(layouts.extractRequest, { 'REC-TYPE': 'X', 'FILE-ID': 'EXTRACT', 'TENANT-ID': tenant, 'REQUEST-ID': id })

  test('lists version and hash of every customer of its tenant', () => {
    site.put({ batch: batchId(1), seq: 1, details: [profile(1, 3), profile(2, 1)] })
    site.put({ batch: batchId(2), seq: 1, tenant: globex, details: [profile(3, 1)] })
    site.put({ batch: batchId(3), seq: 2, details: [profile(2, 4)] })
    site.finish()
    site.putFile('requests', 'EXTRACT.nightly_1.dat', request('nightly_1'))
    site.finish()
    const { extractHeader, extractRecord, extractTrailer } = layouts
    const [header = Buffer.alloc(0), ...records] = splitWhole(site.readOut('EXTRACT.nightly_1.dat'), extractTrailer)
    expect(['REC-TYPE', 'FILE-ID', 'TENANT-ID', 'REQUEST-ID'].map((field) => textOf(extractHeader, header, field))).toEqual([
      'E',
      'EXTRACT',
      acme,
      'nightly_1',
    ])
    const listed = records.map((record) => [
      textOf(extractRecord, record, 'CUSTOMER-KEY'),
      findNumber(extractRecord, record, 'STORED-VER'),
      textOf(extractRecord, record, 'STORED-HASH'),
    ])
    expect(listed).toEqual([
      [customerKey(1), 3n, hashOf(detailRecord(profile(1, 3)))],
      [customerKey(2), 4n, hashOf(detailRecord(profile(2, 4)))],
    ])
  })

  test('of a tenant without customers is empty', () => {
    site.putFile('requests', 'EXTRACT.r1.dat', request('r1'))
    site.finish()
    expect(splitWhole(site.readOut('EXTRACT.r1.dat'), layouts.extractTrailer)).toHaveLength(1)
  })

  test.each([
    ['of another id than its name', request('r2')],
    ['of an odd length', request('r1').subarray(1)],
    ['of another kind', encodeRecord(layouts.extractRequest, { 'REC-TYPE': 'X', 'FILE-ID': 'OTHER', 'REQUEST-ID': 'r1' })],
  ])('request %s is put away unanswered', (_, bytes) => {
    site.putFile('requests', 'EXTRACT.r1.dat', bytes)
    site.finish()
    expect(site.outFiles()).toEqual([])
    expect(kinds('unanswered')).toHaveLength(1)
    expect(existsSync(join(site.directory, 'requests/EXTRACT.r1.dat'))).toBe(false)
  })
})

test('the journal tells of every step, each with place and time', () => {
  putBatch(1, [profile(1, 2), profile(2, 1, { 'CUST-NAME': '' })])
  site.finish()
  const about = { tenant: acme, batch: batchId(1), seq: 1 }
  const file = `CUSTPROF.${batchId(1)}.dat`
  const hash = hashOf(detailRecord(profile(1, 2)))
  const reason = 'MUST NOT BE BLANK ON AN ACTIVE CUSTOMER'
  const at = '2026-11-20T12:00:00.010Z'
  const ack = { batch: batchId(1), n: 1 }
  const undamaged = { behind: false, flipAt: null, cutAt: null }
  expect(readJournal(site.directory)).toEqual([
    { position: 1, unit: 1, at: '2026-11-20T12:00:00.000Z', kind: 'started', seed: 'test', recordsPerSecond: 200, window: 'always' },
    { position: 2, unit: 2, at: '2026-11-20T12:00:00.000Z', kind: 'taken', file },
    { position: 3, unit: 6, at, kind: 'stored', ...about, customer: customerKey(1), version: 2, hash, slot: 0 },
    { position: 4, unit: 6, at, kind: 'rejected', ...about, customer: customerKey(2), version: 1, field: 'CUST-NAME', reason },
    { position: 5, unit: 6, at, kind: 'processed', file, ...about, returnCode: 4, ackN: 1, stored: 1, kept: 0, rejected: 1 },
    { position: 6, unit: 6, at, kind: 'ack-planned', ...ack, of: 1, dueAtMs: Date.parse(at), ...undamaged },
    { position: 7, unit: 7, at, kind: 'ack-written', ...ack, file: ackName(1) },
  ])
})
