import { orderDelivered } from '@iommi/schema/events/order-events'
import type { OrdersContext } from '../context.ts'
import { advanceOrder, type AdvanceOrderPayload } from './advance-order.ts'

/** Records that everything of an order has arrived. */
export async function deliverOrder(context: OrdersContext, input: unknown): Promise<AdvanceOrderPayload> {
  return await advanceOrder(context, { operation: 'deliverOrder', to: { fulfillmentStatus: 'DELIVERED' }, event: orderDelivered }, input)
}
