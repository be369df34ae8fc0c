import { existsSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import type * as FileSystem from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { layouts } from './layouts.ts'
import { readCustomers, readJournal } from './oracle.ts'
import { encodeRecord } from './record.ts'
import { acme, batchFile, batchId, customerKey, profile } from './test-batch.ts'
import { openTestSite, readAck, type TestSite } from './test-site.ts'

/** The moment of death, counted in changes to the disk; none when Infinity. One that is not final is a disk that is full for that moment. */
const death = vi.hoisted(() => ({ changesLeft: Number.POSITIVE_INFINITY, isFinal: true }))

// The real file system until the process dies: the change under way is made by half if that is possible, those after it not at all.
vi.mock('node:fs', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>()
  const mortal =
    <A extends readonly unknown[], R>(change: (...args: A) => R, half?: (...args: A) => void) =>
    (...args: A): R => {
      death.changesLeft -= 1
      if (death.changesLeft === 0) half?.(...args)
      if (death.changesLeft === 0 || (death.isFinal && death.changesLeft < 0)) throw new Error('killed')
      return change(...args)
    }
  return {
    ...real,
    renameSync: mortal(real.renameSync),
    ftruncateSync: mortal(real.ftruncateSync),
    fdatasyncSync: mortal(real.fdatasyncSync),
    rmSync: mortal(real.rmSync),
    writeSync: mortal(
      (file: number, data: Uint8Array, offset?: number) => real.writeSync(file, data, offset),
      (file, data, offset = 0) => {
        real.writeSync(file, data, offset, Math.ceil((data.length - offset) / 2))
      },
    ),
  }
})

let site: TestSite

beforeEach(() => {
  site = openTestSite()
})
afterEach(() => {
  Object.assign(death, { changesLeft: Number.POSITIVE_INFINITY, isFinal: true })
  site.remove()
})

const ackName = (batch: number, n: number): string => `CUSTACK.${batchId(batch)}.${String(n)}.dat`

function putAll(): void {
  site.put({ batch: batchId(1), seq: 1, details: [profile(1, 1), profile(2, 1, { 'CUST-NAME': '' })] })
  site.put({ batch: batchId(3), seq: 3, details: [profile(1, 2), profile(3, 1), profile(4, 1)] })
  site.put({ batch: batchId(2), seq: 2, details: [profile(2, 3), profile(1, 1)] })
  const request = { 'REC-TYPE': 'X', 'FILE-ID': 'EXTRACT', 'TENANT-ID': acme, 'REQUEST-ID': 'r1' }
  site.putFile('requests', 'EXTRACT.r1.dat', encodeRecord(layouts.extractRequest, request))
}

/** What must be there in the end, however often the process died on the way. */
function expectNothingLost(): void {
  const journal = readJournal(site.directory)
  const processed = journal.flatMap((entry) => (entry.kind === 'processed' ? [`${entry.batch} ${String(entry.returnCode)}`] : []))
  expect(processed).toEqual([`${batchId(1)} 4`, `${batchId(2)} 0`, `${batchId(3)} 0`])
  const stored = journal.flatMap((entry) => (entry.kind === 'stored' ? [`${entry.customer.slice(-1)}.${String(entry.version)}`] : []))
  expect(stored).toEqual(['1.1', '2.3', '1.2', '3.1', '4.1'])
  expect([...readCustomers(site.directory, acme)].map(([, { version }]) => version)).toEqual([2, 3, 1, 1])
  expect(statSync(join(site.directory, 'dataset/CUSTMAST.dat')).size).toBe(5 * 500)
  expect([1, 2, 3].map((batch) => readAck(site.readOut(ackName(batch, 1))).results.map(({ storedVersion }) => storedVersion))).toEqual([
    [1, 0],
    [3, 1],
    [2, 1, 1],
  ])
  expect(site.outFiles()).toEqual([ackName(1, 1), ackName(1, 2), ackName(2, 1), ackName(3, 1), 'EXTRACT.r1.dat'])
  const left = ['in', 'requests', 'dataset/work', 'dataset/held'].flatMap((directory) => readdirSync(join(site.directory, directory)))
  expect(left).toEqual([])
  expect(new Set(readdirSync(join(site.directory, 'archive')).map((name) => name.slice(10))).size).toBe(4)
}

