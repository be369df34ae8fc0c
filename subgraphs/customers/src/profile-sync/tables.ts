import { id, instant, tenantId } from '@iommi/shared/columns'
import { bigint, customType, date, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { Finding } from './reconciliation.ts'

const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' })

export const mainframeSequences = pgTable('mainframe_sequences', {
  tenantId: tenantId(),
  nextSequence: integer('next_sequence').notNull(),
})

export const mainframeBatches = pgTable('mainframe_batches', {
  tenantId: tenantId(),
  id: id('id', 'batch').notNull(),
  sequence: integer('sequence').notNull(),
  businessDate: date('business_date').notNull(),
  bytes: bytea('bytes'),
  recordCount: integer('record_count').notNull(),
  state: text('state').$type<'CREATED' | 'SENT' | 'ACKED' | 'VOID'>().notNull(),
  createdAt: instant('created_at').notNull(),
  sentAt: instant('sent_at'),
  ackedAt: instant('acked_at'),
  sends: integer('sends').notNull().default(0),
  nextSendAt: instant('next_send_at').notNull(),
  returnCode: integer('return_code'),
  reason: text('reason'),
})

export const mainframeBatchItems = pgTable('mainframe_batch_items', {
  tenantId: tenantId(),
  batchId: id('batch_id', 'batch').notNull(),
  position: integer('position').notNull(),
  customerId: id('customer_id', 'customer').notNull(),
  version: integer('version').notNull(),
  fence: bigint('fence', { mode: 'number' }).notNull(),
  sentHash: text('sent_hash').notNull(),
  traceparent: text('traceparent'),
  code: integer('code'),
  storedVersion: integer('stored_version'),
  storedHash: text('stored_hash'),
  rejectField: text('reject_field'),
  rejectReason: text('reject_reason'),
})

export const mainframeReconciliations = pgTable('mainframe_reconciliations', {
  tenantId: tenantId(),
  id: id('id', 'recon').notNull(),
  state: text('state').$type<'REQUESTED' | 'DONE'>().notNull(),
  requestedAt: instant('requested_at').notNull(),
  sentAt: instant('sent_at'),
  finishedAt: instant('finished_at'),
  storedCount: integer('stored_count'),
  missingCount: integer('missing_count'),
  behindCount: integer('behind_count'),
  aheadCount: integer('ahead_count'),
  differentCount: integer('different_count'),
  unknownCount: integer('unknown_count'),
  findings: jsonb('findings').$type<readonly Finding[]>(),
})

export const mainframeOperatorActions = pgTable('mainframe_operator_actions', {
  tenantId: tenantId(),
  id: id('id', 'action').notNull(),
  kind: text('kind').$type<'REPLAY' | 'RECONCILE'>().notNull(),
  customerId: id('customer_id', 'customer'),
  reconciliationId: id('reconciliation_id', 'recon'),
  actorKind: text('actor_kind').$type<'EMPLOYEE' | 'SYSTEM'>().notNull(),
  actorId: text('actor_id').notNull(),
  reason: text('reason').notNull(),
  actedAt: instant('acted_at').notNull(),
})
