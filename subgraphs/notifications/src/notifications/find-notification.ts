import { hasScope } from '@iommi/shared/authorize'
import { isId } from '@iommi/shared/ids'
import type { NotificationsContext } from '../context.ts'
import { shownKinds } from './list-notifications.ts'
import type { NotificationRecord } from './notification.ts'

/** A notification that the actor is told; null for one that is not there or for others, and of a kind that is switched off. */
export async function findNotification(context: NotificationsContext, id: string): Promise<NotificationRecord | null> {
  if (!hasScope(context.actor, 'notifications:read') || !isId('notification', id)) return null
  const [notification, kinds] = await Promise.all([context.loaders().notification(id), shownKinds(context)])
  return notification !== null && kinds.includes(notification.kind) ? notification : null
}
