import { profileSyncJob } from '@iommi/schema/jobs/profile-sync'
import { readConfig } from '@iommi/shared/config'
import { startJobRelay } from '@iommi/shared/job-relay'
import { pause } from '@iommi/shared/lifecycle'
import { insistOnSafeRedis, openQueue } from '@iommi/shared/queue'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { createLogger } from '@iommi/shared/telemetry'
import { customersSettings } from './config.ts'
import { customersContext } from './context.ts'
import { startForgettingUsage } from './operation-usage/forget-operation-usage.ts'
import { schema } from './schema.ts'

const config = readConfig(customersSettings, process.env)

const queue = openQueue({ redisUrl: config.REDIS_URL, name: profileSyncJob.name })
const stopping = new AbortController()

// Profiles can be changed while Redis is away: one that is not there within a second is asked as soon as it is.
const log = createLogger({ service: 'customers', level: config.LOG_LEVEL })
await Promise.race([insistOnSafeRedis(config.REDIS_URL, log, stopping.signal), pause(1_000, stopping.signal)])

await runSubgraph({
  name: 'customers',
  schema,
  config,
  callers: new Map([
    ['gateway', config.INTERNAL_KEY_GATEWAY_CUSTOMERS],
    ['orders', config.INTERNAL_KEY_ORDERS_CUSTOMERS],
    ['tools', config.INTERNAL_KEY_TOOLS_CUSTOMERS],
  ]),
  createContext: customersContext,
  loops: ({ db, worker, tenants, now }) => [
    startForgettingUsage({ worker, tenants, log, now }),
    startJobRelay({ db: worker, tenants, log, now, queues: new Map([[profileSyncJob.name, queue]]), onWake: db.onOutboxCommit }),
  ],
  onStop: async () => {
    stopping.abort()
    await queue.close()
  },
})
