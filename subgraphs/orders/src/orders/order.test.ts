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

describe('random walks over the states', () => {
  it('end in COMPLETED only after delivery, in CANCELLED only with nothing shipped, and nothing follows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), (choices) => {
        let state: OrderState = { status: 'PLACED', fulfillmentStatus: 'UNFULFILLED' }
        for (const choice of choices) {
          const moves: readonly Partial<OrderState>[] = [
            ...nextStatuses(state, actor('admin')).flatMap(({ to, allowed }) => (allowed ? [{ status: to }] : [])),
            ...nextFulfillments(state, actor('admin')).flatMap(({ to, allowed }) => (allowed ? [{ fulfillmentStatus: to }] : [])),
          ]
          if (state.status === 'COMPLETED') expect([state.fulfillmentStatus, moves]).toEqual(['DELIVERED', []])
          if (state.status === 'CANCELLED') expect([state.fulfillmentStatus, moves]).toEqual(['UNFULFILLED', []])
          state = { ...state, ...moves[choice % Math.max(1, moves.length)] }
        }
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
