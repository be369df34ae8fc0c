import type { Dependency } from '@iommi/shared/health'
import type { HttpServer } from '@iommi/shared/http-server'
import { internalClient, type InternalClient } from '@iommi/shared/internal-client'
import { invariant } from '@iommi/shared/errors'
import type { Logger } from '@iommi/shared/telemetry'
import { printSchema } from 'graphql'
import { authenticator } from './auth/authenticate.ts'
import { customerOfClient } from './auth/customer-of-client.ts'
import { openKeySet, type KeySetOptions } from './auth/key-set.ts'
import { tokenVerifier, type TrustedIssuer } from './auth/verify-token.ts'
import type { GatewayConfig, SubgraphAddress } from './config.ts'
import { openExplorer } from './explorer/explorer.ts'
import { startGraphqlServer } from './graphql-server.ts'
import { serveGateway } from './http-server.ts'
import { openGateway } from './supergraph.ts'

/** A running gateway. */
export interface RunningGateway {
  readonly port: number
  /** Answers what is under way, then lets go of everything. */
  stop(): Promise<void>
}

/** What tests set otherwise. */
export interface GatewayClocks extends Pick<KeySetOptions, 'maxAgeMs' | 'cooldownMs'> {
  readonly now?: () => Date
}

const healthTimeoutMs = 1_000

/** Starts a gateway from its configuration; it serves when the promise resolves, whether or not what it depends on is up. */
export async function startGateway(config: GatewayConfig, log: Logger, clocks: GatewayClocks = {}): Promise<RunningGateway> {
  const { supergraph, limits } = config
  const clients = new Map(config.subgraphs.map((subgraph) => [subgraph.name, clientOf(subgraph, limits.subgraphTimeoutMs)]))
  const issuers = trustedIssuers(config, log, clocks)
  const customers = clients.get('customers')
  invariant(customers, 'the supergraph has a subgraph customers')
  const verify = tokenVerifier({ issuers, now: clocks.now ?? (() => new Date()) })
  let sdl = ''
  const gateway = openGateway(supergraph, clients, log)
  gateway.onSchemaLoadOrUpdate(({ apiSchema }) => (sdl = printSchema(apiSchema)))
  const server = await startGraphqlServer({ gateway, keyFields: supergraph.keyFields, limits, log })
  const http = await serveGateway({
    host: config.host,
    port: config.port,
    log,
    requestTimeoutMs: limits.requestTimeoutMs,
    corsOrigins: config.corsOrigins,
    dependencies: dependenciesOf(config.subgraphs, issuers),
    graphql: {
      server,
      authenticate: authenticator(verify, customerOfClient(customers)),
      limits,
      onFailure: (error, requestId) => log.error({ err: error, requestId }, 'request refused by a failure'),
    },
    callerSdl: () => sdl,
    explorer: config.hasExplorer ? openExplorer(config.devIdentity) : null,
  })
  return {
    port: http.port,
    stop: () => stop(http, config.drainTimeoutMs, [() => server.stop(), ...[...clients.values()].map((client) => () => client.close())]),
  }
}

async function stop(http: HttpServer, drainTimeoutMs: number, closers: readonly (() => Promise<void>)[]): Promise<void> {
  await http.stop(drainTimeoutMs)
  await Promise.all(closers.map((close) => close()))
}

function clientOf({ name, url, key }: SubgraphAddress, timeoutMs: number): InternalClient {
  return internalClient({ caller: 'gateway', callee: name, url, key, timeoutMs })
}

function trustedIssuers({ employees, clients }: GatewayConfig, log: Logger, clocks: GatewayClocks): readonly TrustedIssuer[] {
  const open = (issuer: string): TrustedIssuer['keys'] => openKeySet({ issuer, log, ...clocks })
  return [
    { realm: 'employees', ...employees, keys: open(employees.issuer) },
    { realm: 'clients', ...clients, keys: open(clients.issuer) },
  ]
}

// None is required: without a subgraph the rest of a page is still there.
function dependenciesOf(subgraphs: readonly SubgraphAddress[], issuers: readonly TrustedIssuer[]): readonly Dependency[] {
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
