import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openReport, reportName } from './report-file.ts'

const directory = mkdtempSync(join(tmpdir(), 'iommi-report-'))

afterAll(() => {
  rmSync(directory, { recursive: true })
})

test('names the report after the file and the time', () => {
  expect(reportName('/data/sales 2010.csv', new Date('2026-11-20T09:30:15.123Z'))).toBe('import-report-sales 2010-20261120T093015Z.csv')
  expect(reportName('sales', new Date(0))).toBe('import-report-sales-19700101T000000Z.csv')
})

test('has a line for each outcome, cells with commas and quotation marks in quotes', async () => {
  const path = join(directory, 'report.csv')
  const report = await openReport(path)
  await report.add([
    { lineNumber: 2, invoiceNo: '536365', kind: 'imported', reason: null, detail: null },
    { lineNumber: 3, invoiceNo: 'C1', kind: 'partly cancelled', reason: null, detail: '1 of 3 taken back' },
  ])
  await report.add([{ lineNumber: 4, invoiceNo: 'a "b"', kind: 'skipped', reason: 'refused by orders', detail: 'no, never' }])
  await report.close()
  expect(readFileSync(path, 'utf8')).toBe(
    'line,InvoiceNo,outcome,reason\n2,536365,imported,\n3,C1,partly cancelled,1 of 3 taken back\n4,"a ""b""",skipped,"refused by orders: no, never"\n',
  )
})

test('says so when the place cannot be written to', async () => {
  await expect(openReport(join(directory, 'none', 'report.csv'))).rejects.toThrow(
    `The report cannot be written to ${join(directory, 'none', 'report.csv')}: name another place with --report FILE.`,
  )
})
