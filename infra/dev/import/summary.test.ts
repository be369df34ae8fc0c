import { expect, test } from 'vitest'
import { importSummary } from './summary.ts'

test('shows outcomes that add up, reasons with the most frequent first, and where the report is', () => {
  const byKind = { imported: 7_290, 'already imported': 0, cancelled: 6, 'partly cancelled': 1, skipped: 122 }
  const outcomes = {
    byKind,
    byReason: new Map([
      ['stock correction', 45],
      ['matches no line', 77],
    ]),
    lines: 7_419,
  }
  const rows = { newCount: 337, oldCount: 1 }
  const result = { outcomes, orders: rows, customers: rows, products: rows, durationMs: 3_500 }
  expect(importSummary(result, { file: 'sales.csv', tenant: 'acme', report: 'report.csv' }))
    .toBe(`sales.csv → acme: 7,419 lines in 3.5 s (2,120/s)

     7,290  imported
         0  already imported
         6  cancelled
         1  partly cancelled
       122  skipped
        77  - matches no line
        45  - stock correction

       337  new orders, 1 already there
       337  new customers, 1 already there
       337  new products, 1 already there

What became of each line: report.csv
`)
})
