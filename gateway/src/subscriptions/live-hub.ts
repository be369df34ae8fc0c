import { setImmediate } from 'node:timers/promises'
import { decodeEventCursor } from '@iommi/shared/event-cursor'
import { newId } from '@iommi/shared/ids'
import type { Logger } from '@iommi/shared/telemetry'
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql'
import type { AskedSubscription, LivePreparation, LiveRequest } from '../execution/live-request.ts'
import type { LiveOperation } from '../execution/live-operation.ts'
import type { PublicCode } from '../error-codes.ts'
import { publicError, withRequestId } from '../public-error.ts'
import { Refusal, shownRefusal, toRefusal } from '../refusal.ts'
import type { EventFeed } from './event-feed.ts'
import { openLiveChannel, type LiveChannel, type LiveReader } from './live-channel.ts'
import type { LiveMetrics } from './live-metrics.ts'
import { liveRenderer, viewerOf, type LiveScope, type RendererKit } from './live-renderer.ts'
import type { Outlet } from './outlet.ts'
import { findRemovedCoordinate } from './removed-coordinate.ts'
import { findRemovedValue } from './removed-value.ts'
import type { Position, TopicFeed } from './topic-feed.ts'

/** Every subscription of this gateway. */
export interface LiveHub {
  /**
   * Sends what `request` asks for to `outlet`: what comes after the cursor `after`, then everything from then on.
   * Throws a Refusal: BAD_USER_INPUT for a cursor or a condition that is none, UPSTREAM_UNAVAILABLE.
   */
  readonly subscribe: (request: LiveRequest, from: LiveStart, outlet: Outlet) => Promise<LiveSubscription>
  /** Goes on with what is served now: whoever uses something that is gone is told so, everybody else notices nothing. */
  readonly replan: () => Promise<void>
  /** Sends nothing more to anybody. */
  readonly stop: () => void
}

/** Who subscribes, and from where on. */
export interface LiveStart {
  readonly scope: LiveScope
  /** Instead of the operation's own argument. */
  readonly after?: string | null
  /** Told what the messages cost that the client is sent. */
  readonly onSent?: (cost: number) => void
}

/** One subscription of one client. */
export interface LiveSubscription {
  /** From the next event on the client gets what it may have now; it is told when that is nothing. */
  readonly reauthorize: (scope: LiveScope) => void
  /** Sends nothing more. */
  readonly end: () => void
}

/** What the hub works with. */
export interface LiveHubOptions extends Omit<RendererKit, 'onExecution'> {
  readonly feed: EventFeed
  /** The graph that a caller gets, as it is served now. */
  readonly graphFor: (actor: LiveScope['actor']) => SubscribableGraph
  readonly metrics: LiveMetrics
  readonly log: Logger
  /** Time between two checkpoints of a stream. */
  readonly checkpointMs: number
}

/** A graph that can be subscribed to. */
export interface SubscribableGraph {
  readonly prepareLive: (asked: AskedSubscription) => LivePreparation
  /** What clients see of it. */
  readonly schema: () => GraphQLSchema
}

/** A channel, and what it is for. */
interface SharedChannel {
  readonly channel: LiveChannel
  readonly key: string
  readonly feed: TopicFeed
  readonly asked: AskedSubscription
  readonly scope: LiveScope
  /** The one its operation is planned for. */
  schema: GraphQLSchema
  /** Of a channel that nobody reads. */
  readonly close: () => void
}

interface Hub {
  readonly options: LiveHubOptions
  readonly kit: RendererKit
  readonly channels: Map<string, SharedChannel>
}

