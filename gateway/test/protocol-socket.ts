import { afterEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import type { TestGateway } from './test-gateway.ts'
import { withoutCost } from './without-cost.ts'

/** A message of graphql-transport-ws as it came. */
export interface SocketMessage {
  readonly type: string
  readonly id?: string
  readonly payload?: unknown
}

/** What one operation on a socket has got so far. */
export interface SocketAnswer {
  readonly results: readonly SocketResult[]
  /** Of the `error` that ended it. */
  readonly errors: readonly SocketError[] | null
  readonly isComplete: boolean
}

interface SocketResult {
  readonly data?: unknown
  readonly errors?: readonly SocketError[]
}

interface SocketError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions: Readonly<Record<string, unknown>>
}

/** A socket whose every message is the test's. */
export interface ProtocolSocket {
  readonly messages: readonly SocketMessage[]
  /** How it was closed; null while it is open. */
  readonly closed: () => { readonly code: number; readonly reason: string } | null
  /** Text as it is, or an object as JSON. */
  readonly send: (message: object | string) => void
  readonly subscribe: (id: string, query: string, variables?: object) => void
  readonly answer: (id: string) => SocketAnswer
  readonly until: (isThere: (socket: ProtocolSocket) => boolean) => Promise<void>
  readonly untilClosed: () => Promise<number>
  /** Pings of the server that were answered. */
  readonly pings: () => number
  readonly close: () => void
  /** Reads nothing more, pings included, until `resume`. */
  readonly pause: () => void
  readonly resume: () => void
}

/** How a socket is opened. */
export interface SocketRequest {
  /** Null for none. */
  readonly protocol?: string | null
  readonly headers?: Readonly<Record<string, string>>
  readonly path?: string
}

/** Opens sockets of a gateway; those that are still open go away after each test. */
export interface Sockets {
  /** Opens one and says nothing; throws with the status when it is refused. */
  readonly open: (request?: SocketRequest) => Promise<ProtocolSocket>
  /** Opens one, says who is there and waits until it is let in or closed. */
  readonly connect: (token?: string) => Promise<ProtocolSocket>
}

/** Opens sockets of a gateway, or of the one that listens at `port`. */
export function useSockets(gateway: TestGateway, port: () => number = () => gateway.port): Sockets {
  const sockets: ProtocolSocket[] = []
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.close()
  })
  const open: Sockets['open'] = async (request = {}) => {
    const socket = await openSocket(port(), request)
    sockets.push(socket)
    return socket
  }
  return {
    open,
    connect: async (token) => {
      const socket = await open()
      const authorization = `Bearer ${token ?? (await gateway.issuer.token('employees'))}`
      socket.send({ type: 'connection_init', payload: { authorization } })
      await socket.until(({ messages, closed }) => closed() !== null || messages.some(({ type }) => type === 'connection_ack'))
      return socket
    },
  }
}

async function openSocket(
  port: number,
  { protocol = 'graphql-transport-ws', headers = {}, path = '/graphql' }: SocketRequest,
): Promise<ProtocolSocket> {
  const url = `ws://127.0.0.1:${String(port)}${path}`
  const raw = new WebSocket(url, protocol === null ? [] : [protocol], { headers })
  const messages: SocketMessage[] = []
  let closed: ReturnType<ProtocolSocket['closed']> = null
  let pings = 0
  raw.on('ping', () => (pings += 1))
  raw.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as SocketMessage))
  raw.on('close', (code, reason) => (closed = { code, reason: reason.toString() }))
  const send = (message: object | string): void => raw.send(typeof message === 'string' ? message : JSON.stringify(message))
  const socket: ProtocolSocket = {
    messages,
    closed: () => closed,
    send,
    subscribe: (id, query, variables) => send({ id, type: 'subscribe', payload: { query, variables } }),
    answer: (id) => answerOf(messages.filter((message) => message.id === id)),
    until: async (isThere) => await expect.poll(() => isThere(socket), { timeout: 10_000, interval: 5 }).toBe(true),
    untilClosed: async () => {
      await socket.until(() => closed !== null)
      return closed?.code ?? 0
    },
    pings: () => pings,
    close: () => raw.terminate(),
    pause: () => raw.pause(),
    resume: () => raw.resume(),
  }
  await new Promise<void>((resolve, reject) => {
    raw.once('open', resolve)
    raw.once('error', reject)
  })
  // What is wrong with it shows in how it is closed.
  raw.on('error', () => undefined)
  return socket
}

function answerOf(messages: readonly SocketMessage[]): SocketAnswer {
  const of = (type: string): readonly unknown[] => messages.filter((message) => message.type === type).map(({ payload }) => payload)
  const [errors = null] = of('error') as readonly (readonly SocketError[])[]
  return { results: (of('next') as readonly SocketResult[]).map(withoutCost), errors, isComplete: of('complete').length > 0 }
}

/** The value of the one field of each result. */
export function liveValues({ results }: SocketAnswer): readonly Readonly<Record<string, unknown>>[] {
  return results.flatMap(({ data }) => Object.values((data ?? {}) as Readonly<Record<string, Readonly<Record<string, unknown>>>>))
}

/** The codes of an answer's errors: those that ended it, and those inside. */
export function codesIn({ errors, results }: SocketAnswer): readonly unknown[] {
  return [...(errors ?? []), ...results.flatMap((result) => result.errors ?? [])].map(({ extensions }) => extensions['code'])
}
