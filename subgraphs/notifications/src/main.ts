import { readConfig } from '@iommi/shared/config'
import { startEventConsumer } from '@iommi/shared/event-consumer'
import { eventSource } from '@iommi/shared/event-source'
import { internalClient } from '@iommi/shared/internal-client'
import { openMetrics } from '@iommi/shared/metrics'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { notificationsSettings } from './config.ts'
import { notificationsContext } from './context.ts'
import { orderEventConsumer } from './notifications/notify-of-order.ts'
import { schema } from './schema.ts'

const config = readConfig(notificationsSettings, process.env)
const metrics = openMetrics()
const orders = internalClient({
  caller: 'notifications',
  callee: 'orders',
  url: config.SUBGRAPH_URL_ORDERS,
  key: config.INTERNAL_KEY_NOTIFICATIONS_ORDERS,
  metrics,
})
const source = eventSource(orders, 'notifications')

await runSubgraph({
  name: 'notifications',
  schema,
  config,
  metrics,
  callers: new Map([
    ['gateway', config.INTERNAL_KEY_GATEWAY_NOTIFICATIONS],
    ['tools', config.INTERNAL_KEY_TOOLS_NOTIFICATIONS],
  ]),
  createContext: (base) => notificationsContext(base, config.CURSOR_KEY),
  loops: (kit) => [startEventConsumer({ ...kit, consumer: orderEventConsumer, source, redisUrl: config.REDIS_URL })],
  onStop: async () => {
    await orders.close()
  },
})
