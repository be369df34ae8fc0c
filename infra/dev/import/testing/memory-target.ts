import { AppError } from '@iommi/shared/errors'
import type { BulkTarget, CancellationResult, CancellationRow, CustomerRow, OrderRow, ProductRow } from '../bulk-target.ts'

interface StoredLine {
  readonly order: OrderRow
  readonly line: OrderRow['lines'][number]
  left: number
}

/** A target in memory that knows rows by the same natural keys as the subgraphs, for tests of what is sent and in which sequence. */
export interface MemoryTarget extends BulkTarget {
  /** Every call that was taken: its operation and the keys of its rows. */
  readonly calls: readonly { readonly operation: keyof BulkTarget; readonly keys: readonly string[] }[]
  readonly orders: ReadonlyMap<string, OrderRow>
  readonly products: ReadonlyMap<string, ProductRow>
  readonly customers: ReadonlyMap<string, CustomerRow>
}

/** An empty target; a call with a key for which `refuses` is true is refused as a whole. */
export function memoryTarget(refuses: (key: string) => boolean = () => false): MemoryTarget {
  const calls: MemoryTarget['calls'][number][] = []
  const orders = new Map<string, OrderRow>()
  const products = new Map<string, ProductRow>()
  const customers = new Map<string, CustomerRow>()
  const lines: StoredLine[] = []
  const cancelled = new Map<string, number>()
  const record = (operation: keyof BulkTarget, rows: readonly { readonly importKey: string }[]): void => {
    const refused = rows.findIndex(({ importKey }) => refuses(importKey))
    if (refused >= 0) throw new AppError('BAD_USER_INPUT', `input.${String(refused)} is not liked`)
    calls.push({ operation, keys: rows.map(({ importKey }) => importKey) })
  }
  return {
    calls,
    orders,
    products,
    customers,
    importProducts: async (rows) => {
      record('importProducts', rows)
      return rows.map((row) => ({ variantId: `variant ${row.sku.toUpperCase()}`, isNew: addNew(products, row.sku.toUpperCase(), row) }))
    },
    importCustomers: async (rows) => {
      record('importCustomers', rows)
      return rows.map((row) => ({ customerId: `id of ${row.importKey}`, isNew: addNew(customers, row.importKey, row) }))
    },
    importOrders: async (rows) => {
      record('importOrders', rows)
      return rows.map((order) => {
        const isNew = addNew(orders, order.importKey, order)
        if (isNew) lines.push(...order.lines.map((line) => ({ order, line, left: line.quantity })))
        return { isNew }
      })
    },
    cancelLines: async (rows) => {
      record('cancelLines', rows)
      return rows.map((row) => cancelOnce(cancelled, lines, row))
    },
  }
}

function addNew<Row>(rows: Map<string, Row>, key: string, row: Row): boolean {
  if (rows.has(key)) return false
  rows.set(key, row)
  return true
}

function cancelOnce(cancelled: Map<string, number>, lines: readonly StoredLine[], row: CancellationRow): CancellationResult {
  const before = cancelled.get(row.importKey)
  if (before !== undefined) return { cancelledQuantity: before, isNew: false }
  let wanted = row.quantity
  const matching = lines
    .filter(({ order, line }) => isMeant(order, line, row))
    .toSorted((left, right) => right.order.placedAt.getTime() - left.order.placedAt.getTime())
  for (const line of matching) {
    const taken = Math.min(wanted, line.left)
    line.left -= taken
    wanted -= taken
  }
  cancelled.set(row.importKey, row.quantity - wanted)
  return { cancelledQuantity: row.quantity - wanted, isNew: true }
}

function isMeant(order: OrderRow, line: OrderRow['lines'][number], row: CancellationRow): boolean {
  return (
    order.customerId === row.customerId &&
    line.sku.toUpperCase() === row.sku.toUpperCase() &&
    line.unitPriceMinor === row.unitPriceMinor &&
    order.placedAt <= row.occurredAt
  )
}
