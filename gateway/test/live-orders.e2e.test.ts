import { proveLiveOrders } from './live-orders-scenario.ts'

proveLiveOrders({ changes: 500, clients: 10, kills: 1, batch: 10, batchPauseMs: 50, linesPerOrder: 20, slowAliases: 13, timeoutMs: 90_000 })
