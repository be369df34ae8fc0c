import type { ApolloServer } from '@apollo/server'
import type { GraphName } from '@iommi/schema/operation-manifest'
import type { InternalClient } from '@iommi/shared/internal-client'
import type { Logger } from '@iommi/shared/telemetry'
import type { Redis } from 'ioredis'
import type { GatewayConfig } from './config.ts'
import { openGraphSet, type GraphSet } from './execution/graph-set.ts'
import type { SubgraphCaller } from './execution/subgraph-caller.ts'
import type { GatewayContext } from './gateway-context.ts'
import { startGraphqlServer } from './graphql-server.ts'
import { openBudget, type Budget } from './limits/budget.ts'
import { costControl } from './limits/cost-control.ts'
import { automaticQueries } from './persisted-operations/automatic-queries.ts'
import { operationResolver, type ResolveOperation } from './persisted-operations/resolve-operation.ts'
import { watchOperations } from './persisted-operations/watch-operations.ts'
import { usageSender } from './usage/send-usage.ts'
import { openUsageRecorder } from './usage/usage-recorder.ts'

/** The graphs of the supergraph and what answers requests for each. */
export interface GraphServers {
  readonly graphs: GraphSet
  readonly servers: ReadonlyMap<GraphName, ApolloServer<GatewayContext>>
  readonly resolve: ResolveOperation
  readonly budget: Budget
  /** Tells what was counted, and lets go of everything. */
  readonly stop: () => Promise<void>
}

/** What graphs are served with. */
export interface GraphServersOptions {
  readonly config: Pick<GatewayConfig, 'supergraphs' | 'operationsDirectory' | 'isOperationsAudit' | 'limits'>
  readonly callers: ReadonlyMap<string, SubgraphCaller>
  /** Is told who uses which operation. */
  readonly customers: InternalClient
  readonly redis: Redis
  readonly log: Logger
  /** The clock: UTC. */
  readonly now: () => Date
  /** Time between two looks at the operations' files, milliseconds. */
  readonly pollMs: number
  /** How long a budget waits for Redis, milliseconds. Default 50. */
  readonly budgetWaitMs?: number | undefined
}

/** Loads every graph and starts its server; all share registered operations, budgets and the count of who uses what. */
export async function openGraphServers(options: GraphServersOptions): Promise<GraphServers> {
  const { config, callers, customers, redis, log, now, pollMs, budgetWaitMs } = options
  const { limits } = config
  const graphs = openGraphSet(config.supergraphs, { callers, log })
  const operations = watchOperations({ directory: config.operationsDirectory, log, pollMs })
  const { registry } = operations
  const budget = openBudget({ redis, log, now, ...(budgetWaitMs === undefined ? {} : { waitMs: budgetWaitMs }) })
  const usage = openUsageRecorder({ send: usageSender(customers), log, now })
  const isRegistered = (text: string): boolean => registry().isRegistered(text)
  const started = [...graphs.all].map(async ([name, gateway]) => {
    const { keyFieldsOf, costRulesOf } = gateway
    const costs = costControl({ budget, costRulesOf, limits })
    return [name, await startGraphqlServer({ gateway, keyFieldsOf, isRegistered, costs, usage, limits, log })] as const
  })
  const servers = new Map(await Promise.all(started))
  return {
    graphs,
    servers,
    resolve: operationResolver({ registry, automatic: automaticQueries(), limits, isAudit: config.isOperationsAudit, log, now }),
    budget,
    stop: async () => {
      await usage.stop()
      await Promise.all([operations.stop(), ...[...servers.values()].map((server) => server.stop())])
    },
  }
}
