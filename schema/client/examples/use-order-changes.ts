import { print } from 'graphql'
import { useMemo, useSyncExternalStore } from 'react'
import { resumable } from '../resumable.ts'
import { OrderChangesDocument, type OrderChangesSubscription } from '../storefront.generated.ts'
import type { LiveClient } from '../subscribe-anew.ts'

type Message = NonNullable<OrderChangesSubscription['orderChanged']>

/** One change of an order. */
export type OrderChange = Extract<Message, { readonly __typename: 'OrderChange' }>

/** What a component shows. */
export interface OrderChanges {
  /** The newest first, 100 at most. */
  readonly changes: readonly OrderChange[]
  /** Too much was missed: read the page again, and begin from its `changesCursor`. */
  readonly isStale: boolean
  /** Why it does not go on; null while it does. */
  readonly error: Error | null
}

/** Follows changes while somebody listens; who listens again later goes on behind the last one. */
export interface OrderChangesStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly read: () => OrderChanges
}

const shownMax = 100

/** A store of changes behind the cursor `after`, or from now on. `client` is graphql-ws's, shared by the page. */
export function orderChangesStore(client: LiveClient, after: string | null): OrderChangesStore {
  const listeners = new Set<() => void>()
  let state: OrderChanges = { changes: [], isStale: false, error: null }
  let cursor = after
  let stop: (() => void) | null = null
  const show = (next: Partial<OrderChanges>): void => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }
  const receive = (message: Message | null): void => {
    if (message === null) return
    if (message.__typename === 'ResyncRequired') return show({ isStale: true })
    cursor = message.cursor
    if (message.__typename === 'OrderChange') show({ changes: [message, ...state.changes].slice(0, shownMax) })
  }
  const begin = (): void => {
    const operation = { query: print(OrderChangesDocument), variables: { after: cursor } }
    const stream = resumable<OrderChangesSubscription>(client, operation)
    let isOver = false
    stop = () => {
      isOver = true
      void stream.return?.()
    }
    const follow = async (): Promise<void> => {
      for await (const { data } of stream) {
        if (isOver) return
        receive(data?.orderChanged ?? null)
      }
    }
    follow().catch((error: unknown) => show({ error: error instanceof Error ? error : new Error(String(error)) }))
  }
  return {
    read: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      if (listeners.size === 1) begin()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop?.()
      }
    },
  }
}

/** Live changes of orders for a component: begins behind `after` (the `changesCursor` of the page it shows), ends with the component. */
export function useOrderChanges(client: LiveClient, after: string | null): OrderChanges {
  const { subscribe, read } = useMemo(() => orderChangesStore(client, after), [client, after])
  return useSyncExternalStore(subscribe, read, read)
}
