import { hasScope, rolesWith, type Scope } from '@iommi/shared/authorize'
import { multiplyMoney, type Money } from '@iommi/shared/money'
import type { Actor, Role } from '@iommi/shared/request-context'

/** How far a visible order has come. (An order that is still RESERVING is visible to nobody.) */
export type OrderStatus = 'PLACED' | 'CONFIRMED' | 'COMPLETED' | 'CANCELLED'
/** How much of an order has been handed over. */
export type FulfillmentStatus = 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED' | 'DELIVERED'

/** An order as the rest of this subgraph handles it. */
export interface OrderRecord {
  readonly id: string
  readonly number: string
  readonly customerId: string
  readonly externalReference: string | null
  readonly status: OrderStatus
  readonly fulfillmentStatus: FulfillmentStatus
  readonly total: Money
  readonly placedAt: Date
  readonly version: number
}

/** One position of an order, as bought. */
export interface OrderLineRecord {
  readonly id: string
  readonly orderId: string
  readonly position: number
  /** Null when an imported line names something the catalogue does not know. */
  readonly variantId: string | null
  readonly sku: string
  readonly title: string
  readonly quantity: number
  readonly cancelledQuantity: number
  readonly fulfilledQuantity: number
  readonly unitPrice: Money
}

/** One move of an order. */
export interface OrderHistoryRecord {
  readonly id: string
  readonly orderId: string
  /** The order's version after the move. */
  readonly version: number
  readonly fromStatus: OrderStatus | null
  readonly toStatus: OrderStatus
  readonly fromFulfillmentStatus: FulfillmentStatus | null
  readonly toFulfillmentStatus: FulfillmentStatus
  readonly occurredAt: Date
  readonly reason: string | null
  readonly note: string | null
  readonly actorKind: 'EMPLOYEE' | 'CLIENT' | 'PARTNER' | 'SYSTEM'
  readonly actorId: string
  readonly actorName: string
}

/** What the line costs: its price times what was not cancelled. */
export function lineTotal(line: Pick<OrderLineRecord, 'unitPrice' | 'quantity' | 'cancelledQuantity'>): Money {
  return multiplyMoney(line.unitPrice, line.quantity - line.cancelledQuantity)
}

/** How many of the line have still to leave. */
export function openQuantity(line: Pick<OrderLineRecord, 'quantity' | 'cancelledQuantity' | 'fulfilledQuantity'>): number {
  return line.quantity - line.cancelledQuantity - line.fulfilledQuantity
}

/** The two independent states of an order. */
export type OrderState = Pick<OrderRecord, 'status' | 'fulfillmentStatus'>

/** Why a move is not possible now. */
export interface Blocker {
  readonly code: 'ROLE_REQUIRED' | 'ALREADY_FULFILLED' | 'NOT_CONFIRMED' | 'NOT_DELIVERED'
  readonly message: string
}

interface Transition<State extends string> {
  readonly from: State
  readonly to: State
  readonly scope: Scope
  /** Whether the buyer may do it, too, where a client's roles give the scope. */
  readonly isForClients: boolean
  readonly guard: Guard
}

type Guard = (state: OrderState) => Blocker | null

const free: Guard = () => null
const nothingHasLeft: Guard = ({ fulfillmentStatus }) =>
  fulfillmentStatus === 'UNFULFILLED' ? null : { code: 'ALREADY_FULFILLED', message: 'Part of the order has left already.' }
const isConfirmed: Guard = ({ status }) =>
  status === 'CONFIRMED' ? null : { code: 'NOT_CONFIRMED', message: 'Only a confirmed order can be fulfilled.' }
const isDelivered: Guard = ({ fulfillmentStatus }) =>
  fulfillmentStatus === 'DELIVERED' ? null : { code: 'NOT_DELIVERED', message: 'The order has to be delivered first.' }

/** Every way the status may go. What is not here is illegal. */
const statusTransitions: readonly Transition<OrderStatus>[] = [
  { from: 'PLACED', to: 'CONFIRMED', scope: 'orders:fulfill', isForClients: false, guard: free },
  { from: 'PLACED', to: 'CANCELLED', scope: 'orders:cancel', isForClients: true, guard: nothingHasLeft },
  { from: 'CONFIRMED', to: 'CANCELLED', scope: 'orders:cancel', isForClients: false, guard: nothingHasLeft },
  { from: 'CONFIRMED', to: 'COMPLETED', scope: 'orders:fulfill', isForClients: false, guard: isDelivered },
]

/** Every way the fulfilment may go. */
const fulfillmentTransitions: readonly Transition<FulfillmentStatus>[] = [
  { from: 'UNFULFILLED', to: 'PARTIALLY_FULFILLED', scope: 'orders:fulfill', isForClients: false, guard: isConfirmed },
  { from: 'UNFULFILLED', to: 'FULFILLED', scope: 'orders:fulfill', isForClients: false, guard: isConfirmed },
  { from: 'PARTIALLY_FULFILLED', to: 'PARTIALLY_FULFILLED', scope: 'orders:fulfill', isForClients: false, guard: isConfirmed },
  { from: 'PARTIALLY_FULFILLED', to: 'FULFILLED', scope: 'orders:fulfill', isForClients: false, guard: isConfirmed },
  { from: 'FULFILLED', to: 'DELIVERED', scope: 'orders:fulfill', isForClients: false, guard: isConfirmed },
]

/** A way an order may go from where it is, and what stands in the way for this caller. */
export interface Step<State extends string> {
  readonly to: State
  readonly allowed: boolean
  readonly blockedBy: readonly Blocker[]
  readonly requiredRoles: readonly Role[]
}

/** Where the status can go from here. */
export function nextStatuses(state: OrderState, actor: Actor): readonly Step<OrderStatus>[] {
  return statusTransitions.filter(({ from }) => from === state.status).map((transition) => toStep(transition, state, actor))
}

/** Where the fulfilment can go from here. */
export function nextFulfillments(state: OrderState, actor: Actor): readonly Step<FulfillmentStatus>[] {
  return fulfillmentTransitions.filter(({ from }) => from === state.fulfillmentStatus).map((transition) => toStep(transition, state, actor))
}

/** Whether the move is legal for this caller, or why it is not, in a sentence. */
export function judgeMove(state: OrderState, move: Partial<OrderState>, actor: Actor): string | null {
  const steps: readonly Step<string>[] = move.status === undefined ? nextFulfillments(state, actor) : nextStatuses(state, actor)
  const target = move.status ?? move.fulfillmentStatus
  const step = steps.find(({ to }) => to === target)
  if (step?.allowed === true) return null
  const open = steps.filter(({ allowed }) => allowed).map(({ to }) => to)
  const why = step?.blockedBy.map(({ message }) => message).join(' ') ?? `It is ${state.status} and ${state.fulfillmentStatus}.`
  return `The order cannot become ${String(target)}. ${why} Possible now: ${open.join(', ') || 'nothing'}.`
}

function toStep<State extends string>(transition: Transition<State>, state: OrderState, actor: Actor): Step<State> {
  const requiredRoles = rolesWith(transition.scope).filter((role) => role !== 'client' || transition.isForClients)
  const mayDo = hasScope(actor, transition.scope) && (actor.kind !== 'client' || transition.isForClients)
  const role: Blocker | null = mayDo ? null : { code: 'ROLE_REQUIRED', message: `This needs one of the roles ${requiredRoles.join(', ')}.` }
  const blockedBy = [role, transition.guard(state)].filter((blocker) => blocker !== null)
  return { to: transition.to, allowed: blockedBy.length === 0, blockedBy, requiredRoles }
}
