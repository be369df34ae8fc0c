import { notificationsAllRead, readerOf } from '@iommi/schema/events/notification-events'
import { requireScope } from '@iommi/shared/authorize'
import { idempotencyKeyField, mutateOnce } from '@iommi/shared/idempotency'
import { appendEvent } from '@iommi/shared/outbox'
import type { CommonErrorCode, UserError } from '@iommi/shared/user-errors'
import { z } from 'zod'
import type { NotificationsContext } from '../context.ts'
import { insertReadMark } from './notification-repo.ts'
import { visibilityOf } from './notification.ts'

/** What marking everything answers. */
export interface MarkAllNotificationsReadPayload {
  readonly markedCount: number
  readonly userErrors: readonly UserError<CommonErrorCode>[]
}

const markAllInput = z.object({ idempotencyKey: idempotencyKeyField })

/** Marks everything the actor sees at this moment as read, and publishes it once; what comes in meanwhile stays unread. */
export async function markAllNotificationsRead(context: NotificationsContext, rawInput: unknown): Promise<MarkAllNotificationsReadPayload> {
  requireScope(context, 'notifications:write')
  context.forgetRead()
  const refuse = (...userErrors: MarkAllNotificationsReadPayload['userErrors']): MarkAllNotificationsReadPayload => ({
    markedCount: 0,
    userErrors,
  })
  return await mutateOnce(
    context,
    { operation: 'markAllNotificationsRead', schema: markAllInput, refuse },
    rawInput,
    async (tx): Promise<MarkAllNotificationsReadPayload> => {
      const visibility = visibilityOf(context.actor)
      const markedCount = visibility === null ? 0 : await insertReadMark(tx, context.actor, visibility, context.now())
      if (markedCount > 0) {
        const reader = readerOf(context.tenant.id, context.actor)
        await appendEvent(tx, context, notificationsAllRead, {
          aggregateId: reader,
          aggregateVersion: 1,
          data: { reader, count: markedCount },
        })
      }
      return { markedCount, userErrors: [] }
    },
  )
}
