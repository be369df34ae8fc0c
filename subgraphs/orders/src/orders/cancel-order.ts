import { orderCancelled } from '@iommi/schema/events/order-events'
import { requireScope } from '@iommi/shared/authorize'
import { mutateOnce } from '@iommi/shared/idempotency'
import type { CommonErrorCode } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { OrdersContext } from '../context.ts'
import { addStockTask } from '../stock/stock-task-repo.ts'
import { tellCatalog } from '../stock/tell-catalog.ts'
import { applyMove, loadForChange, type MoveErrorCode, type OrderPayload } from './move-order.ts'
import { orderChange } from './order-inputs.ts'

/** What cancelling answers. */
export type CancelOrderPayload = OrderPayload<CommonErrorCode | MoveErrorCode>

const cancelOrderInput = z.object({
  ...orderChange,
  reason: z.enum(['CUSTOMER_REQUEST', 'OUT_OF_STOCK', 'FRAUD', 'SOURCE_CANCELLED', 'OTHER']),
})

/**
 * Cancels an order of which nothing has left, and gives its stock back. An order that is cancelled
 * already stays as it is and nothing is published.
 */
export async function cancelOrder(context: OrdersContext, rawInput: unknown): Promise<CancelOrderPayload> {
  requireScope(context, 'orders:cancel')
  const refuse = (...userErrors: CancelOrderPayload['userErrors']): CancelOrderPayload => ({ order: null, userErrors })
  const payload = await mutateOnce(
    context,
    { operation: 'cancelOrder', schema: cancelOrderInput, refuse },
    rawInput,
    async (tx, input): Promise<CancelOrderPayload> => {
      const { order, refusal } = await loadForChange(context, tx, input)
      if (refusal !== null) return { order, userErrors: [refusal] }
      if (order.status === 'CANCELLED') return { order, userErrors: [] }
      const moved = await applyMove(context, tx, order, {
        to: { status: 'CANCELLED' },
        event: orderCancelled,
        reason: input.reason,
        note: input.note,
      })
      if (moved.userErrors.length === 0) await addStockTask(tx, context, { orderId: order.id, kind: 'RELEASE', lines: [] })
      return moved
    },
  )
  if (payload.order?.status === 'CANCELLED') await tellCatalog(context, payload.order.id)
  return payload
}
