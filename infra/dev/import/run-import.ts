import { invariant } from '@iommi/shared/errors'
import type { BulkTarget } from './bulk-target.ts'
import { groupInvoices } from './invoices.ts'
import { countOutcomes, noOutcomes, type OutcomeCounts } from './outcome.ts'
import type { ReportFile } from './report-file.ts'
import { readRetailLine, type RetailLine } from './retail-line.ts'
import type { RowCounts } from './send-rows.ts'
import { sendWindow, windowSender, type SentWindow } from './send-window.ts'
import { readSourceLines } from './source-lines.ts'
import { collectWindows, usualLimits, type WindowLimits } from './window.ts'

/** How far an import has come. */
export interface ImportProgress {
  readonly bytesRead: number
  /** Lines whose outcome is certain. */
  readonly linesDone: number
}

/** A file to import, and where to. */
export interface ImportJob {
  readonly file: string
  readonly target: BulkTarget
  readonly report: Pick<ReportFile, 'add'>
  readonly onProgress?: (progress: ImportProgress) => void
  readonly limits?: WindowLimits
}

/** What an import did; the outcomes add up to the lines of the file. */
export interface ImportResult {
  readonly outcomes: OutcomeCounts
  readonly customers: RowCounts
  readonly products: RowCounts
  readonly orders: RowCounts
  readonly durationMs: number
}

interface ReadSoFar {
  lines: number
  bytes: number
}

const noRows: RowCounts = { newCount: 0, oldCount: 0 }

/**
 * Imports a file from its first line to its last, holding a window of it at a time. Natural keys make it repeatable at any point: what was
 * imported before is found, not imported again. Throws what the file, the report or the target throw.
 */
export async function runImport({ file, target, report, onProgress, limits = usualLimits }: ImportJob): Promise<ImportResult> {
  const startedAt = performance.now()
  const read: ReadSoFar = { lines: 0, bytes: 0 }
  const sender = windowSender(target)
  let sum: Omit<ImportResult, 'durationMs'> = { outcomes: noOutcomes, customers: noRows, products: noRows, orders: noRows }
  for await (const window of collectWindows(groupInvoices(readLines(file, read)), limits)) {
    const sent = await sendWindow(sender, window)
    await report.add(sent.outcomes)
    sum = addWindow(sum, sent)
    onProgress?.({ bytesRead: read.bytes, linesDone: sum.outcomes.lines })
  }
  invariant(sum.outcomes.lines === read.lines, 'every line of the file has one outcome')
  return { ...sum, durationMs: performance.now() - startedAt }
}

async function* readLines(file: string, read: ReadSoFar): AsyncGenerator<RetailLine> {
  for await (const line of readSourceLines(file)) {
    read.lines += 1
    read.bytes = line.bytesRead
    yield readRetailLine(line)
  }
}

function addWindow(sum: Omit<ImportResult, 'durationMs'>, sent: SentWindow): Omit<ImportResult, 'durationMs'> {
  return {
    outcomes: countOutcomes(sum.outcomes, sent.outcomes),
    customers: addRows(sum.customers, sent.customers),
    products: addRows(sum.products, sent.products),
    orders: addRows(sum.orders, sent.orders),
  }
}

function addRows(left: RowCounts, right: RowCounts): RowCounts {
  return { newCount: left.newCount + right.newCount, oldCount: left.oldCount + right.oldCount }
}
