import type { EventDefinition, EventEnvelope, Topic } from '@iommi/schema/events/event'
import { withTenant, type Database, type TenantTx } from './database.ts'
import { findDeadLetters, markRedriven, putAside } from './dead-letters.ts'
import { AppError } from './errors.ts'
import {
  enterInbox,
  readPosition,
  tryConsume,
  waitToConsume,
  writePosition,
  type ConsumerKey,
  type ConsumerPosition,
} from './event-inbox.ts'
import type { Metrics } from './metrics.ts'
import type { RequestContext } from './request-context.ts'
import type { Logger } from './telemetry.ts'
import type { Tenant } from './tenant.ts'
import { inSpanOf } from './tracing.ts'

/** What an event brings about, in the transaction that also notes it as handled. No calls to the outside. */
export type EventHandler = (tx: TenantTx, context: RequestContext, event: EventEnvelope) => Promise<void>

/** A consumer of one topic of another subgraph, for all tenants. */
export interface EventConsumer extends ConsumerKey {
  readonly topic: Topic
  /** By event type; events of other types are passed over. */
  readonly handlers: Readonly<Record<string, EventHandler>>
}

/** A handler of one kind of event, which gets the payload as the event's contract has it. */
export function handlerOf<Data>(
  definition: EventDefinition<Data>,
  handle: (tx: TenantTx, context: RequestContext, event: Omit<EventEnvelope, 'data'> & { readonly data: Data }) => Promise<void>,
): Readonly<Record<string, EventHandler>> {
  return {
    [definition.type]: (tx, context, event) => handle(tx, context, { ...event, data: definition.data.parse(event.data) }),
  }
}

/** What handling works with. `db` is the app role's pool. */
export interface HandlingKit {
  readonly consumer: EventConsumer
  readonly db: Database
  readonly log: Logger
  readonly now: () => Date
  readonly metrics?: Metrics
}

/** A stretch of a topic in order, from the stream or the log. */
export interface EventBatch {
  readonly epoch: string
  /** Nothing older is left: the stretch may begin a new epoch. */
  readonly isFromStart: boolean
  /** Oldest number that can still be had. */
  readonly oldestSeq: number
  readonly events: readonly EventEnvelope[]
}

/**
 * What became of a batch: handled; `busy`: another process is at it; `gap`: it does not follow what was handled before;
 * `waiting`: an event that failed is not due yet; `failed`: one has failed and is tried again or was put aside.
 */
export type BatchOutcome = 'handled' | 'busy' | 'gap' | 'waiting' | 'failed'

/** After so many failures an event is put aside. */
export const attemptsMax = 5
const backoffMs = 100
const transactionTimeoutMs = 10_000
const eventsPerTransaction = 100

/**
 * Handles the events of the batch that were not handled before, up to 100 in one transaction with their inbox rows and
 * the position. An event that fails is tried again later, 5 times in all, then put aside. An outage is thrown: what was
 * under way has not happened, and it does not count.
 */
export async function handleBatch(kit: HandlingKit, tenant: Tenant, batch: EventBatch): Promise<BatchOutcome> {
  for (let start = 0; start < batch.events.length; start += eventsPerTransaction) {
    const events = batch.events.slice(start, start + eventsPerTransaction)
    const outcome = await handleTogether(kit, tenant, { ...batch, events })
    if (outcome !== 'handled') return outcome
  }
  return 'handled'
}

async function handleTogether(kit: HandlingKit, tenant: Tenant, batch: EventBatch): Promise<BatchOutcome> {
  const under: BatchWork['under'] = { event: null, handled: 0 }
  try {
    const outcome = await inTenant(kit, tenant, (tx) => applyBatch(kit, tx, { tenant, batch, under }))
    kit.metrics?.consumed({ consumer: kit.consumer.name, outcome: 'handled' }, under.handled)
    return outcome
  } catch (error) {
    const failed = under.event
    if (failed === null || isOutage(error)) throw error
    const index = batch.events.indexOf(failed)
    const before = index === 0 ? 'handled' : await handleTogether(kit, tenant, { ...batch, events: batch.events.slice(0, index) })
    return before === 'handled' ? await noteFailure(kit, tenant, { batch, event: failed, error }) : before
  }
}

/** The events of the batch that come after the position; null when the batch does not follow it. */
export function pendingEvents(batch: EventBatch, position: Pick<ConsumerPosition, 'epoch' | 'seq'>): readonly EventEnvelope[] | null {
  const isSameEpoch = batch.epoch === position.epoch
  if (!isSameEpoch && !batch.isFromStart) return null
  const done = isSameEpoch ? position.seq : 0
  const events = batch.events.filter(({ seq }) => seq > done)
  const first = Math.max(done + 1, batch.oldestSeq)
  return events.every(({ seq }, index) => seq === first + index) ? events : null
}

interface BatchWork {
  readonly tenant: Tenant
  readonly batch: EventBatch
  /** The event under way, for whoever catches what its handler throws, and how many are done. */
  readonly under: { event: EventEnvelope | null; handled: number }
}

async function applyBatch(kit: HandlingKit, tx: TenantTx, { tenant, batch, under }: BatchWork): Promise<BatchOutcome> {
  const { consumer } = kit
  if (!(await tryConsume(tx, consumer))) return 'busy'
  const position = await readPosition(tx, consumer)
  if (position.retryAt !== null && position.retryAt > kit.now()) return 'waiting'
  const events = pendingEvents(batch, position)
  if (events === null) return 'gap'
  const newest = events.at(-1)
  if (newest === undefined) return 'handled'
  tellOfLoss(kit, tenant, { batch, position })
  const wanted = events.filter(({ type }) => Object.hasOwn(consumer.handlers, type))
  const fresh = await enterInbox(tx, consumer, wanted, kit.now())
  for (const event of wanted.filter(({ id }) => fresh.has(id))) {
    under.event = event
    await handleOne(kit, tx, { tenant, event })
  }
  under.event = null
  under.handled = fresh.size
  await writePosition(tx, consumer, { epoch: batch.epoch, seq: newest.seq, attempts: 0, retryAt: null })
  return 'handled'
}

