import { CsvError, parse, type Info } from 'csv-parse'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { CommandError } from '../command.ts'

/** The columns of the file, in any sequence; others are not looked at. */
const columns = ['InvoiceNo', 'StockCode', 'Description', 'Quantity', 'InvoiceDate', 'UnitPrice', 'CustomerID', 'Country'] as const

/** The cells of a line, without blanks at their ends. */
export type Cells = Readonly<Record<(typeof columns)[number], string>>

/** A line of the file as it is. */
export interface SourceLine {
  /** Where it begins; the header is line 1. */
  readonly lineNumber: number
  /** Null when the line does not have as many cells as the header. */
  readonly cells: Cells | null
  /** How much of the file was read to get here. */
  readonly bytesRead: number
}

// Far beyond any line of sales. A cell that does not end would be held to the end of the file otherwise.
const recordBytesMax = 65_536

interface CsvRecord {
  readonly record: readonly string[]
  readonly info: Info
}

/** The bytes of a file that has the right header. Throws one line that says what is wrong with it otherwise. */
export async function checkSourceFile(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  if (found === null) throw new CommandError(`There is no file ${file}.`)
  if (!found.isFile()) throw new CommandError(`${file} is not a file.`)
  await readSourceLines(file).next()
  return found.size
}

/**
 * Reads a CSV file (UTF-8, header line) without holding more than a few lines of it, whatever is in it. Throws one line that names what is missing before
 * the first line when the header is not one of these columns, and that names the place when a quoted cell does not end.
 */
export async function* readSourceLines(file: string): AsyncGenerator<SourceLine> {
  // Errors of the file do not travel through a pipe by themselves.
  const parser = parse({ bom: true, info: true, relax_column_count: true, relax_quotes: true, max_record_size: recordBytesMax })
  const source = createReadStream(file).on('error', (error) => parser.destroy(error))
  let header: readonly string[] | null = null
  let lastLine = 0
  try {
    // Option `info` makes every record such a pair.
    for await (const { record, info } of source.pipe(parser) as AsyncIterable<CsvRecord>) {
      if (header === null) header = checkHeader(file, record)
      else yield { lineNumber: lastLine + 1, cells: toCells(header, record), bytesRead: info.bytes }
      lastLine = info.lines
    }
  } catch (error) {
    throw error instanceof CsvError ? notCsv(file, lastLine + 1, error) : error
  } finally {
    source.destroy()
  }
  if (header === null) throw new CommandError(`${file} is empty: it has no header line ${columns.join(',')}.`)
}

function checkHeader(file: string, record: readonly string[]): readonly string[] {
  const header = record.map((cell) => cell.trim())
  const missing = columns.filter((name) => !header.includes(name))
  if (missing.length === 0) return header
  const what = missing.length === 1 ? 'has no column' : 'lacks the columns'
  throw new CommandError(`${file} ${what} ${missing.join(', ')}. Nothing was sent. Its header is: ${header.join(',').slice(0, 200)}`)
}

function toCells(header: readonly string[], record: readonly string[]): Cells | null {
  if (record.length !== header.length) return null
  const cell = (name: keyof Cells): string => record[header.indexOf(name)]?.trim() ?? ''
  return {
    InvoiceNo: cell('InvoiceNo'),
    StockCode: cell('StockCode'),
    Description: cell('Description'),
    Quantity: cell('Quantity'),
    InvoiceDate: cell('InvoiceDate'),
    UnitPrice: cell('UnitPrice'),
    CustomerID: cell('CustomerID'),
    Country: cell('Country'),
  }
}

function notCsv(file: string, lineNumber: number, error: CsvError): CommandError {
  const within = error.code === 'CSV_MAX_RECORD_SIZE' ? ` within ${String(recordBytesMax / 1_024)} KiB` : ''
  return new CommandError(
    `${file} cannot be read beyond line ${String(lineNumber)}: a cell begins with a quotation mark and does not end${within}. ` +
      'Correct the line and run the same command again: it continues where it stopped.',
    { cause: error },
  )
}
