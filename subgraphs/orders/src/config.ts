import { internalKey, serviceUrl, subgraphSettings } from '@iommi/shared/config'

/** What the orders process is told by its environment. */
export const ordersSettings = {
  ...subgraphSettings,
  INTERNAL_KEY_GATEWAY_ORDERS: internalKey,
  INTERNAL_KEY_TOOLS_ORDERS: internalKey,
  INTERNAL_KEY_NOTIFICATIONS_ORDERS: internalKey,
  INTERNAL_KEY_ORDERS_CATALOG: internalKey,
  INTERNAL_KEY_ORDERS_CUSTOMERS: internalKey,
  SUBGRAPH_URL_CATALOG: serviceUrl,
  SUBGRAPH_URL_CUSTOMERS: serviceUrl,
} as const
