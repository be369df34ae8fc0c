import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ApolloServer, HTTPGraphQLResponse } from '@apollo/server'
import { z } from 'zod'
import type { Authenticate } from './auth/authenticate.ts'
import { bearerToken } from './auth/authenticate.ts'
import { grantsFor } from './auth/grants.ts'
import { sendText } from './answer.ts'
import type { GatewayContext, RequestRecord } from './gateway-context.ts'
import { documentText, readGraphqlRequest, type GraphqlRequest } from './graphql-request.ts'
import { checkText } from './limits/check-text.ts'
import type { TokenLimits } from './limits/limits.ts'
import { codeOf, withRequestId } from './public-error.ts'
import { streamFormatOf, type StreamFormat } from './subscriptions/stream-format.ts'
import { toGraphQLError, toRefusal } from './refusal.ts'

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
  readonly server: ApolloServer<GatewayContext>
  readonly authenticate: Authenticate
  /** The policies of the supergraph that hold for a request, whoever makes it. */
  readonly policiesOf: (request: IncomingMessage) => ReadonlySet<string>
  readonly limits: TokenLimits & { readonly bodyBytesMax: number }
  /** Answers a request whose client can read a stream of messages. */
  readonly answerStream: (exchange: Exchange, format: StreamFormat) => Promise<void>
  /** Told why a request was refused where the client is told less. */
  readonly onFailure: (error: unknown, requestId: string) => void
}

/** Answers one GraphQL request. Throws a Refusal for what is no GraphQL request at all. */
export async function answerGraphql(endpoint: GraphqlEndpoint, exchange: Exchange): Promise<void> {
  const format = streamFormatOf(exchange.request)
  if (format !== null) return await endpoint.answerStream(exchange, format)
  const httpGraphQLRequest = await readGraphqlRequest(exchange.request, endpoint.limits.bodyBytesMax)
  const answer = await endpoint.server.executeHTTPGraphQLRequest({
    httpGraphQLRequest,
    context: () => contextFor(endpoint, exchange, httpGraphQLRequest),
  })
  send(exchange, answer)
}

async function contextFor(endpoint: GraphqlEndpoint, exchange: Exchange, request: GraphqlRequest): Promise<GatewayContext> {
  const { record, requestId, traceparent, signal, deadlineMs } = exchange
  try {
    const { actor, tenantId } = await endpoint.authenticate(bearerToken(exchange.request), { requestId, traceparent })
    record.tenantId = tenantId
    record.actorKind = actor.kind
    checkText(documentText(request), endpoint.limits, actor)
    const grants = grantsFor(actor, endpoint.policiesOf(exchange.request))
    return { actor, grants, tenantId, requestId, traceparent, signal, deadlineMs, record }
  } catch (error) {
    const refusal = toRefusal(error)
    if (refusal.status >= 500) endpoint.onFailure(error, requestId)
    throw toGraphQLError(refusal)
  }
}

const onlyErrors = z.object({ errors: z.array(z.object({ message: z.string(), extensions: z.record(z.string(), z.unknown()) })) })

/** Sends what Apollo Server answered. */
export function send(exchange: Exchange, { status, headers, body }: HTTPGraphQLResponse): void {
  const { 'content-type': type = 'application/json; charset=utf-8', ...others } = Object.fromEntries(headers)
  const text = body.kind === 'complete' ? body.string : ''
  sendText(exchange.response, status ?? 200, {
    type,
    headers: others,
    text: exchange.record.hasRequestId ? text : completed(text, exchange),
  })
}

/** Writes the request id into errors that Apollo Server answered before the request reached any plugin, and notes their codes. */
function completed(text: string, { record, requestId }: Exchange): string {
  const { errors } = onlyErrors.parse(JSON.parse(text))
  record.errorCodes = errors.map(codeOf)
  return JSON.stringify({ errors: errors.map((error) => withRequestId(error, requestId)) })
}
