import type { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { newId } from '@iommi/shared/ids'
import type { FormattedExecutionResult, GraphQLFormattedError } from 'graphql'
import { handleProtocols, makeServer, type Server } from 'graphql-ws'
import { WebSocketServer } from 'ws'
import { tokenIn } from '../auth/authenticate.ts'
import type { Session } from '../auth/session.ts'
import { isFailure, Refusal, toRefusal } from '../refusal.ts'
import { pathOf } from '../request-head.ts'
import type { ConnectionLimits } from './live-connections.ts'
import { followSession, type LiveKit } from './live-kit.ts'
import { ShownErrors, shownErrors } from './silent-generator.ts'
import { runSocketOperation, stepOf, type LiveSocket } from './socket-operation.ts'
import { frameEncoder } from './socket-outlet.ts'

/** What the WebSocket transport needs besides. */
export interface WebsocketOptions extends LiveKit {
  /** Pages of these origins, and of the gateway's own, may open sockets. */
  readonly origins: ReadonlySet<string>
  readonly limits: LiveKit['limits'] & Pick<ConnectionLimits, 'socketsMax'>
}

/** GraphQL over WebSocket (graphql-transport-ws, https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md) at `/graphql`. */
export interface Websockets {
  /** Takes a connection over from the HTTP server, or answers why not. */
  readonly upgrade: (request: IncomingMessage, raw: Duplex, head: Buffer) => void
  /** Cuts off whoever is left. */
  readonly stop: () => void
}

/** Close codes (RFC 6455 §7.4, and those of the protocol): 4403 means "come back with another token", 4401 "do not come back". */
const closing = { restart: 1012, tryAgain: 1013, invalid: 4400, unauthenticated: 4401, sessionEnded: 4403, tooMany: 4429 } as const

/** One client's socket; who is behind it is known once it said so. */
interface Connected extends Omit<LiveSocket, 'session'> {
  session: Session | null
  leave: () => void
}

type Parameters = Record<string, unknown> | undefined

/** Serves sockets; none is open yet. */
export function openWebsockets(options: WebsocketOptions): Websockets {
  const bytesOf = frameEncoder()
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.limits.bodyBytesMax,
    perMessageDeflate: false,
    handleProtocols: (protocols) => handleProtocols(protocols),
  })
  const protocol = makeServer<Parameters, Connected>({
    connectionInitWaitTimeout: options.limits.socketInitTimeoutMs,
    onConnect: async ({ connectionParams, extra }) => await connect(options, extra, connectionParams),
    onSubscribe: async ({ extra, subscriptions }, id, payload) => {
      const { session, ...connected } = extra
      if (session === null) return [new ShownErrors([internalError])]
      const operation = { id, payload, openCount: Object.keys(subscriptions).length }
      const outcome = await runSocketOperation(options, { ...connected, session }, operation)
      return 'errors' in outcome ? [new ShownErrors(outcome.errors)] : outcome.args
    },
    execute: (args) => stepOf(args)(),
    subscribe: (args) => stepOf(args)(),
    onNext: (...[, , , , result]) => passedOn(result),
    onError: (_context, _id, _payload, errors) => errors.flatMap((error) => shownErrors(error) ?? [internalError]),
  })
  return {
    upgrade: (request, raw, head) => {
      const refusal = refusalOf(options, request, sockets.clients.size)
      if (refusal === null) {
        return sockets.handleUpgrade(request, raw, head, (socket) =>
          serveSocket(options, protocol, newSocket(options, { request, raw, socket, bytesOf })),
        )
      }
      // Without a listener, a client that has broken off would end the process.
      raw.on('error', nothing)
      // The server keeps its half open otherwise, for as long as the client likes.
      raw.once('finish', () => raw.destroy())
      raw.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
    },
    stop: () => {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
    },
  }
}

function newSocket({ policiesOf }: WebsocketOptions, parts: Pick<Connected, 'request' | 'raw' | 'socket' | 'bytesOf'>): Connected {
  return { ...parts, policies: policiesOf(parts.request), subscriptions: new Set(), session: null, leave: nothing }
}

