import { expect, test } from 'vitest'
import { groupInvoices, type Piece } from './invoices.ts'
import type { RetailLine, SoldLine } from './retail-line.ts'

const at = new Date('2010-12-01T08:26:00Z')
const base = { customerKey: '1', at, sku: 'A1', title: 'WIDGET', quantity: 1, unitPriceMinor: 255 }

function sold(lineNumber: number, invoiceNo: string, changes: Partial<SoldLine> = {}): SoldLine {
  return { kind: 'sold', lineNumber, invoiceNo, ...base, ...changes }
}

function takenBack(lineNumber: number, invoiceNo: string): RetailLine {
  return { kind: 'taken back', lineNumber, invoiceNo, ...base }
}

function skipped(lineNumber: number, invoiceNo: string): RetailLine {
  return { kind: 'skipped', lineNumber, invoiceNo, reason: 'the quantity is 0', detail: null }
}

async function group(...lines: readonly RetailLine[]): Promise<readonly Piece[]> {
  const pieces: Piece[] = []
  for await (const piece of groupInvoices(stream(lines))) pieces.push(piece)
  return pieces
}

async function* stream(lines: readonly RetailLine[]): AsyncGenerator<RetailLine> {
  yield* lines
}

/** What can be told apart: orders by their lines' numbers, cancellations by their keys, skipped lines by their reasons. */
function outline(pieces: readonly Piece[]): readonly string[] {
  return pieces.map((piece) => {
    if (piece.kind === 'order') return `${piece.invoice.invoiceNo}: ${piece.invoice.lines.map(({ lineNumber }) => lineNumber).join(' ')}`
    return piece.kind === 'cancellation' ? piece.cancellation.importKey : `${String(piece.line.lineNumber)} ${piece.line.reason}`
  })
}

test('puts the lines of an invoice together in their sequence, a stock code as often as it is there', async () => {
  const lines = [sold(2, '1'), sold(3, '1', { sku: 'A2' }), sold(4, '1'), sold(5, '2')]
  const pieces = await group(...lines)
  expect(pieces).toStrictEqual([
    { kind: 'order', invoice: { invoiceNo: '1', customerKey: '1', placedAt: at, lines: lines.slice(0, 3) } },
    { kind: 'order', invoice: { invoiceNo: '2', customerKey: '1', placedAt: at, lines: lines.slice(3) } },
  ])
})

test('dates an order by its first line', async () => {
  const [piece] = await group(sold(2, '1'), sold(3, '1', { at: new Date('2010-12-01T08:25:00Z') }))
  expect(piece).toMatchObject({ invoice: { placedAt: at } })
})

test('goes on with an invoice after lines without a number and after lines that are skipped', async () => {
  expect(outline(await group(sold(2, '1'), skipped(3, ''), sold(4, '1'), skipped(5, '1'), sold(6, '1')))).toStrictEqual([
    '3 the quantity is 0',
    '5 the quantity is 0',
    '1: 2 4 6',
  ])
})

test('makes no order of an invoice whose lines are all skipped', async () => {
  expect(outline(await group(skipped(2, '1'), sold(3, '2')))).toStrictEqual(['2 the quantity is 0', '2: 3'])
})

test('skips a line that names another customer than the first line sold', async () => {
  const pieces = await group(skipped(2, '1'), sold(3, '1'), sold(4, '1', { customerKey: 'walk-in' }), sold(5, '1'))
  expect(outline(pieces)).toStrictEqual(['2 the quantity is 0', '4 another customer than in the first line of the invoice', '1: 3 5'])
})

test('takes a thousand lines of an invoice and skips the rest', async () => {
  const pieces = await group(...Array.from({ length: 1_002 }, (_, index) => sold(index + 2, '1')))
  expect(outline(pieces.slice(0, 2))).toStrictEqual([
    '1002 the invoice has more than 1000 lines',
    '1003 the invoice has more than 1000 lines',
  ])
  expect(pieces[2]).toMatchObject({ kind: 'order', invoice: { lines: { length: 1_000 } } })
})

test('numbers the lines of a cancellation invoice by their place in it, skipped ones included', async () => {
  expect(outline(await group(takenBack(2, 'C1'), skipped(3, 'C1'), skipped(4, ''), takenBack(5, 'C1'), takenBack(6, 'C2')))).toStrictEqual([
    'C1#1',
    '3 the quantity is 0',
    '4 the quantity is 0',
    'C1#3',
    'C2#1',
  ])
})

test('tells an invoice that comes again under the same number', async () => {
  expect(
    outline(await group(sold(2, '1'), sold(3, '2'), sold(4, '1'), takenBack(5, 'C1'), sold(6, '3'), takenBack(7, 'C1'))),
  ).toStrictEqual(['1: 2', '2: 3', '1: 4', 'C1#1', '3: 6', 'C1#1'])
})
