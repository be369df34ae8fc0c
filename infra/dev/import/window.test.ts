import { array, assert, asyncProperty, constant, integer, nat, oneof, property, string, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import type { Invoice, Piece } from './invoices.ts'
import { collectWindows, invoiceBytes, usualLimits, type ImportWindow, type WindowLimits } from './window.ts'

const noon = Date.parse('2010-12-01T12:00:00Z')
const limits: WindowLimits = { rowsMax: 3, linesMax: 6, bytesMax: 100_000, skippedMax: 2 }

function order(invoiceNo: string, minute: number, lineCount = 1, title = 'WIDGET'): Piece {
  const placedAt = new Date(noon + minute * 60_000)
  const line = {
    kind: 'sold',
    lineNumber: 2,
    invoiceNo,
    customerKey: '1',
    at: placedAt,
    sku: 'A1',
    title,
    quantity: 1,
    unitPriceMinor: 1,
  } as const
  return { kind: 'order', invoice: { invoiceNo, customerKey: '1', placedAt, lines: Array.from({ length: lineCount }, () => line) } }
}

function cancellation(importKey: string, minute: number): Piece {
  const at = new Date(noon + minute * 60_000)
  const line = {
    kind: 'taken back',
    lineNumber: 2,
    invoiceNo: 'C',
    customerKey: '1',
    at,
    sku: 'A1',
    title: '',
    quantity: 1,
    unitPriceMinor: 1,
  } as const
  return { kind: 'cancellation', cancellation: { importKey, line } }
}

const skipped: Piece = { kind: 'skipped', line: { lineNumber: 2, invoiceNo: '', reason: '', detail: null } }

async function windows(pieces: readonly Piece[], within: WindowLimits = limits): Promise<readonly ImportWindow[]> {
  const collected: ImportWindow[] = []
  for await (const window of collectWindows(stream(pieces), within)) collected.push(window)
  return collected
}

async function* stream(pieces: readonly Piece[]): AsyncGenerator<Piece> {
  yield* pieces
}

/** The keys in the sequence in which they are sent. */
function sent(collected: readonly ImportWindow[]): readonly string[] {
  return collected.map(({ invoices, cancellations }) =>
    [...invoices.map(({ invoiceNo }) => invoiceNo), ...cancellations.map(({ importKey }) => importKey)].join(' '),
  )
}

test('collects orders up to the limit of rows and of lines', async () => {
  expect(sent(await windows([order('1', 0), order('2', 0), order('3', 0), order('4', 0)]))).toStrictEqual(['1 2 3', '4'])
  expect(sent(await windows([order('1', 0, 3), order('2', 0, 3), order('3', 0)]))).toStrictEqual(['1 2', '3'])
})

test('gives an order that is larger than the limits a window of its own', async () => {
  expect(sent(await windows([order('1', 0), order('2', 0, 7), order('3', 0)]))).toStrictEqual(['1', '2', '3'])
})

test('ends a window at the limit of bytes, cancellations and skipped lines', async () => {
  expect(sent(await windows([order('1', 0, 1, 'x'.repeat(60_000)), order('2', 0, 1, 'x'.repeat(60_000))]))).toStrictEqual(['1', '2'])
  const four = ['C#1', 'C#2', 'C#3', 'C#4'].map((key) => cancellation(key, 0))
  expect(sent(await windows(four))).toStrictEqual(['C#1 C#2 C#3', 'C#4'])
  expect((await windows([skipped, skipped, skipped])).map((window) => window.skipped.length)).toStrictEqual([2, 1])
})

test('sends an order after a cancellation that could mean it, and one placed later together with what was before', async () => {
  expect(sent(await windows([order('1', 0), cancellation('C#1', 1), order('2', 2)]))).toStrictEqual(['1 2 C#1'])
  expect(sent(await windows([order('1', 0), cancellation('C#1', 1), order('2', 1)]))).toStrictEqual(['1 C#1', '2'])
  expect(sent(await windows([cancellation('C#1', 5), cancellation('C#2', 1), order('2', 3)]))).toStrictEqual(['C#1 C#2', '2'])
})

test('has no key twice in a window', async () => {
  expect(sent(await windows([order('1', 0), order('1', 0)]))).toStrictEqual(['1', '1'])
  expect(sent(await windows([cancellation('C#1', 0), cancellation('C#1', 0)]))).toStrictEqual(['C#1', 'C#1'])
})

/** Pairs of a cancellation and an order that are sent in the wrong sequence. */
function misplaced(pieces: readonly Piece[], collected: readonly ImportWindow[]): readonly unknown[] {
  const place = new Map<unknown, number>(
    collected.flatMap((window, index) => [
      ...window.invoices.map((invoice) => [invoice, 2 * index] as const),
      ...window.cancellations.map((cancelled) => [cancelled, 2 * index + 1] as const),
    ]),
  )
  const placeOf = (thing: unknown): number => place.get(thing) ?? Number.NaN
  return pieces.flatMap((piece, index) => {
    if (piece.kind !== 'cancellation') return []
    return pieces.filter((other, otherIndex) => {
      if (other.kind !== 'order') return false
      const isSentBefore = placeOf(other.invoice) < placeOf(piece.cancellation)
      const isMeant = other.invoice.placedAt <= piece.cancellation.line.at
      return otherIndex < index ? !isSentBefore : isMeant && isSentBefore
    })
  })
}

test('is what sending piece by piece would be, whatever the file: nothing lost, and no order before a cancellation that could mean it', async () => {
  const piece = oneof(
    tuple(nat(20), nat(5), integer({ min: 1, max: 8 })).map(([no, minute, lines]) => order(String(no), minute, lines)),
    tuple(nat(20), nat(5)).map(([no, minute]) => cancellation(`C#${String(no)}`, minute)),
    constant(skipped),
  )
  await assert(
    asyncProperty(array(piece, { maxLength: 40 }), async (pieces) => {
      const collected = await windows(pieces)
      const orders = pieces.flatMap((each) => (each.kind === 'order' ? [each.invoice] : []))
      const cancellations = pieces.flatMap((each) => (each.kind === 'cancellation' ? [each.cancellation] : []))
      expect(collected.flatMap((window) => window.invoices)).toStrictEqual(orders)
      expect(collected.flatMap((window) => window.cancellations)).toStrictEqual(cancellations)
      expect(collected.flatMap((window) => window.skipped)).toHaveLength(pieces.length - orders.length - cancellations.length)
      expect(misplaced(pieces, collected)).toStrictEqual([])
    }),
    { numRuns: 100 },
  )
})

test('counts at least the bytes that an order takes in a call', () => {
  const text = string({ unit: 'binary', minLength: 1, maxLength: 50 })
  assert(
    property(text, text, text, integer({ min: 1, max: 20 }), (invoiceNo, sku, title, lineCount) => {
      const at = new Date(noon)
      const line = {
        kind: 'sold',
        lineNumber: 2,
        invoiceNo,
        customerKey: '1',
        at,
        sku,
        title,
        quantity: 2 ** 31 - 1,
        unitPriceMinor: 999_999_999_999,
      } as const
      const invoice: Invoice = { invoiceNo, customerKey: '1', placedAt: at, lines: Array.from({ length: lineCount }, () => line) }
      const id = 'x'.repeat(40)
      const row = {
        importKey: invoiceNo,
        externalReference: invoiceNo,
        customerId: id,
        placedAt: at,
        currency: 'GBP',
        status: 'COMPLETED',
        fulfillmentStatus: 'DELIVERED',
        lines: invoice.lines.map(({ quantity, unitPriceMinor }) => ({ variantId: id, sku, title, quantity, unitPriceMinor })),
      }
      expect(Buffer.byteLength(JSON.stringify(row))).toBeLessThanOrEqual(invoiceBytes(invoice))
    }),
    { numRuns: 30 },
  )
})

test('keeps a call within what a subgraph reads', () => {
  expect(usualLimits).toStrictEqual({ rowsMax: 250, linesMax: 2_000, bytesMax: 1_400_000, skippedMax: 10_000 })
})