function serveSocket({ limits, log }: WebsocketOptions, protocol: Server<Connected>, connected: Connected): void {
  const { socket } = connected
  const stopPinging = keepAlive(connected, limits.pingIntervalMs)
  // What is wrong with it shows in its close code.
  socket.on('error', nothing)
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (data) => socket.send(data),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (handle) =>
        socket.on('message', (data, isBinary) => {
          handle(isBinary || !Buffer.isBuffer(data) ? '' : data.toString()).catch((error: unknown) => {
            log.warn({ err: error }, 'socket message refused')
            socket.close(closing.invalid, 'Invalid message received')
          })
        }),
    },
    connected,
  )
  socket.once('close', (code, reason) => {
    stopPinging()
    connected.leave()
    connected.session?.close()
    for (const subscription of connected.subscriptions) subscription.end()
    closed(code, String(reason)).catch((error: unknown) => log.error({ err: error }, 'socket not closed'))
  })
}

/** Finds out who is there; closes the socket, with the reason, when it is nobody. */
async function connect({ sessions, connections, log }: WebsocketOptions, connected: Connected, parameters: Parameters): Promise<boolean> {
  const { socket, policies, subscriptions } = connected
  try {
    const session = await sessions.open(tokenOf(connected.request, parameters), { requestId: newId('request'), traceparent: null })
    connected.session = session
    connected.leave = connections.enter(session.identity, () => socket.close(closing.restart, 'Service restart'))
    followSession(session, policies, {
      subscriptions,
      onEnd: (reason) => socket.close(closing.sessionEnded, reason),
    })
    // It may have closed while the token was looked at.
    if (socket.readyState === socket.OPEN) return true
    connected.leave()
    session.close()
  } catch (error) {
    const refusal = toRefusal(error)
    if (isFailure(error)) log.error({ err: error }, 'socket refused by a failure')
    connected.session?.close()
    socket.close(codeFor(refusal), refusal.message.slice(0, 120))
  }
  return false
}

function codeFor({ code, status }: Refusal): number {
  if (code === 'SUBSCRIPTION_LIMIT_EXCEEDED') return closing.tooMany
  return status >= 500 ? closing.tryAgain : closing.unauthenticated
}

/** Why a connection is not taken over: an HTTP status line. */
function refusalOf({ origins, connections, limits }: WebsocketOptions, request: IncomingMessage, openCount: number): string | null {
  if (pathOf(request) !== '/graphql') return '404 Not Found'
  const { origin, host } = request.headers
  const isOwn = origin === undefined || (URL.canParse(origin) && new URL(origin).host === host)
  if (!isOwn && !origins.has(origin)) return '403 Forbidden'
  // Those that have not said who they are count too.
  return connections.isFull() || openCount >= limits.socketsMax ? '503 Service Unavailable\r\nretry-after: 1' : null
}

/** The token of `connection_init`, or else of the request that opened the socket: browsers cannot send one there, routers in front do. */
function tokenOf({ headers }: IncomingMessage, parameters: Parameters): string {
  const given = parameters?.['authorization'] ?? parameters?.['Authorization'] ?? headers.authorization
  const token = typeof given === 'string' ? tokenIn(given) : null
  if (token !== null) return token
  throw new Refusal('UNAUTHENTICATED', 'The payload of connection_init needs authorization: "Bearer" and a token.')
}

/** What the server made of an operation is as clients are to have it; the protocol would take its errors for objects. */
function passedOn(result: unknown): FormattedExecutionResult {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return result as FormattedExecutionResult
}

// A client that reads slowly has the ping behind all that waits for it: as long as it takes anything, it may miss some.
const missedPingsMax = 4
const pingBytes = 2

/** Pings a client; one that neither answers before the next ping nor takes what it is sent is cut off. */
function keepAlive({ socket, raw }: Pick<Connected, 'socket' | 'raw'>, intervalMs: number): () => void {
  let missed = -1
  let takenBefore = 0
  socket.on('pong', () => (missed = -1))
  const timer = setInterval(() => {
    const taken = raw instanceof Socket ? raw.bytesWritten - raw.writableLength : 0
    missed += 1
    if (missed > 0 && (taken - takenBefore <= pingBytes || missed > missedPingsMax)) return socket.terminate()
    takenBefore = taken
    socket.ping()
  }, intervalMs)
  return () => clearInterval(timer)
}

const nothing = (): void => undefined
const internalError: GraphQLFormattedError = { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR' } }
