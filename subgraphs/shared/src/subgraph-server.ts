import { ApolloServer } from '@apollo/server'
import { ApolloServerPluginCacheControlDisabled, ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled'
import { unwrapResolverError } from '@apollo/server/errors'
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { openDatabase, type Database } from './database.ts'
import { AppError } from './errors.ts'
import { startEventRelay } from './event-relay.ts'
import { startHousekeeping } from './housekeeping.ts'
import { readBody, requestSignal, sendJson, serveHttp } from './http-server.ts'
import { newId } from './ids.ts'
import { verifyInternalToken, type InternalClaims } from './internal-token.ts'
import type { AddressList } from './address-list.ts'
import { stopOnSignals, type Loop } from './lifecycle.ts'
import { openMetrics, secondsSince, type Metrics } from './metrics.ts'
import { openRedis } from './redis.ts'
import type { RequestContext } from './request-context.ts'
import { createLogger, type Logger } from './telemetry.ts'
import { tenantRegistry, type TenantRegistry } from './tenants.ts'
import { tracedOperation } from './traced-operation.ts'
import { currentTraceparent, inSpanOf, markFailed, nextTraceparent, startTracing } from './tracing.ts'

/** The settings of `subgraphSettings`, as read. */
interface SubgraphConfig {
  readonly HOST: string
  readonly PORT: number
  readonly LOG_LEVEL: string
  readonly DRAIN_TIMEOUT_MS: number
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined
  readonly METRICS_ADDRESSES?: AddressList
  readonly DATABASE_URL: string
  readonly DATABASE_WORKER_URL: string
  readonly DATABASE_POOL_SIZE: number
  readonly REDIS_URL: string
}

/** What the background loops of a subgraph work with. */
export interface WorkerKit {
  /** The worker role's pool. */
  readonly worker: Database
  /** The app role's pool. */
  readonly db: Database
  readonly tenants: TenantRegistry
  readonly log: Logger
  readonly now: () => Date
  readonly metrics?: Metrics
}

/** One subgraph's process. */
export interface Subgraph<Context extends RequestContext> {
  readonly name: string
  readonly schema: GraphQLSchema
  readonly config: SubgraphConfig
  /** The key shared with each service that may call. */
  readonly callers: ReadonlyMap<string, string>
  readonly createContext: (base: RequestContext) => Context
  /** Where clients of the subgraph's own count their calls too; made here unless given. */
  readonly metrics?: Metrics
  /** Loops of the subgraph's own, beside relay and housekeeping. */
  readonly loops?: (kit: WorkerKit) => readonly Loop[]
  /** Clients to close after the last request. */
  readonly onStop?: () => Promise<void>
}

const bodyBytesMax = 2 * 1024 * 1024

/** A subgraph that serves. */
export interface RunningSubgraph {
  readonly port: number
  /** Lets what is under way finish, then closes everything. */
  readonly stop: () => Promise<void>
}

/** Serves the subgraph until the process is told to stop. */
export async function runSubgraph<Context extends RequestContext>(subgraph: Subgraph<Context>): Promise<void> {
  const log = createLogger({ service: subgraph.name, level: subgraph.config.LOG_LEVEL })
  const tracing = await startTracing({ service: subgraph.name, endpoint: subgraph.config.OTEL_EXPORTER_OTLP_ENDPOINT })
  const running = await startSubgraph(subgraph, log)
  stopOnSignals(log, subgraph.config.DRAIN_TIMEOUT_MS + 2_000, async () => {
    await running.stop()
    await tracing.stop()
  })
  log.info({ port: running.port }, 'listening')
}

/**
 * Serves GraphQL under `/graphql` to callers with a valid internal token and to nobody else, health,
 * event relay and housekeeping.
 */
export async function startSubgraph<Context extends RequestContext>(subgraph: Subgraph<Context>, log: Logger): Promise<RunningSubgraph> {
  const { config, name, metrics = openMetrics() } = subgraph
  const db = openDatabase({ url: config.DATABASE_URL, subgraph: name, metrics, poolSize: config.DATABASE_POOL_SIZE })
  const worker = openDatabase({ url: config.DATABASE_WORKER_URL, subgraph: name, role: 'worker', metrics, poolSize: 4 })
  const redis = openRedis(config.REDIS_URL)
  const kit: WorkerKit = { worker, db, tenants: tenantRegistry(db), log, now: () => new Date(), metrics }
  const apollo = await startApollo(subgraph, log)
  const http = await serveHttp({
    host: config.HOST,
    port: config.PORT,
    log,
    dependencies: [
      { name: 'postgres', isRequired: true, check: () => db.ping() },
      { name: 'redis', isRequired: false, check: async () => void (await redis.ping()) },
    ],
    ...(config.METRICS_ADDRESSES === undefined ? {} : { metrics: { source: metrics, addresses: config.METRICS_ADDRESSES } }),
    handle: (request, response) => answer({ subgraph, kit, metrics, apollo }, request, response),
  })
  const loops = [
    startEventRelay({ db: worker, redis, tenants: kit.tenants, log, now: kit.now, metrics, onWake: db.onOutboxCommit }),
    startHousekeeping({ db: worker, tenants: kit.tenants, log, now: kit.now }),
    ...(subgraph.loops?.(kit) ?? []),
  ]
  const stop = async (): Promise<void> => {
    await http.stop(config.DRAIN_TIMEOUT_MS)
    await Promise.all(loops.map((loop) => loop.stop()))
    await Promise.all([apollo.stop(), subgraph.onStop?.(), db.close(), worker.close()])
    redis.disconnect()
  }
  return { port: http.port, stop }
}

interface Serving<Context extends RequestContext> {
  readonly subgraph: Subgraph<Context>
  readonly kit: WorkerKit
  readonly metrics: Metrics
  readonly apollo: ApolloServer<Context>
}

async function startApollo<Context extends RequestContext>(subgraph: Subgraph<Context>, log: Logger): Promise<ApolloServer<Context>> {
  const apollo = new ApolloServer<Context>({
    schema: subgraph.schema,
    introspection: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    plugins: [ApolloServerPluginCacheControlDisabled(), ApolloServerPluginInlineTraceDisabled(), tracedOperation],
    formatError: (formatted, error) => maskError(log, formatted, error),
  })
  await apollo.start()
  return apollo
}

const graphqlRequest = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

async function answer<Context extends RequestContext>(
  serving: Serving<Context>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.url !== '/graphql') return sendJson(response, 404, { error: 'not found' })
  const startMs = performance.now()
  await inSpanOf(header(request, 'traceparent'), { name: 'graphql', kind: 'server' }, async (span) => {
    const outcome = await answerGraphql(serving, request, response)
    if (outcome.code !== 'OK') markFailed(span, outcome.code, faults.has(outcome.code))
    serving.metrics.request(outcome, secondsSince(startMs))
  })
}

