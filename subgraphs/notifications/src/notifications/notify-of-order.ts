import type { OrderMove } from '@iommi/schema/events/order-events'
import type { TenantTx } from '@iommi/shared/database'
import { handlerOf, type EventConsumer } from '@iommi/shared/handle-events'
import type { RequestContext } from '@iommi/shared/request-context'
import { channels } from '../channels/channels.ts'
import { insertNotifications } from './notification-repo.ts'
import { audiencesOf, notificationRules, type NotificationRule } from './notification.ts'

/** Turns the events of orders into notifications, each event once. */
export const orderEventConsumer: EventConsumer = {
  name: 'order-notifications',
  topic: 'order-events',
  handlers: Object.fromEntries(
    notificationRules.flatMap((rule) =>
      Object.entries(
        handlerOf(rule.event, (tx, context, event) => notifyOfOrder(tx, context, { rule, eventId: event.id, move: event.data })),
      ),
    ),
  ),
}

/** Writes one notification for each audience of the rule and hands them to every channel, in the event's transaction. */
async function notifyOfOrder(
  tx: TenantTx,
  context: RequestContext,
  { rule, eventId, move }: { readonly rule: NotificationRule; readonly eventId: string; readonly move: OrderMove },
): Promise<void> {
  const occasion = { eventId, kind: rule.kind, orderId: move.orderId, createdAt: context.now() }
  const added = await insertNotifications(tx, occasion, audiencesOf(rule, move.customerId))
  for (const channel of channels) await channel.deliver(tx, context, added)
}
