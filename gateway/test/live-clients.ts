import { ApolloClient, gql, HttpLink, InMemoryCache, type ApolloLink } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { bearerParams, reconnecting } from '@iommi/schema/client/connection'
import { possibleTypes } from '@iommi/schema/client/dashboard.generated'
import { resumable } from '@iommi/schema/client/resumable'
import { Client as UrqlClient, subscriptionExchange } from '@urql/core'
import { createClient as createSseClient } from 'graphql-sse'
import { createClient, type Client } from 'graphql-ws'
import { expect } from 'vitest'
import { WebSocket } from 'ws'

/** A message of a live field, as far as tests look into it. */
export interface Message {
  readonly __typename: string
  readonly cursor?: string
  readonly [field: string]: unknown
}

/** A subscription that a client of the outside world runs. */
export interface Subscriber {
  /** What came, in order; grows. */
  readonly messages: readonly Message[]
  /** Why it ended; empty while it goes on. */
  readonly failures: readonly unknown[]
  /** Resolves once `isThere` holds for the messages; fails with what there is instead. */
  readonly until: (isThere: (messages: readonly Message[]) => boolean) => Promise<void>
  readonly stop: () => void
}

/** Where a client connects to, and the operation that it runs. */
export interface Subscription {
  /** The gateway's endpoint, as an HTTP address. */
  readonly url: string
  readonly getToken: () => Promise<string>
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>>
}

type Subscribe = (subscription: Subscription, sink: Sink) => (() => void) | Promise<() => void>

interface Sink {
  readonly next: (result: { readonly data?: unknown; readonly errors?: unknown; readonly error?: unknown }) => void
  readonly error: (error: unknown) => void
}

/** Clients that frontends and scripts use, each as it comes. */
export const liveClients = {
  'Apollo Client with its HttpLink (multipart)': async (subscription, sink) =>
    subscribeApollo(
      new HttpLink({ uri: subscription.url, headers: { authorization: `Bearer ${await subscription.getToken()}` } }),
      subscription,
      sink,
    ),
  'Apollo Client with GraphQLWsLink': (subscription, sink) => {
    const client = socketClient(subscription)
    const stop = subscribeApollo(new GraphQLWsLink(client), subscription, sink)
    return () => {
      stop()
      void client.dispose()
    }
  },
  'urql with its subscriptionExchange': (subscription, sink) => {
    const client = socketClient(subscription)
    const urql = new UrqlClient({
      url: subscription.url,
      preferGetMethod: false,
      exchanges: [
        subscriptionExchange({
          forwardSubscription: ({ query = '', variables }) => ({
            subscribe: (observer) => ({
              unsubscribe: client.subscribe({ query, variables: variables as Record<string, unknown> }, observer as never),
            }),
          }),
        }),
      ],
    })
    const running = urql.subscription(subscription.query, subscription.variables ?? {}).subscribe((result) => {
      if (result.error === undefined) sink.next(result)
      else sink.error(result.error)
    })
    return () => {
      running.unsubscribe()
      void client.dispose()
    }
  },
  'graphql-ws': (subscription, sink) => {
    const client = socketClient(subscription)
    client.subscribe({ query: subscription.query, variables: subscription.variables ?? {} }, { ...sink, complete: () => undefined })
    return () => void client.dispose()
  },
  'graphql-sse': (subscription, sink) => {
    const client = createSseClient({
      url: subscription.url,
      headers: async () => ({ authorization: `Bearer ${await subscription.getToken()}` }),
      retryAttempts: 0,
    })
    client.subscribe({ query: subscription.query, variables: subscription.variables ?? {} }, { ...sink, complete: () => undefined })
    return () => client.dispose()
  },
  resumable: (subscription, sink) => {
    const client = socketClient(subscription)
    const stream = resumable(client, { query: subscription.query, variables: subscription.variables ?? {} }, { waitMsMax: 200 })
    const read = async (): Promise<void> => {
      for await (const result of stream) sink.next(result)
    }
    read().catch((error: unknown) => sink.error(error))
    return () => {
      void stream.return?.()
      void client.dispose()
    }
  },
} as const satisfies Readonly<Record<string, Subscribe>>

/** A graphql-ws client of the gateway that comes back at once. */
export function socketClient({ url, getToken }: Pick<Subscription, 'url' | 'getToken'>): Client {
  return createClient({
    url: url.replace('http', 'ws'),
    connectionParams: bearerParams(getToken),
    webSocketImpl: WebSocket,
    ...reconnecting({ waitMsMax: 200 }),
  })
}

/** Subscribes with one of `liveClients`. */
export async function subscribeWith(name: keyof typeof liveClients, subscription: Subscription): Promise<Subscriber> {
  const messages: Message[] = []
  const failures: unknown[] = []
  const subscribe: Subscribe = liveClients[name]
  const stop = await subscribe(subscription, {
    next: ({ data, errors, error }) => {
      if (errors !== undefined || error !== undefined) failures.push(errors ?? error)
      const [message] = Object.values((data ?? {}) as Readonly<Record<string, Message>>)
      if (message !== undefined) messages.push(message)
    },
    error: (error) => failures.push(error),
  })
  return {
    messages,
    failures,
    until: async (isThere) =>
      await expect
        .poll(() => failures.length > 0 || isThere(messages), { timeout: 15_000, interval: 10, message: 'the messages are there' })
        .toBe(true),
    stop,
  }
}

function subscribeApollo(link: ApolloLink, { query, variables = {} }: Subscription, sink: Sink): () => void {
  const client = new ApolloClient({ link, cache: new InMemoryCache({ possibleTypes }) })
  const subscription = client.subscribe({ query: gql(query), variables }).subscribe(sink)
  return () => {
    subscription.unsubscribe()
    client.stop()
  }
}
