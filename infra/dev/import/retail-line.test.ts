import { expect, test } from 'vitest'
import { readRetailLine } from './retail-line.ts'
import type { Cells } from './source-lines.ts'

const cells: Cells = {
  InvoiceNo: '536365',
  StockCode: '85123A',
  Description: 'WHITE WIDGET',
  Quantity: '6',
  InvoiceDate: '2010-12-01 08:26:00',
  UnitPrice: '2.55',
  CustomerID: '17850.0',
  Country: 'United Kingdom',
}

function read(changes: Partial<Cells>): ReturnType<typeof readRetailLine> {
  return readRetailLine({ lineNumber: 2, cells: { ...cells, ...changes } })
}

const sold = {
  kind: 'sold',
  lineNumber: 2,
  invoiceNo: '536365',
  customerKey: '17850',
  at: new Date('2010-12-01T08:26:00Z'),
  sku: '85123A',
  title: 'WHITE WIDGET',
  quantity: 6,
  unitPriceMinor: 255,
}

test('reads a line that was sold', () => {
  expect(read({})).toStrictEqual(sold)
})

test('reads a line of a cancellation invoice with its quantity as a positive number', () => {
  expect(read({ InvoiceNo: 'C536379', Quantity: '-6' })).toStrictEqual({ ...sold, kind: 'taken back', invoiceNo: 'C536379' })
})

test('takes the stock code for a missing description', () => {
  expect(read({ Description: '' })).toStrictEqual({ ...sold, title: '85123A' })
})

test('gives a line without a customer to the walk-in customer', () => {
  expect(read({ CustomerID: '' })).toStrictEqual({ ...sold, customerKey: 'walk-in' })
})

test.each([
  ['17850.0', '17850'],
  ['17850', '17850'],
  ['17850.00', '17850'],
  ['007', '007'],
  ['C-1001', 'C-1001'],
])('knows the customer %s as %s', (text, key) => {
  expect(read({ CustomerID: text })).toStrictEqual({ ...sold, customerKey: key })
})

test('imports what a customer got for nothing', () => {
  expect(read({ UnitPrice: '0.0' })).toStrictEqual({ ...sold, unitPriceMinor: 0 })
})

test.each<[string, Partial<Cells>]>([
  ['the invoice number is missing', { InvoiceNo: '' }],
  ['the stock code is missing', { StockCode: '' }],
  ['the date is not a date', { InvoiceDate: '1.12.2010' }],
  ['the quantity is not a whole number', { Quantity: '1.5' }],
  ['the quantity is not a whole number', { Quantity: '' }],
  ['the quantity is too large', { Quantity: '2147483648' }],
  ['the price is not a number', { UnitPrice: 'n/a' }],
  ['the price has more decimals than its currency', { UnitPrice: '0.001' }],
  ['the amount is too large', { UnitPrice: '900000000000', Quantity: '2' }],
  ['the quantity is 0', { Quantity: '0' }],
  ['the quantity is 0', { Quantity: '-0' }],
  ['bookkeeping: the price is negative', { UnitPrice: '-11062.06', InvoiceNo: 'A563186', CustomerID: '' }],
  ['stock correction: no price and no customer', { UnitPrice: '0.0', CustomerID: '' }],
  ['stock correction: no price and no customer', { UnitPrice: '0.0', CustomerID: '', Quantity: '-10' }],
  ['stock correction: no price and no customer', { UnitPrice: '0.0', CustomerID: '', Quantity: '-10', InvoiceNo: 'C536379' }],
  ['stock correction: negative quantity outside a cancellation', { Quantity: '-10' }],
  ['the quantity of a cancellation is not negative', { InvoiceNo: 'C536379' }],
])('skips a line: %s', (reason, changes) => {
  expect(read(changes)).toStrictEqual({ kind: 'skipped', lineNumber: 2, invoiceNo: changes.InvoiceNo ?? '536365', reason, detail: null })
})

test('skips a line with another number of cells', () => {
  expect(readRetailLine({ lineNumber: 7, cells: null })).toStrictEqual({
    kind: 'skipped',
    lineNumber: 7,
    invoiceNo: '',
    reason: 'the line has not as many cells as the header',
    detail: null,
  })
})
