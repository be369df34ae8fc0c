import { id, instant, tenantId } from '@iommi/shared/columns'
import type { Role } from '@iommi/shared/request-context'
import { sql } from 'drizzle-orm'
import { bigint, boolean, customType, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { ConsentDecision, ConsentPurpose, ConsentRecord, ConsentSource } from './consents/consent.ts'
import type { OperationType } from './operation-usage/operation-usage.ts'
import type { MarketingChannel } from './preferences/preferences.ts'
import type { UserKind, UserStatus } from './users/user.ts'

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
  ackedAt: instant('acked_at'),
  traceparent: text('traceparent'),
  listedAt: instant('listed_at')
    .notNull()
    .generatedAlwaysAs(sql`coalesce(first_dirty_at, acked_at, 'epoch')`),
})

export const users = pgTable('users', {
  tenantId: tenantId(),
  id: id('id', 'user').notNull(),
  kind: text('kind').$type<UserKind>().notNull(),
  issuer: text('issuer'),
  subject: text('subject'),
  name: text('name').notNull(),
  nameSort: text('name_sort').notNull(),
  email: text('email'),
  emailNorm: text('email_norm'),
  tokenRoles: text('token_roles').array().$type<readonly Role[]>().notNull(),
  grantedRoles: text('granted_roles').array().$type<readonly Role[]>().notNull(),
  status: text('status').$type<UserStatus>().notNull(),
  invitedAt: instant('invited_at'),
  lastSeenAt: instant('last_seen_at'),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export const customerPreferences = pgTable('customer_preferences', {
  tenantId: tenantId(),
  customerId: id('customer_id', 'customer').notNull(),
  locale: text('locale'),
  timeZone: text('time_zone'),
  preferredCurrency: text('preferred_currency'),
  marketingChannels: text('marketing_channels').array().$type<readonly MarketingChannel[]>().notNull(),
  version: integer('version').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

export const consentTextVersions = pgTable('consent_text_versions', {
  tenantId: tenantId(),
  purpose: text('purpose').$type<ConsentPurpose>().notNull(),
  version: integer('version').notNull(),
  publishedAt: instant('published_at').notNull(),
})

export const consentTexts = pgTable('consent_texts', {
  tenantId: tenantId(),
  purpose: text('purpose').$type<ConsentPurpose>().notNull(),
  version: integer('version').notNull(),
  locale: text('locale').notNull(),
  text: text('text').notNull(),
})

export const consents = pgTable('consents', {
  tenantId: tenantId(),
  id: id('id', 'consent').notNull(),
  position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  customerId: id('customer_id', 'customer').notNull(),
  purpose: text('purpose').$type<ConsentPurpose>().notNull(),
  decision: text('decision').$type<ConsentDecision>().notNull(),
  textVersion: integer('text_version'),
  textLocale: text('text_locale'),
  source: text('source').$type<ConsentSource>().notNull(),
  occurredAt: instant('occurred_at').notNull(),
  recordedAt: instant('recorded_at').notNull(),
  actorKind: text('actor_kind').$type<ConsentRecord['actorKind']>().notNull(),
  actorId: text('actor_id').notNull(),
})

export const segments = pgTable('segments', {
  tenantId: tenantId(),
  id: id('id', 'segment').notNull(),
  name: text('name').notNull(),
  nameSort: text('name_sort').notNull(),
  description: text('description'),
  rule: jsonb('rule').notNull(),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

const calendarDay = customType<{ data: Date; driverData: string }>({
  dataType: () => 'date',
  toDriver: (value) => instantOf(value).toISOString().slice(0, 10),
  fromDriver: (value) => new Date(`${value}T00:00:00.000Z`),
})

/** Throws RangeError for what is no instant of the years 1 to 9999, which a cursor written by hand may hold. */
function instantOf(value: Date | string): Date {
  const instantGiven = new Date(value)
  if (/^(?!0000)\d{4}-/.test(instantGiven.toISOString())) return instantGiven
  throw new RangeError('a day lies in the years 1 to 9999')
}

export const operationUsage = pgTable('operation_usage', {
  tenantId: tenantId(),
  day: calendarDay('day').notNull(),
  client: text('client').notNull(),
  operationId: text('operation_id').notNull(),
  operationName: text('operation_name').notNull(),
  operationType: text('operation_type').$type<OperationType>(),
  isRegistered: boolean('is_registered').notNull(),
  requests: bigint('requests', { mode: 'number' }).notNull(),
  errors: bigint('errors', { mode: 'number' }).notNull(),
  cost: bigint('cost', { mode: 'number' }).notNull(),
})

export const operationFields = pgTable('operation_fields', {
  tenantId: tenantId(),
  operationId: text('operation_id').notNull(),
  operationName: text('operation_name').notNull(),
  coordinate: text('coordinate').notNull(),
})
