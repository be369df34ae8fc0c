import type { BulkTarget, CancellationRow, CustomerRow, OrderLineRow, OrderRow, ProductRow } from './bulk-target.ts'
import type { Cancellation, Invoice } from './invoices.ts'
import { knownKeys, type KnownKeys, type ResolvedKeys } from './known-keys.ts'
import { skipped, type Outcome } from './outcome.ts'
import { fileCurrency, walkInKey, type SoldLine, type TakenBackLine } from './retail-line.ts'
import { countRows, isRefusal, sendRows, type Refusal, type RowCounts } from './send-rows.ts'
import type { ImportWindow } from './window.ts'

interface KnownCustomer {
  readonly customerId: string
}

interface KnownProduct {
  readonly variantId: string
  /** As first spelled. */
  readonly sku: string
}

/** Where windows are sent, and what is known there already. */
export interface WindowSender {
  readonly target: BulkTarget
  readonly customers: KnownKeys<CustomerRow, KnownCustomer>
  readonly products: KnownKeys<ProductRow, KnownProduct>
}

/** What came of a window: an outcome for each of its lines, in the file's sequence. */
export interface SentWindow {
  readonly outcomes: readonly Outcome[]
  readonly customers: RowCounts
  readonly products: RowCounts
  readonly orders: RowCounts
}

/** A sender that knows nothing yet. */
export function windowSender(target: BulkTarget): WindowSender {
  return {
    target,
    customers: knownKeys(target.importCustomers),
    products: knownKeys(async (rows) => {
      const results = await target.importProducts(rows)
      return results.map(({ variantId, isNew }, index) => ({ variantId, isNew, sku: rows[index]?.sku ?? '' }))
    }),
  }
}

/** Sends customers and products not known yet, then the orders, then the cancellations. May be repeated. */
export async function sendWindow(sender: WindowSender, window: ImportWindow): Promise<SentWindow> {
  const [customers, products] = await Promise.all([
    sender.customers.resolve(customerRows(window)),
    sender.products.resolve(productRows(window.invoices)),
  ])
  const orders = await sendInvoices(sender.target, window.invoices, { customers, products })
  const cancelled = await sendCancellations(sender.target, window.cancellations, customers)
  const outcomes = [...window.skipped.map(skipped), ...orders.outcomes, ...cancelled]
  return {
    outcomes: outcomes.toSorted((left, right) => left.lineNumber - right.lineNumber),
    customers,
    products,
    orders: orders.counts,
  }
}

function customerRows({ invoices, cancellations }: ImportWindow): ReadonlyMap<string, CustomerRow> {
  const firstSeen = [
    ...invoices.map(({ customerKey, placedAt, lines }) => ({ customerKey, at: placedAt, lineNumber: lines[0]?.lineNumber ?? 0 })),
    ...cancellations.map(({ line }) => line),
  ].toSorted((left, right) => left.lineNumber - right.lineNumber)
  const rows = new Map<string, CustomerRow>()
  for (const { customerKey, at } of firstSeen) {
    const name = customerKey === walkInKey ? 'Walk-in customer' : `Customer ${customerKey}`
    if (!rows.has(customerKey)) rows.set(customerKey, { importKey: customerKey, name, createdAt: at })
  }
  return rows
}

// The price of a gift is not the price of the product: it comes from the first line that has one.
function productRows(invoices: readonly Invoice[]): ReadonlyMap<string, ProductRow> {
  const rows = new Map<string, ProductRow>()
  for (const { sku, title, unitPriceMinor } of invoices.flatMap(({ lines }) => lines)) {
    const key = skuKey(sku)
    const before = rows.get(key)
    if (before !== undefined && before.prices.length > 0) continue
    const prices = unitPriceMinor === 0 ? [] : [{ currency: fileCurrency, amountMinor: unitPriceMinor }]
    rows.set(
      key,
      before === undefined ? { importKey: sku, sku, name: title, kind: 'GOOD', prices, status: 'PUBLISHED' } : { ...before, prices },
    )
  }
  return rows
}

interface Resolved {
  readonly customers: ResolvedKeys<KnownCustomer>
  readonly products: ResolvedKeys<KnownProduct>
}

interface PreparedOrder {
  readonly row: OrderRow
  readonly lines: readonly SoldLine[]
}

