import { describe, expect, test } from 'vitest'
import { pounds } from '../testing/given-order.ts'
import type { OrderLine } from './order-detail.ts'
import { shipmentLines, stepsOf } from './order-step.ts'

const way = <State>(to: State, ...blockers: readonly string[]) => ({
  to,
  allowed: blockers.length === 0,
  blockedBy: blockers.map((message) => ({ code: 'ANY', message })),
})

describe('the next steps', () => {
  test('of a placed order: confirming or cancelling it, and why shipping has to wait', () => {
    const steps = stepsOf({
      availableTransitions: [way('CONFIRMED'), way('CANCELLED')],
      availableFulfillmentTransitions: [way('PARTIALLY_FULFILLED', 'Confirm it first.'), way('FULFILLED', 'Confirm it first.')],
    })
    expect(steps).toEqual([
      { field: 'confirmOrder', isAllowed: true, blockers: [] },
      { field: 'cancelOrder', isAllowed: true, blockers: [] },
      { field: 'fulfillOrder', isAllowed: false, blockers: ['Confirm it first.'] },
    ])
  })

  test('shipping is one step, possible when a part or all of it is', () => {
    const steps = stepsOf({
      availableTransitions: [way('COMPLETED', 'Not delivered.')],
      availableFulfillmentTransitions: [way('PARTIALLY_FULFILLED'), way('FULFILLED', 'Too much.')],
    })
    expect(steps).toEqual([
      { field: 'fulfillOrder', isAllowed: true, blockers: [] },
      { field: 'completeOrder', isAllowed: false, blockers: ['Not delivered.'] },
    ])
  })

  test('all reasons are told', () => {
    const [step] = stepsOf({ availableTransitions: [way('CONFIRMED', 'Your role.', 'The time.')], availableFulfillmentTransitions: [] })
    expect(step?.blockers).toEqual(['Your role.', 'The time.'])
  })

  test('of a finished order there are none', () => {
    expect(stepsOf({ availableTransitions: [], availableFulfillmentTransitions: [] })).toEqual([])
  })
})

describe('a shipment', () => {
  const line = (id: string, quantity: number, fulfilledQuantity = 0, cancelledQuantity = 0): OrderLine => ({
    id,
    sku: id,
    title: id,
    quantity,
    cancelledQuantity,
    fulfilledQuantity,
    unitPrice: pounds(1),
    total: pounds(1),
  })
  const order = { lines: { nodes: [line('a', 5), line('b', 4, 1, 1), line('c', 2, 2)], pageInfo: { hasNextPage: false } } }

  test('of everything that is left names no lines', () => {
    expect(shipmentLines(order, {})).toEqual({})
    expect(shipmentLines(order, { a: 5, b: 2 })).toEqual({})
  })

  test('of a part names what is shipped, and nothing that is not', () => {
    expect(shipmentLines(order, { a: 3 })).toEqual({
      lines: [
        { lineId: 'a', quantity: 3 },
        { lineId: 'b', quantity: 2 },
      ],
    })
    expect(shipmentLines(order, { a: 0 })).toEqual({ lines: [{ lineId: 'b', quantity: 2 }] })
  })

  test('of an order with more lines than are shown names those that are', () => {
    const long = { lines: { ...order.lines, pageInfo: { hasNextPage: true } } }
    expect(shipmentLines(long, {})).toEqual({
      lines: [
        { lineId: 'a', quantity: 5 },
        { lineId: 'b', quantity: 2 },
      ],
    })
  })
})
