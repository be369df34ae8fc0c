import type { ApolloServer } from '@apollo/server'
import type { InternalClient } from '@iommi/shared/internal-client'
import type { Actor } from '@iommi/shared/request-context'
import type { Logger } from '@iommi/shared/telemetry'
import type { Redis } from 'ioredis'
import type { GatewayConfig } from './config.ts'
import { openGraphSet, type GraphSet } from './execution/graph-set.ts'
import type { ReloadableGateway } from './execution/reloadable-gateway.ts'
import type { SubgraphCaller } from './execution/subgraph-caller.ts'
import type { GatewayContext } from './gateway-context.ts'
import { startGraphqlServer } from './graphql-server.ts'
import { openBudget, type Budget } from './limits/budget.ts'
import { costControl } from './limits/cost-control.ts'
import { automaticQueries } from './persisted-operations/automatic-queries.ts'
import type { OperationRegistry } from './persisted-operations/operation-registry.ts'
import { operationResolver, type ResolveOperation } from './persisted-operations/resolve-operation.ts'
import { watchOperations } from './persisted-operations/watch-operations.ts'
import { usageSender } from './usage/send-usage.ts'
import { openUsageRecorder } from './usage/usage-recorder.ts'

/** The graphs of the supergraph and what answers requests for each. */
export interface GraphServers {
  readonly graphs: GraphSet
  /** The server of the graph that callers of this kind get; started when it is first asked for. Rejects with a Refusal where there is none. */
  readonly serverFor: ServerFor
  /** Starts those that nobody has asked for. Rejects, with the reason, when one cannot be served. */
  readonly startAll: () => Promise<void>
  readonly resolve: ResolveOperation
  readonly budget: Budget
  /** Tells what was counted, and lets go of everything. */
  readonly stop: () => Promise<void>
}

/** Finds the server of a caller's graph. */
export type ServerFor = (actor: Pick<Actor, 'kind'>) => Promise<ApolloServer<GatewayContext>>

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
  /** Told when other operations are registered than before. */
  readonly onOperations: (registry: OperationRegistry) => void
  /** Time between two looks at the operations' files, milliseconds. */
  readonly pollMs: number
}

/** Loads the internal graph and starts its server, the others when they are asked for; all share registered operations, budgets and the count of who uses what. */
export async function openGraphServers(options: GraphServersOptions): Promise<GraphServers> {
  const { config, callers, customers, redis, log, now, pollMs } = options
  const { limits } = config
  const graphs = openGraphSet(config.supergraphs, { callers, log })
  const operations = watchOperations({ directory: config.operationsDirectory, log, pollMs, onChange: options.onOperations })
  const { registry } = operations
  const budget = openBudget({ redis, log, now, waitMs: limits.budgetWaitMs })
  const usage = openUsageRecorder({ send: usageSender(customers), log, now })
  const isRegistered = (text: string): boolean => registry().isRegistered(text)
  const start = async (gateway: ReloadableGateway): Promise<ApolloServer<GatewayContext>> => {
    const { keyFieldsOf, costRulesOf } = gateway
    const costs = costControl({ budget, costRulesOf, limits })
    return await startGraphqlServer({ gateway, keyFieldsOf, isRegistered, costs, usage, limits, log })
  }
  const servers = new Map<ReloadableGateway, Promise<ApolloServer<GatewayContext>>>()
  const serverOf = async (gateway: ReloadableGateway): Promise<ApolloServer<GatewayContext>> => {
    const server = servers.get(gateway) ?? start(gateway)
    servers.set(gateway, server)
    return await server
  }
  const serverFor: ServerFor = async (actor) => await serverOf(graphs.graphFor(actor))
  await serverFor({ kind: 'employee' })
  return {
    graphs,
    serverFor,
    startAll: async () => {
      for (const gateway of graphs.all.values()) await serverOf(gateway)
    },
    resolve: operationResolver({ registry, automatic: automaticQueries(), limits, isAudit: config.isOperationsAudit, log, now }),
    budget,
    stop: async () => {
      await usage.stop()
      await Promise.all([operations.stop(), ...[...servers.values()].map(async (server) => (await server).stop())])
    },
  }
}