async function sendInvoices(
  target: BulkTarget,
  invoices: readonly Invoice[],
  resolved: Resolved,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly counts: RowCounts }> {
  const prepared = invoices.map((invoice) => prepareOrder(invoice, resolved))
  const orders = prepared.flatMap(({ order }) => (order === null ? [] : [order]))
  const results = await sendRows(
    orders.map(({ row }) => row),
    target.importOrders,
  )
  const outcomes = orders.flatMap(({ lines }, index) => lines.map((line) => outcomeOfSold(line, results[index] ?? nothing)))
  return {
    outcomes: [...prepared.flatMap(({ refused }) => refused), ...outcomes],
    counts: countRows(results),
  }
}

/** The order, less the lines whose product is refused; null when nothing of it is left. */
function prepareOrder(
  { invoiceNo, customerKey, placedAt, lines }: Invoice,
  { customers, products }: Resolved,
): { readonly order: PreparedOrder | null; readonly refused: readonly Outcome[] } {
  const customer = customers.things.get(customerKey) ?? nothing
  if (isRefusal(customer)) return { order: null, refused: lines.map((line) => refusedLine(line, 'customers', customer)) }
  const kept: SoldLine[] = []
  const rows: OrderLineRow[] = []
  const refused: Outcome[] = []
  for (const line of lines) {
    const product = products.things.get(skuKey(line.sku)) ?? nothing
    if (isRefusal(product)) {
      refused.push(refusedLine(line, 'catalog', product))
      continue
    }
    kept.push(line)
    const { variantId, sku } = product
    rows.push({ variantId, sku, title: line.title, quantity: line.quantity, unitPriceMinor: line.unitPriceMinor })
  }
  if (kept.length === 0) return { order: null, refused }
  const row: OrderRow = {
    importKey: invoiceNo,
    externalReference: invoiceNo,
    customerId: customer.customerId,
    placedAt,
    currency: fileCurrency,
    status: 'COMPLETED',
    fulfillmentStatus: 'DELIVERED',
    lines: rows,
  }
  return { order: { row, lines: kept }, refused }
}

async function sendCancellations(
  target: BulkTarget,
  cancellations: readonly Cancellation[],
  customers: ResolvedKeys<KnownCustomer>,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = []
  const lines: TakenBackLine[] = []
  const rows: CancellationRow[] = []
  for (const { importKey, line } of cancellations) {
    const customer = customers.things.get(line.customerKey) ?? nothing
    if (isRefusal(customer)) {
      outcomes.push(refusedLine(line, 'customers', customer))
      continue
    }
    const { sku, unitPriceMinor, quantity, at } = line
    lines.push(line)
    rows.push({ importKey, customerId: customer.customerId, sku, unitPriceMinor, quantity, occurredAt: at })
  }
  const results = await sendRows(rows, target.cancelLines)
  return [...outcomes, ...lines.map((line, index) => outcomeOfTakenBack(line, results[index] ?? nothing))]
}

function outcomeOfSold(line: SoldLine, result: { readonly isNew: boolean } | Refusal): Outcome {
  if (isRefusal(result)) return refusedLine(line, 'orders', result)
  return outcome(line, result.isNew ? 'imported' : 'already imported')
}

function outcomeOfTakenBack(
  line: TakenBackLine,
  result: { readonly isNew: boolean; readonly cancelledQuantity: number } | Refusal,
): Outcome {
  if (isRefusal(result)) return refusedLine(line, 'orders', result)
  if (result.cancelledQuantity === 0) return skipped({ ...line, reason: 'cancellation matches no order line', detail: null })
  const isWhole = result.cancelledQuantity === line.quantity
  const detail = isWhole ? null : `${String(result.cancelledQuantity)} of ${String(line.quantity)} taken back`
  if (!result.isNew) return { ...outcome(line, 'already imported'), detail }
  return { ...outcome(line, isWhole ? 'cancelled' : 'partly cancelled'), detail }
}

function outcome({ lineNumber, invoiceNo }: SoldLine | TakenBackLine, kind: Outcome['kind']): Outcome {
  return { lineNumber, invoiceNo, kind, reason: null, detail: null }
}

function refusedLine(line: SoldLine | TakenBackLine, subgraph: string, { refusal }: Refusal): Outcome {
  return skipped({ ...line, reason: `refused by ${subgraph}`, detail: refusal })
}

// Every key of a window is resolved before it is looked up.
const nothing: Refusal = { refusal: 'no answer' }

// Stock codes are the same in any case; the catalogue spells its natural keys so.
function skuKey(sku: string): string {
  return sku.normalize('NFC').toUpperCase()
}
