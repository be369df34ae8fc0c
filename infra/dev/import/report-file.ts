import { open } from 'node:fs/promises'
import { CommandError } from '../command.ts'
import type { Outcome } from './outcome.ts'

/** A CSV file with one line for each line of the imported file: what became of it. */
export interface ReportFile {
  readonly path: string
  readonly add: (outcomes: readonly Outcome[]) => Promise<void>
  readonly close: () => Promise<void>
}

/** Where the report goes when no place is named: beside the command, with the file's name and the time. */
export function reportName(file: string, at: Date): string {
  const name = file.replace(/^.*[/\\]/, '').replace(/\.[^.]*$/, '')
  return `import-report-${name}-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}.csv`
}

/** Begins a report; a file that is there already is replaced. Throws one line when the place cannot be written to. */
export async function openReport(path: string): Promise<ReportFile> {
  const handle = await open(path, 'w').catch((error: unknown) => {
    throw new CommandError(`The report cannot be written to ${path}: name another place with --report FILE.`, { cause: error })
  })
  await handle.appendFile('line,InvoiceNo,outcome,reason\n')
  return {
    path,
    add: async (outcomes) => {
      await handle.appendFile(outcomes.map(toCsv).join(''))
    },
    close: async () => {
      await handle.close()
    },
  }
}

function toCsv({ lineNumber, invoiceNo, kind, reason, detail }: Outcome): string {
  const why = [reason, detail].filter((text) => text !== null).join(': ')
  return `${[String(lineNumber), invoiceNo, kind, why].map(toCell).join(',')}\n`
}

function toCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
