import type { GraphQLFormattedError } from 'graphql'

/** How much of messages, in characters, a client is handed at a time before it is asked whether it takes more; one message at least. */
export const charactersAtOnce = 16 * 1024

/** One message, worked out and serialised once for everybody it goes to. */
export interface Frame {
  /** Number of the event, or of the newest one that a checkpoint stands behind. */
  readonly seq: number
  /** Where a client goes on behind this message; null where it has to look for another way. */
  readonly cursor: string | null
  /** The GraphQL result as JSON text. */
  readonly payload: string
  readonly isCheckpoint: boolean
  /** What it is charged at. */
  readonly cost: number
}

/** Where one subscription's messages go: a client, behind whatever transport. Nothing is said after `complete` or `fail`. */
export interface Outlet {
  readonly send: (frames: readonly Frame[]) => void
  /** Whether more waits for the client than should. */
  readonly isFull: () => boolean
  /** Calls `listener` once, when that is over or the client has gone. */
  readonly onDrain: (listener: () => void) => void
  /** The stream has said all it can. */
  readonly complete: () => void
  /** The stream cannot go on. */
  readonly fail: (errors: readonly GraphQLFormattedError[]) => void
}
