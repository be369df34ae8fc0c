import { z } from 'zod'
import { defineEvent } from './event.ts'

const move = z.object({
  orderId: z.string(),
  customerId: z.string(),
  /** Null when the order was not visible before. */
  fromStatus: z.string().nullable(),
  toStatus: z.string(),
  fromFulfillmentStatus: z.string().nullable(),
  toFulfillmentStatus: z.string(),
  version: z.number().int().positive(),
})

/** What happened to an order's states. */
export type OrderMove = z.infer<typeof move>

/** An order exists from now on. */
export const orderPlaced = defineEvent({ topic: 'order-events', type: 'io.iommi.order.placed.v1', data: move })
/** The shop has accepted an order. */
export const orderConfirmed = defineEvent({ topic: 'order-events', type: 'io.iommi.order.confirmed.v1', data: move })
/** Lines of an order have left, some or the last. */
export const orderFulfilled = defineEvent({ topic: 'order-events', type: 'io.iommi.order.fulfilled.v1', data: move })
/** All of an order has arrived. */
export const orderDelivered = defineEvent({ topic: 'order-events', type: 'io.iommi.order.delivered.v1', data: move })
/** Nothing is left to do for an order. */
export const orderCompleted = defineEvent({ topic: 'order-events', type: 'io.iommi.order.completed.v1', data: move })
/** An order will not be carried out. */
export const orderCancelled = defineEvent({ topic: 'order-events', type: 'io.iommi.order.cancelled.v1', data: move })
/** An order of another system that was taken over as it was; nobody is notified. */
export const orderImported = defineEvent({ topic: 'order-events', type: 'io.iommi.order.imported.v1', data: move })
/** Lines of an imported order were taken back by a later cancellation invoice. */
export const orderLinesCancelled = defineEvent({ topic: 'order-events', type: 'io.iommi.order.lines-cancelled.v1', data: move })
