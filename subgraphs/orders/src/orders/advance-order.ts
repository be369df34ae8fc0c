import { requireScope } from '@iommi/shared/authorize'
import { mutateOnce } from '@iommi/shared/idempotency'
import type { CommonErrorCode } from '@iommi/shared/user-errors'
import type { OrdersContext } from '../context.ts'
import { applyMove, loadForChange, type Move, type MoveErrorCode, type OrderPayload } from './move-order.ts'
import { changeOrderInput } from './order-inputs.ts'

/** What moving an order one step answers. */
export type AdvanceOrderPayload = OrderPayload<CommonErrorCode | MoveErrorCode>

/** A step that needs nothing but the order: its mutation's name, where it leads, and its event. */
export interface OrderStep extends Pick<Move, 'to' | 'event'> {
  readonly operation: string
}

/** Moves an order one step on (confirm, deliver, complete). Repeating it with the same key changes nothing. */
export async function advanceOrder(context: OrdersContext, step: OrderStep, rawInput: unknown): Promise<AdvanceOrderPayload> {
  requireScope(context, 'orders:fulfill')
  const refuse = (...userErrors: AdvanceOrderPayload['userErrors']): AdvanceOrderPayload => ({ order: null, userErrors })
  return await mutateOnce(
    context,
    { operation: step.operation, schema: changeOrderInput, refuse },
    rawInput,
    async (tx, input): Promise<AdvanceOrderPayload> => {
      const { order, refusal } = await loadForChange(context, tx, input)
      if (refusal !== null) return { order, userErrors: [refusal] }
      return await applyMove(context, tx, order, { ...step, note: input.note })
    },
  )
}
