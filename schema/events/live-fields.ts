import { z } from 'zod'
import { stockChanged as stockChangedEvent } from './catalog-events.ts'
import { mainframeSyncChanged as mainframeSyncChangedEvent } from './customer-events.ts'
import { defineLiveField, isIn, type LiveField } from './live-field.ts'
import { notificationCreated } from './notification-events.ts'
import {
  orderCancelled,
  orderCompleted,
  orderConfirmed,
  orderDelivered,
  orderFulfilled,
  orderImported,
  orderLinesCancelled,
  orderPlaced,
} from './order-events.ts'

const filter = z.object({ in: z.array(z.string()).max(100, 'at most 100 values are allowed').nullish() }).nullish()

const orderChanged = defineLiveField({
  name: 'orderChanged',
  messageType: 'OrderChange',
  isPersonal: false,
  events: [orderPlaced, orderConfirmed, orderFulfilled, orderDelivered, orderCompleted, orderCancelled, orderImported, orderLinesCancelled],
  where: z.object({ orderId: filter, status: filter }),
  isFor: ({ customerId }, viewer) => viewer.kind !== 'client' || viewer.customerId === customerId,
  matches: (move, { orderId, status }) => isIn(orderId, move.orderId) && isIn(status, move.fromStatus, move.toStatus),
  fields: (move, event) => ({
    type: event.type,
    occurredAt: event.time,
    orderVersion: move.version,
    fromStatus: move.fromStatus,
    toStatus: move.toStatus,
    fromFulfillmentStatus: move.fromFulfillmentStatus,
    toFulfillmentStatus: move.toFulfillmentStatus,
    order: { __typename: 'Order', id: move.orderId },
  }),
})

const notificationReceived = defineLiveField({
  name: 'notificationReceived',
  messageType: 'NotificationDelivery',
  // Preferences, and what was read, are each reader's own.
  isPersonal: true,
  subject: 'notification',
  events: [notificationCreated],
  where: z.object({}),
  isFor: ({ audience, customerId, role }, viewer) => {
    if (audience === 'CUSTOMER') return viewer.kind === 'client' && customerId !== null && viewer.customerId === customerId
    return viewer.kind === 'employee' && (viewer.roles.includes('admin') || (role !== null && viewer.roles.includes(role)))
  },
  matches: () => true,
  fields: ({ notificationId }, event) => ({
    occurredAt: event.time,
    notification: { __typename: 'Notification', id: notificationId },
  }),
})

const stockChanged = defineLiveField({
  name: 'stockChanged',
  messageType: 'StockChange',
  isPersonal: false,
  events: [stockChangedEvent],
  where: z.object({ variantId: filter }),
  isFor: (_stock, viewer) => viewer.kind === 'employee',
  matches: ({ variantId }, where) => isIn(where.variantId, variantId),
  fields: ({ variantId, onHand, reserved, version }, event) => ({
    occurredAt: event.time,
    levelVersion: version,
    onHand,
    reserved,
    available: onHand - reserved,
    variant: { __typename: 'ProductVariant', id: variantId },
  }),
})

const mainframeSyncChanged = defineLiveField({
  name: 'mainframeSyncChanged',
  messageType: 'MainframeSyncChange',
  isPersonal: false,
  events: [mainframeSyncChangedEvent],
  where: z.object({}),
  isFor: (_sync, viewer) => viewer.kind === 'employee',
  matches: () => true,
  fields: ({ customerId, state, desiredVersion, ackedVersion, batchId, reject }, event) => ({
    occurredAt: event.time,
    customer: { __typename: 'Customer', id: customerId },
    state,
    desiredVersion,
    ackedVersion,
    batchId,
    reject: reject && { ...reject, message: refusalText(reject) },
  }),
})

// Events carry no words of others: they may quote the profile.
function refusalText({ code, field }: { readonly code: string; readonly field: string | null }): string {
  return field === null ? `The mainframe refused the profile with code ${code}.` : `The mainframe refused ${field} with code ${code}.`
}

/** Every field of `Subscription`. */
export const liveFields: readonly LiveField[] = [orderChanged, notificationReceived, stockChanged, mainframeSyncChanged]
