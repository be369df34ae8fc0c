import { outcomeKinds } from './outcome.ts'
import type { ImportResult } from './run-import.ts'
import type { RowCounts } from './send-rows.ts'

/** What the person at the terminal is told in the end; the outcomes add up to the lines. */
export function importSummary(
  result: ImportResult,
  place: { readonly file: string; readonly tenant: string; readonly report: string },
): string {
  const { outcomes, durationMs } = result
  const seconds = durationMs / 1000
  const reasons = [...outcomes.byReason].toSorted(([, left], [, right]) => right - left)
  const lines = [
    `${place.file} → ${place.tenant}: ${count(outcomes.lines)} lines in ${seconds.toFixed(1)} s (${count(outcomes.lines / seconds)}/s)`,
    '',
    ...outcomeKinds.map((kind) => row(outcomes.byKind[kind], kind)),
    ...reasons.map(([reason, lineCount]) => row(lineCount, `- ${reason}`)),
    '',
    rowCounts('orders', result.orders),
    rowCounts('customers', result.customers),
    rowCounts('products', result.products),
    '',
    `What became of each line: ${place.report}`,
  ]
  return `${lines.join('\n')}\n`
}

function rowCounts(name: string, { newCount, oldCount }: RowCounts): string {
  return row(newCount, `new ${name}, ${count(oldCount)} already there`)
}

function row(value: number, text: string): string {
  return `${count(value).padStart(10)}  ${text}`
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en')
}