describe('killed at any change to the disk', () => {
  test('it goes on where it was: each batch processed once, each record stored once, each ack there and whole', () => {
    let deaths = 0
    for (let changes = 1, hasDied = true; hasDied; changes += 1) {
      site.remove()
      site = openTestSite()
      site.mainframe().operator.setFaults({ 'duplicate-ack': '1' })
      putAll()
      death.changesLeft = changes
      hasDied = diesWhile(site.finish)
      deaths += Number(hasDied)
      site.reopen()
      site.finish()
      expectNothingLost()
    }
    expect(deaths).toBeGreaterThan(40)
  })

  test('also while it comes up again', () => {
    let deaths = 0
    for (let changes = 1, hasDied = true; hasDied; changes += 1) {
      site.remove()
      site = openTestSite()
      site.mainframe().operator.setFaults({ 'duplicate-ack': '1' })
      putAll()
      // In the middle of the second batch's commit.
      death.changesLeft = 21
      expect(diesWhile(site.finish)).toBe(true)
      death.changesLeft = changes
      hasDied = diesWhile(() => site.reopen().step())
      deaths += Number(hasDied)
      death.changesLeft = Number.POSITIVE_INFINITY
      site.reopen()
      site.finish()
      expectNothingLost()
    }
    expect(deaths).toBeGreaterThan(0)
  })

  test('an ABEND has stored its first records or none, and strikes once', () => {
    for (let changes = 1, hasDied = true; hasDied; changes += 1) {
      site.remove()
      site = openTestSite()
      site.mainframe().operator.setFaults({ abend: '1:2' })
      const wish = { batch: batchId(1), seq: 1, details: [1, 2, 3].map((customer) => profile(customer, 1)) }
      site.put(wish)
      death.changesLeft = changes
      hasDied = diesWhile(site.finish)
      const stored = readCustomers(site.directory, acme).size
      expect([0, 2]).toContain(stored)
      site.reopen()
      site.finish()
      site.put(wish)
      site.finish()
      const ends = readJournal(site.directory).flatMap(({ kind }) => (kind === 'abend' || kind === 'processed' ? [kind] : []))
      expect(ends).toEqual(['abend', 'processed'])
      expect(readCustomers(site.directory, acme).size).toBe(3)
    }
  })
})

function diesWhile(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch (error) {
    if (!(error instanceof Error && error.message === 'killed')) throw error
    return true
  } finally {
    if (death.isFinal) death.changesLeft = Number.POSITIVE_INFINITY
  }
}

test('a disk that is full for a moment delays the work and damages nothing', () => {
  for (let changes = 1, hasFailed = true; hasFailed; changes += 1) {
    site.remove()
    site = openTestSite()
    site.mainframe().operator.setFaults({ 'duplicate-ack': '1' })
    putAll()
    Object.assign(death, { changesLeft: changes, isFinal: false })
    diesWhile(site.finish)
    hasFailed = death.changesLeft <= 0
    Object.assign(death, { changesLeft: Number.POSITIVE_INFINITY, isFinal: true })
    // The same process tries again.
    site.pass(1_000)
    site.finish()
    expectNothingLost()
  }
})

test('a journal cut off at any byte loses only what was not whole', () => {
  site.put({ batch: batchId(1), seq: 1, details: [profile(1, 1), profile(2, 1)] })
  site.finish()
  const path = join(site.directory, 'dataset/journal.jsonl')
  const entries = readJournal(site.directory)
  const bytes = statSync(path).size
  for (let cut = bytes; cut > 0; cut -= 7) {
    truncateSync(path, cut)
    const left = readJournal(site.directory)
    expect(left).toEqual(entries.slice(0, left.length))
    expect(left.at(-1)?.position).toBe(left.at(-1)?.unit)
    expect([0, 2]).toContain(readCustomers(site.directory, acme).size)
  }
})

describe('files that contradict each other stop it before it does harm', () => {
  const broken = (change: () => void) => {
    site.put({ batch: batchId(1), seq: 1, details: [profile(1, 1), profile(2, 1)] })
    site.finish()
    change()
    return () => openTestSite({ directory: site.directory })
  }
  const master = (): string => join(site.directory, 'dataset/CUSTMAST.dat')

  test('a master file that is too short', () => {
    expect(broken(() => truncateSync(master(), 999))).toThrow('CUSTMAST.dat has 999 bytes, its journal tells of 1000.')
  })

  test('a record changed by hand', () => {
    expect(broken(() => writeFileSync(master(), Buffer.alloc(1_000, 0x40)))).toThrow(
      `Record 0 of CUSTMAST.dat (${customerKey(1)}) is not the one its journal tells of.`,
    )
  })

  test('a line of the journal that is none', () => {
    const journal = (): string => join(site.directory, 'dataset/journal.jsonl')
    expect(broken(() => writeFileSync(journal(), '{"kind":"nonsense"}\n'))).toThrow('This is no line of the journal: {"kind":"nonsense"}')
  })
})

test('a batch file that comes in while its first copy is worked on is a repetition', () => {
  const wish = { batch: batchId(1), seq: 1, details: [profile(1, 1)] }
  site.put(wish)
  site.work()
  expect(existsSync(join(site.directory, `in/CUSTPROF.${batchId(1)}.dat`))).toBe(false)
  site.putFile('in', `CUSTPROF.${batchId(1)}.dat`, batchFile(wish))
  site.finish()
  expect(site.readOut(ackName(1, 2))).toEqual(site.readOut(ackName(1, 1)))
})
