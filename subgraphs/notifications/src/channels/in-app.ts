import { notificationCreated } from '@iommi/schema/events/notification-events'
import { appendEvents } from '@iommi/shared/outbox'
import type { Channel } from './channel.ts'

/**
 * The list and the live stream. The notification's row is the list's; the event tells whoever is watching. Each reader's
 * preferences are asked when it reads, since a row is for a whole audience.
 */
export const inApp: Channel = {
  name: 'IN_APP',
  isHeldInQuietHours: false,
  deliver: async (tx, context, notifications) => {
    await appendEvents(
      tx,
      context,
      notificationCreated,
      notifications.map(({ id, kind, audience, customerId, role, orderId }) => ({
        aggregateId: id,
        aggregateVersion: 1,
        data: { notificationId: id, kind, audience, customerId, role, orderId },
      })),
    )
  },
}
