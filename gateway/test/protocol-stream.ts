import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { afterEach, expect } from 'vitest'
import type { TestGateway } from './test-gateway.ts'
import { withoutCost } from './without-cost.ts'

/** What streams are asked for with. */
export const accepting = {
  sse: 'text/event-stream',
  multipart: 'multipart/mixed;subscriptionSpec=1.0, application/json',
} as const

/** A request whose answer may be a stream. */
export interface StreamRequest {
  readonly accept: string
  readonly query: string
  readonly variables?: object
  /** Null for none; left out, an employee's. */
  readonly token?: string | null
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
}

/** A message of a stream, whatever its format. */
export interface StreamMessage {
  /** The cursor that Server-Sent Events carry beside the message. */
  readonly id: string | null
  readonly payload: StreamPayload | null
  /** What ends a multipart stream from outside of GraphQL. */
  readonly errors?: readonly StreamError[]
}

interface StreamPayload {
  readonly data?: unknown
  readonly errors?: readonly StreamError[]
}

interface StreamError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** An answer that may go on. */
export interface ProtocolStream {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** All that came. */
  readonly text: () => string
  /** The messages in it, heartbeats left out. */
  readonly messages: () => readonly StreamMessage[]
  /** Waits, ten seconds unless told otherwise. */
  readonly until: (isThere: (stream: ProtocolStream) => boolean, timeoutMs?: number) => Promise<void>
  /** How it is over; null while it is not. */
  readonly end: () => 'complete' | 'broken' | null
  /** Goes away. */
  readonly close: () => void
  /** Reads nothing more until `resume`. */
  readonly pause: () => void
  readonly resume: () => void
}

/** Opens a stream; those that are still open go away after each test. */
export type OpenStream = (request: StreamRequest) => Promise<ProtocolStream>

/** Opens streams of a gateway. */
export function useStreams(gateway: TestGateway): OpenStream {
  const open: ProtocolStream[] = []
  afterEach(() => {
    for (const stream of open.splice(0)) stream.close()
  })
  return async (request) => {
    const stream = await openStream(gateway, request)
    open.push(stream)
    return stream
  }
}

async function openStream(gateway: TestGateway, wanted: StreamRequest): Promise<ProtocolStream> {
  const { accept, query, variables, method = 'POST' } = wanted
  const token = wanted.token === undefined ? await gateway.issuer.token('employees') : wanted.token
  const search = new URLSearchParams({ query, ...(variables === undefined ? {} : { variables: JSON.stringify(variables) }) })
  const headers = {
    accept,
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    ...wanted.headers,
  }
  return await new Promise((resolve, reject) => {
    const path = method === 'GET' ? `/graphql?${search.toString()}` : '/graphql'
    const request = httpRequest({ host: '127.0.0.1', port: gateway.port, path, method, headers, agent: false }, (response) => {
      let text = ''
      let end: 'complete' | 'broken' | null = null
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => (end ??= 'complete'))
      response.on('error', () => (end ??= 'broken'))
      const type = response.headers['content-type'] ?? ''
      const stream: ProtocolStream = {
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: () => text,
        messages: () => (type.startsWith('multipart') ? readParts(text, type) : readEvents(text)),
        end: () => end,
        until: async (isThere, timeout = 10_000) => await expect.poll(() => isThere(stream), { timeout, interval: 5 }).toBe(true),
        close: () => request.destroy(),
        pause: () => response.pause(),
        resume: () => response.resume(),
      }
      resolve(stream)
    })
    request.on('error', reject)
    request.end(method === 'POST' ? JSON.stringify({ query, variables }) : undefined)
  })
}

/** Reads Server-Sent Events as https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation says. */
function readEvents(text: string): readonly StreamMessage[] {
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((block) => {
      const fields = new Map(block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: ?/, '')] as const))
      if (fields.get('event') !== 'next') return []
      return [{ id: fields.get('id') ?? null, payload: withoutCost(JSON.parse(fields.get('data') ?? '') as StreamPayload) }]
    })
}

/** Reads parts as RFC 2046 says, and what is in them as Apollo's protocol does. */
function readParts(text: string, contentType: string): readonly StreamMessage[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? ''
  const parts = text.split(new RegExp(`\r\n--${boundary}(?:--)?`)).slice(1)
  return parts.flatMap((part) => {
    const [head, body] = part.split('\r\n\r\n')
    if (body === undefined || body === '') return []
    expect(head?.trim()).toBe('content-type: application/json')
    const message = JSON.parse(body) as Partial<StreamMessage>
    return message.payload === undefined
      ? []
      : [{ ...message, payload: message.payload === null ? null : withoutCost(message.payload), id: null }]
  })
}

/** The value of the one field of each message. */
export function valuesOf(stream: Pick<ProtocolStream, 'messages'>): readonly Readonly<Record<string, unknown>>[] {
  return stream
    .messages()
    .flatMap(({ payload }) => Object.values((payload?.data ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>))
}

/** The codes of all errors that came, in whatever form. */
export function codesOf(stream: Pick<ProtocolStream, 'messages' | 'text' | 'headers'>): readonly unknown[] {
  const isJson = /^application\/(graphql-response\+)?json/.test(stream.headers['content-type'] ?? '')
  const refused = isJson ? ((JSON.parse(stream.text()) as StreamPayload).errors ?? []) : []
  const told = isJson ? [] : stream.messages().flatMap(({ payload, errors = [] }) => [...errors, ...(payload?.errors ?? [])])
  return [...refused, ...told].map(({ extensions }) => extensions['code'])
}
