import { proveLiveOrders } from './live-orders-scenario.ts'

proveLiveOrders({
  changes: 10_000,
  clients: 50,
  kills: 5,
  ownerKills: 2,
  batch: 20,
  batchPauseMs: 80,
  linesPerOrder: 5,
  slowAliases: 10,
  timeoutMs: 900_000,
})
