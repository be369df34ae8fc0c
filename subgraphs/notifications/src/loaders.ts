import { withTenant } from '@iommi/shared/database'
import { keyedLoader } from '@iommi/shared/loaders'
import type { RequestContext } from '@iommi/shared/request-context'
import { findNotificationsById } from './notifications/notification-repo.ts'
import { visibilityOf, type NotificationRecord } from './notifications/notification.ts'
import { findPreferences } from './preferences/preferences-repo.ts'
import type { PreferencesRecord } from './preferences/preferences.ts'

/** What one request reads together: never shared between requests. */
export interface NotificationLoaders {
  /** A notification the actor may see, or null. */
  readonly notification: (id: string) => Promise<NotificationRecord | null>
  /** The actor's own preferences, read once. */
  readonly preferences: () => Promise<PreferencesRecord>
}

/** Loaders for one request of one caller. */
export function createLoaders(context: RequestContext): NotificationLoaders {
  const visibility = visibilityOf(context.actor)
  const notifications = keyedLoader<NotificationRecord>(
    async (ids) =>
      visibility === null ? [] : await withTenant(context, (tx) => findNotificationsById(tx, context.actor, visibility, ids)),
    ({ id }) => id,
  )
  let preferences: Promise<PreferencesRecord> | null = null
  return {
    notification: (id) => notifications.load(id),
    preferences: () => (preferences ??= withTenant(context, (tx) => findPreferences(tx, context.actor))),
  }
}
