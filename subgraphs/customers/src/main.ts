import { profileSyncJob } from '@iommi/schema/jobs/profile-sync'
import { readConfig } from '@iommi/shared/config'
import { startJobRelay } from '@iommi/shared/job-relay'
import { openQueue } from '@iommi/shared/queue'
import { runSubgraph } from '@iommi/shared/subgraph-server'
import { customersSettings } from './config.ts'
import { customersContext } from './context.ts'
import { schema } from './schema.ts'

const config = readConfig(customersSettings, process.env)

const queue = openQueue({ redisUrl: config.REDIS_URL, name: profileSyncJob.name })

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
  loops: ({ worker, tenants, log, now }) => [
    startJobRelay({ db: worker, tenants, log, now, queues: new Map([[profileSyncJob.name, queue]]) }),
  ],
  onStop: () => queue.close(),
})
