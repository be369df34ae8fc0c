import { internalKey, subgraphSettings } from '@iommi/shared/config'

/** Every setting of the customers process; each key is shared with the service that may call with it. */
export const customersSettings = {
  ...subgraphSettings,
  INTERNAL_KEY_GATEWAY_CUSTOMERS: internalKey,
  INTERNAL_KEY_ORDERS_CUSTOMERS: internalKey,
  INTERNAL_KEY_TOOLS_CUSTOMERS: internalKey,
} as const
