import { request as httpRequest } from 'node:http'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'

/** A message of a live field, as far as tests look into it. */
export interface LiveMessage {
  readonly __typename: string
  readonly cursor?: string
  readonly eventId?: string
  readonly [field: string]: unknown
}

/** Where a client connects to, and the operation that it runs; its root field takes the variable `after`. */
export interface Following {
  /** The gateway's endpoint, as an HTTP address. */
  readonly url: string
  readonly getToken: () => Promise<string>
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
  /** After so many events it drops its own connection, each time anew; never unless told. */
  readonly dropAfterEvents?: () => number
  /** Told of each message, and of the errors that came with it. */
  readonly onMessage?: (message: LiveMessage, errors: readonly unknown[]) => void
}

/** A client that keeps the newest cursor it saw, and comes back with it whenever its connection ends. */
export interface ResumingClient {
  /** Ids of the events that came, in order; grows. */
  readonly eventIds: readonly string[]
  /** `__typename` of the last message; null before the first. */
  readonly last: () => string | null
  readonly checkpoints: () => number
  /** How often it connected. */
  readonly connections: () => number
  /** Why connections ended: a close code, or what else was known. */
  readonly losses: readonly unknown[]
  /** Ends of the operation itself, by `complete` or by errors: nothing is sent again after one. */
  readonly ends: readonly unknown[]
  readonly stop: () => void
}

interface Sink {
  readonly next: (result: { readonly data?: unknown; readonly errors?: readonly unknown[] | undefined }) => void
  readonly lost: (why: unknown) => void
  readonly ended: (how: unknown) => void
}

/** Subscribes once, behind a cursor; returns what ends it. */
export type Connect = (following: Following, after: string | null, sink: Sink) => () => void

/** Starts a client over one of the transports below. Its `after` is that of its variables until it has seen a cursor. */
export function startResuming(connect: Connect, following: Following): ResumingClient {
  const eventIds: string[] = []
  const losses: unknown[] = []
  const ends: unknown[] = []
  let counts = { checkpoints: 0, connections: 0 }
  let newest = (following.variables?.['after'] ?? null) as string | null
  let last: string | null = null
  let leave = (): void => undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const take = (message: LiveMessage, errors: readonly unknown[]): void => {
    last = message.__typename
    newest = message.cursor ?? newest
    if (message.eventId !== undefined) eventIds.push(message.eventId)
    if (message.__typename === 'Checkpoint') counts = { ...counts, checkpoints: counts.checkpoints + 1 }
    following.onMessage?.(message, errors)
  }
  const begin = (): void => {
    let isOver = false
    const dropAt = eventIds.length + (following.dropAfterEvents?.() ?? Infinity)
    const drop = (): void => {
      if (isOver || isStopped) return
      isOver = true
      leave()
      losses.push('dropped')
      begin()
    }
    counts = { ...counts, connections: counts.connections + 1 }
    leave = connect(following, newest, {
      next: ({ data, errors = [] }) => {
        // What comes behind a dropped connection is not seen.
        if (isOver) return
        // It has one root field.
        const [message] = Object.values((data ?? {}) as Readonly<Record<string, LiveMessage | null>>)
        if (message) take(message, errors)
        else ends.push(errors)
        if (eventIds.length >= dropAt) drop()
      },
      lost: (why) => {
        if (isOver || isStopped) return
        isOver = true
        losses.push(why)
        timer = setTimeout(begin, 100 + 200 * Math.random())
      },
      ended: (how) => {
        if (isOver || isStopped) return
        isOver = true
        ends.push(how)
      },
    })
  }
  begin()
  return {
    eventIds,
    losses,
    ends,
    last: () => last,
    checkpoints: () => counts.checkpoints,
    connections: () => counts.connections,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      leave()
    },
  }
}

/** graphql-transport-ws, by the client that everybody uses, its own retries switched off. */
export const overWebSocket: Connect = ({ url, getToken, query, variables }, after, sink) => {
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: async () => ({ authorization: `Bearer ${await getToken()}` }),
  })
  client.subscribe(
    { query, variables: { ...variables, after } },
    {
      next: sink.next,
      error: (error) => {
        if (Array.isArray(error)) return sink.ended(error)
        const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : error
        // 4401 would be met again.
        if (code === 4401) sink.ended(code)
        else sink.lost(code)
      },
      complete: () => sink.ended('complete'),
    },
  )
  return () => {
    client.terminate()
    void client.dispose()
  }
}

/** Server-Sent Events as a browser's EventSource reads them: the id of the newest event goes back as `Last-Event-ID`. */
export const overEventStream: Connect = ({ url, getToken, query, variables }, after, sink) => {
  let leave = (): void => undefined
  let isGone = false
  const connect = async (): Promise<void> => {
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: `Bearer ${await getToken()}`,
      ...(after === null ? {} : { 'last-event-id': after }),
    }
    if (isGone) return
    const request = httpRequest(url, { method: 'POST', headers, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        response.resume()
        if (response.statusCode === 503) return sink.lost(503)
        return sink.ended(response.statusCode)
      }
      const read = eventReader(sink)
      response.setEncoding('utf8')
      response.on('data', read)
      response.on('error', () => undefined)
      response.once('close', () => sink.lost('the stream broke'))
    })
    request.on('error', (error) => sink.lost(error.message))
    request.end(JSON.stringify({ query, variables }))
    leave = () => void request.destroy()
  }
  connect().catch((error: unknown) => sink.lost(error))
  return () => {
    isGone = true
    leave()
  }
}

/** Puts the events of a stream together, whatever pieces it comes in. */
function eventReader({ next, ended }: Sink): (text: string) => void {
  let rest = ''
  return (text) => {
    const blocks = `${rest}${text}`.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string): string | null => new RegExp(`^${name}:[ ]?(.*)$`, 'm').exec(block)?.[1] ?? null
      if (field('event') === 'complete') ended('complete')
      else if (field('event') === 'next') next(withCursor(field('data') ?? '', field('id')))
    }
  }
}

/** What a message says, its cursor taken from the event's id: that is all an EventSource keeps. */
function withCursor(text: string, cursor: string | null): Parameters<Sink['next']>[0] {
  const { data, errors } = JSON.parse(text) as { data?: Readonly<Record<string, LiveMessage | null>> | null; errors?: readonly unknown[] }
  const fields = Object.entries(data ?? {}).map(([name, message]) => {
    const { cursor: _, ...others } = message ?? {}
    return [name, message === null || cursor === null ? message : { ...others, cursor }]
  })
  return { data: Object.fromEntries(fields), errors }
}
