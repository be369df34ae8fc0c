import { AppError } from '@iommi/shared/errors'
import type { Complete } from '@iommi/shared/resolver-types'
import type { NotificationsContext } from '../context.ts'
import type { MutationResolvers, NotificationConnectionResolvers, NotificationResolvers, QueryResolvers } from '../graphql.generated.ts'
import { canonicalLocale } from '../templates/locale.ts'
import { renderText, type Template } from '../templates/template.ts'
import { findNotification } from './find-notification.ts'
import { countUnread, listNotifications, type NotificationPage } from './list-notifications.ts'
import { markAllNotificationsRead } from './mark-all-notifications-read.ts'
import { markNotificationRead } from './mark-notification-read.ts'
import type { NotificationRecord } from './notification.ts'

export const Query: Pick<QueryResolvers, 'notifications'> = {
  notifications: (_root, args, context) => listNotifications(context, args),
}

export const Mutation: Pick<MutationResolvers, 'markNotificationRead' | 'markAllNotificationsRead'> = {
  markNotificationRead: (_root, { input }, context) => markNotificationRead(context, input),
  markAllNotificationsRead: (_root, { input }, context) => markAllNotificationsRead(context, input),
}

export const NotificationConnection: Complete<NotificationConnectionResolvers, NotificationPage> = {
  unreadCount: (_page, _args, context) => countUnread(context),
}

export const Notification: Complete<NotificationResolvers, NotificationRecord> = {
  __resolveReference: ({ id }, context) => findNotification(context, id),
  title: (notification, { locale }, context) => textOf(context, { part: 'title', notification, locale }),
  body: (notification, { locale }, context) => textOf(context, { part: 'body', notification, locale }),
  order: ({ orderId }) => (orderId === null ? null : { id: orderId }),
}

async function textOf(
  context: NotificationsContext,
  wish: {
    readonly part: keyof Template
    readonly notification: NotificationRecord
    readonly locale: string | null | undefined
  },
): Promise<string> {
  const { part, notification, locale } = wish
  if (typeof locale !== 'string') return renderText(part, notification, (await context.loaders().preferences()).locale)
  if (locale.length <= 35 && canonicalLocale(locale) !== null) return renderText(part, notification, locale)
  throw new AppError('BAD_USER_INPUT', 'locale: a language tag such as de-AT is expected.')
}
