import type { EventEnvelope } from '@iommi/schema/events/event'
import { ownerOfTopic } from '@iommi/schema/events/event'
import type { Viewer } from '@iommi/schema/events/live-field'
import { encodeEventCursor } from '@iommi/shared/event-cursor'
import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import type { Logger } from '@iommi/shared/telemetry'
import { currentTraceparent, nextTraceparent } from '@iommi/shared/tracing'
import type { GraphQLError } from 'graphql'
import { z } from 'zod'
import type { Grants } from '../auth/grants.ts'
import { openEntityBatch } from '../execution/entity-batch.ts'
import type { LiveMessage, LiveOperation } from '../execution/live-operation.ts'
import type { SubgraphCaller } from '../execution/subgraph-caller.ts'
import { newRecord, type GatewayContext } from '../gateway-context.ts'
import { publicError, withRequestId } from '../public-error.ts'
import type { Frame } from './outlet.ts'
import type { Position } from './topic-feed.ts'

/** For whom messages are worked out: everybody of whom all of this is true gets the same. */
export interface LiveScope {
  readonly tenantId: string
  readonly actor: Actor
  readonly grants: Grants
}

/** Turns events into messages of one operation for one scope. */
export interface LiveRenderer {
  /** A frame for each event, in their order; null for one that is not shown. */
  readonly frames: (epoch: string, events: readonly EventEnvelope[]) => Promise<readonly (Frame | null)[]>
  readonly checkpoint: (position: Position) => Promise<Frame>
  /** What ends a stream that cannot go on. */
  readonly resyncRequired: (reason: string, oldest: Position) => Promise<Frame>
}

/** What rendering works with. */
export interface RendererKit {
  readonly cursorKey: string
  readonly callers: ReadonlyMap<string, SubgraphCaller>
  readonly log: Logger
  readonly requestTimeoutMs: number
  /** Told of each operation that was executed. */
  readonly onExecution: (tenantId: string, count: number) => void
}

/** A renderer; throws with a sentence that names the argument when the operation's arguments break a rule. */
export function liveRenderer(kit: RendererKit, operation: LiveOperation, scope: LiveScope): LiveRenderer {
  const { field } = operation
  const { tenantId, actor } = scope
  const select = field.select(viewerOf(actor), operation.args)
  const cursorOf = ({ epoch, seq }: Position): string => encodeEventCursor(kit.cursorKey, tenantId, { topic: field.topic, epoch, seq })
  const answer = async (message: LiveMessage, context: GatewayContext): Promise<Rendered> => {
    kit.onExecution(tenantId, 1)
    return await render(kit, operation, message, context)
  }
  const single = async (position: Position, message: LiveMessage): Promise<Frame> => ({
    seq: position.seq,
    cursor: cursorOf(position),
    ...(await answer(message, contextOf(kit, scope, null))),
    isCheckpoint: true,
  })
  const messageOf = (event: EventEnvelope, cursor: string): LiveMessage | Rendered | null => {
    try {
      const fields = event.tenantid === tenantId ? select(event) : null
      return fields === null ? null : { __typename: field.messageType, cursor, eventId: event.id, ...fields }
    } catch (error) {
      const requestId = newId('request')
      kit.log.error({ err: error, requestId, tenantId, topic: field.topic, seq: event.seq }, 'event not understood')
      return failedMessage(error, requestId)
    }
  }
  return {
    frames: async (epoch, events) => {
      const entityBatch = openEntityBatch()
      const selected = events.map((event) => {
        const cursor = cursorOf({ epoch, seq: event.seq })
        return { event, cursor, message: messageOf(event, cursor) }
      })
      const shown = await hasSubject(
        kit,
        operation,
        scope,
        selected.map(({ message }) => (isMessage(message) ? message : null)),
      )
      return await Promise.all(
        selected.map(async ({ event, cursor, message }, index) => {
          if (message === null || shown[index] !== true) return null
          // Whoever reads on behind it has been told that there was something.
          if (!isMessage(message)) return { seq: event.seq, cursor, ...message, isCheckpoint: false }
          const context = { ...contextOf(kit, scope, event.traceparent ?? null), entityBatch }
          return { seq: event.seq, cursor, ...(await answer(message, context)), isCheckpoint: false }
        }),
      )
    },
    checkpoint: async (position) => await single(position, { __typename: 'Checkpoint', cursor: cursorOf(position) }),
    resyncRequired: async (reason, oldest) => {
      const oldestCursor = oldest.seq < 0 ? null : cursorOf(oldest)
      // Nobody goes on from the oldest by itself, as an EventSource would: what is lost is not to be passed over in silence.
      return { ...(await single(oldest, { __typename: 'ResyncRequired', reason, oldestCursor })), cursor: null }
    },
  }
}

