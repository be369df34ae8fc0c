import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApolloServer, HTTPGraphQLResponse } from '@apollo/server'
import { z } from 'zod'
import type { Authenticate } from './auth/authenticate.ts'
import { bearerToken, claimedCaller } from './auth/authenticate.ts'
import { grantsFor } from './auth/grants.ts'
import type { VerifyToken } from './auth/verify-token.ts'
import { sendText } from './answer.ts'
import type { GatewayContext, RequestRecord } from './gateway-context.ts'
import type { ServerFor } from './graph-servers.ts'
import { readGraphqlRequest, requestParts, withDocument, type GraphqlRequest } from './graphql-request.ts'
import type { RegisteredOperation } from './persisted-operations/operation-registry.ts'
import type { ResolveOperation } from './persisted-operations/resolve-operation.ts'
import { codeOf, withRequestId } from './public-error.ts'
import { streamFormatOf, type StreamFormat } from './subscriptions/stream-format.ts'
import { isFailure, toGraphQLError, toRefusal } from './refusal.ts'

/** One HTTP request on its way through the gateway. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
  readonly traceparent: string
  readonly signal: AbortSignal
  readonly deadlineMs: number
  readonly record: RequestRecord
}

/** What `/graphql` needs. */
export interface GraphqlEndpoint {
  readonly serverFor: ServerFor
  readonly verify: VerifyToken
  readonly authenticate: Authenticate
  /** The policies of the supergraph that hold for a request, whoever makes it. */
  readonly policiesOf: (request: IncomingMessage) => ReadonlySet<string>
  readonly resolve: ResolveOperation
  readonly limits: { readonly bodyBytesMax: number }
  /** Answers a request whose client can read a stream of messages. */
  readonly answerStream: (exchange: Exchange, format: StreamFormat) => Promise<void>
  /** Told why a request was refused where the client is told less. */
  readonly onFailure: (error: unknown, requestId: string) => void
}

/** Answers one GraphQL request. Throws a Refusal for what is no GraphQL request at all. */
export async function answerGraphql(endpoint: GraphqlEndpoint, exchange: Exchange): Promise<void> {
  const format = streamFormatOf(exchange.request)
  if (format !== null) return await endpoint.answerStream(exchange, format)
  const given = await readGraphqlRequest(exchange.request, endpoint.limits.bodyBytesMax)
  const { server, request, registered, context } = await prepare(endpoint, exchange, given)
  const answer = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest: request, context })
  send(exchange, answer, registered?.rules.cacheSeconds)
}

/** A request as its graph's server gets it. */
interface Prepared {
  readonly server: ApolloServer<GatewayContext>
  readonly request: GraphqlRequest
  readonly registered: RegisteredOperation | null
  /** Throws where the request is refused, so that the server words the answer. */
  readonly context: () => Promise<GatewayContext>
}

async function prepare(endpoint: GraphqlEndpoint, exchange: Exchange, given: GraphqlRequest): Promise<Prepared> {
  const { record, requestId, traceparent, signal, deadlineMs } = exchange
  try {
    const token = bearerToken(exchange.request)
    const claimed = claimedCaller(await endpoint.verify(token))
    record.tenantId = claimed.tenantId
    record.actorKind = claimed.actor.kind
    const server = await endpoint.serverFor(claimed.actor)
    // Before anybody is asked about the caller: what may not be asked for costs nobody anything.
    const { text, registered, isById } = endpoint.resolve(claimed, requestParts(given))
    const { actor, tenantId } = await endpoint.authenticate(token, { requestId, traceparent })
    const grants = grantsFor(actor, endpoint.policiesOf(exchange.request))
    const context: GatewayContext = { actor, grants, tenantId, requestId, traceparent, signal, deadlineMs, record, registered }
    return { server, request: isById ? withDocument(given, text) : given, registered, context: () => Promise.resolve(context) }
  } catch (error) {
    const refusal = toRefusal(error)
    if (isFailure(error)) endpoint.onFailure(error, requestId)
    // Any of them words a refusal.
    const server = await endpoint.serverFor({ kind: 'employee' })
    return { server, request: given, registered: null, context: () => Promise.reject(toGraphQLError(refusal)) }
  }
}

const onlyErrors = z.object({ errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()) })) })

/** Sends what Apollo Server answered. Everybody may keep for `cacheSeconds` what a GET was answered without an error. */
export function send(exchange: Exchange, { status, headers, body }: HTTPGraphQLResponse, cacheSeconds?: number): void {
  const { 'content-type': type = 'application/json; charset=utf-8', ...others } = Object.fromEntries(headers)
  const text = body.kind === 'complete' ? body.string : ''
  const { request, response, record } = exchange
  const isShared = cacheSeconds !== undefined && request.method === 'GET' && (status ?? 200) === 200 && record.errorCodes.length === 0
  // Others get another graph, or another tenant's.
  if (isShared) response.appendHeader('vary', 'authorization')
  sendText(response, status ?? 200, {
    ...(isShared ? { cacheControl: `public, max-age=${String(cacheSeconds)}` } : {}),
    type,
    headers: others,
    text: record.hasRequestId ? text : completed(text, exchange),
  })
}

/** Writes the request id into errors that Apollo Server answered before the request reached any plugin, and notes their codes. */
function completed(text: string, { record, requestId }: Exchange): string {
  const { errors } = onlyErrors.parse(JSON.parse(text))
  record.errorCodes = errors.map(codeOf)
  return JSON.stringify({ errors: errors.map((error) => withRequestId(error, requestId)) })
}
