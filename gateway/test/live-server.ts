import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buildSchema, GraphQLError, type ExecutionResult } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer, type WebSocket } from 'ws'

/** The subscription that a live server runs. */
export const changesQuery = `subscription ($after: String) {
  changed(after: $after) { __typename ... on Change { cursor eventId } ... on Checkpoint { cursor } ... on ResyncRequired { reason } }
}`

/** One message of `changesQuery`. */
export type ChangeMessage =
  | { readonly __typename: 'Change'; readonly cursor: string; readonly eventId: string }
  | { readonly __typename: 'Checkpoint'; readonly cursor: string }
  | { readonly __typename: 'ResyncRequired'; readonly reason: string }

/** Called before each frame of a server but the handshake's; `send` sends it. What it does not send is lost. */
export type OnFrame = (socket: WebSocket, send: () => void) => void

/** A log of numbered events behind a real graphql-transport-ws server that can be made to misbehave. */
export interface LiveServer {
  readonly url: string
  /** Appends events until there are `count`. */
  readonly append: (count: number) => void
  /** `after` of each subscription that arrived. */
  readonly afters: readonly unknown[]
  /** The authorization that each connection brought. */
  readonly tokens: readonly unknown[]
  /** Decides about each frame from now on. */
  readonly onFrame: (decide: OnFrame) => void
  /** Answers subscriptions instead of the log; null brings the log back. */
  readonly answer: (results: ((after: unknown) => AsyncGenerator<ExecutionResult>) | null) => void
  /** Decides about each connection; a number refuses it with that close code. */
  readonly admit: (decide: (authorization: unknown) => number | true) => void
  /** Closes every connection with a code, or without a word. */
  readonly drop: (closeCode?: number) => void
  /** Nobody listens any more; `start` listens at the same address again. */
  readonly stop: () => Promise<void>
  readonly start: () => Promise<void>
}

const schema = buildSchema(`
  type Query { ok: Boolean }
  type Change { cursor: String! eventId: ID! }
  type Checkpoint { cursor: String! }
  type ResyncRequired { reason: String! }
  union Message = Change | Checkpoint | ResyncRequired
  type Subscription { changed(after: String): Message }
`)

/** Starts a live server on a free port. */
export async function startLiveServer(): Promise<LiveServer> {
  const afters: unknown[] = []
  const tokens: unknown[] = []
  const feed = openFeed()
  let answer: ((after: unknown) => AsyncGenerator<ExecutionResult>) | null = null
  let admit: (authorization: unknown) => number | true = () => true
  let onFrame: OnFrame = (_socket, send) => send()
  let port = 0
  let http: Server | null = null
  const sockets = new WebSocketServer({ noServer: true })
  sockets.on('connection', (socket) => {
    const send = socket.send.bind(socket)
    Object.assign(socket, {
      send: (data: string, done: () => void) => {
        if (data.includes('connection_ack')) return send(data, done)
        onFrame(socket, () => send(data))
        done()
      },
    })
  })
  useServer(
    {
      schema,
      onConnect: ({ connectionParams, extra }) => {
        tokens.push(connectionParams?.['authorization'])
        const verdict = admit(connectionParams?.['authorization'])
        if (verdict === true) return true
        extra.socket.close(verdict)
        return undefined
      },
      subscribe: ({ variableValues }) => {
        const after = variableValues?.['after'] ?? null
        afters.push(after)
        return answer === null ? feed.changes(after) : answer(after)
      },
    },
    sockets,
  )
  const start = async (): Promise<void> => {
    http = createServer().on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => sockets.emit('connection', webSocket, request))
    })
    http.listen(port, '127.0.0.1')
    await once(http, 'listening')
    port = (http.address() as AddressInfo).port
  }
  const drop = (closeCode?: number): void => {
    for (const socket of sockets.clients) {
      if (closeCode === undefined) socket.terminate()
      else socket.close(closeCode)
    }
  }
  await start()
  return {
    url: `ws://127.0.0.1:${String(port)}/graphql`,
    append: feed.append,
    afters,
    tokens,
    onFrame: (decide) => {
      onFrame = decide
    },
    answer: (results) => {
      answer = results
    },
    admit: (decide) => {
      admit = decide
    },
    drop,
    stop: async () => {
      drop()
      const closed = once(http ?? sockets, 'close')
      http?.close()
      await closed
    },
    start,
  }
}

interface Feed {
  readonly append: (count: number) => void
  readonly changes: (after: unknown) => AsyncGenerator<ExecutionResult>
}

function openFeed(): Feed {
  let length = 0
  let wake: () => void = () => undefined
  let more: Promise<void>
  const sleep = (): void => {
    more = new Promise((resolve) => {
      wake = resolve
    })
  }
  sleep()
  return {
    append: (count) => {
      length = count
      wake()
      sleep()
    },
    changes: async function* (after) {
      let at = after === null ? length : Number(after)
      if (at > length) throw new GraphQLError(`after: ${String(after)} has not happened`)
      yield messageOf({ __typename: 'Checkpoint', cursor: String(at) })
      for (;;) {
        while (at < length) {
          at += 1
          yield messageOf({ __typename: 'Change', cursor: String(at), eventId: `event-${String(at)}` })
        }
        await more
      }
    },
  }
}

/** A message as a subscription yields it. */
export function messageOf(message: ChangeMessage): ExecutionResult {
  return { data: { changed: message } }
}
