import { internalKey, subgraphSettings } from '@iommi/shared/config'

/** What the catalog process is told by its environment. */
export const catalogSettings = {
  ...subgraphSettings,
  INTERNAL_KEY_GATEWAY_CATALOG: internalKey,
  INTERNAL_KEY_ORDERS_CATALOG: internalKey,
  INTERNAL_KEY_TOOLS_CATALOG: internalKey,
} as const
