import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineEvent } from './event.ts'

const created = z.object({
  notificationId: z.string(),
  kind: z.string(),
  audience: z.enum(['CUSTOMER', 'EMPLOYEES']),
  /** Whose notification it is; null unless the audience is a customer. */
  customerId: z.string().nullable(),
  /** Whose employees it is for; null unless the audience is employees. */
  role: z.string().nullable(),
  orderId: z.string().nullable(),
})

/** Who is told what. */
export type NotificationCreated = z.infer<typeof created>

/** A notification is there for its audience. */
export const notificationCreated = defineEvent({
  topic: 'notification-events',
  type: 'io.iommi.notification.created.v1',
  data: created,
})
/** One reader has read a notification; for others of its audience nothing has changed. */
export const notificationRead = defineEvent({
  topic: 'notification-events',
  type: 'io.iommi.notification.read.v1',
  data: z.object({ notificationId: z.string(), reader: z.string() }),
})
/** One reader has marked everything as read that was there. */
export const notificationsAllRead = defineEvent({
  topic: 'notification-events',
  type: 'io.iommi.notification.all-read.v1',
  data: z.object({ reader: z.string(), count: z.number().int().positive() }),
})

/** Who a reader is, in events: equal for the same user of the same tenant, and no personal data, which issuers' subjects may be. */
export function readerOf(tenantId: string, actor: { readonly kind: string; readonly id: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([tenantId, actor.kind, actor.id]))
    .digest('base64url')
}
