import { reconnecting } from '@iommi/schema/client/connection'
import { resumable } from '@iommi/schema/client/resumable'
import { createClient, type Client, type ClientOptions } from 'graphql-ws'
import { afterEach, beforeEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import { changesQuery, startLiveServer, type ChangeMessage, type LiveServer } from './live-server.ts'

/** What the operation of `changesQuery` answers with. */
export type Changes = Readonly<Record<string, ChangeMessage>>

/** How long clients wait at most before they connect again. */
export const waitMsMax = 5
/** How long tests wait for what comes over the line. */
export const soon = { timeout: 15_000, interval: 5 }
/** How a checkpoint is told in short. */
export const checkpoint = (cursor: number): string => `Checkpoint ${String(cursor)}`
/** How the change at a cursor is told in short. */
export const event = (cursor: number): string => `event-${String(cursor)}`

/** A live server of each test's own, and clients that are disposed of after it. */
export interface LiveClients {
  readonly server: () => LiveServer
  readonly connect: (options?: Partial<ClientOptions>) => Client
}

/** Starts a server before each test and stops it after. */
export function useLiveClients(): LiveClients {
  let current: LiveServer | null = null
  const clients: Client[] = []
  beforeEach(async () => {
    current = await startLiveServer()
  })
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose()
    await current?.stop()
  })
  const server = (): LiveServer => {
    if (current === null) throw new Error('the server is there once a test runs')
    return current
  }
  return {
    server,
    connect: (options = reconnecting({ waitMsMax })) => {
      const client = createClient({ url: server().url, webSocketImpl: WebSocket, ...options })
      clients.push(client)
      return client
    },
  }
}

/** A resumable subscription that is read. */
export interface Reader {
  /** What was yielded, in short. */
  readonly seen: string[]
  readonly untilSeen: (last: string) => Promise<void>
  /** How the iteration ended. */
  readonly end: Promise<unknown>
  readonly stop: () => Promise<unknown>
}

/** Subscribes to changes and reads whatever comes. */
export function read(
  client: Client,
  options: Parameters<typeof resumable>[2] = {},
  variables: Readonly<Record<string, unknown>> = {},
): Reader {
  const seen: string[] = []
  const stream = resumable<Changes>(client, { query: changesQuery, variables }, { waitMsMax, ...options })
  const readAll = async (): Promise<unknown> => {
    for await (const result of stream) {
      for (const message of Object.values(result.data ?? { none: null }))
        seen.push(message?.__typename === 'Change' ? message.eventId : Object.values(message ?? ['null']).join(' '))
    }
    return 'complete'
  }
  return {
    seen,
    untilSeen: async (last) => await expect.poll(() => seen.includes(last), soon).toBe(true),
    end: readAll().catch((error: unknown) => error),
    stop: async () => await stream.return?.(),
  }
}
