import { readConfig } from '@iommi/shared/config'
import { internalClient } from '@iommi/shared/internal-client'
import { openMetrics } from '@iommi/shared/metrics'
import type { RequestContext } from '@iommi/shared/request-context'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { ordersSettings } from './config.ts'
import type { OrdersContext } from './context.ts'
import { orderLoaders } from './orders/order-loaders.ts'
import { customerDirectory } from './placing/customer-directory.ts'
import { startRecovery } from './placing/recovery.ts'
import { schema } from './schema.ts'
import { stockService } from './stock/stock-service.ts'

const config = readConfig(ordersSettings, process.env)
const metrics = openMetrics()
const catalog = internalClient({
  caller: 'orders',
  callee: 'catalog',
  url: config.SUBGRAPH_URL_CATALOG,
  key: config.INTERNAL_KEY_ORDERS_CATALOG,
  metrics,
})
const customers = internalClient({
  caller: 'orders',
  callee: 'customers',
  url: config.SUBGRAPH_URL_CUSTOMERS,
  key: config.INTERNAL_KEY_ORDERS_CUSTOMERS,
  metrics,
})
const ports = { stock: stockService(catalog), customers: customerDirectory(customers), cursorKey: config.CURSOR_KEY }
// Within the gateway's deadline.
const repeatWaitMs = 2_500
const createContext = (base: RequestContext): OrdersContext => ({
  ...base,
  ...ports,
  loaders: orderLoaders({ ...base, ...ports }),
  repeatWaitMs,
})

await runSubgraph({
  name: 'orders',
  schema,
  config,
  callers: new Map([
    ['gateway', config.INTERNAL_KEY_GATEWAY_ORDERS],
    ['tools', config.INTERNAL_KEY_TOOLS_ORDERS],
    ['notifications', config.INTERNAL_KEY_NOTIFICATIONS_ORDERS],
  ]),
  createContext,
  metrics,
  loops: (kit) => [startRecovery({ ...kit, createContext })],
  onStop: async () => {
    await Promise.all([catalog.close(), customers.close()])
  },
})
