import { bearerParams, reconnecting, type ConnectionState } from '@iommi/schema/client/connection'
import { resumable, SubscriptionError } from '@iommi/schema/client/resumable'
import { createClient } from 'graphql-ws/client'
import type { Session } from '../sign-in/session.ts'
import { observable, type Observable } from './observable.ts'
import { pause } from './pause.ts'

/** How the stream of changes is doing. */
export interface Link {
  /** `resuming`: connected, and waiting to be told what was missed. `ended`: for good, for the reason `problem` gives. */
  readonly state: 'connecting' | 'live' | 'resuming' | 'reconnecting' | 'ended'
  /** A sentence for people; null where all is well. */
  readonly problem: string | null
  /** When the last change came, by this machine's clock. */
  readonly lastChangeAtMs: number | null
}

/** A subscription to follow, and its one field. */
export interface FollowedField {
  readonly document: string
  readonly operationName: string
  readonly field: string
}

/** A change as far as a feed looks into it. */
interface Positioned {
  readonly __typename: string
  readonly cursor: string
}

/** The stream of changes over one socket that comes back by itself. */
export interface Feed<Change> {
  readonly link: Observable<Link>
  /**
   * Hands each change after the cursor (null: from now on) to `onChange`, once and in order, whatever happens to the connection. Resolves when the list
   * has to be read again: then follow from the new cursor. When it cannot go on at all, `link` says why and it resolves to `ended`.
   */
  readonly follow: (cursor: string | null, onChange: (change: Change) => void) => Promise<'resync' | 'ended'>
}

type Message<Change> = Change | Checkpoint | Resync

interface Checkpoint {
  readonly __typename: 'Checkpoint'
  readonly cursor: string
}

interface Resync {
  readonly __typename: 'ResyncRequired'
}

function isCheckpoint(message: Positioned): message is Checkpoint {
  return message.__typename === 'Checkpoint'
}

function isResync(message: Positioned | Resync): message is Resync {
  return message.__typename === 'ResyncRequired'
}

interface Position {
  cursor: string | null
  /** False after a token was refused, until something came with the next one. */
  isTokenGood: boolean
}

const restartDelayMs = 1_000
const tokenRefusedCode = 4401
const problems: Readonly<Record<string, string>> = {
  OPERATION_INVALIDATED: 'This page is older than the service it talks to. Load it again.',
  4401: 'You are not signed in any more. Sign in again.',
  4429: 'You have too many of these pages open. Close some, then load this one again.',
}

/** Opens a feed; it connects when something is followed. */
export function openFeed<Change extends Positioned>(session: Session, followed: FollowedField): Feed<Change> {
  const url = socketUrl()
  const link = observable<Link>({ state: 'connecting', problem: null, lastChangeAtMs: null })
  const update = (changes: Partial<Link>): void => link.set({ ...link.get(), ...changes })
  const onState = (state: ConnectionState): void => {
    if (state === 'live') update({ state: 'resuming' })
    else if (state !== 'closed') update({ state })
  }
  const client = createClient({ url, keepAlive: 10_000, connectionParams: bearerParams(session.token), ...reconnecting({ onState }) })
  // What is neither a checkpoint nor the end carries a change.
  const changeIn = (message: Change | Checkpoint): Change | null => (isCheckpoint(message) ? null : message)
  const listen = async (position: Position, onChange: (change: Change) => void): Promise<'resync' | 'over'> => {
    const messages = resumable<Readonly<Record<string, Message<Change>>>>(client, {
      query: followed.document,
      operationName: followed.operationName,
      variables: { after: position.cursor },
    })
    for await (const { data } of messages) {
      const message = data?.[followed.field]
      if (message === undefined) continue
      if (isResync(message)) {
        update({ state: 'resuming' })
        return 'resync'
      }
      position.cursor = message.cursor
      position.isTokenGood = true
      const change = changeIn(message)
      update({ state: 'live', problem: null, ...(change !== null ? { lastChangeAtMs: Date.now() } : {}) })
      if (change !== null) onChange(change)
    }
    return 'over'
  }
  return {
    link,
    follow: async (cursor, onChange) => {
      const position = { cursor, isTokenGood: true }
      for (;;) {
        try {
          if ((await listen(position, onChange)) === 'resync') return 'resync'
          await pause(restartDelayMs)
        } catch (error) {
          if (!position.isTokenGood || !(await isWorthAnotherToken(session, error))) {
            update({ state: 'ended', problem: problemOf(error) })
            return 'ended'
          }
          position.isTokenGood = false
        }
      }
    },
  }
}

// The token may have been withdrawn before its time: with a new one all may be well.
async function isWorthAnotherToken(session: Session, error: unknown): Promise<boolean> {
  if (!(error instanceof SubscriptionError) || error.closeCode !== tokenRefusedCode) return false
  return await session.renew().then(
    () => true,
    () => false,
  )
}

/** Where this page's gateway takes sockets. */
function socketUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/graphql`
}

function problemOf(error: unknown): string {
  if (!(error instanceof SubscriptionError)) return 'Live changes have stopped. Load the page again.'
  return problems[String(error.code ?? error.closeCode)] ?? `Live changes have stopped: ${error.message}`
}