/** Opens the hub. */
export function openLiveHub(options: LiveHubOptions): LiveHub {
  const { feed, metrics } = options
  const channels = new Map<string, SharedChannel>()
  const hub: Hub = { options, kit: { ...options, onExecution: metrics.executed }, channels }
  metrics.observe(() => ({
    sources: feed.sources(),
    channels: [...channels.values()].map(({ scope, channel }) => ({ tenantId: scope.tenantId, ...channel.counts() })),
  }))
  return {
    subscribe: async ({ asked, operation }, { scope, after, onSent }, outlet) => {
      const cursor = after ?? operation.args['after']
      const position = typeof cursor === 'string' ? positionAt(options.cursorKey, operation, scope.tenantId, cursor) : null
      checkArguments(operation, scope)
      const client = newClient(asked, onSent === undefined ? outlet : counted(outlet, onSent))
      await joinChannel(hub, client, { operation, scope, position, isMoved: false })
      return openSubscription(hub, client)
    },
    replan: async () => {
      for (const entry of channels.values()) {
        // Read anew each time: while this goes on, the next supergraph may come.
        replan(hub, entry)
        // Planning takes milliseconds in which nothing else runs.
        await setImmediate()
      }
    },
    stop: () => {
      for (const { channel } of channels.values()) channel.stop()
      channels.clear()
    },
  }
}

interface Wanted {
  readonly operation: LiveOperation
  readonly scope: LiveScope
}

async function channelFor({ options, kit, channels }: Hub, asked: AskedSubscription, wanted: Wanted): Promise<SharedChannel> {
  const { operation, scope } = wanted
  const key = channelKey(asked, operation, scope)
  const existing = channels.get(key)
  if (existing !== undefined) return existing
  const shared = sharedScope(operation, scope)
  const renderer = liveRenderer(kit, operation, shared)
  const { feed, close } = await options.feed.open(scope.tenantId, operation.field.topic)
  const meanwhile = channels.get(key)
  if (meanwhile !== undefined) {
    close()
    return meanwhile
  }
  const onEmpty = (): void => {
    channels.delete(key)
    channel.stop()
    close()
  }
  const channel = openLiveChannel({
    feed,
    renderer,
    log: options.log,
    checkpointMs: options.checkpointMs,
    onDelivered: (count) => options.metrics.delivered(scope.tenantId, count),
    onEmpty,
  })
  const made: SharedChannel = { channel, key, feed, asked, scope: shared, schema: operation.schema, close: onEmpty }
  channels.set(key, made)
  return made
}

/** One client's subscription, which may move from channel to channel. */
interface Client {
  readonly asked: AskedSubscription
  readonly outlet: Outlet
  /** Null before it has joined one. */
  reader: LiveReader | null
  /** Whether nothing may be said any more. */
  isEnded: boolean
}

function counted(outlet: Outlet, onSent: (cost: number) => void): Outlet {
  return {
    ...outlet,
    send: (frames) => {
      onSent(frames.reduce((sum, { cost }) => sum + cost, 0))
      outlet.send(frames)
    },
  }
}

function newClient(asked: AskedSubscription, outlet: Outlet): Client {
  const client: Client = {
    asked,
    outlet: {
      ...outlet,
      complete: () => {
        client.isEnded = true
        outlet.complete()
      },
      fail: (errors) => {
        client.isEnded = true
        outlet.fail(errors)
      },
    },
    reader: null,
    isEnded: false,
  }
  return client
}

/** Where a client goes on; without a position from now on. */
interface Joining extends Wanted {
  readonly position: Position | null
  readonly isMoved: boolean
}

/** Lets a client read the channel of what it asked for; does nothing for one that has gone meanwhile. */
async function joinChannel(hub: Hub, client: Client, { position, isMoved, ...wanted }: Joining): Promise<void> {
  for (;;) {
    const entry = await channelFor(hub, { ...client.asked, grants: wanted.scope.grants }, wanted)
    // Its last client may have left it the moment before, and nobody works for it any more.
    if (hub.channels.get(entry.key) !== entry) continue
    if (!client.isEnded) client.reader = entry.channel.join(client.outlet, { position: position ?? entry.feed.head(), isMoved })
    else if (entry.channel.counts().readers === 0) entry.close()
    // The operation may have been planned before the newest supergraph came.
    replan(hub, entry)
    return
  }
}

function openSubscription(hub: Hub, client: Client): LiveSubscription {
  let turn: Promise<void> = Promise.resolve()
  return {
    reauthorize: (scope) => {
      turn = turn
        .then(() => move(hub, client, scope))
        .catch((error: unknown) => {
          if (client.isEnded) return
          hub.options.log.error({ err: error, tenantId: scope.tenantId }, 'subscription not moved')
          client.outlet.fail([publicErrorOf(error)])
        })
    },
    end: () => {
      client.isEnded = true
      client.reader?.leave()
    },
  }
}

