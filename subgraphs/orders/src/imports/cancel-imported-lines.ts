import { orderCancelled, orderLinesCancelled } from '@iommi/schema/events/order-events'
import { requireSystem } from '@iommi/shared/authorize'
import { withTenant, type TenantTx } from '@iommi/shared/database'
import { AppError } from '@iommi/shared/errors'
import { idField } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import { z } from 'zod'
import type { OrdersContext } from '../context.ts'
import { historyEntry, moveData } from '../orders/move-order.ts'
import { insertHistory } from '../orders/order-history-repo.ts'
import type { OrderRecord } from '../orders/order.ts'
import { checked } from './import-orders.ts'
import { cancelOfLine, findCancellations, insertCancellation, lockMatchingLines } from './import-repo.ts'

/** What became of a line of a cancellation invoice. */
export interface CancellationResult {
  readonly importKey: string
  readonly cancelledQuantity: number
  readonly isNew: boolean
}

const cancellation = z.object({
  importKey: z.string().min(1).max(200),
  customerId: idField('customer'),
  sku: z.string().trim().min(1).max(100),
  unitPriceMinor: z.number().int().min(0),
  quantity: z.number().int().min(1),
  occurredAt: z.date(),
})

const cancelImportedLinesInput = z.object({ lines: z.array(cancellation).min(1).max(250) })

/**
 * Takes lines of cancellation invoices off imported orders: off the latest line of that customer,
 * SKU and price, then off earlier ones. A line is known by its import key and applied once.
 */
export async function cancelImportedLines(
  context: OrdersContext,
  rawInput: unknown,
): Promise<{ readonly results: readonly CancellationResult[] }> {
  requireSystem(context)
  const { lines } = checked(cancelImportedLinesInput, rawInput)
  return await withTenant(context, async (tx) => {
    const done = new Map(
      await findCancellations(
        tx,
        lines.map(({ importKey }) => importKey),
      ),
    )
    const results: CancellationResult[] = []
    for (const line of lines) {
      const earlier = done.get(line.importKey)
      const cancelledQuantity = earlier ?? (await applyLine(context, tx, line))
      done.set(line.importKey, cancelledQuantity)
      results.push({ importKey: line.importKey, cancelledQuantity, isNew: earlier === undefined })
    }
    return { results }
  })
}

async function applyLine(context: OrdersContext, tx: TenantTx, line: z.infer<typeof cancellation>): Promise<number> {
  let wanted = line.quantity
  for (const match of await lockMatchingLines(tx, line)) {
    if (wanted === 0) break
    const taken = Math.min(wanted, match.left)
    const { before, after } = await cancelOfLine(tx, match, taken)
    await recordCancellation(context, tx, { before, after, occurredAt: line.occurredAt })
    wanted -= taken
  }
  // What matches nothing is not remembered: the order it is about may be imported later.
  if (wanted === line.quantity) return 0
  if (!(await insertCancellation(tx, line.importKey, line.quantity - wanted))) {
    throw new AppError('CONFLICT', 'Another import applies the same lines right now. Try again.', { retryable: true })
  }
  return line.quantity - wanted
}

async function recordCancellation(
  context: OrdersContext,
  tx: TenantTx,
  change: { readonly before: OrderRecord; readonly after: OrderRecord; readonly occurredAt: Date },
): Promise<void> {
  const { before, after, occurredAt } = change
  const hasMoved = before.status !== after.status
  if (hasMoved)
    await insertHistory(tx, [historyEntry(context, { from: before, order: after, occurredAt, reason: 'SOURCE_CANCELLED', note: null })])
  const data = moveData(before, after)
  await appendEvent(tx, context, hasMoved ? orderCancelled : orderLinesCancelled, {
    aggregateId: after.id,
    aggregateVersion: after.version,
    data,
    occurredAt,
  })
}
