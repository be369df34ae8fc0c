import { orderCompleted } from '@iommi/schema/events/order-events'
import type { OrdersContext } from '../context.ts'
import { advanceOrder, type AdvanceOrderPayload } from './advance-order.ts'

/** Closes a delivered order. */
export async function completeOrder(context: OrdersContext, input: unknown): Promise<AdvanceOrderPayload> {
  return await advanceOrder(context, { operation: 'completeOrder', to: { status: 'COMPLETED' }, event: orderCompleted }, input)
}
