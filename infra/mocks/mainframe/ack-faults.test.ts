import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ackName, useFaultySite } from './fault-fixture.ts'
import { layouts } from './layouts.ts'
import { readJournal } from './oracle.ts'
import { encodeRecord } from './record.ts'
import { acme, batchId, customerKey } from './test-batch.ts'
import { readAck } from './test-site.ts'

const { site, set, putBatch, ackOf, versions } = useFaultySite()

describe('acks', () => {
  test('no-ack: the batch is stored, its ack never comes, and a repetition gets it', () => {
    set({ 'no-ack': '1' })
    putBatch(1)
    site().finish()
    expect([site().outFiles(), versions()]).toEqual([[], { [customerKey(1)]: 1 }])
    putBatch(1)
    site().finish()
    expect(ackOf(1, 2)).toMatchObject({ returnCode: 0 })
  })

  test('late-ack: the ack comes so many seconds later, over a restart too', () => {
    set({ 'late-ack': 'on:60' })
    putBatch(1)
    site().work()
    site().pass(5)
    site().work()
    site().pass(59_999)
    site().reopen()
    site().work()
    expect(site().outFiles()).toEqual([])
    site().pass(1)
    site().work()
    expect(site().outFiles()).toEqual([ackName(1)])
  })

  test('duplicate-ack: the same bytes come again as the next n', () => {
    set({ 'duplicate-ack': 'on' })
    putBatch(1)
    site().finish()
    expect(site().outFiles()).toEqual([ackName(1), ackName(1, 2)])
    expect(site().readOut(ackName(1, 2))).toEqual(site().readOut(ackName(1)))
  })

  test('reordered-acks: an ack waits until the next one is there', () => {
    set({ 'reordered-acks': '1' })
    putBatch(1)
    putBatch(2)
    site().finish()
    const written = readJournal(site().directory).flatMap((entry) => (entry.kind === 'ack-written' ? [entry.batch] : []))
    expect(written).toEqual([batchId(2), batchId(1)])
  })

  test('reordered-acks: without a next one the ack comes after 30 seconds', () => {
    set({ 'reordered-acks': 'on' })
    putBatch(1)
    site().work()
    site().pass(5)
    site().work()
    site().pass(29_999)
    site().work()
    expect(site().outFiles()).toEqual([])
    site().pass(1)
    site().work()
    expect(site().outFiles()).toEqual([ackName(1)])
  })

  test('garbled-ack: one byte differs, which the CRC tells; a repetition is whole', () => {
    set({ 'garbled-ack': '1' })
    putBatch(1)
    site().finish()
    putBatch(1)
    site().finish()
    const [garbled, whole] = [site().readOut(ackName(1)), site().readOut(ackName(1, 2))]
    expect([...garbled].filter((byte, index) => byte !== whole[index])).toHaveLength(1)
    expect(() => readAck(garbled)).toThrow('The CRC does not fit.')
    expect(readAck(whole)).toMatchObject({ returnCode: 0 })
  })

  test('truncated-ack: the beginning of the ack is all there is', () => {
    set({ 'truncated-ack': '1' })
    putBatch(1)
    site().finish()
    putBatch(1)
    site().finish()
    const [cut, whole] = [site().readOut(ackName(1)), site().readOut(ackName(1, 2))]
    expect(cut.length).toBeLessThan(whole.length)
    expect(cut).toEqual(whole.subarray(0, cut.length))
  })

  test('disk-full: acks and extracts come when there is room again, and nothing half-written lies about', () => {
    set({ 'disk-full': 'on' })
    putBatch(1)
    site().putFile(
      'requests',
      'EXTRACT.r1.dat',
      encodeRecord(layouts.extractRequest, { 'REC-TYPE': 'X', 'FILE-ID': 'EXTRACT', 'TENANT-ID': acme, 'REQUEST-ID': 'r1' }),
    )
    site().work()
    site().pass(5)
    site().work()
    expect(site().outFiles()).toEqual([])
    expect(readJournal(site().directory).filter(({ kind }) => kind === 'ack-failed')).toMatchObject([{ n: 1, reason: 'DISK FULL' }])
    set({ 'disk-full': 'off' })
    site().pass(1_000)
    site().finish()
    expect(site().outFiles()).toEqual([ackName(1), 'EXTRACT.r1.dat'])
  })

  test('an ack that really cannot be written is written when it can', () => {
    rmSync(join(site().directory, 'out'), { recursive: true })
    writeFileSync(join(site().directory, 'out'), 'in the way')
    putBatch(1)
    site().work()
    site().pass(5)
    site().work()
    site().work()
    expect(readJournal(site().directory).filter(({ kind }) => kind === 'ack-failed')).toHaveLength(1)
    rmSync(join(site().directory, 'out'))
    mkdirSync(join(site().directory, 'out'))
    site().finish()
    expect(ackOf(1)).toMatchObject({ returnCode: 0 })
  })
})
