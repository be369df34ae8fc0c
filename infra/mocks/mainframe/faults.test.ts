import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hashOf } from './checksum.ts'
import { ackName, useFaultySite } from './fault-fixture.ts'
import { faultTable } from './fault-table.ts'
import { layouts } from './layouts.ts'
import { readCustomers, readJournal } from './oracle.ts'
import { textOf } from './record.ts'
import { acme, batchFile, batchId, customerKey, detailRecord, profile } from './test-batch.ts'
import { openTestSite } from './test-site.ts'

const { site, set, putBatch, ackOf, versions } = useFaultySite()
const struck = () => readJournal(site().directory).flatMap((entry) => (entry.kind === 'fault' ? [entry.fault] : []))

describe('batches', () => {
  test('refuse: the whole batch is refused once, and goes through the next time', () => {
    set({ refuse: '1' })
    putBatch(1)
    site().finish()
    putBatch(1)
    site().finish()
    expect(ackOf(1)).toMatchObject({ returnCode: 8, reason: 'REFUSED BY OPERATOR' })
    expect(ackOf(1, 2)).toMatchObject({ returnCode: 0 })
  })

  test.each(['damaged-file', 'truncated-file'])('%s: what arrives is not what was sent, and is refused whole', (fault) => {
    set({ [fault]: '1' })
    putBatch(1)
    site().finish()
    putBatch(1)
    site().finish()
    expect(struck()).toEqual([fault])
    expect(ackOf(1)).toMatchObject({ returnCode: 8, results: [] })
    expect(ackOf(1, 2)).toMatchObject({ returnCode: 0 })
  })

  test('damaged-file with a share lets a batch through sooner or later', () => {
    set({ 'damaged-file': '50%' })
    for (let attempt = 0; attempt < 20; attempt += 1) {
      putBatch(1)
      site().finish()
    }
    expect(versions()).toEqual({ [customerKey(1)]: 1 })
  })

  test('hold: what comes is held until it is switched off, then processed in order', () => {
    set({ hold: 'on' })
    putBatch(1)
    putBatch(2)
    site().finish()
    expect(
      site()
        .mainframe()
        .status()
        .held.map(({ seq, by }) => [seq, by]),
    ).toEqual([
      [1, 'OPERATOR'],
      [2, 'SEQUENCE'],
    ])
    set({ hold: 'off' })
    site().finish()
    expect(readdirSync(join(site().directory, 'out'))).toHaveLength(2)
  })

  test('abend: the first records are stored, the rest is not, and the same number is expected again', () => {
    set({ abend: '1:2' })
    const details = [1, 2, 3, 4].map((customer) => profile(customer, 1))
    putBatch(1, details)
    site().finish()
    expect(ackOf(1)).toMatchObject({ returnCode: 12, reason: 'ABEND S0C7', results: [] })
    expect(versions()).toEqual({ [customerKey(1)]: 1, [customerKey(2)]: 1 })
    putBatch(1, details)
    site().finish()
    expect(ackOf(1, 2).results.map(({ storedVersion }) => storedVersion)).toEqual([1, 1, 1, 1])
    expect(readJournal(site().directory).findLast(({ kind }) => kind === 'processed')).toMatchObject({ stored: 2, kept: 2 })
  })

  test('down: nothing is taken, finished or answered until it is switched off', () => {
    putBatch(1)
    site().work()
    set({ down: 'on' })
    putBatch(2)
    site().pass(60_000)
    site().finish()
    expect([site().outFiles(), versions(), site().mainframe().status().isDown]).toEqual([[], {}, true])
    set({ down: 'off' })
    site().finish()
    expect(site().outFiles()).toEqual([ackName(1), ackName(2)])
  })
})

