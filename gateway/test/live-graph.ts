import type { EventEnvelope } from '@iommi/schema/events/event'
import { Redis } from 'ioredis'
import { afterAll } from 'vitest'
import { openEventLog, type Change, type EventLog } from './event-log.ts'
import { canary, composeSources, eventsSdl, testGraph, type TestGraph } from './test-graph.ts'
import { useTestGateway, type TestGateway, type TestGatewayOptions } from './test-gateway.ts'
import type { CallContext } from './test-subgraph.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@inaccessible", "@shareable", "@requiresScopes"])`
const logSdl = `
scalar SafeInt
type _EventPage @inaccessible @shareable { epoch: String!  seq: SafeInt!  oldestSeq: SafeInt!  events: [String!]! }
type Query { _events(topic: String!, afterSeq: SafeInt!, first: Int!): _EventPage! @inaccessible @shareable }
`
const usual = testGraph.sources([])
const withoutLink = (sdl = ''): string => sdl.replace(/^extend schema .*$/m, '')

/** What each subgraph of the live graph declares. Only an admin has `catalog:write`. */
export const liveSdl = {
  customers: `${link}${withoutLink(usual['customers']?.sdl)}
scalar SafeInt
type _EventPage @inaccessible @shareable { epoch: String!  seq: SafeInt!  oldestSeq: SafeInt!  events: [String!]! }
extend type Query { _events(topic: String!, afterSeq: SafeInt!, first: Int!): _EventPage! @inaccessible @shareable }
`,
  orders: `${link}${withoutLink(usual['orders']?.sdl)}
extend type Order { version: Int!  seenBy: String  margin: Int @requiresScopes(scopes: [["catalog:write"]]) }
`,
  catalog: `${link}${logSdl}type ProductVariant @key(fields: "id") { id: ID!  sku: String }`,
  notifications: `${link}${logSdl}type Notification @key(fields: "id") { id: ID!  title: String }`,
  events: eventsSdl,
} as const

/** What resolvers of the live graph may be made to do. */
export interface LiveState {
  /** Versions of orders; those that are not here have version 2. */
  readonly versions: Map<string, number>
  /** Subject and id of a notification that somebody may not see, as of a kind that is switched off. */
  readonly hidden: Set<string>
  /** Ids of things whose resolver fails. */
  readonly failing: Set<string>
}

/** A gateway whose subscriptions tell what a test appends to the log. */
export interface LiveGateway extends TestGateway {
  readonly events: EventLog
  readonly state: LiveState
  readonly redis: Redis
  /** Appends changes to the log and publishes them; answers the events. */
  readonly publish: (...changes: readonly Change<unknown>[]) => Promise<readonly EventEnvelope[]>
}

/** Starts a gateway over customers, orders, catalog, notifications and their events. */
export function useLiveGateway(options: Omit<TestGatewayOptions, 'graph'> = {}): LiveGateway {
  const events = openEventLog()
  const state: LiveState = { versions: new Map(), hidden: new Set(), failing: new Set() }
  const gateway = useTestGateway({ ...options, graph: liveGraph(events, state) })
  let connection: Redis | null = null
  const redis = (): Redis => (connection ??= new Redis(gateway.config.redisUrl))
  afterAll(() => connection?.disconnect())
  const publish: LiveGateway['publish'] = async (...changes) => {
    const appended = changes.map((change) => events.append(change))
    const topics = new Map(changes.map(({ tenantId, event: { topic } }) => [`${tenantId} ${topic}`, { tenantId, topic }]))
    for (const { tenantId, topic } of topics.values()) await events.relay(redis(), tenantId, topic)
    return appended
  }
  // The gateway's own parts are there once it runs.
  return Object.create(gateway, {
    events: { value: events },
    state: { value: state },
    redis: { get: redis },
    publish: { value: publish },
  }) as LiveGateway
}

/** The supergraph of live tests over a log. */
export function liveGraph(events: EventLog, state: LiveState): TestGraph {
  return {
    supergraphSdl: composeSources(liveSdl),
    sources: (ensured) => {
      const { customers, orders } = testGraph.sources(ensured)
      const log = events.resolvers
      const order = (id: string): object => ({
        id,
        number: `N-${id}`,
        version: state.versions.get(id) ?? 2,
        customer: { id: 'customer_1' },
      })
      const found = async (id: string, thing: object | null): Promise<object | null> => {
        await Promise.resolve()
        if (state.failing.has(id)) throw new Error(`${id} cannot be read: ${canary}`)
        return thing
      }
      const orderType = {
        __resolveReference: ({ id }: { id: string }) => found(id, order(id)),
        margin: () => 7,
        seenBy: (_: unknown, __: unknown, { claims }: CallContext) => JSON.stringify(claims.actor),
      }
      const notification = async ({ id }: { id: string }, { claims }: CallContext): Promise<object | null> =>
        await found(id, state.hidden.has(`${claims.actor.id} ${id}`) ? null : { id, title: `T-${id}` })
      return {
        customers: { sdl: liveSdl.customers, resolvers: merged(customers?.resolvers, log) },
        orders: { sdl: liveSdl.orders, resolvers: merged(orders?.resolvers, { ...log, Order: orderType }) },
        catalog: {
          sdl: liveSdl.catalog,
          resolvers: { ...log, ProductVariant: { __resolveReference: ({ id }: { id: string }) => ({ id, sku: `S-${id}` }) } },
        },
        notifications: {
          sdl: liveSdl.notifications,
          resolvers: { ...log, Notification: { __resolveReference: notification } },
        },
      }
    },
  }
}

function merged(base: object = {}, more: Readonly<Record<string, object>>): object {
  const known = base as Readonly<Record<string, object>>
  return Object.fromEntries([...Object.keys(known), ...Object.keys(more)].map((type) => [type, { ...known[type], ...more[type] }]))
}

/** Follows orders: every field that tests look into. */
export const orderChanges = `subscription Changes($after: String, $where: OrderChangeWhereInput) {
  orderChanged(after: $after, where: $where) {
    __typename
    ... on OrderChange { cursor eventId orderVersion fromStatus toStatus order { id version customer { name } } }
    ... on Checkpoint { cursor }
    ... on ResyncRequired { reason oldestCursor }
  }
}`
