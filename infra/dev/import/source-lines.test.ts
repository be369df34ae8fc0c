import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { checkSourceFile, readSourceLines, type SourceLine } from './source-lines.ts'

const directory = mkdtempSync(join(tmpdir(), 'iommi-source-'))
const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'

afterAll(() => {
  rmSync(directory, { recursive: true })
})

function file(content: string): string {
  const path = join(directory, 'sales.csv')
  writeFileSync(path, content)
  return path
}

async function readAll(content: string): Promise<readonly SourceLine[]> {
  const lines: SourceLine[] = []
  for await (const line of readSourceLines(file(content))) lines.push(line)
  return lines
}

test('reads cells by the names of their columns, in any sequence, without blanks around them', async () => {
  const [line] = await readAll(
    '\uFEFFCountry, UnitPrice,Note,CustomerID,InvoiceDate,Quantity,Description,StockCode,InvoiceNo\r\nUK,2.55,x,1,2010-12-01 08:26:00,6,"A ""WIDGET"", RED ",A1 ,536365\r\n',
  )
  expect(line?.cells).toStrictEqual({
    InvoiceNo: '536365',
    StockCode: 'A1',
    Description: 'A "WIDGET", RED',
    Quantity: '6',
    InvoiceDate: '2010-12-01 08:26:00',
    UnitPrice: '2.55',
    CustomerID: '1',
    Country: 'UK',
  })
})

test('numbers lines as an editor does, also after a cell of several lines and an empty line', async () => {
  const lines = await readAll(`${header}\n1,A,"two\nlines",1,d,1,1,UK\n2,A,b,1,d,1,1,UK\n\n3,A,5" PIPE,1,d,1,1,UK`)
  expect(lines.map(({ lineNumber, cells }) => [lineNumber, cells?.InvoiceNo ?? null, cells?.Description ?? null])).toStrictEqual([
    [2, '1', 'two\nlines'],
    [4, '2', 'b'],
    [5, null, null],
    [6, '3', '5" PIPE'],
  ])
})

test('gives no cells to a line that has not as many as the header', async () => {
  const lines = await readAll(`${header}\n1,A,b,1,d,1,1\n1,A,b,1,d,1,1,UK,more\n`)
  expect(lines.map(({ cells }) => cells)).toStrictEqual([null, null])
})

test('reads nothing from a file with a header only', async () => {
  expect(await readAll(`${header}\n`)).toStrictEqual([])
})

test.each([
  [
    'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country',
    'lacks the columns InvoiceNo, UnitPrice. Nothing was sent.',
  ],
  [header.replaceAll(',', ';'), 'lacks the columns InvoiceNo, StockCode,'],
  [header.replace(',Country', ''), 'has no column Country. Nothing was sent.'],
  ['', 'is empty'],
])('refuses a file with the header %j before any line', async (wrong, message) => {
  await expect(checkSourceFile(file(wrong === '' ? '' : `${wrong}\n1,2,3\n`))).rejects.toThrow(message)
})

test('refuses a file that does not exist and a directory', async () => {
  await expect(checkSourceFile(join(directory, 'none.csv'))).rejects.toThrow(`There is no file ${join(directory, 'none.csv')}.`)
  await expect(checkSourceFile(directory)).rejects.toThrow(`${directory} is not a file.`)
})

test('tells the bytes of a file that is right', async () => {
  expect(await checkSourceFile(file(`${header}\n1,A,b,1,d,1,1,UK\n`))).toBe(header.length + '\n1,A,b,1,d,1,1,UK\n'.length)
})

test('names the line whose quotation mark is never closed', async () => {
  await expect(readAll(`${header}\n1,A,b,1,d,1,1,UK\n2,"A,b,1,d,1,1,UK\n3,A,b,1,d,1,1,UK\n`)).rejects.toThrow(
    'beyond line 3: a cell begins',
  )
})

test('gives up on a quotation mark that is not closed long before the end of a large file', async () => {
  await expect(readAll(`${header}\n1,A,b,1,d,1,1,UK\n2,"A,b\n${'3,A,b,1,d,1,1,UK\n'.repeat(20_000)}`)).rejects.toThrow(
    'beyond line 3: a cell begins with a quotation mark and does not end within 64 KiB.',
  )
})

test('reads lines as long as any shop has', async () => {
  const long = 'WIDGET '.repeat(2_000).trim()
  const [line] = await readAll(`${header}\n1,A,"${long}",1,d,1,1,UK\n`)
  expect(line?.cells?.Description).toBe(long)
})
