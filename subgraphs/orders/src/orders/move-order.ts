import { ownCustomerId } from '@iommi/shared/authorize'
import type { TenantTx } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { appendEvent } from '@iommi/shared/outbox'
import { inputError, type UserError } from '@iommi/shared/user-errors'
import type { EventDefinition } from '@iommi/schema/events/event'
import type { OrderMove } from '@iommi/schema/events/order-events'
import type { OrdersContext } from '../context.ts'
import { insertHistory } from './order-history-repo.ts'
import { findOrder, moveOrder } from './order-repo.ts'
import { judgeMove, type OrderHistoryRecord, type OrderRecord, type OrderState } from './order.ts'

/** Why an order was not moved. */
export type MoveErrorCode = 'ORDER_NOT_FOUND' | 'VERSION_CONFLICT' | 'ILLEGAL_TRANSITION'

/** What every change of an order answers; on errors `order` is the one as it is now, if the caller may see it. */
export interface OrderPayload<Code extends string> {
  readonly order: OrderRecord | null
  readonly userErrors: readonly UserError<Code>[]
}

/** Which order to move, as the caller read it. */
export interface OrderReference {
  readonly orderId: string
  readonly expectedVersion?: number | null | undefined
}

/** The order the caller means, or the error that says why there is none to change. */
export async function loadForChange(
  context: OrdersContext,
  tx: TenantTx,
  { orderId, expectedVersion }: OrderReference,
): Promise<
  | { readonly order: OrderRecord; readonly refusal: null }
  | { readonly order: OrderRecord | null; readonly refusal: UserError<MoveErrorCode> }
> {
  const order = await findOrder(tx, orderId, ownCustomerId(context))
  if (order === null) return { order, refusal: inputError('ORDER_NOT_FOUND', ['orderId'], 'There is no such order.') }
  if (typeof expectedVersion === 'number' && expectedVersion !== order.version) return { order, refusal: conflict(order) }
  return { order, refusal: null }
}

/** A move and what is kept of it. */
export interface Move {
  readonly to: Partial<OrderState>
  readonly event: EventDefinition<OrderMove>
  readonly reason?: string | null | undefined
  readonly note?: string | null | undefined
}

/**
 * Moves the order if the transition table and the caller's role allow it: state, one history row
 * and one event, in `tx`. An order that is there already stays as it is, and nothing is published.
 */
export async function applyMove(
  context: OrdersContext,
  tx: TenantTx,
  order: OrderRecord,
  move: Move,
): Promise<OrderPayload<MoveErrorCode>> {
  const to = { status: order.status, fulfillmentStatus: order.fulfillmentStatus, ...move.to }
  const objection = judgeMove(order, move.to, context.actor)
  if (objection !== null) return { order, userErrors: [inputError('ILLEGAL_TRANSITION', ['orderId'], objection)] }
  const moved = await moveOrder(tx, order, to)
  if (moved === null) return { order: null, userErrors: [conflict(order)] }
  await recordMove(context, tx, { from: order, order: moved, move })
  return { order: moved, userErrors: [] }
}

/** Writes the history row and the event of a move that was made; `from` is null for an order that was not visible before. */
export async function recordMove(
  context: OrdersContext,
  tx: TenantTx,
  { from, order, move }: { readonly from: OrderState | null; readonly order: OrderRecord; readonly move: Omit<Move, 'to'> },
): Promise<void> {
  const occurredAt = context.now()
  await insertHistory(tx, [historyEntry(context, { from, order, occurredAt, reason: move.reason ?? null, note: move.note ?? null })])
  await appendEvent(tx, context, move.event, {
    aggregateId: order.id,
    aggregateVersion: order.version,
    data: moveData(from, order),
    occurredAt,
  })
}

/** The history row of a move. */
export function historyEntry(
  { actor }: Pick<OrdersContext, 'actor'>,
  entry: {
    readonly from: OrderState | null
    readonly order: OrderRecord
    readonly occurredAt: Date
    readonly reason: string | null
    readonly note: string | null
  },
): OrderHistoryRecord {
  const { from, order, ...rest } = entry
  return {
    id: newId('ordermove'),
    orderId: order.id,
    version: order.version,
    fromStatus: from?.status ?? null,
    toStatus: order.status,
    fromFulfillmentStatus: from?.fulfillmentStatus ?? null,
    toFulfillmentStatus: order.fulfillmentStatus,
    ...rest,
    actorKind: actorKinds[actor.kind],
    actorId: actor.id,
    actorName: actor.name,
  }
}

/** The facts an order event carries. */
export function moveData(from: OrderState | null, order: OrderRecord): OrderMove {
  return {
    orderId: order.id,
    customerId: order.customerId,
    fromStatus: from?.status ?? null,
    toStatus: order.status,
    fromFulfillmentStatus: from?.fulfillmentStatus ?? null,
    toFulfillmentStatus: order.fulfillmentStatus,
    version: order.version,
  }
}

const actorKinds = { employee: 'EMPLOYEE', client: 'CLIENT', partner: 'PARTNER', system: 'SYSTEM' } as const

function conflict(order: OrderRecord): UserError<'VERSION_CONFLICT'> {
  return inputError(
    'VERSION_CONFLICT',
    ['expectedVersion'],
    `The order has changed; its version is ${String(order.version)} or newer. Read it again, then retry.`,
  )
}
