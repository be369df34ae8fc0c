import { id, instant, tenantId } from '@iommi/shared/columns'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { MediaKind } from './products/product-media.ts'
import type { ProductKind, ProductStatus } from './products/product.ts'
import type { ReservationAnswer, ReservationStatus, ShipmentAnswer } from './reservations/reservation.ts'
import type { MovementReason } from './stock/stock.ts'

export const categories = pgTable('categories', {
  tenantId: tenantId(),
  id: id('id', 'category').notNull(),
  name: text('name').notNull(),
  nameNorm: text('name_norm').notNull(),
})

export const products = pgTable('products', {
  tenantId: tenantId(),
  id: id('id', 'product').notNull(),
  kind: text('kind').$type<ProductKind>().notNull(),
  name: text('name').notNull(),
  nameNorm: text('name_norm').notNull(),
  description: text('description'),
  status: text('status').$type<ProductStatus>().notNull(),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const productCategories = pgTable('product_categories', {
  tenantId: tenantId(),
  productId: id('product_id', 'product').notNull(),
  categoryId: id('category_id', 'category').notNull(),
})

export const productVariants = pgTable('product_variants', {
  tenantId: tenantId(),
  id: id('id', 'variant').notNull(),
  productId: id('product_id', 'product').notNull(),
  sku: text('sku').notNull(),
  skuNorm: text('sku_norm').notNull(),
  name: text('name'),
})

export const variantPrices = pgTable('variant_prices', {
  tenantId: tenantId(),
  variantId: id('variant_id', 'variant').notNull(),
  currency: text('currency').notNull(),
  amountMinor: bigint('amount_minor', { mode: 'number' }).notNull(),
})

export const productTranslations = pgTable('product_translations', {
  tenantId: tenantId(),
  productId: id('product_id', 'product').notNull(),
  locale: text('locale').notNull(),
  name: text('name'),
  description: text('description'),
})

export const categoryTranslations = pgTable('category_translations', {
  tenantId: tenantId(),
  categoryId: id('category_id', 'category').notNull(),
  locale: text('locale').notNull(),
  name: text('name').notNull(),
})

export const productMedia = pgTable('product_media', {
  tenantId: tenantId(),
  id: id('id', 'media').notNull(),
  productId: id('product_id', 'product').notNull(),
  position: integer('position').notNull(),
  kind: text('kind').$type<MediaKind>().notNull(),
  url: text('url').notNull(),
  alt: text('alt'),
})

export const stockLocations = pgTable('stock_locations', {
  tenantId: tenantId(),
  id: id('id', 'location').notNull(),
  code: text('code').notNull(),
  codeNorm: text('code_norm').notNull(),
  name: text('name').notNull(),
})

export const stockLevels = pgTable('stock_levels', {
  tenantId: tenantId(),
  variantId: id('variant_id', 'variant').notNull(),
  locationId: id('location_id', 'location').notNull(),
  onHand: integer('on_hand').notNull().default(0),
  reserved: integer('reserved').notNull().default(0),
  version: integer('version').notNull().default(0),
})

export const stockMovements = pgTable('stock_movements', {
  tenantId: tenantId(),
  id: id('id', 'movement').notNull(),
  variantId: id('variant_id', 'variant').notNull(),
  locationId: id('location_id', 'location').notNull(),
  quantity: integer('quantity').notNull(),
  reason: text('reason').$type<MovementReason>().notNull(),
  reference: text('reference'),
  note: text('note'),
  occurredAt: instant('occurred_at').notNull(),
})

export const stockReservations = pgTable('stock_reservations', {
  tenantId: tenantId(),
  orderId: id('order_id', 'order').notNull(),
  status: text('status').$type<ReservationStatus>().notNull(),
  answer: jsonb('answer').$type<ReservationAnswer>(),
  createdAt: instant('created_at').notNull(),
  releasedAt: instant('released_at'),
})

export const stockReservationLines = pgTable('stock_reservation_lines', {
  tenantId: tenantId(),
  orderId: id('order_id', 'order').notNull(),
  variantId: id('variant_id', 'variant').notNull(),
  locationId: id('location_id', 'location').notNull(),
  quantity: integer('quantity').notNull(),
  openQuantity: integer('open_quantity').notNull(),
})

export const stockShipments = pgTable('stock_shipments', {
  tenantId: tenantId(),
  shipmentId: text('shipment_id').notNull(),
  orderId: id('order_id', 'order').notNull(),
  answer: jsonb('answer').$type<ShipmentAnswer>(),
  createdAt: instant('created_at').notNull(),
})
