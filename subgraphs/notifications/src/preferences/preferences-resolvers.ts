import { requireScope } from '@iommi/shared/authorize'
import type { Complete } from '@iommi/shared/resolver-types'
import { channels } from '../channels/channels.ts'
import type { MutationResolvers, NotificationPreferencesResolvers, QueryResolvers } from '../graphql.generated.ts'
import { kindsFor, visibilityOf } from '../notifications/notification.ts'
import { isOff, type PreferencesRecord } from './preferences.ts'
import { updateNotificationPreferences } from './update-preferences.ts'

export const Query: Pick<QueryResolvers, 'notificationPreferences'> = {
  notificationPreferences: async (_root, _args, context) => {
    requireScope(context, 'notifications:read')
    return await context.loaders().preferences()
  },
}

export const Mutation: Pick<MutationResolvers, 'updateNotificationPreferences'> = {
  updateNotificationPreferences: (_root, { input }, context) => updateNotificationPreferences(context, input),
}

export const NotificationPreferences: Complete<NotificationPreferencesResolvers, PreferencesRecord> = {
  switches: ({ switchedOff }, _args, { actor }) =>
    kindsFor(visibilityOf(actor)).flatMap((kind) =>
      channels.map(({ name: channel }) => ({ kind, channel, isEnabled: !isOff(switchedOff, { kind, channel }) })),
    ),
}
