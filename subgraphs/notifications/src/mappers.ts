import type { NotificationPage } from './notifications/list-notifications.ts'
import type { NotificationRecord } from './notifications/notification.ts'
import type { PreferencesRecord } from './preferences/preferences.ts'

// Which record stands behind a GraphQL type: the exported name is the type's.
export type Notification = NotificationRecord
export type NotificationConnection = NotificationPage
export type NotificationPreferences = PreferencesRecord
export type Order = { readonly id: string }