/** For the metrics: what was asked for, and the code of the worst error. */
interface Outcome {
  readonly operationType: 'query' | 'mutation' | 'none'
  readonly code: string
}

async function answerGraphql<Context extends RequestContext>(
  serving: Serving<Context>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Outcome> {
  const body = await readBody(request, bodyBytesMax)
  if (body === null) return refuse(response, 413, 'body too large')
  const claims = verify(serving.subgraph, request, body)
  if (claims === null) return refuse(response, 401, 'an internal token is required')
  const parsed = graphqlRequest.safeParse(parseJson(body))
  if (!parsed.success) return refuse(response, 400, 'a GraphQL request is expected')
  const operationType = operationTypeOf(parsed.data.query)
  const tenant = await serving.kit.tenants.find(claims.tenantId)
  if (tenant === null || !tenant.isActive) {
    sendJson(response, 200, noTenant)
    return { operationType, code: 'FORBIDDEN' }
  }
  const contextValue = serving.subgraph.createContext({
    tenant,
    actor: claims.actor,
    requestId: header(request, 'x-request-id') ?? newId('request'),
    traceparent: currentTraceparent(null) ?? nextTraceparent(header(request, 'traceparent')),
    db: serving.kit.db,
    log: serving.kit.log,
    now: serving.kit.now,
    signal: requestSignal(response, timeoutOf(request)),
  })
  const result = await serving.apollo.executeOperation(
    {
      query: parsed.data.query,
      variables: parsed.data.variables ?? {},
      ...(typeof parsed.data.operationName === 'string' ? { operationName: parsed.data.operationName } : {}),
    },
    { contextValue },
  )
  const answered = result.body.kind === 'single' ? result.body.singleResult : result.body.initialResult
  sendJson(response, 200, answered)
  return { operationType, code: worstCode(answered.errors ?? []) }
}

/** Our own callers send one operation each. */
function operationTypeOf(document: string): 'query' | 'mutation' {
  return /^\s*mutation\b/.test(document) ? 'mutation' : 'query'
}

const refusals = { 400: 'BAD_REQUEST', 401: 'UNAUTHENTICATED', 413: 'PAYLOAD_TOO_LARGE' } as const

function refuse(response: ServerResponse, status: keyof typeof refusals, error: string): Outcome {
  sendJson(response, status, { error })
  return { operationType: 'none', code: refusals[status] }
}

const faults: ReadonlySet<string> = new Set(['INTERNAL_SERVER_ERROR', 'UPSTREAM_UNAVAILABLE'])

/** Bugs before outages before what the caller did. */
function worstCode(errors: readonly GraphQLFormattedError[]): string {
  const codes = errors.map(({ extensions }) => extensions?.['code']).filter((code) => typeof code === 'string')
  return [...faults].find((code) => codes.includes(code)) ?? codes[0] ?? 'OK'
}

const noTenant = { errors: [{ message: 'This tenant is not active.', extensions: { code: 'FORBIDDEN' } }] }

function verify(
  subgraph: { readonly name: string; readonly callers: ReadonlyMap<string, string> },
  request: IncomingMessage,
  body: Buffer,
): InternalClaims | null {
  const [scheme, token] = (request.headers.authorization ?? '').split(' ')
  if (scheme !== 'Internal' || token === undefined) return null
  return verifyInternalToken(subgraph.callers, { callee: subgraph.name, method: request.method ?? '', token, body, now: new Date() })
}

function header(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name]
  return typeof value === 'string' && value.length <= 200 ? value : null
}

function timeoutOf(request: IncomingMessage): number {
  const given = Number(header(request, 'x-timeout-ms') ?? Number.NaN)
  return Number.isFinite(given) && given > 0 ? Math.min(given, 30_000) : 10_000
}

/** AppErrors and GraphQL's own complaints go out; anything else is logged and masked. */
function maskError(log: Logger, formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const original = unwrapResolverError(error)
  const place = {
    ...(formatted.path === undefined ? {} : { path: formatted.path }),
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
  }
  if (original instanceof AppError) {
    if (original.cause !== undefined) log.warn({ err: original }, 'upstream failed')
    return { message: original.message, ...place, extensions: { code: original.code, ...(original.retryable ? { retryable: true } : {}) } }
  }
  if (complaintCodes.has(formatted.extensions?.['code']))
    return { message: formatted.message, ...place, extensions: { code: formatted.extensions?.['code'] } }
  log.error({ err: original }, 'resolver failed')
  return { message: 'Internal server error', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } }
}

const complaintCodes: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'OPERATION_RESOLUTION_FAILURE',
])

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
