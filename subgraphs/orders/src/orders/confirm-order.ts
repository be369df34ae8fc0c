import { orderConfirmed } from '@iommi/schema/events/order-events'
import type { OrdersContext } from '../context.ts'
import { advanceOrder, type AdvanceOrderPayload } from './advance-order.ts'

/** Releases a placed order for fulfilment. */
export async function confirmOrder(context: OrdersContext, input: unknown): Promise<AdvanceOrderPayload> {
  return await advanceOrder(context, { operation: 'confirmOrder', to: { status: 'CONFIRMED' }, event: orderConfirmed }, input)
}
