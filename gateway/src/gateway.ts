import type { IncomingMessage } from 'node:http'
import type { Dependency } from '@iommi/shared/health'
import { internalClient, type InternalClient } from '@iommi/shared/internal-client'
import { openMetrics, type Metrics } from '@iommi/shared/metrics'
import { invariant } from '@iommi/shared/errors'
import { eventSource } from '@iommi/shared/event-source'
import { openRedis } from '@iommi/shared/redis'
import type { Logger } from '@iommi/shared/telemetry'
import { printSchema } from 'graphql'
import type { Redis } from 'ioredis'
import { allowedAddress } from './auth/access-rules.ts'
import { callerAdmission } from './auth/admit-caller.ts'
import { authenticator, type Authenticate } from './auth/authenticate.ts'
import { clientAddress } from './auth/client-address.ts'
import { openKeySet, type KeySetOptions } from './auth/key-set.ts'
import { openSessions, type Sessions } from './auth/sessions.ts'
import type { LogoutEndpoint } from './auth/logout-endpoint.ts'
import { openRevocations } from './auth/revocations.ts'
import type { TrustedIssuer } from './auth/signed-token.ts'
import { tokenVerifier, type VerifyToken } from './auth/verify-token.ts'
import type { GatewayConfig, SubgraphAddress } from './config.ts'
import { openConsole } from './console/console.ts'
import { openSubgraphCaller, type SubgraphCaller } from './execution/subgraph-caller.ts'
import { watchSupergraphFile } from './execution/supergraph-file.ts'
import { openExplorer } from './explorer/explorer.ts'
import { openGraphServers } from './graph-servers.ts'
import { serveGateway, type GatewayHttpOptions } from './http-server.ts'
import type { OperationRegistry } from './persisted-operations/operation-registry.ts'
import { openEventFeed, type EventFeed } from './subscriptions/event-feed.ts'
import { openLive } from './subscriptions/live.ts'

/** A running gateway. */
export interface RunningGateway {
  readonly port: number
  /** Loads the graphs that nobody has asked for yet. Rejects, with the reason, when one cannot be served. */
  startAll(): Promise<void>
  /** Looks for a new supergraph now; those that come by themselves are found within two seconds. */
  reload(): Promise<void>
  /** Answers what is under way, then lets go of everything. */
  stop(): Promise<void>
}

/** What tests set otherwise. */
export interface GatewayClocks extends Pick<KeySetOptions, 'maxAgeMs' | 'cooldownMs'> {
  readonly now?: () => Date
  /** Time between two looks at the supergraph's file. Default one second. */
  readonly supergraphPollMs?: number
  /** How long a circuit breaker stays open. Default two seconds. */
  readonly breakerOpenMs?: number
}

const healthTimeoutMs = 1_000

/** Starts a gateway from its configuration; it serves when the promise resolves, whether or not what it depends on is up. */
export async function startGateway(config: GatewayConfig, log: Logger, clocks: GatewayClocks = {}): Promise<RunningGateway> {
  const { limits } = config
  const metrics = openMetrics()
  const callers = new Map(config.subgraphs.map((subgraph) => [subgraph.name, callerOf(subgraph, { config, log, clocks, metrics })]))
  const access = await openAccess({ config, log, clocks, metrics }, callers)
  const pollMs = clocks.supergraphPollMs ?? 1_000
  const now = clocks.now ?? ((): Date => new Date())
  const { redis, customers, verify, sessions } = access
  // A partner whose access is taken away is not listened to any more, and not told anything either.
  const onOperations = (registry: OperationRegistry): void =>
    sessions.revoke(({ tenantId, actor }) => actor.kind === 'partner' && registry.findPartner(tenantId, actor.id)?.isRevoked === true)
  const serving = await openGraphServers({ config, callers, customers, redis, log, now, pollMs, onOperations })
  const { graphs, serverFor, resolve, budget } = serving
  const { served, replace } = graphs
  const policiesFor = (request: IncomingMessage): ReadonlySet<string> => policiesOf(config, request)
  const requests = { serverFor, resolve, verify, policiesOf: policiesFor, limits }
  const live = openLive({
    ...requests,
    feed: access.feed,
    graphs,
    budget,
    sessions,
    callers,
    origins: config.corsOrigins,
    cursorKey: config.cursorKey,
    metrics,
    log,
  })
  const file = watchSupergraphFile({ file: config.supergraphFile, served, replace, log, pollMs })
  const { authenticate, issuers, logout } = access
  const onFailure = (error: unknown, requestId: string): void => log.error({ err: error, requestId }, 'request refused by a failure')
  const http = await serveGateway({
    ...pagesOf(config, metrics),
    log,
    dependencies: () => dependenciesOf(config.subgraphs, served().subgraphs, issuers),
    graphql: { ...requests, authenticate, answerStream: live.answerStream, onFailure },
    upgrade: live.upgrade,
    logout,
    sdlFor: async (actor) => {
      await serverFor(actor)
      return printSchema(graphs.graphFor(actor).schema())
    },
    subgraphDoor: { addresses: config.routerAddresses, authenticate, callers, bodyBytesMax: limits.bodyBytesMax },
  })
  const clients = [...callers.values()].map(({ client }) => client)
  return {
    port: http.port,
    startAll: serving.startAll,
    reload: () => file.check(),
    stop: async () => {
      await Promise.all([live.stop(config.drainTimeoutMs / 2), http.stop(config.drainTimeoutMs)])
      sessions.stop()
      await serving.stop()
      const closers = [() => file.stop(), ...clients.map((client) => () => client.close()), access.stop]
      await Promise.all(closers.map((close) => close()))
    },
  }
}

