import type { IncomingMessage } from 'node:http'
import type { GraphQLFormattedError } from 'graphql'
import type { Frame } from './outlet.ts'

/** How messages are written into an HTTP answer that does not end. */
export interface StreamFormat {
  readonly contentType: string
  /** Comes before everything else. */
  readonly opening: string
  readonly message: (frame: Pick<Frame, 'payload' | 'cursor'>) => string
  /** A sign of life that clients skip. */
  readonly heartbeat: string
  readonly complete: string
  /** Ends the stream with what went wrong. */
  readonly failure: (errors: readonly GraphQLFormattedError[]) => string
  /** The same where the client may come back and go on; null where it does so when the connection just breaks. */
  readonly sessionEnd: ((errors: readonly GraphQLFormattedError[]) => string) | null
}

/** GraphQL over Server-Sent Events, distinct connections (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md). */
const eventStream: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: '',
  message: ({ payload, cursor }) => `${cursor === null ? '' : `id: ${cursor}\n`}event: next\ndata: ${payload}\n\n`,
  heartbeat: ':\n\n',
  complete: 'event: complete\ndata:\n\n',
  failure: (errors) => `event: next\ndata: ${JSON.stringify({ errors })}\n\nevent: complete\ndata:\n\n`,
  sessionEnd: null,
}

const boundary = '\r\n--graphql'
// Clients take a part for whole once they see the boundary behind it.
const part = (text: string): string => `\r\ncontent-type: application/json\r\n\r\n${text}${boundary}`
const lastPart = '--\r\n'
const failedPart = (errors: readonly GraphQLFormattedError[]): string => `${part(JSON.stringify({ payload: null, errors }))}${lastPart}`

/** Apollo's multipart subscriptions (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol). */
const multipart: StreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: boundary,
  message: ({ payload }) => part(`{"payload":${payload}}`),
  heartbeat: part('{}'),
  complete: lastPart,
  failure: failedPart,
  sessionEnd: failedPart,
}

/** The format a client asks for by its `accept` header, that of the highest weight or else the first; null where it wants one answer. */
export function streamFormatOf(request: IncomingMessage): StreamFormat | null {
  const { accept = '' } = request.headers
  const wanted = accept
    .toLowerCase()
    .split(',')
    .map((range) => range.split(';').map((text) => text.trim()))
    .map(([type = '', ...parameters]) => ({ format: formatOf(type, parameters), weight: weightOf(parameters) }))
    .filter(({ format, weight }) => format !== null && weight > 0)
    .toSorted((left, right) => right.weight - left.weight)
  return wanted[0]?.format ?? null
}

function formatOf(type: string, parameters: readonly string[]): StreamFormat | null {
  if (type === 'text/event-stream') return eventStream
  const isMultipart = type === 'multipart/mixed' && parameters.some((parameter) => /^subscriptionspec="?1\.0"?$/.test(parameter))
  return isMultipart ? multipart : null
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  return given === undefined ? 1 : Number(given.slice('q='.length))
}
