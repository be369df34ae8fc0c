import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws'

/** What is needed of a graphql-ws client. */
export type LiveClient = Pick<Client, 'on' | 'subscribe' | 'terminate'>

interface Attempt {
  dispose: () => void
  /** Its connection is gone: what the client sends by itself is the payload as it was. */
  isLost: boolean
}

/**
 * Subscribes, and again with a payload made for it whenever the client has connected anew: graphql-ws by itself would send the old one.
 * The sink hears of one subscription at a time, and of its end once. Returns what ends it.
 */
export function subscribeAnew<Data>(
  client: LiveClient,
  makePayload: () => SubscribePayload,
  sink: Sink<FormattedExecutionResult<Data>>,
): () => void {
  let attempt: Attempt | null = null
  const onLost = (): void => {
    if (attempt !== null) attempt.isLost = true
  }
  const listeners = [
    client.on('closed', onLost),
    client.on('error', onLost),
    client.on('connected', () => {
      if (attempt?.isLost === true) start()
    }),
  ]
  const stop = (): void => {
    for (const unlisten of listeners.splice(0)) unlisten()
    const last = attempt
    attempt = null
    if (last !== null) leave(last)
  }
  const start = (): void => {
    const previous = attempt
    const mine: Attempt = { dispose: () => undefined, isLost: false }
    const ending = (tell: () => void): void => {
      if (attempt !== mine) return
      stop()
      tell()
    }
    attempt = mine
    mine.dispose = client.subscribe<Data, Record<string, unknown>>(makePayload(), {
      next: (result) => {
        if (attempt === mine) sink.next(result)
      },
      error: (error) => ending(() => sink.error(error)),
      complete: () => ending(() => sink.complete()),
    })
    // Not before the new one is there: the client would close a connection that nobody needs.
    if (previous !== null) leave(previous)
  }
  start()
  return stop
}

function leave(attempt: Attempt): void {
  // Of a lost one at once, before the client sends it again.
  if (attempt.isLost) attempt.dispose()
  // Never while messages are handed out: when the server's `complete` is in the same packet, graphql-ws would count the operation
  // down twice, and close the connection later while others still need it.
  else setTimeout(() => attempt.dispose(), 0)
}