/** A client that may have other things from now on goes on in another channel, from where it stands. */
async function move(hub: Hub, client: Client, scope: LiveScope): Promise<void> {
  if (client.isEnded || client.reader === null) return
  // Nothing more of what it might not have any more.
  const position = client.reader.position()
  client.reader.leave()
  const prepared = hub.options.graphFor(scope.actor).prepareLive({ ...client.asked, grants: scope.grants })
  if (prepared.kind === 'refused') return client.outlet.fail(prepared.errors.map(publicErrorOf))
  await joinChannel(hub, client, { operation: prepared.operation, scope, position, isMoved: true })
}

/** Goes on with what is served now, or ends the channel, and only this one. Never throws. */
function replan(hub: Hub, entry: SharedChannel): void {
  try {
    const graph = hub.options.graphFor(entry.scope.actor)
    if (entry.schema !== graph.schema()) replanOrThrow(hub, entry, graph)
  } catch (error) {
    hub.options.log.error({ err: error, tenantId: entry.scope.tenantId }, 'subscription not planned anew')
    entry.channel.fail([publicErrorOf(error)])
  }
}

function replanOrThrow({ kit }: Hub, entry: SharedChannel, graph: SubscribableGraph): void {
  const { asked } = entry
  const schema = graph.schema()
  const coordinate = findRemovedCoordinate(entry.schema, schema, asked.document) ?? findRemovedValue(entry.schema, schema, asked)
  if (coordinate !== null) return entry.channel.fail([invalidated(coordinate)])
  const prepared = graph.prepareLive(asked)
  if (prepared.kind === 'refused') return entry.channel.fail(prepared.errors.map(publicErrorOf))
  entry.schema = schema
  entry.channel.replace(liveRenderer(kit, prepared.operation, entry.scope))
}

function publicErrorOf(error: unknown): GraphQLFormattedError {
  const requestId = newId('request')
  if (error instanceof GraphQLError) return withRequestId(publicError(error.toJSON(), error), requestId)
  return shownRefusal(toRefusal(error), requestId)
}

/** Equal for those who get the same: not the token decides, but what changes the answer. */
function channelKey({ documentHash, operationName, variables }: AskedSubscription, operation: LiveOperation, scope: LiveScope): string {
  const { afterVariable } = operation
  const others = Object.entries(variables).filter(([name]) => name !== afterVariable)
  const { kind, roles, id } = scope.actor
  const customerId = scope.actor.kind === 'client' ? scope.actor.customerId : null
  const who = [kind, roles.toSorted(), customerId, isPersonal(operation, scope) ? id : null, scope.grants.key]
  return JSON.stringify([scope.tenantId, who, documentHash, operationName ?? null, others])
}

/** Employees of the same roles see the same. Of others something may depend on who they are: a client reads its own name in an order's history. */
function isPersonal({ field }: LiveOperation, { actor }: LiveScope): boolean {
  return field.isPersonal || actor.kind !== 'employee'
}

/** What is worked out for many is worked out in nobody's name. */
function sharedScope(operation: LiveOperation, scope: LiveScope): LiveScope {
  return isPersonal(operation, scope) ? scope : { ...scope, actor: { ...scope.actor, id: 'live', name: 'live' } }
}

function positionAt(key: string, { field }: LiveOperation, tenantId: string, cursor: string): Position {
  const { topic, epoch, seq } = decodeEventCursor(key, tenantId, cursor)
  if (topic !== field.topic) throw new Refusal('BAD_USER_INPUT', 'after: this is not a cursor of this stream.')
  return { epoch, seq }
}

function checkArguments({ field, args }: LiveOperation, { actor }: LiveScope): void {
  try {
    field.select(viewerOf(actor), args)
  } catch (error) {
    throw new Refusal('BAD_USER_INPUT', error instanceof Error ? error.message : 'where: is not valid.', { cause: error })
  }
}

function invalidated(coordinate: string): GraphQLFormattedError {
  const code: PublicCode = 'OPERATION_INVALIDATED'
  const message = `${coordinate} is no longer what it was: write the operation anew for the schema that is served now.`
  return withRequestId({ message, extensions: { code, coordinate } }, newId('request'))
}
