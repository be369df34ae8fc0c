import type { EventDefinition, EventEnvelope, Topic } from '@iommi/schema/events/event'
import { orderConfirmed, type OrderMove } from '@iommi/schema/events/order-events'
import { AppError } from '@iommi/shared/errors'
import type { EventPage } from '@iommi/shared/event-log'
import type { EventSource } from '@iommi/shared/event-source'
import { streamKey, streamLength } from '@iommi/shared/event-stream'
import { newId } from '@iommi/shared/ids'
import type { Redis } from 'ioredis'
import type { CallContext } from './test-subgraph.ts'

/** A change as a use case appends it. */
export interface Change<Data> {
  readonly tenantId: string
  readonly event: EventDefinition<Data>
  readonly data: Data
  readonly subject?: string
  readonly version?: number
}

/** The logs of all topics, in memory, and what a relay does with them. */
export interface EventLog {
  /** What reads the logs as services do. */
  readonly source: EventSource
  /** Resolvers of a subgraph's service field `_events`. */
  readonly resolvers: { readonly Query: { readonly _events: (...call: EventsCall) => object } }
  /** Appends an event to its topic's log; no stream knows of it yet. */
  readonly append: <Data>(change: Change<Data>) => EventEnvelope
  /** Brings a topic's stream to where its log is, in the relay's format. */
  readonly relay: (redis: Redis, tenantId: string, topic: Topic) => Promise<void>
  /** Forgets everything up to and with this number, as retention does. */
  readonly forget: (tenantId: string, topic: Topic, upTo: number) => void
  /** Counts on from here in another epoch, as after a restore; what came later is gone. */
  readonly restore: (tenantId: string, topic: Topic, to: { readonly epoch: string; readonly seq: number }) => void
  readonly all: (tenantId: string, topic: Topic) => readonly EventEnvelope[]
  /** While away every read fails. */
  readonly setAway: (isAway: boolean) => void
  readonly reads: () => number
}

type EventsCall = readonly [
  root: unknown,
  args: { readonly topic: Topic; readonly afterSeq: number; readonly first: number },
  context: CallContext,
]

interface TopicLog {
  readonly epoch: string
  readonly seq: number
  readonly oldestSeq: number
  readonly events: readonly EventEnvelope[]
}

const beforeFirst: TopicLog = { epoch: 'new', seq: 0, oldestSeq: 1, events: [] }

/** Logs without an event. */
export function openEventLog(): EventLog {
  const logs = new Map<string, TopicLog>()
  let isAway = false
  let reads = 0
  const logOf = (tenantId: string, topic: Topic): TopicLog => logs.get(streamKey(tenantId, topic)) ?? beforeFirst
  const set = (tenantId: string, topic: Topic, log: TopicLog): void => void logs.set(streamKey(tenantId, topic), log)
  const read = (tenantId: string, request: { readonly topic: Topic; readonly afterSeq: number; readonly first: number }): EventPage => {
    reads += 1
    if (isAway) throw new AppError('UPSTREAM_UNAVAILABLE', 'The log is away.', { retryable: true })
    const { events, ...head } = logOf(tenantId, request.topic)
    return { ...head, events: events.filter(({ seq }) => seq > request.afterSeq).slice(0, request.first) }
  }
  return {
    source: { read: (tenant, { topic, afterSeq }) => inNextTurn(() => read(tenant.id, { topic: topic as Topic, afterSeq, first: 500 })) },
    resolvers: {
      Query: {
        _events: (_root, args, { claims }) => {
          const page = read(claims.tenantId, args)
          return { ...page, events: page.events.map((event) => JSON.stringify(event)) }
        },
      },
    },
    append: (change) => {
      const { topic } = change.event
      const log = logOf(change.tenantId, topic)
      const event = envelopeOf(change, log.seq + 1)
      const epoch = log.epoch === 'new' ? 'first.0' : log.epoch
      set(change.tenantId, topic, { ...log, epoch, seq: event.seq, events: [...log.events, event] })
      return event
    },
    relay: async (redis, tenantId, topic) => await addMissing(redis, streamKey(tenantId, topic), logOf(tenantId, topic)),
    forget: (tenantId, topic, upTo) => {
      const log = logOf(tenantId, topic)
      set(tenantId, topic, { ...log, oldestSeq: upTo + 1, events: log.events.filter(({ seq }) => seq > upTo) })
    },
    restore: (tenantId, topic, { epoch, seq }) => {
      const { events, oldestSeq } = logOf(tenantId, topic)
      set(tenantId, topic, { epoch, seq, oldestSeq, events: events.filter((event) => event.seq <= seq) })
    },
    all: (tenantId, topic) => logOf(tenantId, topic).events,
    setAway: (away) => void (isAway = away),
    reads: () => reads,
  }
}

/** An order's move from PLACED to CONFIRMED, of `acme` where nothing else is said. */
export function moved(orderId: string, tenantId: string, move: Partial<OrderMove> = {}): Change<OrderMove> {
  const data: OrderMove = {
    orderId,
    customerId: 'customer_1',
    fromStatus: 'PLACED',
    toStatus: 'CONFIRMED',
    fromFulfillmentStatus: 'UNFULFILLED',
    toFulfillmentStatus: 'UNFULFILLED',
    version: 2,
    ...move,
  }
  return { tenantId, event: orderConfirmed, data, subject: orderId, version: data.version }
}

function envelopeOf<Data>({ tenantId, event, data, subject = 'thing_1', version = 1 }: Change<Data>, seq: number): EventEnvelope {
  return {
    specversion: '1.0',
    id: newId('event'),
    source: 'io.iommi/test',
    type: event.type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    // An event's payload is an object.
    data: data as Record<string, unknown>,
    tenantid: tenantId,
    seq,
    aggregateversion: version,
  }
}

async function addMissing(redis: Redis, key: string, { epoch, events }: TopicLog): Promise<void> {
  const [newest] = await redis.xrevrange(key, '+', '-', 'COUNT', 1)
  const last = newest?.[1].includes(epoch) === true ? Number(newest[0].split('-')[0]) : 0
  if (newest !== undefined && last === 0) await redis.del(key)
  const pipeline = redis.pipeline()
  for (const event of events.filter(({ seq }) => seq > last)) {
    pipeline.xadd(key, 'MAXLEN', '~', streamLength, `${String(event.seq)}-0`, 'epoch', epoch, 'event', JSON.stringify(event))
  }
  await pipeline.exec()
}

/** Like a call: whoever asks goes on later. */
async function inNextTurn<Result>(run: () => Result): Promise<Result> {
  await new Promise((resolve) => setImmediate(resolve))
  return run()
}
