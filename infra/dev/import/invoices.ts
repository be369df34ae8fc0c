import type { SkippedLine } from './outcome.ts'
import { type RetailLine, type SoldLine, type TakenBackLine } from './retail-line.ts'

/** An order as the file tells it: all lines that stand together under one invoice number. */
export interface Invoice {
  readonly invoiceNo: string
  readonly customerKey: string
  /** Time of the first line. */
  readonly placedAt: Date
  /** 1 to 1000, as they are in the file. */
  readonly lines: readonly SoldLine[]
}

/** A line of a cancellation invoice with the key it is applied under. */
export interface Cancellation {
  /** `<InvoiceNo>#<position within the invoice, from 1>` */
  readonly importKey: string
  readonly line: TakenBackLine
}

/** What the file consists of, in its sequence. */
export type Piece =
  | { readonly kind: 'order'; readonly invoice: Invoice }
  | { readonly kind: 'cancellation'; readonly cancellation: Cancellation }
  | { readonly kind: 'skipped'; readonly line: SkippedLine }

/** How many lines an order can have. */
export const orderLinesMax = 1_000

interface OpenInvoice {
  readonly invoiceNo: string
  position: number
  readonly lines: SoldLine[]
}

/**
 * Puts the lines of each invoice together, holding one invoice at a time. A line that names another customer than the first one sold
 * under its invoice is skipped, and so is what exceeds `orderLinesMax`. Lines without an invoice number do not end an invoice.
 */
export async function* groupInvoices(lines: AsyncIterable<RetailLine>): AsyncGenerator<Piece> {
  let open = openInvoice('')
  for await (const line of lines) {
    if (line.invoiceNo !== '' && line.invoiceNo !== open.invoiceNo) {
      yield* close(open)
      open = openInvoice(line.invoiceNo)
    }
    if (line.invoiceNo !== '') open.position += 1
    const piece = take(open, line)
    if (piece !== null) yield piece
  }
  yield* close(open)
}

function openInvoice(invoiceNo: string): OpenInvoice {
  return { invoiceNo, position: 0, lines: [] }
}

/** Adds the line to its invoice, or returns it when it stands for itself. */
function take(open: OpenInvoice, line: RetailLine): Piece | null {
  if (line.kind === 'skipped') return { kind: 'skipped', line }
  if (line.kind === 'taken back') {
    return { kind: 'cancellation', cancellation: { importKey: `${line.invoiceNo}#${String(open.position)}`, line } }
  }
  const obstacle = obstacleTo(open, line)
  if (obstacle !== null) {
    return { kind: 'skipped', line: { lineNumber: line.lineNumber, invoiceNo: line.invoiceNo, reason: obstacle, detail: null } }
  }
  open.lines.push(line)
  return null
}

function obstacleTo(open: OpenInvoice, line: SoldLine): string | null {
  const [first] = open.lines
  if (first !== undefined && first.customerKey !== line.customerKey) return 'another customer than in the first line of the invoice'
  return open.lines.length < orderLinesMax ? null : `the invoice has more than ${String(orderLinesMax)} lines`
}

function* close({ invoiceNo, lines }: OpenInvoice): Generator<Piece> {
  const [first] = lines
  if (first === undefined) return
  yield { kind: 'order', invoice: { invoiceNo, customerKey: first.customerKey, placedAt: first.at, lines } }
}
