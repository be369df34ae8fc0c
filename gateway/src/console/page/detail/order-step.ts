import type { FulfillmentStatus, OrderStatus } from '../orders/order-record.ts'
import { leftOf, type OrderDetail, type Transition } from './order-detail.ts'

/** The mutations by which an order goes on. */
export type StepField = 'confirmOrder' | 'fulfillOrder' | 'deliverOrder' | 'completeOrder' | 'cancelOrder'

/** Something that can be done with an order next, or could be if nothing stood in the way. */
export interface Step {
  readonly field: StepField
  readonly isAllowed: boolean
  /** What stands in the way, as sentences; empty where it is allowed. */
  readonly blockers: readonly string[]
}

const stepOfStatus: Partial<Record<OrderStatus, StepField>> = {
  CONFIRMED: 'confirmOrder',
  COMPLETED: 'completeOrder',
  CANCELLED: 'cancelOrder',
}

const stepOfFulfillment: Partial<Record<FulfillmentStatus, StepField>> = {
  PARTIALLY_FULFILLED: 'fulfillOrder',
  FULFILLED: 'fulfillOrder',
  DELIVERED: 'deliverOrder',
}

// As an order goes through them; calling it off comes last.
const sequence: readonly StepField[] = ['confirmOrder', 'fulfillOrder', 'deliverOrder', 'completeOrder', 'cancelOrder']

/** The steps from where the order is. Shipping a part and shipping all is one step; what can be done comes before what cannot. */
export function stepsOf(order: Pick<OrderDetail, 'availableTransitions' | 'availableFulfillmentTransitions'>): readonly Step[] {
  const found = new Map<StepField, Step>()
  const add = (field: StepField | undefined, { allowed, blockedBy }: Transition<unknown>): void => {
    if (field === undefined) return
    const before = found.get(field)
    const isAllowed = allowed || before?.isAllowed === true
    const blockers = isAllowed ? [] : [...new Set([...(before?.blockers ?? []), ...blockedBy.map(({ message }) => message)])]
    found.set(field, { field, isAllowed, blockers })
  }
  for (const transition of order.availableTransitions) add(stepOfStatus[transition.to], transition)
  for (const transition of order.availableFulfillmentTransitions) add(stepOfFulfillment[transition.to], transition)
  const inSequence = sequence.flatMap((field) => found.get(field) ?? [])
  return [...inSequence.filter(({ isAllowed }) => isAllowed), ...inSequence.filter(({ isAllowed }) => !isAllowed)]
}

/** What is shipped: for each line how many, by its id. */
export type Quantities = Readonly<Record<string, number>>

/** The lines of a shipment as the mutation takes them; none where everything that is left is shipped: then nothing has to be named. */
export function shipmentLines(
  order: Pick<OrderDetail, 'lines'>,
  quantities: Quantities,
): { readonly lines?: readonly { readonly lineId: string; readonly quantity: number }[] } {
  const { nodes, pageInfo } = order.lines
  const isAll = !pageInfo.hasNextPage && nodes.every((line) => (quantities[line.id] ?? leftOf(line)) === leftOf(line))
  if (isAll) return {}
  const lines = nodes.map((line) => ({ lineId: line.id, quantity: quantities[line.id] ?? leftOf(line) }))
  return { lines: lines.filter(({ quantity }) => quantity > 0) }
}