describe('records', () => {
  test('flipped-byte: the hash is that of what is on file, which is not what was sent', () => {
    set({ 'flipped-byte': '1' })
    putBatch(1, [profile(1, 1), profile(2, 1)])
    site().finish()
    const customers = readCustomers(site().directory, acme)
    const stored = [1, 2].map((customer) => customers.get(customerKey(customer))?.record ?? Buffer.alloc(0))
    const sent = [1, 2].map((customer) => detailRecord(profile(customer, 1)))
    const differing = stored.map((record, index) => [...record].filter((byte, at) => byte !== sent[index]?.[at]).length)
    expect(differing).toEqual([1, 0])
    expect(ackOf(1).results.map(({ storedHash }) => storedHash)).toEqual(stored.map(hashOf))
    expect(stored[0]?.subarray(0, 41)).toEqual(sent[0]?.subarray(0, 41))
  })

  test('version-blind: an older version is stored over a newer one, and answered with', () => {
    putBatch(1, [profile(1, 2)])
    set({ 'version-blind': 'on' })
    putBatch(2, [profile(1, 1)])
    site().finish()
    expect(ackOf(2).results).toMatchObject([{ resultCode: 0, storedVersion: 1 }])
    expect(versions()).toEqual({ [customerKey(1)]: 1 })
    set({ 'version-blind': 'off' })
    putBatch(3, [profile(1, 3)])
    putBatch(4, [profile(1, 2)])
    site().finish()
    expect(ackOf(4).results).toMatchObject([{ storedVersion: 3 }])
    expect(versions()).toEqual({ [customerKey(1)]: 3 })
  })

  test('wrong-code-page: the text is stored as if it had been German', () => {
    set({ 'wrong-code-page': '1' })
    putBatch(1, [profile(1, 1, { 'CUST-NAME': 'Zoë Straße [x]', 'CREDIT-LIMIT': 12_345 })])
    site().finish()
    const { record } = readCustomers(site().directory, acme).get(customerKey(1)) ?? { record: Buffer.alloc(500) }
    expect(textOf(layouts.batchDetail, record, 'CUST-NAME')).toBe('Zoë Stra~e ¬x|')
    expect(textOf(layouts.batchDetail, record, 'CUST-EMAIL')).toBe('ada.1§example.com')
    expect(record.subarray(452, 458).toString('hex')).toBe('00000012345c')
    expect(ackOf(1)).toMatchObject({ returnCode: 0, results: [{ storedHash: hashOf(record) }] })
  })

  test('poison: records are rejected by customer key and by a text in the name', () => {
    set({ 'poison-key': `${customerKey(8)},${customerKey(2)}`, 'poison-name': 'Lovelace 3' })
    putBatch(1, [profile(1, 1), profile(2, 1), profile(3, 1)])
    site().finish()
    expect(ackOf(1).results.map(({ resultCode, field, reason }) => [resultCode, field, reason])).toEqual([
      [0, '', ''],
      [4, 'CUSTOMER-KEY', 'REFUSED BY OPERATOR'],
      [4, 'CUST-NAME', 'REFUSED BY OPERATOR'],
    ])
    set({ 'poison-key': 'off', 'poison-name': 'off' })
    putBatch(2, [profile(2, 1), profile(3, 1)])
    site().finish()
    expect(ackOf(2)).toMatchObject({ returnCode: 0 })
  })
})

test('the same seed makes the same faults strike the same batches, however the work is cut', () => {
  const names = [
    'no-ack',
    'late-ack',
    'duplicate-ack',
    'garbled-ack',
    'truncated-ack',
    'refuse',
    'abend',
    'wrong-code-page',
    'flipped-byte',
  ] as const
  const run = (seed: string, reopensAfterEach: boolean): readonly unknown[] => {
    const played = openTestSite({ seed })
    try {
      played.mainframe().operator.setFaults(Object.fromEntries(names.map((name) => [name, '30%'])))
      for (let seq = 1; seq <= 8; seq += 1) {
        played.put({ batch: batchId(seq), seq, details: [profile(1, seq), profile(2, seq)] })
        if (reopensAfterEach) {
          played.finish()
          played.reopen()
        }
      }
      played.finish()
      return readJournal(played.directory).flatMap((entry) => (entry.kind === 'fault' ? [[entry.fault, entry.subject, entry.detail]] : []))
    } finally {
      played.remove()
    }
  }
  expect(run('a', false)).toEqual(run('a', true))
  expect(run('a', false)).not.toEqual(run('b', false))
})

test('every fault there is has a meaning in one line', () => {
  for (const { meaning } of Object.values(faultTable)) expect(meaning).toMatch(/^[^\n]{10,110}$/)
})

test('a held batch that comes damaged the second time stays held as it was', () => {
  putBatch(2)
  site().finish()
  site().putFile('in', `CUSTPROF.${batchId(2)}.dat`, batchFile({ batch: batchId(2), seq: 2, details: [profile(2, 1)] }).subarray(0, -500))
  putBatch(1)
  site().finish()
  expect([ackOf(2).returnCode, ackOf(2, 2).returnCode]).toEqual([8, 0])
})
