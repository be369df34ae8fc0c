import type { Actor, Role } from '@iommi/shared/request-context'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  judgeMove,
  lineTotal,
  nextFulfillments,
  nextStatuses,
  openQuantity,
  type FulfillmentStatus,
  type OrderState,
  type OrderStatus,
} from './order.ts'

const actor = (role: Role): Actor =>
  role === 'client'
    ? { kind: 'client', id: 'c', name: 'c', roles: [role], customerId: 'customer_1' }
    : { kind: 'employee', id: 'e', name: 'e', roles: [role] }
const statuses: readonly OrderStatus[] = ['PLACED', 'CONFIRMED', 'COMPLETED', 'CANCELLED']
const fulfillments: readonly FulfillmentStatus[] = ['UNFULFILLED', 'PARTIALLY_FULFILLED', 'FULFILLED', 'DELIVERED']

describe('order states', () => {
  it('allow exactly these moves to an admin', () => {
    const allowed = statuses.flatMap((status) =>
      fulfillments.flatMap((fulfillmentStatus) => {
        const state = { status, fulfillmentStatus }
        const steps = [...nextStatuses(state, actor('admin')), ...nextFulfillments(state, actor('admin'))]
        return steps.filter((step) => step.allowed).map(({ to }) => `${status}/${fulfillmentStatus} → ${to}`)
      }),
    )
    expect(allowed).toEqual([
      'PLACED/UNFULFILLED → CONFIRMED',
      'PLACED/UNFULFILLED → CANCELLED',
      'PLACED/PARTIALLY_FULFILLED → CONFIRMED',
      'PLACED/FULFILLED → CONFIRMED',
      'PLACED/DELIVERED → CONFIRMED',
      'CONFIRMED/UNFULFILLED → CANCELLED',
      'CONFIRMED/UNFULFILLED → PARTIALLY_FULFILLED',
      'CONFIRMED/UNFULFILLED → FULFILLED',
      'CONFIRMED/PARTIALLY_FULFILLED → PARTIALLY_FULFILLED',
      'CONFIRMED/PARTIALLY_FULFILLED → FULFILLED',
      'CONFIRMED/FULFILLED → DELIVERED',
      'CONFIRMED/DELIVERED → COMPLETED',
    ])
  })

  it('tell who asks for too much what would be possible', () => {
    const state = { status: 'PLACED', fulfillmentStatus: 'UNFULFILLED' } as const
    expect(judgeMove(state, { status: 'CONFIRMED' }, actor('admin'))).toBeNull()
    expect(judgeMove(state, { status: 'COMPLETED' }, actor('admin'))).toBe(
      'The order cannot become COMPLETED. It is PLACED and UNFULFILLED. Possible now: CONFIRMED, CANCELLED.',
    )
    expect(judgeMove(state, { fulfillmentStatus: 'FULFILLED' }, actor('admin'))).toBe(
      'The order cannot become FULFILLED. Only a confirmed order can be fulfilled. Possible now: nothing.',
    )
    expect(judgeMove(state, { status: 'CONFIRMED' }, actor('client'))).toBe(
      'The order cannot become CONFIRMED. This needs one of the roles admin, order-manager. Possible now: CANCELLED.',
    )
  })
})

const isFinal = ({ status, fulfillmentStatus }: OrderState) =>
  (status === 'COMPLETED' && fulfillmentStatus === 'DELIVERED') || (status === 'CANCELLED' && fulfillmentStatus === 'UNFULFILLED')
const movesOf = (state: OrderState): readonly Partial<OrderState>[] => [
  ...nextStatuses(state, actor('admin')).flatMap(({ to, allowed }) => (allowed ? [{ status: to }] : [])),
  ...nextFulfillments(state, actor('admin')).flatMap(({ to, allowed }) => (allowed ? [{ fulfillmentStatus: to }] : [])),
]

describe('random walks over the states', () => {
  it('come to an end in COMPLETED after delivery or in CANCELLED with nothing shipped, and nowhere else', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (choices) => {
        const start: OrderState = { status: 'PLACED', fulfillmentStatus: 'UNFULFILLED' }
        const end = choices.reduce((state, choice) => {
          const moves = movesOf(state)
          return { ...state, ...moves[choice % Math.max(1, moves.length)] }
        }, start)
        return movesOf(end).length > 0 !== isFinal(end)
      }),
    )
  })
})

describe('order lines', () => {
  const line = { quantity: 10, cancelledQuantity: 3, fulfilledQuantity: 2, unitPrice: { amountMinor: 199, currency: 'EUR' } }
  it('cost what was not cancelled of them, and have left to ship what neither left nor was cancelled', () => {
    expect([lineTotal(line), openQuantity(line)]).toEqual([{ amountMinor: 1_393, currency: 'EUR' }, 5])
  })
})
