import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { layouts, recordBytes } from './layouts.ts'
import type { Layout } from './copybook.ts'
import { openMainframe, type Mainframe, type MainframeSettings } from './mainframe.ts'
import { findNumber, textOf } from './record.ts'
import { crcOf } from './checksum.ts'
import { batchFile, type BatchWish } from './test-batch.ts'
import { parseWindow } from './window.ts'

/** A mainframe on a directory and a clock of its own. */
export interface TestSite {
  readonly directory: string
  readonly mainframe: () => Mainframe
  /** Closes it and opens it again, as after a restart of the process. */
  readonly reopen: () => Mainframe
  readonly pass: (ms: number) => void
  /** Puts a batch into the drop, later than those before. */
  readonly put: (wish: BatchWish) => void
  readonly putFile: (directory: 'in' | 'requests', name: string, bytes: Uint8Array) => void
  /** Works until nothing is left to do at this moment. */
  readonly work: () => void
  /** Lets time pass until nothing is left to do at all. */
  readonly finish: () => void
  readonly outFiles: () => readonly string[]
  readonly readOut: (name: string) => Buffer
  readonly remove: () => void
}

const noon = Date.UTC(2026, 10, 20, 12)

/** Starts at noon (UTC); `settings` replace the usual ones: 200 records a second, always open, seed `test`. */
export function openTestSite(settings: Partial<MainframeSettings> = {}): TestSite {
  const directory = settings.directory ?? mkdtempSync(join(tmpdir(), 'mainframe-'))
  let nowMs = noon
  let arrived = 0
  const open = (): Mainframe =>
    openMainframe({ directory, seed: 'test', recordsPerSecond: 200, window: parseWindow('always'), now: () => nowMs, ...settings })
  let mainframe = open()
  let isOpen = true
  const close = (): void => {
    if (isOpen) mainframe.close()
    isOpen = false
  }
  const work = (): void => {
    while (mainframe.step() === 0);
  }
  const putFile: TestSite['putFile'] = (place, name, bytes) => {
    const path = join(directory, place, name)
    arrived += 1
    writeFileSync(path, bytes)
    utimesSync(path, arrived, arrived)
  }
  return {
    directory,
    mainframe: () => mainframe,
    reopen: () => {
      close()
      mainframe = open()
      isOpen = true
      return mainframe
    },
    pass: (ms) => void (nowMs += ms),
    put: (wish) => {
      putFile('in', `CUSTPROF.${wish.batch}.dat`, batchFile(wish))
    },
    putFile,
    work,
    finish: () => {
      work()
      for (let waitMs = mainframe.step(); waitMs !== Number.POSITIVE_INFINITY; waitMs = mainframe.step()) {
        nowMs += waitMs
        work()
      }
    },
    outFiles: () => readdirSync(join(directory, 'out')).toSorted(),
    readOut: (name) => readFileSync(join(directory, 'out', name)),
    remove: () => {
      close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** An ack as somebody reads it who knows the copybook. */
export interface ReadAck {
  readonly tenant: string
  readonly batch: string
  readonly seq: number
  readonly returnCode: number
  readonly reason: string
  readonly results: readonly {
    readonly customer: string
    readonly resultCode: number
    readonly storedVersion: number
    readonly storedHash: string
    readonly field: string
    readonly reason: string
  }[]
}

/** Reads an ack file; throws when it is not whole. */
export function readAck(file: Buffer): ReadAck {
  const { ackHeader, ackResult, ackTrailer } = layouts
  const records = splitWhole(file, ackTrailer)
  const [header = Buffer.alloc(recordBytes), ...results] = records
  const isCounted = number(ackHeader, header, 'RECORD-COUNT') === results.length
  const isAck = textOf(ackHeader, header, 'REC-TYPE') === 'A' && textOf(ackHeader, header, 'FILE-ID') === 'CUSTACK'
  if (!isCounted || !isAck || results.some((record) => textOf(ackResult, record, 'REC-TYPE') !== 'R')) throw new Error('This is no ack.')
  return {
    tenant: textOf(ackHeader, header, 'TENANT-ID'),
    batch: textOf(ackHeader, header, 'BATCH-ID'),
    seq: number(ackHeader, header, 'BATCH-SEQ'),
    returnCode: number(ackHeader, header, 'RETURN-CODE'),
    reason: textOf(ackHeader, header, 'REASON'),
    results: results.map((record) => ({
      customer: textOf(ackResult, record, 'CUSTOMER-KEY'),
      resultCode: number(ackResult, record, 'RESULT-CODE'),
      storedVersion: number(ackResult, record, 'STORED-VER'),
      storedHash: textOf(ackResult, record, 'STORED-HASH'),
      field: textOf(ackResult, record, 'REJECT-FIELD'),
      reason: textOf(ackResult, record, 'REASON'),
    })),
  }
}

function number(layout: Layout, record: Buffer, field: string): number {
  return Number(findNumber(layout, record, field) ?? Number.NaN)
}

/** The records before the trailer; throws when the trailer does not fit them. */
export function splitWhole(file: Buffer, trailerLayout: Layout): readonly Buffer[] {
  const count = file.length / recordBytes
  if (!Number.isInteger(count) || count < 2) throw new Error(`The file has ${String(file.length)} bytes.`)
  const records = Array.from({ length: count }, (_, index) => file.subarray(index * recordBytes, (index + 1) * recordBytes))
  const trailer = records.pop() ?? Buffer.alloc(recordBytes)
  const isCounted = findNumber(trailerLayout, trailer, 'RECORD-COUNT') === BigInt(records.length - 1)
  if (textOf(trailerLayout, trailer, 'REC-TYPE') !== 'T' || !isCounted) throw new Error('The trailer is not whole.')
  if (textOf(trailerLayout, trailer, 'CRC') !== crcOf(Buffer.concat(records))) throw new Error('The CRC does not fit.')
  return records
}