/** What is told; also of an event that breaks its contract: one such event must not hold up all that come after it. */
type Rendered = Pick<Frame, 'payload' | 'cost'>

function isMessage(message: LiveMessage | Rendered | null): message is LiveMessage {
  return message !== null && '__typename' in message
}

/** What of a caller decides which events concern it. */
export function viewerOf(actor: Actor): Viewer {
  return { kind: actor.kind, roles: actor.roles, customerId: actor.kind === 'client' ? actor.customerId : null }
}

function contextOf({ requestTimeoutMs }: RendererKit, { tenantId, actor, grants }: LiveScope, traceparent: string | null): GatewayContext {
  return {
    actor,
    grants,
    tenantId,
    requestId: newId('request'),
    traceparent: currentTraceparent(null) ?? nextTraceparent(traceparent),
    signal: AbortSignal.timeout(requestTimeoutMs),
    deadlineMs: performance.now() + requestTimeoutMs,
    record: newRecord(),
  }
}

async function render(kit: RendererKit, operation: LiveOperation, message: LiveMessage, context: GatewayContext): Promise<Rendered> {
  try {
    const { data, errors = [] } = await operation.render(message, context)
    const cost = operation.costOf(data)
    if (errors.length === 0) return { payload: JSON.stringify({ data }), cost }
    const shown = errors.map((error) => publicErrorOf(kit.log, error, context.requestId))
    return { payload: JSON.stringify({ data: data ?? null, errors: shown }), cost }
  } catch (error) {
    kit.log.error({ err: error, requestId: context.requestId }, 'message failed')
    return failedMessage(error, context.requestId)
  }
}

function failedMessage(error: unknown, requestId: string): Rendered {
  return { payload: JSON.stringify({ data: null, errors: [withRequestId(publicError({ message: '' }, error), requestId)] }), cost: 1 }
}

function publicErrorOf(log: Logger, error: GraphQLError, requestId: string): ReturnType<typeof publicError> {
  const formatted = publicError(error.toJSON(), error)
  if (formatted.extensions?.['code'] === 'INTERNAL_SERVER_ERROR')
    log.error({ err: error.originalError ?? error, requestId }, 'operation failed')
  return withRequestId(formatted, requestId)
}

const found = z.object({
  data: z.object({ _entities: z.array(z.unknown()) }),
  errors: z.array(z.object({ path: z.array(z.union([z.string(), z.number()])).optional() })).default([]),
})
const probe = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename } }'

/**
 * For each message whether there is something to tell: where the field has a subject, its owner is asked whether the viewer
 * may see it now. While the owner is away everything is told, with an error where the subject would be.
 */
async function hasSubject(
  kit: RendererKit,
  { field }: LiveOperation,
  scope: LiveScope,
  messages: readonly (LiveMessage | null)[],
): Promise<readonly boolean[]> {
  const { subject } = field
  const owner = kit.callers.get(ownerOfTopic[field.topic])
  const representations = messages.map((message) => (subject === undefined ? null : (message?.[subject] ?? null)))
  const wanted = representations.filter((representation) => representation !== null)
  if (owner === undefined || wanted.length === 0) return messages.map(() => true)
  try {
    const text = await owner.call(
      contextOf(kit, scope, null),
      JSON.stringify({ query: probe, variables: { representations: wanted } }),
      'read',
    )
    const { data, errors } = found.parse(JSON.parse(text))
    // What could not be looked up is told, with an error where it would be: only what is known not to be there is left out.
    const failed = new Set(errors.map(({ path = [] }) => path[1]))
    const isShown = data._entities.map((entity, index) => entity !== null || failed.has(index) || failed.has(undefined)).values()
    return representations.map((representation) => representation === null || isShown.next().value !== false)
  } catch (error) {
    kit.log.warn({ err: error, tenantId: scope.tenantId, topic: field.topic }, 'subjects of messages not checked')
    return messages.map(() => true)
  }
}
