import { bearerParams, reconnecting } from '@iommi/schema/client/connection'
import { resumable } from '@iommi/schema/client/resumable'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import type { Following, LiveMessage, ResumingClient } from './resuming-client.ts'

/** Starts `resumable` of the published client, seen as the other clients are. Losses are its own affair. */
export function startResumable({ url, getToken, query, variables = {}, onMessage }: Following): ResumingClient {
  const eventIds: string[] = []
  const ends: unknown[] = []
  const counts = { checkpoints: 0, connections: 0 }
  let last: string | null = null
  const client = createClient({
    url: url.replace('http', 'ws'),
    webSocketImpl: WebSocket,
    connectionParams: bearerParams(getToken),
    ...reconnecting({ waitMsMax: 300 }),
  })
  client.on('connected', () => (counts.connections += 1))
  const stream = resumable<Readonly<Record<string, LiveMessage | null>>>(client, { query, variables }, { waitMsMax: 300 })
  const read = async (): Promise<void> => {
    for await (const { data, errors = [] } of stream) {
      const [message] = Object.values(data ?? {})
      if (!message) continue
      last = message.__typename
      if (message.eventId !== undefined) eventIds.push(message.eventId)
      if (last === 'Checkpoint') counts.checkpoints += 1
      onMessage?.(message, errors)
    }
    ends.push('complete')
  }
  let isStopped = false
  read().catch((error: unknown) => ends.push(error))
  return {
    eventIds,
    ends,
    losses: [],
    last: () => last,
    checkpoints: () => counts.checkpoints,
    connections: () => counts.connections,
    stop: () => {
      if (isStopped) return
      isStopped = true
      void stream.return?.()
      void client.dispose()
    },
  }
}
