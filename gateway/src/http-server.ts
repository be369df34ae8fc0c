import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dependency } from '@iommi/shared/health'
import type { Actor } from '@iommi/shared/request-context'
import { requestSignal, serveHttp, type HttpServer, type HttpServerOptions } from '@iommi/shared/http-server'
import type { Logger } from '@iommi/shared/telemetry'
import { currentTraceparent, inSpanOf, nextTraceparent } from '@iommi/shared/tracing'
import { sendRefusal, sendText } from './answer.ts'
import { bearerToken } from './auth/authenticate.ts'
import { answerLogout, type LogoutEndpoint } from './auth/logout-endpoint.ts'
import type { Console } from './console/console.ts'
import { answerCors } from './cors.ts'
import type { Explorer } from './explorer/explorer.ts'
import { newRecord } from './gateway-context.ts'
import { answerGraphql, type Exchange, type GraphqlEndpoint } from './graphql-endpoint.ts'
import { reportOperation } from './operation-report.ts'
import { isFailure, Refusal, toRefusal } from './refusal.ts'
import { answerSubgraph, subgraphOf, type SubgraphDoor } from './subgraph-door.ts'
import { pathOf, requestIdOf, traceparentOf } from './request-head.ts'

/** What the gateway serves, and where. */
export interface GatewayHttpOptions {
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly requestTimeoutMs: number
  readonly corsOrigins: ReadonlySet<string>
  /** What health is asked of now. */
  readonly dependencies: () => readonly Dependency[]
  readonly graphql: GraphqlEndpoint
  /** Takes connections over as WebSockets. */
  readonly upgrade: NonNullable<HttpServerOptions['upgrade']>
  /** Where issuers say that somebody has logged out. */
  readonly logout: LogoutEndpoint
  /** The SDL of the graph that a caller gets. */
  readonly sdlFor: (actor: Actor) => Promise<string>
  /** What routers of another make come in by. */
  readonly subgraphDoor: SubgraphDoor
  /** Null where no console is served. */
  readonly console: Console | null
  /** Null where no explorer is served. */
  readonly explorer: Explorer | null
  readonly metrics?: HttpServerOptions['metrics']
}

/** Serves `/graphql`, `/schema.graphql`, the issuers' logouts, the console, the explorer, health and metrics; writes one log line for each operation. */
export async function serveGateway(options: GatewayHttpOptions): Promise<HttpServer> {
  return await serveHttp({
    host: options.host,
    port: options.port,
    log: options.log,
    get dependencies() {
      return options.dependencies()
    },
    metrics: options.metrics,
    upgrade: options.upgrade,
    handle: (request, response) => handle(options, request, response),
  })
}

async function handle(options: GatewayHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isOperation = pathOf(request) === '/graphql' && request.method !== 'OPTIONS'
  if (!isOperation) return void (await answer(options, request, response))
  const startMs = performance.now()
  await inSpanOf(traceparentOf(request), { name: 'graphql', kind: 'server' }, async (span) => {
    const { requestId, traceparent, record } = await answer(options, request, response)
    const targets = { log: options.log, metrics: options.metrics?.source, span }
    const isClientGone = !response.headersSent
    reportOperation(targets, { requestId, traceparent, record, startMs, status: response.statusCode, isClientGone })
  })
}

async function answer(options: GatewayHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<Exchange> {
  const exchange: Exchange = {
    request,
    response,
    requestId: requestIdOf(request),
    traceparent: currentTraceparent(null) ?? nextTraceparent(traceparentOf(request)),
    signal: requestSignal(response, options.requestTimeoutMs),
    deadlineMs: performance.now() + options.requestTimeoutMs,
    record: newRecord(),
  }
  response.setHeader('x-request-id', exchange.requestId)
  try {
    // For issuers, not for pages: no origin may read its answers.
    if (pathOf(request) === '/backchannel-logout') await answerLogout(options.logout, exchange)
    else if (!answerCors(options.corsOrigins, request, response)) await route(options, exchange)
  } catch (error) {
    refuse(options, exchange, error)
  }
  return exchange
}

async function route(options: GatewayHttpOptions, exchange: Exchange): Promise<void> {
  const path = pathOf(exchange.request)
  if (path === '/graphql') return await answerGraphql(options.graphql, exchange)
  if (path === '/schema.graphql') return await answerSdl(options, exchange)
  const subgraph = subgraphOf(path)
  if (subgraph !== null) return await answerSubgraph(options.subgraphDoor, exchange, subgraph)
  if (options.console?.owns(path) === true) return await options.console.answer(exchange.request, exchange.response)
  const isForExplorer = path === '/explorer' || path.startsWith('/explorer/')
  if (options.explorer !== null && isForExplorer) return await options.explorer.answer(exchange.request, exchange.response)
  throw new Refusal('NOT_FOUND', 'There is nothing here. GraphQL is answered at /graphql.')
}

async function answerSdl(options: GatewayHttpOptions, { request, response, requestId, traceparent }: Exchange): Promise<void> {
  if (request.method !== 'GET')
    throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET is answered here.', { headers: { allow: 'GET, OPTIONS' } })
  const { actor } = await options.graphql.authenticate(bearerToken(request), { requestId, traceparent })
  sendText(response, 200, { type: 'text/plain; charset=utf-8', text: await options.sdlFor(actor) })
}

function refuse({ graphql }: GatewayHttpOptions, { request, response, requestId, record }: Exchange, error: unknown): void {
  // A client that went away while it was still sending.
  if (request.destroyed && !request.complete) return
  const refusal = toRefusal(error)
  record.errorCodes = [refusal.code]
  if (isFailure(error)) graphql.onFailure(error, requestId)
  sendRefusal(response, refusal, requestId)
}
