import { id, instant, tenantId } from '@iommi/shared/columns'
import { bigint, boolean, integer, pgTable, text } from 'drizzle-orm/pg-core'

export const customers = pgTable('customers', {
  tenantId: tenantId(),
  id: id('id', 'customer').notNull(),
  name: text('name').notNull(),
  nameSort: text('name_sort').notNull(),
  email: text('email'),
  emailNorm: text('email_norm'),
  phone: text('phone'),
  version: integer('version').notNull(),
  importKey: text('import_key'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export const addresses = pgTable('addresses', {
  tenantId: tenantId(),
  id: id('id', 'address').notNull(),
  customerId: id('customer_id', 'customer').notNull(),
  line1: text('line1').notNull(),
  line2: text('line2'),
  city: text('city').notNull(),
  region: text('region'),
  postalCode: text('postal_code'),
  countryCode: text('country_code').notNull(),
  isDefault: boolean('is_default').notNull(),
  createdAt: instant('created_at').notNull(),
})

export const customerIdentities = pgTable('customer_identities', {
  tenantId: tenantId(),
  issuer: text('issuer').notNull(),
  subject: text('subject').notNull(),
  customerId: id('customer_id', 'customer').notNull(),
  linkedAt: instant('linked_at').notNull(),
})

export const mainframeSync = pgTable('mainframe_sync', {
  tenantId: tenantId(),
  customerId: id('customer_id', 'customer').notNull(),
  desiredVersion: integer('desired_version').notNull(),
  ackedVersion: integer('acked_version').notNull().default(0),
  fence: bigint('fence', { mode: 'number' }).notNull().default(0),
  leaseUntil: instant('lease_until'),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: instant('next_attempt_at'),
  parkedAt: instant('parked_at'),
  lastErrorCode: text('last_error_code'),
  lastErrorField: text('last_error_field'),
  lastErrorMessage: text('last_error_message'),
  firstDirtyAt: instant('first_dirty_at'),
  batchId: text('batch_id'),
})
