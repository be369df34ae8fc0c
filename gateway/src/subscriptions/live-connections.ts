import type { Identity } from '../auth/identity.ts'
import { Refusal } from '../refusal.ts'

/** The clients that are connected for long, whatever the transport. */
export interface LiveConnections {
  /** Whether no other may come. */
  readonly isFull: () => boolean
  /**
   * Takes a connection in; UPSTREAM_UNAVAILABLE when no other may come, SUBSCRIPTION_LIMIT_EXCEEDED when its user has as many as
   * allowed. `close` asks the client to come back later.
   */
  readonly enter: (identity: Identity, close: () => void) => () => void
  /** Asks whoever is still there to connect anew, spread over this time, and takes nobody in any more. */
  readonly drain: (spreadMs: number) => Promise<void>
}

/** How many may be connected. */
export interface ConnectionLimits {
  readonly socketsMax: number
  readonly socketsPerUserMax: number
}

interface Connection {
  readonly userKey: string
  readonly close: () => void
}

/** What somebody is told for whom there is no room: to come back, here or elsewhere. */
export function noRoom(): Refusal {
  const message = 'No more streams can be opened here right now.'
  return new Refusal('UPSTREAM_UNAVAILABLE', message, { headers: { 'retry-after': '1' }, isRetryable: true })
}

/** Nobody is connected yet. */
export function openLiveConnections({ socketsMax, socketsPerUserMax }: ConnectionLimits): LiveConnections {
  const open = new Set<Connection>()
  const perUser = new Map<string, number>()
  let isDraining = false
  const leave = (connection: Connection): void => {
    if (!open.delete(connection)) return
    const left = (perUser.get(connection.userKey) ?? 1) - 1
    if (left === 0) perUser.delete(connection.userKey)
    else perUser.set(connection.userKey, left)
  }
  const isFull = (): boolean => isDraining || open.size >= socketsMax
  return {
    isFull,
    enter: ({ tenantId, kind, issuer, subject }, close) => {
      if (isFull()) throw noRoom()
      const userKey = JSON.stringify([tenantId, kind, issuer, subject])
      const count = perUser.get(userKey) ?? 0
      if (count >= socketsPerUserMax) {
        throw new Refusal('SUBSCRIPTION_LIMIT_EXCEEDED', `A user may have at most ${String(socketsPerUserMax)} open connections.`)
      }
      const connection = { userKey, close }
      open.add(connection)
      perUser.set(userKey, count + 1)
      return () => leave(connection)
    },
    drain: async (spreadMs) => {
      isDraining = true
      const all = [...open]
      await Promise.all(
        all.map(
          async (connection, index) =>
            await new Promise<void>((resolve) => {
              setTimeout(
                () => {
                  if (open.has(connection)) connection.close()
                  leave(connection)
                  resolve()
                },
                (spreadMs * index) / all.length,
              )
            }),
        ),
      )
    },
  }
}
