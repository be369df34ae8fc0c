import { proveLiveOrders } from './live-orders-scenario.ts'

proveLiveOrders({
  changes: 500,
  clients: 11,
  kills: 1,
  ownerKills: 0,
  batch: 20,
  batchPauseMs: 80,
  linesPerOrder: 20,
  slowAliases: 13,
  timeoutMs: 90_000,
})
