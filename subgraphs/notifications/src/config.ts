import { internalKey, serviceUrl, subgraphSettings } from '@iommi/shared/config'

/** What the notifications process is told by its environment. */
export const notificationsSettings = {
  ...subgraphSettings,
  INTERNAL_KEY_GATEWAY_NOTIFICATIONS: internalKey,
  INTERNAL_KEY_TOOLS_NOTIFICATIONS: internalKey,
  INTERNAL_KEY_NOTIFICATIONS_ORDERS: internalKey,
  SUBGRAPH_URL_ORDERS: serviceUrl,
} as const
