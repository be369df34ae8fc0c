import type { ServerResponse } from 'node:http'
import { bearerToken, claimedCaller } from '../auth/authenticate.ts'
import type { Session } from '../auth/session.ts'
import type { GatewayContext } from '../gateway-context.ts'
import { send, type Exchange } from '../graphql-endpoint.ts'
import { acceptsJson, readStreamRequest, requestParts, withDocument } from '../graphql-request.ts'
import { withRequestId } from '../public-error.ts'
import { noRoom } from './live-connections.ts'
import { begin, type Begun, chargeTo, followSession, type LiveKit, scopeOf } from './live-kit.ts'
import type { LiveSubscription } from './live-hub.ts'
import type { LiveScope } from './live-renderer.ts'
import type { Outlet } from './outlet.ts'
import { isBacklogged, onceDrained } from './stream-backlog.ts'
import type { StreamFormat } from './stream-format.ts'

/**
 * Answers a request with a stream of messages, one operation a stream. What is refused before the stream begins is answered
 * as any other request; Throws a Refusal for what is no GraphQL request at all.
 */
export async function answerStream(kit: LiveKit, exchange: Exchange, format: StreamFormat): Promise<void> {
  const { request, requestId, traceparent, signal, deadlineMs, record } = exchange
  // Before its body is read.
  if (kit.connections.isFull()) throw noRoom()
  const given = await readStreamRequest(request, kit.limits.bodyBytesMax)
  const token = bearerToken(request)
  const claimed = claimedCaller(await kit.verify(token))
  const server = await kit.serverFor(claimed.actor)
  const { text, registered } = kit.resolve(claimed, requestParts(given))
  const session = await kit.sessions.open(token, { requestId, traceparent })
  let isHandedOver = false
  try {
    const policies = kit.policiesOf(request)
    const scope = scopeOf(session, policies)
    record.tenantId = scope.tenantId
    record.actorKind = scope.actor.kind
    const isSafe = request.method === 'GET'
    const context: GatewayContext = { ...scope, requestId, traceparent, signal, deadlineMs, record, registered, isSafe }
    const { live, bucket, answer } = await begin(
      context,
      async (contextValue) =>
        await server.executeHTTPGraphQLRequest({
          httpGraphQLRequest: withDocument(given, text),
          context: () => Promise.resolve(contextValue),
        }),
    )
    if (live === null) return answerOnce(exchange, format, answer)
    isHandedOver = true
    await stream(kit, { exchange, format, session, policies, scope, live, bucket })
  } finally {
    if (!isHandedOver) session.close()
  }
}

type Answer = Parameters<typeof send>[1]

/** The answer to a query or mutation: as one message where the client reads nothing else, otherwise as usual. */
function answerOnce(exchange: Exchange, format: StreamFormat, answer: Answer): void {
  const { body, status = 200 } = answer
  const readsMessagesOnly = format.sessionEnd === null && !acceptsJson(exchange.request.headers.accept)
  if (!readsMessagesOnly || status !== 200 || body.kind !== 'complete') return send(exchange, answer)
  open(exchange.response, format)
  exchange.response.end(`${format.opening}${format.message({ payload: body.string.trim(), cursor: null })}${format.complete}`)
}

interface Streaming {
  readonly exchange: Exchange
  readonly format: StreamFormat
  readonly session: Session
  readonly policies: ReadonlySet<string>
  /** As whom it was asked for. */
  readonly scope: LiveScope
  readonly live: Parameters<LiveKit['hub']['subscribe']>[0]
  readonly bucket: Begun<unknown>['bucket']
}

async function stream(kit: LiveKit, { exchange, format, session, policies, scope, live, bucket }: Streaming): Promise<void> {
  const { response, request, requestId } = exchange
  let subscription: LiveSubscription | null = null
  let timer: NodeJS.Timeout | undefined
  let leave = nothing
  const close = (): void => {
    clearInterval(timer)
    subscription?.end()
    leave()
    session.close()
  }
  const end = (text: string): void => {
    close()
    response.end(text)
  }
  // The client takes it for a lost connection, and comes back.
  const breakOff = (): void => {
    close()
    response.write('', () => response.destroy())
    // One that reads nothing has no say in it.
    setTimeout(() => response.destroy(), breakOffMs).unref()
  }
  const outlet = streamOutlet(response, format, end)
  try {
    leave = kit.connections.enter(session.identity, breakOff)
    const lastEventId = request.headers['last-event-id']
    open(response, format)
    subscription = await kit.hub.subscribe(
      live,
      { scope, onSent: chargeTo(kit, bucket), ...(typeof lastEventId === 'string' && lastEventId !== '' ? { after: lastEventId } : {}) },
      outlet,
    )
  } catch (error) {
    close()
    throw error
  }
  response.once('close', close)
  if (response.destroyed) return close()
  response.flushHeaders()
  // Meanwhile it may have become somebody else's.
  if (session.caller.actor !== scope.actor) subscription.reauthorize(scopeOf(session, policies))
  followSession(session, policies, {
    subscriptions: [subscription],
    onEnd: (reason) => {
      if (format.sessionEnd === null) return breakOff()
      outlet.finish(format.sessionEnd([withRequestId({ message: reason, extensions: { code: 'UNAUTHENTICATED' } }, requestId)]))
    },
  })
  timer = setInterval(() => {
    if (!outlet.isFull()) outlet.write(format.heartbeat)
  }, kit.limits.pingIntervalMs)
}

function open(response: ServerResponse, { contentType }: StreamFormat): void {
  response.statusCode = 200
  response.setHeader('content-type', contentType)
  response.setHeader('cache-control', 'private, no-store, no-transform')
  // Told to proxies that would wait for more.
  response.setHeader('x-accel-buffering', 'no')
}

interface StreamOutlet extends Outlet {
  readonly write: (text: string) => void
  /** Says a last word. */
  readonly finish: (text: string) => void
}

function streamOutlet(response: ServerResponse, format: StreamFormat, end: (text: string) => void): StreamOutlet {
  let opening = format.opening
  const opened = (text: string): string => {
    const whole = `${opening}${text}`
    opening = ''
    return whole
  }
  const write = (text: string): void => {
    // The stream may have been ended by the message before.
    if (!response.writableEnded) response.write(opened(text))
  }
  const finish = (text: string): void => end(opened(text))
  return {
    write,
    finish,
    send: (frames) => write(frames.map((frame) => format.message(frame)).join('')),
    isFull: () => isBacklogged(response),
    onDrain: (listener) => onceDrained(response, listener),
    complete: () => finish(format.complete),
    fail: (errors) => finish(format.failure(errors)),
  }
}

/** How long what is under way may take to get to a client that is cut off. */
const breakOffMs = 2_000

const nothing = (): void => undefined
