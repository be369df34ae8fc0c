import { currencyExponent } from '@iommi/shared/money'
import { readLondonTime } from './london-time.ts'
import type { SkippedLine } from './outcome.ts'
import { readMinorUnits, type Reading } from './price.ts'
import type { Cells, SourceLine } from './source-lines.ts'

/** What the prices of the file are in. */
export const fileCurrency = 'GBP'

/** The customer of lines that name none. */
export const walkInKey = 'walk-in'

interface InvoiceLine {
  readonly lineNumber: number
  readonly invoiceNo: string
  /** The source's customer number, or `walkInKey`. */
  readonly customerKey: string
  readonly at: Date
  /** As spelled in this line. */
  readonly sku: string
  readonly title: string
  /** Positive, for taken back lines too. */
  readonly quantity: number
  readonly unitPriceMinor: number
}

/** A line of an order. */
export interface SoldLine extends InvoiceLine {
  readonly kind: 'sold'
}

/** A line of a cancellation invoice. */
export interface TakenBackLine extends InvoiceLine {
  readonly kind: 'taken back'
}

/** What a line of the file says. */
export type RetailLine = SoldLine | TakenBackLine | (SkippedLine & { readonly kind: 'skipped' })

const fileExponent = currencyExponent(fileCurrency)
const quantityMax = 2 ** 31 - 1
// A thousand such lines still add up to a safe integer.
const lineTotalMinorMax = 9_000_000_000_000

/**
 * Reads a line by these rules; the first that applies decides. Cells missing or not readable: skipped. Quantity 0: skipped. Negative
 * price: bookkeeping, skipped. Price 0 without a customer: the stock book, skipped. Invoice number beginning with C: taken back, if the
 * quantity is negative. Negative quantity on any other: the stock book, skipped. Everything else is sold, gifts at price 0 included.
 */
export function readRetailLine({ lineNumber, cells }: Pick<SourceLine, 'lineNumber' | 'cells'>): RetailLine {
  if (cells === null) return skip({ lineNumber, invoiceNo: '' }, 'the line has not as many cells as the header')
  const place = { lineNumber, invoiceNo: cells.InvoiceNo }
  const facts = readFacts(cells)
  if ('reason' in facts) return skip(place, facts.reason)
  const { value } = facts
  const kind = classify(cells, value)
  if (kind !== 'sold' && kind !== 'taken back') return skip(place, kind.reason)
  return { kind, ...place, ...value, quantity: Math.abs(value.quantity) }
}

/** Whether an invoice takes back what others sold. */
export function isCancellationInvoice(invoiceNo: string): boolean {
  return /^c/i.test(invoiceNo)
}

type Facts = Omit<InvoiceLine, 'lineNumber' | 'invoiceNo'>

function readFacts(cells: Cells): Reading<Facts> {
  if (cells.InvoiceNo === '') return { reason: 'the invoice number is missing' }
  if (cells.StockCode === '') return { reason: 'the stock code is missing' }
  const at = readLondonTime(cells.InvoiceDate)
  if (at === null) return { reason: 'the date is not a date' }
  const quantity = readQuantity(cells.Quantity)
  if ('reason' in quantity) return quantity
  const price = readMinorUnits(cells.UnitPrice, fileExponent)
  if ('reason' in price) return price
  if (Math.abs(quantity.value * price.value) > lineTotalMinorMax) return { reason: 'the amount is too large' }
  return {
    value: {
      customerKey: customerKeyOf(cells.CustomerID),
      at,
      sku: cells.StockCode,
      title: cells.Description === '' ? cells.StockCode : cells.Description,
      quantity: quantity.value,
      unitPriceMinor: price.value,
    },
  }
}

function classify(cells: Cells, { quantity, unitPriceMinor }: Facts): 'sold' | 'taken back' | { readonly reason: string } {
  if (quantity === 0) return { reason: 'the quantity is 0' }
  if (unitPriceMinor < 0) return { reason: 'bookkeeping: the price is negative' }
  if (unitPriceMinor === 0 && cells.CustomerID === '') return { reason: 'stock correction: no price and no customer' }
  if (isCancellationInvoice(cells.InvoiceNo)) {
    return quantity < 0 ? 'taken back' : { reason: 'the quantity of a cancellation is not negative' }
  }
  return quantity > 0 ? 'sold' : { reason: 'stock correction: negative quantity outside a cancellation' }
}

function readQuantity(text: string): Reading<number> {
  if (!/^-?\d+(\.0*)?$/.test(text)) return { reason: 'the quantity is not a whole number' }
  const quantity = Number(text)
  if (Math.abs(quantity) > quantityMax) return { reason: 'the quantity is too large' }
  return { value: quantity === 0 ? 0 : quantity }
}

// Spreadsheets write the number of a customer as a decimal.
function customerKeyOf(text: string): string {
  return text === '' ? walkInKey : text.replace(/^(\d+)\.0+$/, '$1')
}

function skip(place: { readonly lineNumber: number; readonly invoiceNo: string }, reason: string): RetailLine {
  return { kind: 'skipped', ...place, reason, detail: null }
}
