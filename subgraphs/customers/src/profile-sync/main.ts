import { readConfig } from '@iommi/shared/config'
import { openDatabase } from '@iommi/shared/database'
import { sendJson, serveHttp } from '@iommi/shared/http-server'
import { profileSyncJob } from '@iommi/schema/jobs/profile-sync'
import { endedWithin, stopOnSignals } from '@iommi/shared/lifecycle'
import { openMetrics } from '@iommi/shared/metrics'
import { openRedis } from '@iommi/shared/redis'
import { insistOnSafeRedis } from '@iommi/shared/queue'
import { createLogger } from '@iommi/shared/telemetry'
import { tenantRegistry } from '@iommi/shared/tenants'
import { startTracing } from '@iommi/shared/tracing'
import { batchRecordsMax } from './batch-file.ts'
import { profileSyncSettings } from './config.ts'
import { openDrop } from './drop.ts'
import { startProfileSync } from './profile-sync.ts'
import { openSyncMetrics } from './sync-metrics.ts'

const config = readConfig(profileSyncSettings, process.env)
const log = createLogger({ service: 'profile-sync', level: config.LOG_LEVEL })
const now = (): Date => new Date()
const metrics = openMetrics()
const tracing = await startTracing({ service: 'profile-sync', endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT })
const stopping = new AbortController()

const common = { subgraph: 'customers', metrics, poolSize: config.DATABASE_POOL_SIZE } as const
const db = openDatabase({ ...common, url: config.DATABASE_URL })
const worker = openDatabase({ ...common, url: config.DATABASE_WORKER_URL, role: 'worker', poolSize: 3 })
const redis = openRedis(config.REDIS_URL)
const http = await serveHttp({
  host: config.HOST,
  port: config.PORT,
  log,
  dependencies: [
    { name: 'postgres', isRequired: true, check: () => db.ping() },
    { name: 'redis', isRequired: true, check: async () => void (await redis.ping()) },
  ],
  metrics: { source: metrics, addresses: config.METRICS_ADDRESSES },
  handle: async (_request, response) => sendJson(response, 404, { error: 'not found' }),
})

let stopWorker = async (): Promise<void> => undefined
stopOnSignals(log, config.DRAIN_TIMEOUT_MS + 2_000, async () => {
  stopping.abort()
  await endedWithin(config.DRAIN_TIMEOUT_MS - 200, Promise.all([http.stop(1_000), stopWorker()]))
  redis.disconnect()
  await endedWithin(500, Promise.all([db.close(), worker.close()]))
  // At last: what the above did is to be seen, too.
  await tracing.stop()
})
log.info({ port: http.port }, 'listening')

await insistOnSafeRedis(config.REDIS_URL, log, stopping.signal)

const sync = startProfileSync(
  {
    db,
    worker,
    tenants: tenantRegistry(db),
    drop: await openDrop(config.MAINFRAME_DROP_DIR),
    log,
    now,
    metrics: openSyncMetrics(metrics, now),
    times: { leaseMs: config.MAINFRAME_LEASE_MS, ackTimeoutMs: config.MAINFRAME_ACK_TIMEOUT_MS },
  },
  {
    queue: { redisUrl: config.REDIS_URL, name: profileSyncJob.name },
    sweep: { everyMs: config.MAINFRAME_SWEEP_MS, graceMs: 4_000 },
    collectMs: 200,
    recordsMax: batchRecordsMax,
    nightlyHour: config.MAINFRAME_RECONCILE_HOUR,
    stuckMs: config.MAINFRAME_STUCK_MS,
    onStuck: () => process.exit(1),
  },
)
stopWorker = async () => {
  await sync.stop(config.DRAIN_TIMEOUT_MS - 1_000)
}
