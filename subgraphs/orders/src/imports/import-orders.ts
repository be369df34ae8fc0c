import { orderImported } from '@iommi/schema/events/order-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { idField, newId } from '@iommi/shared/ids'
import { isCurrencyCode, multiplyMoney, sumMoney } from '@iommi/shared/money'
import { appendEvents } from '@iommi/shared/outbox'
import { z } from 'zod'
import type { OrdersContext } from '../context.ts'
import { historyEntry, moveData } from '../orders/move-order.ts'
import { insertHistory } from '../orders/order-history-repo.ts'
import { insertLines, type NewOrderLine } from '../orders/order-line-repo.ts'
import type { FulfillmentStatus, OrderRecord } from '../orders/order.ts'
import { takeNumbers } from '../placing/draft-repo.ts'
import { findImported, insertImported } from './import-repo.ts'

/** What became of an order given for import. */
export interface ImportResult {
  readonly importKey: string
  readonly orderId: string
  readonly isNew: boolean
}

const rowsMax = 250

const importOrder = z.object({
  importKey: z.string().min(1).max(200),
  externalReference: z.string().max(100).nullish(),
  customerId: idField('customer'),
  placedAt: z.date(),
  currency: z.string().refine(isCurrencyCode, 'must be an ISO 4217 code'),
  status: z.enum(['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED']),
  fulfillmentStatus: z.enum(['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED']),
  lines: z
    .array(
      z.object({
        variantId: idField('variant').nullish(),
        sku: z.string().trim().min(1).max(100),
        title: z.string().trim().min(1).max(200),
        quantity: z.number().int().min(1).max(1_000_000),
        unitPriceMinor: z.number().int().min(0),
      }),
    )
    .min(1)
    .max(1_000),
})

const importOrdersInput = z.object({ orders: z.array(importOrder).min(1).max(rowsMax) })

type ImportOrder = z.infer<typeof importOrder>

/**
 * Takes over orders of another system as they are: own time, prices and states, no reservation, one
 * `imported` event each. An order is known by its import key: repeating a call imports nothing twice.
 */
export async function importOrders(context: OrdersContext, rawInput: unknown): Promise<{ readonly results: readonly ImportResult[] }> {
  requireSystem(context)
  const { orders } = checked(importOrdersInput, rawInput)
  return await withTenant(context, async (tx) => {
    const known = await findImported(
      tx,
      orders.map(({ importKey }) => importKey),
    )
    const fresh = [...new Map(orders.filter(({ importKey }) => !known.has(importKey)).map((order) => [order.importKey, order])).values()]
    const added = await addOrders(context, tx, fresh)
    const ids = new Map([
      ...known,
      ...(await findImported(
        tx,
        fresh.map(({ importKey }) => importKey),
      )),
    ])
    return { results: orders.map(({ importKey }) => ({ importKey, orderId: ids.get(importKey) ?? '', isNew: added.has(importKey) })) }
  })
}

/** Parses a service's input; what is wrong in it is the calling service's fault. */
export function checked<Input>(schema: z.ZodType<Input>, rawInput: unknown): Input {
  const parsed = schema.safeParse(rawInput)
  if (parsed.success) return parsed.data
  throw new AppError('BAD_USER_INPUT', parsed.error.issues.map((issue) => `input.${issue.path.join('.')} ${issue.message}`).join('; '))
}

/** Writes the orders that nobody else has imported meanwhile; their import keys. */
async function addOrders(context: OrdersContext, tx: TenantTx, orders: readonly ImportOrder[]): Promise<ReadonlySet<string>> {
  if (orders.length === 0) return new Set()
  const firstNumber = await takeNumbers(tx, orders.length)
  const records = orders.map((order, index) => ({ order, record: toRecord(order, firstNumber + index) }))
  const insertedIds = await insertImported(
    tx,
    records.map(({ order, record }) => ({ ...record, importKey: order.importKey })),
  )
  const inserted = records.filter(({ record }) => insertedIds.has(record.id))
  const lines = inserted.flatMap(({ order, record }) => toLines(order, record))
  await insertLines(tx, lines)
  const entry = { from: null, reason: null, note: null }
  await insertHistory(
    tx,
    inserted.map(({ record }) => historyEntry(context, { ...entry, order: record, occurredAt: record.placedAt })),
  )
  await appendEvents(
    tx,
    context,
    orderImported,
    inserted.map(({ record }) => ({ aggregateId: record.id, aggregateVersion: 1, data: moveData(null, record) })),
  )
  return new Set(inserted.map(({ order }) => order.importKey))
}

function toRecord(order: ImportOrder, number: number): OrderRecord {
  const prices = order.lines.map((line) => multiplyMoney({ amountMinor: line.unitPriceMinor, currency: order.currency }, line.quantity))
  const { customerId, status, fulfillmentStatus, placedAt } = order
  const total = sumMoney(order.currency, prices)
  return {
    id: newId('order'),
    number: String(number),
    externalReference: order.externalReference ?? null,
    customerId,
    status,
    fulfillmentStatus,
    placedAt,
    total,
    version: 1,
  }
}

function toLines(order: ImportOrder, record: OrderRecord): readonly NewOrderLine[] {
  return order.lines.map(({ unitPriceMinor, variantId, ...line }, position) => ({
    id: newId('orderline'),
    orderId: record.id,
    position,
    variantId: variantId ?? null,
    ...line,
    fulfilledQuantity: fulfilledOf(order.fulfillmentStatus, position, line.quantity),
    unitPrice: { amountMinor: unitPriceMinor, currency: order.currency },
  }))
}

/** How many of a line have left, by the order's state; of a partly fulfilled order that is half of its first line. */
function fulfilledOf(status: FulfillmentStatus, position: number, quantity: number): number {
  if (status === 'UNFULFILLED') return 0
  if (status !== 'PARTIALLY_FULFILLED') return quantity
  return position === 0 ? Math.max(1, Math.floor(quantity / 2)) : 0
}