/** What is served as it is configured. */
function pagesOf(
  config: GatewayConfig,
  metrics: Metrics,
): Pick<GatewayHttpOptions, 'host' | 'port' | 'requestTimeoutMs' | 'corsOrigins' | 'console' | 'explorer' | 'metrics'> {
  return {
    host: config.host,
    port: config.port,
    requestTimeoutMs: config.limits.requestTimeoutMs,
    corsOrigins: config.corsOrigins,
    console: config.console === null ? null : openConsole({ ...config.console, ...config.employees }),
    explorer: config.hasExplorer ? openExplorer(config.devIdentity) : null,
    metrics: config.metricsAddresses === undefined ? undefined : { source: metrics, addresses: config.metricsAddresses },
  }
}

/** Who may come in, and whatever tells when that changes. */
interface Access {
  readonly redis: Redis
  readonly customers: InternalClient
  readonly issuers: readonly TrustedIssuer[]
  readonly feed: EventFeed
  readonly sessions: Sessions
  readonly verify: VerifyToken
  readonly authenticate: Authenticate
  readonly logout: LogoutEndpoint
  readonly stop: () => Promise<void>
}

async function openAccess({ config, log, clocks }: Making, callers: ReadonlyMap<string, SubgraphCaller>): Promise<Access> {
  const customers = callers.get('customers')
  invariant(customers, 'the supergraph has a subgraph customers')
  const { redisUrl } = config
  const now = clocks.now ?? ((): Date => new Date())
  const issuers = trustedIssuers(config, log, clocks)
  const verify = tokenVerifier({ issuers, now })
  const redis = openRedis(redisUrl)
  const revocations = await openRevocations({ redis, log, now })
  const admission = callerAdmission(customers.client)
  const logs = new Map([...callers].map(([name, { client }]) => [name, eventSource(client, 'gateway')]))
  const feed = openEventFeed({ redisUrl, redis, logs, log })
  return {
    redis,
    customers: customers.client,
    issuers,
    feed,
    verify,
    sessions: openSessions({ verify, admission, revocations, follow: feed.follow, log, now }),
    authenticate: authenticator({ verify, isRevoked: revocations.isRevoked, admit: admission.admit }),
    logout: { issuers, revocations, log, now },
    stop: async () => {
      await Promise.all([revocations.stop(), feed.stop()])
      redis.disconnect()
    },
  }
}

interface Making {
  readonly config: GatewayConfig
  readonly log: Logger
  readonly clocks: GatewayClocks
  readonly metrics: Metrics
}

function callerOf({ name, url, key }: SubgraphAddress, { config, log, clocks, metrics }: Making): SubgraphCaller {
  const timeoutMs = config.limits.subgraphTimeoutMs
  const client = internalClient({ caller: 'gateway', callee: name, url, key, timeoutMs, metrics })
  const { breakerOpenMs } = clocks
  return openSubgraphCaller({ subgraph: name, client, log, timeoutMs, ...(breakerOpenMs === undefined ? {} : { openMs: breakerOpenMs }) })
}

function policiesOf({ adminAddresses, trustedProxies }: GatewayConfig, request: IncomingMessage): ReadonlySet<string> {
  const address = clientAddress(request, trustedProxies)
  return new Set(address !== null && adminAddresses.has(address) ? [allowedAddress] : [])
}

function trustedIssuers({ employees, clients }: GatewayConfig, log: Logger, clocks: GatewayClocks): readonly TrustedIssuer[] {
  const open = (issuer: string): TrustedIssuer['keys'] => openKeySet({ issuer, log, ...clocks })
  return [
    { realm: 'employees', ...employees, keys: open(employees.issuer) },
    { realm: 'clients', ...clients, keys: open(clients.issuer) },
  ]
}

// None is required: without a subgraph the rest of a page is still there.
function dependenciesOf(
  addresses: readonly SubgraphAddress[],
  served: readonly string[],
  issuers: readonly TrustedIssuer[],
): readonly Dependency[] {
  const subgraphs = addresses.filter(({ name }) => served.includes(name))
  return [
    ...subgraphs.map(({ name, url }) => ({ name, isRequired: false, check: () => checkReady(new URL('/health/ready', url)) })),
    ...issuers.map(({ realm, keys }) => ({ name: `issuer of ${realm}`, isRequired: false, check: keys.check })),
  ]
}

async function checkReady(url: URL): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(healthTimeoutMs) })
  await response.body?.cancel()
  if (!response.ok) throw new Error('not ready')
}
