import { setImmediate } from 'node:timers/promises'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { orderConfirmed } from '@iommi/schema/events/order-events'
import { liveFields } from '@iommi/schema/events/live-fields'
import type { Actor, Role } from '@iommi/shared/request-context'
import { silentLogger } from '@iommi/shared/telemetry'
import { buildSchema, GraphQLError, parse, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import { beforeEach, describe, expect, it } from 'vitest'
import { grantsFor } from '../auth/grants.ts'
import type { LiveOperation } from '../execution/live-operation.ts'
import type { AskedSubscription, LivePreparation } from '../execution/live-request.ts'
import type { EventFeed } from './event-feed.ts'
import { openLiveHub, type LiveHub, type LiveSubscription } from './live-hub.ts'
import type { LiveState } from './live-metrics.ts'
import type { LiveScope } from './live-renderer.ts'
import type { Frame, Outlet } from './outlet.ts'
import type { TopicFeed } from './topic-feed.ts'

const tenantId = '01890000-0000-7000-8000-00000000acfe'
const sdl = 'type Query { ok: Boolean } type Subscription { orderChanged(after: String): Change } type Change { id: ID old: Int }'
const document = parse('subscription ($after: String) { orderChanged(after: $after) { id old } }')
const [field] = liveFields
if (field === undefined) throw new Error('there are live fields')

/** All there is beside the hub. */
interface World {
  readonly hub: LiveHub
  readonly publish: () => void
  /** What is served from now on. */
  serve: (next: GraphQLSchema, name: string) => void
  /** Nothing may be subscribed to from now on. */
  forbid: () => void
  /** Topics are opened once this is called. */
  readonly holdTopics: () => () => void
  readonly plan: (asked: AskedSubscription) => LiveOperation
  readonly openTopics: () => number
  readonly state: () => LiveState
}

function world(): World {
  let head = 0
  let opened = 0
  let schema = buildSchema(sdl)
  let name = 'first'
  let isForbidden = false
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
      render: (message) => Promise.resolve({ data: { by: made, as: grants.key, of: message.__typename } }),
    }
  }
  const prepareLive = (asked: AskedSubscription): LivePreparation =>
    isForbidden
      ? { kind: 'refused', errors: [new GraphQLError('You may not.', { extensions: { code: 'FORBIDDEN' } })] }
      : { kind: 'ready', operation: plan(asked) }
  const hub = openLiveHub({
    feed,
    prepareLive,
    schema: () => schema,
    metrics: { executed: () => undefined, delivered: () => undefined, observe: (observed) => void (look = observed) },
    log: silentLogger,
    checkpointMs: 60_000,
    cursorKey: 'c'.repeat(64),
    callers: new Map(),
    requestTimeoutMs: 1_000,
  })
  return {
    hub,
    plan,
    publish: () => {
      head += 1
      for (const listener of listeners) listener()
    },
    serve: (next, by) => {
      schema = next
      name = by
    },
    forbid: () => void (isForbidden = true),
    holdTopics: () => {
      let release = (): void => undefined
      topicsOpen = new Promise((resolve) => (release = resolve))
      return () => release()
    },
    openTopics: () => opened,
    state: () => look(),
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

function scopeOf(...roles: readonly Role[]): LiveScope {
  const actor: Actor = { kind: 'employee', id: 'erin', name: 'Erin', roles }
  return { tenantId, actor, grants: grantsFor(actor, new Set()) }
}

/** A client, and what came to it. */
interface Client {
  readonly outlet: Outlet
  readonly seqs: () => readonly number[]
  readonly last: () => unknown
  readonly ends: readonly ('complete' | readonly GraphQLFormattedError[])[]
}

function client(): Client {
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

let at: World
beforeEach(() => {
  at = world()
})

function subscribe(to: Client, scope: LiveScope, more: Partial<AskedSubscription> = {}): Promise<LiveSubscription> {
  const asked: AskedSubscription = { document, documentHash: 'one', operationName: undefined, variables: {}, grants: scope.grants, ...more }
  return at.hub.subscribe({ asked, operation: at.plan(asked) }, { scope }, to.outlet)
}

const until = async (isThere: () => boolean): Promise<void> => await expect.poll(isThere, { timeout: 5_000, interval: 1 }).toBe(true)
const turns = async (count = 30): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await setImmediate()
}
const channels = (): number => at.state().channels.length
const readers = (): number => at.state().channels.reduce((sum, channel) => sum + channel.readers, 0)

describe('subscriptions', () => {
  it('share a channel when they get the same, from whatever cursor, and it ends with the last of them', async () => {
    const scope = scopeOf('order-manager')
    const made = [
      await subscribe(client(), scope),
      await subscribe(client(), scope, { variables: { after: undefined } }),
      await subscribe(client(), scopeOf('customer-service')),
      await subscribe(client(), scope, { variables: { other: 1 } }),
      await subscribe(client(), scope, { documentHash: 'two' }),
      await subscribe(client(), scope, { operationName: 'Other' }),
    ]
    expect([channels(), readers(), at.openTopics()]).toEqual([5, 6, 5])
    for (const each of made) each.end()
    expect([channels(), readers(), at.openTopics()]).toEqual([0, 0, 0])
  })

  it('open a topic once when several begin at the same time', async () => {
    const release = at.holdTopics()
    const scope = scopeOf('admin')
    const begun = [subscribe(client(), scope), subscribe(client(), scope)]
    release()
    for (const each of await Promise.all(begun)) each.end()
    expect([channels(), at.openTopics()]).toEqual([0, 0])
  })

  it('get what happens also when the last other one left in the moment they began', async () => {
    const scope = scopeOf('admin')
    const [before, after] = [client(), client()]
    const leaving = await subscribe(before, scope)
    const beginning = subscribe(after, scope)
    leaving.end()
    await beginning
    at.publish()
    await until(() => after.seqs().length === 1)
    expect([before.seqs(), readers(), at.openTopics()]).toEqual([[], 1, 1])
  })
})

describe('a client whose rights change', () => {
  it('goes on where it stood, as what it may be now', async () => {
    const one = client()
    const subscription = await subscribe(one, scopeOf('admin'))
    at.publish()
    await until(() => one.seqs().length === 1)
    const narrower = scopeOf('customer-service')
    subscription.reauthorize(narrower)
    at.publish()
    await until(() => one.seqs().length === 2)
    at.publish()
    await until(() => one.seqs().length === 3)
    expect([one.seqs(), one.last(), channels(), one.ends]).toEqual([
      [1, 2, 3],
      { data: { by: 'first', as: narrower.grants.key, of: 'OrderChange' } },
      1,
      [],
    ])
  })

  it('goes on also when it comes to the same', async () => {
    const one = client()
    const subscription = await subscribe(one, scopeOf('admin', 'order-manager'))
    subscription.reauthorize(scopeOf('order-manager', 'admin'))
    await turns()
    at.publish()
    await until(() => one.seqs().length === 1)
    expect([readers(), at.openTopics(), one.ends]).toEqual([1, 1, []])
  })

  it('ends up as what it may be last when they change faster than it can move', async () => {
    const one = client()
    const subscription = await subscribe(one, scopeOf('admin'))
    const scopes = [scopeOf('customer-service'), scopeOf('admin'), scopeOf('order-manager')]
    for (const scope of scopes) subscription.reauthorize(scope)
    at.publish()
    await until(() => one.seqs().length === 1)
    await turns()
    expect([one.last(), readers(), channels()]).toEqual([{ data: { by: 'first', as: scopes[2]?.grants.key, of: 'OrderChange' } }, 1, 1])
  })

  it('is told when nothing is left, and gets nothing more, whatever it may be later', async () => {
    const one = client()
    const subscription = await subscribe(one, scopeOf('admin'))
    at.forbid()
    subscription.reauthorize(scopeOf())
    await until(() => one.ends.length > 0)
    subscription.reauthorize(scopeOf('admin'))
    await turns()
    at.publish()
    await turns()
    expect([one.ends, one.seqs(), channels(), at.openTopics()]).toEqual([
      [[{ message: 'You may not.', extensions: { code: 'FORBIDDEN', requestId: expect.stringMatching(/^request_/) } }]],
      [],
      0,
      0,
    ])
  })

  it('leaves nothing behind when it goes while it is moved', async () => {
    const one = client()
    const subscription = await subscribe(one, scopeOf('admin'))
    const release = at.holdTopics()
    subscription.reauthorize(scopeOf('order-manager'))
    await turns(3)
    subscription.end()
    release()
    await turns()
    at.publish()
    await turns()
    expect([one.seqs(), channels(), at.openTopics()]).toEqual([[], 0, 0])
  })
})

describe('a new supergraph', () => {
  const kept = buildSchema(`${sdl} type Added { id: ID }`)
  const without = buildSchema(sdl.replace(' old: Int', ''))
  const invalidated = {
    message: 'Change.old is no longer what it was: write the operation anew for the schema that is served now.',
    extensions: { code: 'OPERATION_INVALIDATED', coordinate: 'Change.old', requestId: expect.stringMatching(/^request_/) as string },
  }

  it('is what messages are worked out by from then on', async () => {
    const one = client()
    await subscribe(one, scopeOf('admin'))
    at.serve(kept, 'second')
    await at.hub.replan()
    at.publish()
    await until(() => one.seqs().length === 1)
    expect([one.last(), one.ends]).toEqual([{ data: { by: 'second', as: scopeOf('admin').grants.key, of: 'OrderChange' } }, []])
  })

  it('ends what cannot go on, with the coordinate, and nothing else', async () => {
    const [user, other] = [client(), client()]
    await subscribe(user, scopeOf('admin'))
    await subscribe(other, scopeOf('admin'), { document: parse('subscription { orderChanged { id } }'), documentHash: 'two' })
    at.serve(without, 'second')
    await at.hub.replan()
    at.publish()
    await until(() => other.seqs().length === 1)
    expect([user.ends, user.seqs(), other.ends, channels()]).toEqual([[[invalidated]], [], [], 1])
  })

  it('counts also for a subscription that began while it came', async () => {
    const [user, other] = [client(), client()]
    const release = at.holdTopics()
    const begun = subscribe(user, scopeOf('admin'))
    const otherBegun = subscribe(other, scopeOf('admin'), { document: parse('subscription { orderChanged { id } }'), documentHash: 'two' })
    at.serve(without, 'second')
    await at.hub.replan()
    release()
    await Promise.all([begun, otherBegun])
    at.publish()
    await until(() => other.seqs().length === 1)
    expect([user.ends, user.seqs(), other.last(), channels()]).toEqual([
      [[invalidated]],
      [],
      { data: { by: 'second', as: scopeOf('admin').grants.key, of: 'OrderChange' } },
      1,
    ])
  })
})
