import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { markdownTable } from '../dev/markdown-table.ts'

const file = new URL('RESULTS.md', import.meta.url)

/** A table of figures: the first row names the columns. */
export type Table = readonly (readonly string[])[]

/** Prints a section of results and puts it into RESULTS.md, in the place of the same section of an earlier run. */
export function report(title: string, lines: readonly string[], table: Table): void {
  const [head = [], ...rows] = table
  const text = [...lines, '', markdownTable(head, rows)].join('\n')
  process.stdout.write(`\n${title}\n\n${text}\n`)
  const day = new Date().toISOString().slice(0, 10)
  const machine = `${String(cpus().length)} cores (${cpus()[0]?.model ?? 'unknown'}), Node ${process.versions.node}, ${day}`
  const section = `## ${title}\n\n${machine}\n\n${text}\n`
  const before = existsSync(file)
    ? readFileSync(file, 'utf8')
    : '# Results\n\nWritten by `npm run bench`. Ratios within one run count; absolute figures swing with the machine.\n'
  const [introduction = '', ...sections] = before.split(/^(?=## )/m)
  const isSame = (each: string): boolean => each.startsWith(`## ${title}\n`)
  const all = sections.some(isSame) ? sections.map((each) => (isSame(each) ? section : each)) : [...sections, section]
  writeFileSync(file, `${[introduction, ...all].map((each) => each.trimEnd()).join('\n\n')}\n`)
}

/** The middle one of some values; the p-th of a hundred with `share` p/100. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
