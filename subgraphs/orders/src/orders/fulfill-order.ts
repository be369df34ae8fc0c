import { orderFulfilled } from '@iommi/schema/events/order-events'
import { requireScope } from '@iommi/shared/authorize'
import { mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { OrdersContext } from '../context.ts'
import type { StockLine } from '../stock/stock-service.ts'
import { addStockTask } from '../stock/stock-task-repo.ts'
import { tellCatalog } from '../stock/tell-catalog.ts'
import { applyMove, loadForChange, type MoveErrorCode, type OrderPayload } from './move-order.ts'
import { orderChange } from './order-inputs.ts'
import { addFulfilled, findLines } from './order-line-repo.ts'
import { openQuantity, type OrderLineRecord } from './order.ts'

type LineErrorCode = 'LINE_NOT_FOUND' | 'QUANTITY_TOO_LARGE'

/** What fulfilling answers. */
export type FulfillOrderPayload = OrderPayload<CommonErrorCode | MoveErrorCode | LineErrorCode>

const fulfillOrderInput = z.object({
  ...orderChange,
  lines: z
    .array(z.object({ lineId: idField('orderline'), quantity: z.number().int().min(1, 'must be at least 1') }))
    .min(1, 'must not be empty')
    .max(200, 'must have at most 200 lines')
    .nullish(),
})

/** Records that lines, or everything that is left, have left; the stock is taken off with them. */
export async function fulfillOrder(context: OrdersContext, rawInput: unknown): Promise<FulfillOrderPayload> {
  requireScope(context, 'orders:fulfill')
  const refuse = (...userErrors: FulfillOrderPayload['userErrors']): FulfillOrderPayload => ({ order: null, userErrors })
  const payload = await mutateOnce(
    context,
    { operation: 'fulfillOrder', schema: fulfillOrderInput, refuse },
    rawInput,
    async (tx, input): Promise<FulfillOrderPayload> => {
      const { order, refusal } = await loadForChange(context, tx, input)
      if (refusal !== null) return { order, userErrors: [refusal] }
      const lines = await findLines(tx, order.id)
      const { shipped, errors } = chooseLines(lines, input.lines ?? null)
      if (errors.length > 0) return { order, userErrors: errors }
      const isAll = lines.every((line) => openQuantity(line) === (shipped.get(line.id) ?? 0))
      const moved = await applyMove(context, tx, order, {
        to: { fulfillmentStatus: isAll ? 'FULFILLED' : 'PARTIALLY_FULFILLED' },
        event: orderFulfilled,
        note: input.note,
      })
      if (moved.userErrors.length > 0) return moved
      await addFulfilled(
        tx,
        [...shipped].map(([lineId, quantity]) => ({ lineId, quantity })),
      )
      await addStockTask(tx, context, { orderId: order.id, kind: 'SHIP', lines: stockLines(lines, shipped) })
      return moved
    },
  )
  if (payload.userErrors.length === 0 && payload.order !== null) await tellCatalog(context, payload.order.id)
  return payload
}

interface Choice {
  /** Quantity that leaves, by line. */
  readonly shipped: ReadonlyMap<string, number>
  readonly errors: readonly UserError<LineErrorCode>[]
}

/** What leaves: the wanted lines, or all that is open. A line may be wanted several times. */
function chooseLines(
  lines: readonly OrderLineRecord[],
  wanted: readonly { readonly lineId: string; readonly quantity: number }[] | null,
): Choice {
  const open = new Map(lines.map((line) => [line.id, openQuantity(line)]))
  if (wanted === null) return { shipped: new Map([...open].filter(([, quantity]) => quantity > 0)), errors: [] }
  const shipped = new Map<string, number>()
  const errors = wanted.flatMap(({ lineId, quantity }, index): readonly UserError<LineErrorCode>[] => {
    const place = ['lines', String(index)]
    const available = open.get(lineId)
    if (available === undefined) return [inputError('LINE_NOT_FOUND', [...place, 'lineId'], 'The order has no such line.')]
    const sum = (shipped.get(lineId) ?? 0) + quantity
    shipped.set(lineId, sum)
    return sum > available
      ? [inputError('QUANTITY_TOO_LARGE', [...place, 'quantity'], `Only ${String(available)} of the line are left.`)]
      : []
  })
  return { shipped, errors }
}

function stockLines(lines: readonly OrderLineRecord[], shipped: ReadonlyMap<string, number>): readonly StockLine[] {
  return lines.flatMap(({ id, variantId }) => {
    const quantity = shipped.get(id) ?? 0
    return variantId === null || quantity === 0 ? [] : [{ variantId, quantity }]
  })
}
