import type { Cancellation, Invoice, Piece } from './invoices.ts'
import type { SkippedLine } from './outcome.ts'

/** A stretch of the file that is sent at once: first all orders in one call, then all cancellations in one call. */
export interface ImportWindow {
  readonly invoices: readonly Invoice[]
  readonly cancellations: readonly Cancellation[]
  readonly skipped: readonly SkippedLine[]
}

/** What a window holds at most; an invoice that alone holds more has a window of its own. */
export interface WindowLimits {
  /** Orders, and cancellations. */
  readonly rowsMax: number
  readonly linesMax: number
  /** Of the call that carries the orders. */
  readonly bytesMax: number
  readonly skippedMax: number
}

/** Fits what a subgraph takes in one call and does in one transaction. */
export const usualLimits: WindowLimits = { rowsMax: 250, linesMax: 2_000, bytesMax: 1_400_000, skippedMax: 10_000 }

interface OpenWindow {
  readonly invoices: Invoice[]
  readonly cancellations: Cancellation[]
  readonly skipped: SkippedLine[]
  readonly keys: Set<string>
  lines: number
  bytes: number
  /** Time of the latest cancellation. */
  cancelledUntil: number
}

/**
 * Cuts the file into windows so that sending them in sequence does what sending line by line would do: no natural key is in a window twice,
 * and an order comes after a cancellation in the same window only if it is too young to be meant by it.
 */
export async function* collectWindows(pieces: AsyncIterable<Piece>, limits: WindowLimits): AsyncGenerator<ImportWindow> {
  let open = openWindow()
  for await (const piece of pieces) {
    if (!fits(open, piece, limits)) {
      yield open
      open = openWindow()
    }
    add(open, piece)
  }
  yield open
}

/** At least the bytes of an order as JSON in a call, ids included. */
export function invoiceBytes({ invoiceNo, lines }: Invoice): number {
  return lines.reduce((sum, { sku, title }) => sum + 200 + jsonBytes(sku) + jsonBytes(title), 400 + 2 * jsonBytes(invoiceNo))
}

function openWindow(): OpenWindow {
  return { invoices: [], cancellations: [], skipped: [], keys: new Set(), lines: 0, bytes: 0, cancelledUntil: Number.NEGATIVE_INFINITY }
}

function fits(open: OpenWindow, piece: Piece, limits: WindowLimits): boolean {
  if (piece.kind === 'skipped') return open.skipped.length < limits.skippedMax
  if (piece.kind === 'cancellation') {
    return open.cancellations.length < limits.rowsMax && !open.keys.has(piece.cancellation.importKey)
  }
  return open.invoices.length === 0 ? isAfterCancellations(open, piece.invoice) : fitsBeside(open, piece.invoice, limits)
}

function fitsBeside(open: OpenWindow, invoice: Invoice, limits: WindowLimits): boolean {
  return (
    isAfterCancellations(open, invoice) &&
    open.invoices.length < limits.rowsMax &&
    open.lines + invoice.lines.length <= limits.linesMax &&
    open.bytes + invoiceBytes(invoice) <= limits.bytesMax &&
    !open.keys.has(invoice.invoiceNo)
  )
}

// A cancellation applies to orders placed until then, so the ones placed later may be sent first.
function isAfterCancellations(open: OpenWindow, { placedAt }: Invoice): boolean {
  return placedAt.getTime() > open.cancelledUntil
}

function add(open: OpenWindow, piece: Piece): void {
  switch (piece.kind) {
    case 'skipped':
      open.skipped.push(piece.line)
      return
    case 'cancellation':
      open.cancellations.push(piece.cancellation)
      open.keys.add(piece.cancellation.importKey)
      open.cancelledUntil = Math.max(open.cancelledUntil, piece.cancellation.line.at.getTime())
      return
    case 'order':
      open.invoices.push(piece.invoice)
      open.keys.add(piece.invoice.invoiceNo)
      open.lines += piece.invoice.lines.length
      open.bytes += invoiceBytes(piece.invoice)
  }
}

function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text))
}
