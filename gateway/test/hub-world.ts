import { setImmediate } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { liveFields } from '@iommi/schema/events/live-fields'
import { orderConfirmed } from '@iommi/schema/events/order-events'
import type { Actor, Role } from '@iommi/shared/request-context'
import { silentLogger } from '@iommi/shared/telemetry'
import { buildSchema, GraphQLError, parse, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import { expect } from 'vitest'
import { grantsFor } from '../src/auth/grants.ts'
import type { LiveOperation } from '../src/execution/live-operation.ts'
import type { AskedSubscription, LivePreparation } from '../src/execution/live-request.ts'
import type { EventFeed } from '../src/subscriptions/event-feed.ts'
import { openLiveHub, type LiveHub, type LiveSubscription } from '../src/subscriptions/live-hub.ts'
import type { LiveState } from '../src/subscriptions/live-metrics.ts'
import type { LiveScope } from '../src/subscriptions/live-renderer.ts'
import type { Frame, Outlet } from '../src/subscriptions/outlet.ts'
import type { TopicFeed } from '../src/subscriptions/topic-feed.ts'

const tenantId = '01890000-0000-7000-8000-00000000acfe'
/** What is served at first. */
export const firstSdl =
  'type Query { ok: Boolean } type Subscription { orderChanged(after: String): Change } type Change { id: ID old: Int }'
const document = parse('subscription ($after: String) { orderChanged(after: $after) { id old } }')
const [field] = liveFields
if (field === undefined) throw new Error('there are live fields')

/** A hub, and all there is beside it. */
export interface HubWorld {
  readonly hub: LiveHub
  readonly subscribe: (to: HubClient, scope: LiveScope, more?: Partial<AskedSubscription>) => Promise<LiveSubscription>
  readonly publish: () => void
  /** What is served from now on. */
  readonly serve: (next: GraphQLSchema, name: string) => void
  /** Planning the document `broken` throws this from now on. */
  readonly breakPlanning: (error: Error) => void
  /** Topics are refused with this from now on. */
  readonly refuseTopics: (error: Error) => void
  /** Nothing may be subscribed to from now on. */
  readonly forbid: () => void
  /** Topics are opened once this is called. */
  readonly holdTopics: () => () => void
  readonly openTopics: () => number
  readonly channels: () => number
  readonly readers: () => number
}

/** A hub that nobody has subscribed to yet. */
export function hubWorld(): HubWorld {
  let head = 0
  let opened = 0
  let schema = buildSchema(firstSdl)
  let name = 'first'
  let isForbidden = false
  let planningError: Error | null = null
  let topicError: Error | null = null
  let topicsOpen: Promise<void> = Promise.resolve()
  let look: () => LiveState = () => ({ sources: new Map(), channels: [] })
  const listeners = new Set<() => void>()
  const topicFeed: TopicFeed = {
    tenantId,
    topic: 'order-events',
    head: () => ({ epoch: 'e', seq: head }),
    read: async ({ seq }, max) => {
      await setImmediate()
      const count = Math.min(max, head - seq)
      return { kind: 'events', epoch: 'e', events: Array.from({ length: count }, (_, index) => eventAt(seq + 1 + index)) }
    },
    onAdvance: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const feed: EventFeed = {
    open: async () => {
      if (topicError !== null) throw topicError
      opened += 1
      await topicsOpen
      return { feed: topicFeed, close: () => void (opened -= 1) }
    },
    follow: () => () => undefined,
    sources: () => new Map(),
    stop: () => Promise.resolve(),
  }
  const plan = ({ grants }: AskedSubscription): LiveOperation => {
    const made = name
    return {
      schema,
      field: field as NonNullable<typeof field>,
      args: {},
      afterVariable: 'after',
      costOf: () => 1,
      render: (message) => Promise.resolve({ data: { by: made, as: grants.key, of: message.__typename } }),
    }
  }
  const prepareLive = (asked: AskedSubscription): LivePreparation => {
    if (planningError !== null && asked.documentHash === 'broken') throw planningError
    return isForbidden
      ? { kind: 'refused', errors: [new GraphQLError('You may not.', { extensions: { code: 'FORBIDDEN' } })] }
      : { kind: 'ready', operation: plan(asked) }
  }
  const hub = openLiveHub({
    feed,
    graphFor: () => ({ prepareLive, schema: () => schema }),
    metrics: { executed: () => undefined, delivered: () => undefined, observe: (observed) => void (look = observed) },
    log: silentLogger,
    checkpointMs: 60_000,
    cursorKey: 'c'.repeat(64),
    callers: new Map(),
    requestTimeoutMs: 1_000,
  })
  return {
    hub,
    subscribe: async (to, scope, more = {}) => {
      const asked = { document, documentHash: 'one', operationName: undefined, variables: {}, grants: scope.grants, ...more }
      return await hub.subscribe({ asked, operation: plan(asked) }, { scope }, to.outlet)
    },
    publish: () => {
      head += 1
      for (const listener of listeners) listener()
    },
    serve: (next, by) => {
      schema = next
      name = by
    },
    breakPlanning: (error) => void (planningError = error),
    refuseTopics: (error) => void (topicError = error),
    forbid: () => void (isForbidden = true),
    holdTopics: () => {
      let release = (): void => undefined
      topicsOpen = new Promise((resolve) => (release = resolve))
      return () => release()
    },
    openTopics: () => opened,
    channels: () => look().channels.length,
    readers: () => look().channels.reduce((sum, channel) => sum + channel.readers, 0),
  }
}

function eventAt(seq: number): EventEnvelope {
  const data = { orderId: 'order_1', customerId: 'c', fromStatus: null, toStatus: 'PLACED', version: 1 }
  return {
    specversion: '1.0',
    id: `event_${String(seq)}`,
    source: 'test',
    type: orderConfirmed.type,
    subject: 'order_1',
    time: '2026-11-20T00:00:00.000Z',
    datacontenttype: 'application/json',
    data: { ...data, fromFulfillmentStatus: null, toFulfillmentStatus: 'UNFULFILLED' },
    tenantid: tenantId,
    seq,
    aggregateversion: 1,
  }
}

/** What employees of these roles get. */
export function scopeOf(...roles: readonly Role[]): LiveScope {
  const actor: Actor = { kind: 'employee', id: 'erin', name: 'Erin', roles }
  return { tenantId, actor, grants: grantsFor(actor, new Set()) }
}

/** A client, and what came to it. */
export interface HubClient {
  readonly outlet: Outlet
  readonly seqs: () => readonly number[]
  readonly last: () => unknown
  readonly ends: readonly ('complete' | readonly GraphQLFormattedError[])[]
}

/** A client that takes whatever comes. */
export function client(): HubClient {
  const frames: Frame[] = []
  const ends: ('complete' | readonly GraphQLFormattedError[])[] = []
  return {
    ends,
    seqs: () => frames.filter(({ isCheckpoint }) => !isCheckpoint).map(({ seq }) => seq),
    last: () => JSON.parse(frames.at(-1)?.payload ?? 'null') as unknown,
    outlet: {
      send: (more) => void frames.push(...more),
      isFull: () => false,
      onDrain: (listener) => listener(),
      complete: () => void ends.push('complete'),
      fail: (errors) => void ends.push(errors),
    },
  }
}
/** Waits until this is so. */
export const until = async (isThere: () => boolean): Promise<void> => await expect.poll(isThere, { timeout: 5_000, interval: 1 }).toBe(true)

/** Lets whatever is under way go on for a while. */
export async function turns(count = 30): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await setImmediate()
}