interface Failure {
  readonly batch: EventBatch
  readonly event: EventEnvelope
  readonly error: unknown
}

async function noteFailure(kit: HandlingKit, tenant: Tenant, { batch, event, error }: Failure): Promise<BatchOutcome> {
  const { consumer } = kit
  return await inTenant(kit, tenant, async (tx) => {
    if (!(await tryConsume(tx, consumer))) return 'busy'
    const position = await readPosition(tx, consumer)
    if (pendingEvents(batch, position)?.[0] !== event) return 'gap'
    const attempts = (position.epoch === batch.epoch ? position.attempts : 0) + 1
    const now = kit.now()
    const fields = { tenantId: tenant.id, operation: consumer.name, topic: consumer.topic, seq: event.seq, attempt: attempts }
    const isDead = attempts >= attemptsMax
    kit.metrics?.consumed({ consumer: consumer.name, outcome: isDead ? 'dead' : 'failed' }, 1)
    if (!isDead) {
      const retryAt = new Date(now.getTime() + backoffMs * 2 ** attempts)
      await writePosition(tx, consumer, { epoch: batch.epoch, seq: event.seq - 1, attempts, retryAt })
      kit.log.warn({ err: error, ...fields }, 'event failed, it will be tried again')
      return 'failed'
    }
    await putAside(tx, consumer, { event, error, attempts, failedAt: now })
    await writePosition(tx, consumer, { epoch: batch.epoch, seq: event.seq, attempts: 0, retryAt: null })
    kit.log.error({ err: error, ...fields }, 'event put aside as a dead letter')
    return 'failed'
  })
}

/**
 * Handles the tenant's dead letters of this consumer again, in order, each in a transaction of its own; what was handled
 * meanwhile is only marked. Answers how many are done with and how many failed again. May be repeated.
 */
export async function redriveDeadLetters(
  kit: HandlingKit,
  tenant: Tenant,
): Promise<{ readonly redriven: number; readonly failed: number }> {
  const { consumer } = kit
  const letters = await inTenant(kit, tenant, (tx) => findDeadLetters(tx, consumer))
  const outcome = { redriven: 0, failed: 0 }
  for (const { event, attempts } of letters) {
    try {
      const isDone = await inTenant(kit, tenant, (tx) => redrive(kit, tx, { tenant, event }))
      if (isDone) outcome.redriven += 1
    } catch (error) {
      if (isOutage(error)) throw error
      outcome.failed += 1
      const failure = { event, error, attempts: attempts + 1, failedAt: kit.now() }
      await inTenant(kit, tenant, (tx) => putAside(tx, consumer, failure))
    }
  }
  return outcome
}

async function redrive(
  kit: HandlingKit,
  tx: TenantTx,
  { tenant, event }: { readonly tenant: Tenant; readonly event: EventEnvelope },
): Promise<boolean> {
  await waitToConsume(tx, kit.consumer)
  if (!(await markRedriven(tx, kit.consumer, event.id, kit.now()))) return false
  const fresh = await enterInbox(tx, kit.consumer, [event], kit.now())
  if (fresh.size > 0) await handleOne(kit, tx, { tenant, event })
  return true
}

/** In a span of the event's own trace, which the transaction around it is not part of: it is about many events. */
async function handleOne(
  kit: HandlingKit,
  tx: TenantTx,
  { tenant, event }: { readonly tenant: Tenant; readonly event: EventEnvelope },
): Promise<void> {
  const { name, topic, handlers } = kit.consumer
  const attributes = { 'messaging.destination.name': topic, 'messaging.consumer.group.name': name, 'iommi.event_type': event.type }
  await inSpanOf(event.traceparent ?? null, { name: `handle ${topic}`, kind: 'consumer', attributes }, async () => {
    await handlers[event.type]?.(tx, contextOf(kit, tenant, event), event)
  })
}

function tellOfLoss(
  { consumer, log }: HandlingKit,
  tenant: Tenant,
  { batch, position }: { readonly batch: EventBatch; readonly position: ConsumerPosition },
): void {
  const count = batch.oldestSeq - position.seq - 1
  if (batch.epoch !== position.epoch || count <= 0) return
  const fields = { tenantId: tenant.id, operation: consumer.name, topic: consumer.topic, seq: position.seq + 1, count }
  log.error(fields, 'events lost: the consumer was away for longer than the log keeps them')
}

async function inTenant<Result>(kit: HandlingKit, tenant: Tenant, work: (tx: TenantTx) => Promise<Result>): Promise<Result> {
  return await withTenant({ db: kit.db, tenant, signal: AbortSignal.timeout(transactionTimeoutMs) }, work)
}

/** What a handler may know of its event's cause: what it appends belongs to the same trace. */
function contextOf({ consumer, db, log, now }: HandlingKit, tenant: Tenant, event: EventEnvelope): RequestContext {
  return {
    tenant,
    actor: { kind: 'system', id: consumer.name, name: consumer.name, roles: ['system'] },
    requestId: event.id,
    traceparent: event.traceparent ?? null,
    db,
    log,
    now,
    signal: AbortSignal.timeout(transactionTimeoutMs),
  }
}

function isOutage(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE'
}
