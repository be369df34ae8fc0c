import { id, instant, tenantId } from '@iommi/shared/columns'
import { bigint, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import type { ChannelName } from './channels/channel.ts'
import type { AudienceName, EmployeeRole, NotificationKind } from './notifications/notification.ts'

export const notifications = pgTable('notifications', {
  tenantId: tenantId(),
  id: id('id', 'notification').notNull(),
  /** Order of writing, and within the tenant of committing. Not to be shown: it counts what others have, too. */
  position: bigint('position', { mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
  eventId: id('event_id', 'event').notNull(),
  kind: text('kind').$type<NotificationKind>().notNull(),
  audience: text('audience').$type<AudienceName>().notNull(),
  customerId: id('customer_id', 'customer'),
  role: text('role').$type<EmployeeRole>(),
  orderId: id('order_id', 'order'),
  createdAt: instant('created_at').notNull(),
})

export const notificationReads = pgTable('notification_reads', {
  tenantId: tenantId(),
  readerKind: text('reader_kind').notNull(),
  readerId: text('reader_id').notNull(),
  notificationId: id('notification_id', 'notification').notNull(),
  readAt: instant('read_at').notNull(),
})

export const notificationReadMarks = pgTable('notification_read_marks', {
  tenantId: tenantId(),
  readerKind: text('reader_kind').notNull(),
  readerId: text('reader_id').notNull(),
  upTo: bigint('up_to', { mode: 'number' }).notNull(),
  readAt: instant('read_at').notNull(),
})

export const notificationPreferences = pgTable('notification_preferences', {
  tenantId: tenantId(),
  userKind: text('user_kind').notNull(),
  userId: text('user_id').notNull(),
  locale: text('locale'),
  switchedOff: jsonb('switched_off').$type<readonly { readonly kind: NotificationKind; readonly channel: ChannelName }[]>().notNull(),
  quietTimeZone: text('quiet_time_zone'),
  quietFrom: text('quiet_from'),
  quietTo: text('quiet_to'),
  version: integer('version').notNull(),
})
