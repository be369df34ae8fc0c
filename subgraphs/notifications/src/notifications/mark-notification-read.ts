import { notificationRead, readerOf } from '@iommi/schema/events/notification-events'
import { requireScope } from '@iommi/shared/authorize'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { idField } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import { inputError, type CommonErrorCode, type UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { NotificationsContext } from '../context.ts'
import { findNotificationsById, insertRead } from './notification-repo.ts'
import { visibilityOf, type NotificationRecord } from './notification.ts'

/** What marking one answers. */
export interface MarkNotificationReadPayload {
  readonly notification: NotificationRecord | null
  readonly userErrors: readonly UserError<CommonErrorCode | 'NOTIFICATION_NOT_FOUND'>[]
}

const markInput = z.object({ idempotencyKey: idempotencyKeyField, notificationId: idField('notification') })

/** Marks a notification as read by the actor, once: what was read before keeps its time, and nothing is published again. */
export async function markNotificationRead(context: NotificationsContext, rawInput: unknown): Promise<MarkNotificationReadPayload> {
  requireScope(context, 'notifications:write')
  context.forgetRead()
  const refuse = (...userErrors: MarkNotificationReadPayload['userErrors']): MarkNotificationReadPayload => ({
    notification: null,
    userErrors,
  })
  return await mutateOnce(
    context,
    { operation: 'markNotificationRead', schema: markInput, refuse },
    rawInput,
    async (tx, { notificationId }): Promise<MarkNotificationReadPayload> => {
      const visibility = visibilityOf(context.actor)
      const find = async (): Promise<NotificationRecord | null> =>
        visibility === null ? null : ((await findNotificationsById(tx, context.actor, visibility, [notificationId]))[0] ?? null)
      const notification = await find()
      if (notification === null) return refuse(inputError('NOTIFICATION_NOT_FOUND', ['notificationId'], 'There is no such notification.'))
      if (notification.readAt !== null) return { notification, userErrors: [] }
      const readAt = context.now()
      // Somebody with the same login, in another tab, may have been faster.
      if (!(await insertRead(tx, context.actor, notificationId, readAt))) return { notification: await find(), userErrors: [] }
      const data = { notificationId, reader: readerOf(context.tenant.id, context.actor) }
      await appendEvent(tx, context, notificationRead, { aggregateId: notificationId, aggregateVersion: 1, data })
      return { notification: { ...notification, readAt }, userErrors: [] }
    },
  )
}
