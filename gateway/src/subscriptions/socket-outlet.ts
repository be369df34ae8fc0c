import type { Duplex } from 'node:stream'
import type { GraphQLFormattedError } from 'graphql'
import type { WebSocket } from 'ws'
import type { Outlet } from './outlet.ts'
import { isBacklogged, onceDrained } from './stream-backlog.ts'

/** A subscription on a socket, and how the protocol hears of its end. */
export interface SocketOutletOptions {
  readonly socket: WebSocket
  readonly raw: Duplex
  readonly id: string
  readonly complete: () => void
  readonly fail: (errors: readonly GraphQLFormattedError[]) => void
}

/** Writes messages straight to the socket: what is the same for everybody is text already. */
export function socketOutlet({ socket, raw, id, complete, fail }: SocketOutletOptions): Outlet {
  const head = `{"id":${JSON.stringify(id)},"type":"next","payload":`
  return {
    send: (frames) => {
      if (socket.readyState !== socket.OPEN) return
      raw.cork()
      for (const { payload } of frames) socket.send(`${head}${payload}}`)
      raw.uncork()
    },
    isFull: () => isBacklogged(raw),
    onDrain: (listener) => onceDrained(raw, listener),
    complete,
    fail,
  }
}
