import { id, instant, tenantId } from '@iommi/shared/columns'
import type { Actor } from '@iommi/shared/request-context'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { FulfillmentStatus, OrderHistoryRecord, OrderStatus } from './orders/order.ts'

export const orders = pgTable('orders', {
  tenantId: tenantId(),
  id: id('id', 'order').notNull(),
  number: text('number'),
  customerId: id('customer_id', 'customer').notNull(),
  externalReference: text('external_reference'),
  status: text('status').$type<OrderStatus | 'RESERVING'>().notNull(),
  fulfillmentStatus: text('fulfillment_status').$type<FulfillmentStatus>().notNull(),
  currency: text('currency').notNull(),
  totalMinor: bigint('total_minor', { mode: 'number' }).notNull(),
  placedAt: instant('placed_at').notNull(),
  version: integer('version').notNull(),
  importKey: text('import_key'),
})

export const orderLines = pgTable('order_lines', {
  tenantId: tenantId(),
  id: id('id', 'orderline').notNull(),
  orderId: id('order_id', 'order').notNull(),
  position: integer('position').notNull(),
  variantId: id('variant_id', 'variant'),
  sku: text('sku').notNull(),
  skuNorm: text('sku_norm').notNull(),
  title: text('title').notNull(),
  quantity: integer('quantity').notNull(),
  cancelledQuantity: integer('cancelled_quantity').notNull().default(0),
  fulfilledQuantity: integer('fulfilled_quantity').notNull().default(0),
  unitPriceMinor: bigint('unit_price_minor', { mode: 'number' }).notNull(),
})

export const orderHistory = pgTable('order_history', {
  tenantId: tenantId(),
  id: id('id', 'ordermove').notNull(),
  orderId: id('order_id', 'order').notNull(),
  version: integer('version').notNull(),
  fromStatus: text('from_status').$type<OrderStatus>(),
  toStatus: text('to_status').$type<OrderStatus>().notNull(),
  fromFulfillmentStatus: text('from_fulfillment_status').$type<FulfillmentStatus>(),
  toFulfillmentStatus: text('to_fulfillment_status').$type<FulfillmentStatus>().notNull(),
  occurredAt: instant('occurred_at').notNull(),
  reason: text('reason'),
  note: text('note'),
  actorKind: text('actor_kind').$type<OrderHistoryRecord['actorKind']>().notNull(),
  actorId: text('actor_id').notNull(),
  actorName: text('actor_name').notNull(),
})

export const orderCounters = pgTable('order_counters', {
  tenantId: tenantId(),
  lastNumber: bigint('last_number', { mode: 'number' }).notNull(),
})

export const orderDrafts = pgTable('order_drafts', {
  tenantId: tenantId(),
  orderId: id('order_id', 'order').notNull(),
  client: text('client').notNull(),
  idempotencyKey: text('idempotency_key').notNull(),
  lines: jsonb('lines').$type<readonly { readonly variantId: string; readonly quantity: number }[]>().notNull(),
  currency: text('currency'),
  actor: jsonb('actor').$type<Actor>().notNull(),
  createdAt: instant('created_at').notNull(),
})

export const stockTasks = pgTable('stock_tasks', {
  tenantId: tenantId(),
  id: id('id', 'shipment').notNull(),
  orderId: id('order_id', 'order').notNull(),
  kind: text('kind').$type<'RELEASE' | 'SHIP'>().notNull(),
  lines: jsonb('lines').$type<readonly { readonly variantId: string; readonly quantity: number }[]>().notNull(),
  createdAt: instant('created_at').notNull(),
  doneAt: instant('done_at'),
})

export const importedCancellations = pgTable('imported_cancellations', {
  tenantId: tenantId(),
  importKey: text('import_key').notNull(),
  cancelledQuantity: integer('cancelled_quantity').notNull(),
})
