import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Dependency } from '@iommi/shared/health'
import { requestSignal, serveHttp, type HttpServer } from '@iommi/shared/http-server'
import type { Logger } from '@iommi/shared/telemetry'
import { sendRefusal, sendText } from './answer.ts'
import { bearerToken } from './auth/authenticate.ts'
import { answerCors } from './cors.ts'
import type { Explorer } from './explorer/explorer.ts'
import { newRecord } from './gateway-context.ts'
import { answerGraphql, type Exchange, type GraphqlEndpoint } from './graphql-endpoint.ts'
import { Refusal, toRefusal } from './refusal.ts'
import { pathOf, requestIdOf, traceparentOf } from './request-head.ts'

/** What the gateway serves, and where. */
export interface GatewayHttpOptions {
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly requestTimeoutMs: number
  readonly corsOrigins: ReadonlySet<string>
  readonly dependencies: readonly Dependency[]
  readonly graphql: GraphqlEndpoint
  /** The SDL of what a caller may ask for. */
  readonly callerSdl: () => string
  /** Null where no explorer is served. */
  readonly explorer: Explorer | null
}

/** Serves `/graphql`, `/schema.graphql`, the explorer and health; writes one log line for each request but health. */
export async function serveGateway(options: GatewayHttpOptions): Promise<HttpServer> {
  return await serveHttp({
    host: options.host,
    port: options.port,
    log: options.log,
    dependencies: options.dependencies,
    handle: (request, response) => handle(options, request, response),
  })
}

async function handle(options: GatewayHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const startMs = performance.now()
  const exchange: Exchange = {
    request,
    response,
    requestId: requestIdOf(request),
    traceparent: traceparentOf(request),
    signal: requestSignal(response, options.requestTimeoutMs),
    deadlineMs: startMs + options.requestTimeoutMs,
    record: newRecord(),
  }
  response.setHeader('x-request-id', exchange.requestId)
  try {
    if (!answerCors(options.corsOrigins, request, response)) await route(options, exchange)
  } catch (error) {
    refuse(options, exchange, error)
  }
  if (pathOf(request) === '/graphql' && request.method !== 'OPTIONS') logOperation(options.log, exchange, startMs)
}

async function route(options: GatewayHttpOptions, exchange: Exchange): Promise<void> {
  const path = pathOf(exchange.request)
  if (path === '/graphql') return await answerGraphql(options.graphql, exchange)
  if (path === '/schema.graphql') return await answerSdl(options, exchange)
  const isForExplorer = path === '/explorer' || path.startsWith('/explorer/')
  if (options.explorer !== null && isForExplorer) return await options.explorer.answer(exchange.request, exchange.response)
  throw new Refusal('NOT_FOUND', 'There is nothing here. GraphQL is answered at /graphql.')
}

async function answerSdl(options: GatewayHttpOptions, { request, response, requestId, traceparent }: Exchange): Promise<void> {
  if (request.method !== 'GET')
    throw new Refusal('METHOD_NOT_ALLOWED', 'Only GET is answered here.', { headers: { allow: 'GET, OPTIONS' } })
  await options.graphql.authenticate(bearerToken(request), { requestId, traceparent })
  sendText(response, 200, { type: 'text/plain; charset=utf-8', text: options.callerSdl() })
}

function refuse({ graphql }: GatewayHttpOptions, { request, response, requestId, record }: Exchange, error: unknown): void {
  // A client that went away while it was still sending.
  if (request.destroyed && !request.complete) return
  const refusal = toRefusal(error)
  record.errorCodes = [refusal.code]
  if (refusal.status >= 500) graphql.onFailure(error, requestId)
  sendRefusal(response, refusal, requestId)
}

function logOperation(log: Logger, { response, requestId, record }: Exchange, startMs: number): void {
  log.info(
    {
      requestId,
      tenantId: record.tenantId,
      actorKind: record.actorKind,
      operation: record.operation,
      operationType: record.operationType,
      // The client went away before there was an answer.
      status: response.headersSent ? response.statusCode : 499,
      durationMs: Math.round((performance.now() - startMs) * 100) / 100,
      fetches: record.fetches,
      errorCodes: record.errorCodes,
    },
    'operation',
  )
}
