import { createClient, type Client } from 'graphql-ws'
import { WebSocket } from 'ws'

/** One subscription of a swarm. */
export interface SwarmMember {
  /** The name of its operation among the swarm's. */
  readonly operation: string
  /** Ids of the events that came, in order; grows. */
  readonly eventIds: readonly string[]
  readonly checkpoints: () => number
  /** How it ended: errors, or `complete`. Empty while it goes on. */
  readonly ends: readonly unknown[]
}

/** Many subscriptions on few sockets, which never come back by themselves. */
export interface Swarm {
  readonly members: readonly SwarmMember[]
  /** Close codes of sockets that are gone; grows. */
  readonly closed: readonly unknown[]
  readonly stop: () => Promise<void>
}

/** What a swarm asks for: each member runs one of the operations, in turn. */
export interface SwarmWish {
  /** The gateway's endpoint, as an HTTP address. */
  readonly url: string
  readonly members: number
  readonly perSocket: number
  /** The token of a socket, by its number. */
  readonly getToken: (socket: number) => Promise<string>
  readonly operations: Readonly<Record<string, { readonly query: string; readonly variables?: Readonly<Record<string, unknown>> }>>
}

/** Opens the sockets and subscribes; the first checkpoint tells that a member is live. */
export function openSwarm({ url, members, perSocket, getToken, operations }: SwarmWish): Swarm {
  const closed: unknown[] = []
  const clients = Array.from({ length: Math.ceil(members / perSocket) }, (_, socket) => {
    const client = createClient({
      url: url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: async () => ({ authorization: `Bearer ${await getToken(socket)}` }),
    })
    client.on('closed', (event) => closed.push(event))
    return client
  })
  const names = Object.keys(operations)
  return {
    closed,
    members: Array.from({ length: members }, (_, index) => {
      const operation = names[index % names.length] ?? ''
      const client = clients[Math.floor(index / perSocket)]
      const wanted = operations[operation]
      if (client === undefined || wanted === undefined) throw new Error('every member has a socket and an operation')
      return subscribe(client, operation, wanted)
    }),
    stop: async () => {
      await Promise.all(clients.map(async (client) => await client.dispose()))
    },
  }
}

function subscribe(client: Client, operation: string, { query, variables = {} }: SwarmWish['operations'][string]): SwarmMember {
  const eventIds: string[] = []
  const ends: unknown[] = []
  let checkpoints = 0
  client.subscribe<Record<string, { readonly __typename: string; readonly eventId?: string }>>(
    { query, variables },
    {
      next: ({ data, errors }) => {
        const [message] = Object.values(data ?? {})
        if (message?.__typename === 'Checkpoint') checkpoints += 1
        else if (message?.eventId !== undefined) eventIds.push(message.eventId)
        if (errors !== undefined) ends.push(errors)
      },
      error: (error) => ends.push(error),
      complete: () => ends.push('complete'),
    },
  )
  return { operation, eventIds, ends, checkpoints: () => checkpoints }
}
