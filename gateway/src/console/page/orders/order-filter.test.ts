import { describe, expect, test } from 'vitest'
import { givenOrder } from '../testing/given-order.ts'
import { isNoFilter, isSameFilter, noFilter, passes, readView, whereOf, writeView, type OrderFilter, type View } from './order-filter.ts'

const full: OrderFilter = {
  statuses: ['PLACED', 'CONFIRMED'],
  fulfillment: ['DELIVERED'],
  number: '10 & more',
  customerId: 'customer_1',
}

describe('the address', () => {
  test.each<[string, View]>([
    ['the plain list', { filter: noFilter, orderId: null }],
    ['every filter and an open order', { filter: full, orderId: 'order_1' }],
    ['one status', { filter: { ...noFilter, statuses: ['CANCELLED'] }, orderId: null }],
  ])('holds %s', (_, view) => {
    expect(readView(writeView(view))).toEqual(view)
  })

  test('is short and readable', () => {
    expect(writeView({ filter: noFilter, orderId: null })).toBe('')
    expect(writeView({ filter: full, orderId: null })).toBe(
      '?status=PLACED,CONFIRMED&fulfillment=DELIVERED&number=10%20%26%20more&customer=customer_1',
    )
  })

  test('may hold nonsense, which is left out', () => {
    const long = '1'.repeat(101)
    expect(readView(`?status=PLACED,placed,NONSENSE&fulfillment=&number=${long}&customer=%20&other=1`)).toEqual({
      filter: { ...noFilter, statuses: ['PLACED'] },
      orderId: null,
    })
  })
})

describe('a filter', () => {
  test('asks the graph for nothing more than it says', () => {
    expect(whereOf(noFilter)).toEqual({})
    expect(whereOf(full)).toEqual({
      status: { in: ['PLACED', 'CONFIRMED'] },
      fulfillmentStatus: { in: ['DELIVERED'] },
      number: { startsWith: '10 & more' },
      customerId: { in: ['customer_1'] },
    })
    expect([isNoFilter(noFilter), isNoFilter(full)]).toEqual([true, false])
  })

  test('is the same when the same orders pass', () => {
    expect(isSameFilter(full, { ...full, statuses: [...full.statuses] })).toBe(true)
    expect(isSameFilter(full, { ...full, customerId: null })).toBe(false)
  })

  test.each<[string, Partial<OrderFilter>, boolean]>([
    ['nothing', {}, true],
    ['its status', { statuses: ['CONFIRMED', 'PLACED'] }, true],
    ['another status', { statuses: ['CONFIRMED'] }, false],
    ['its fulfilment', { fulfillment: ['UNFULFILLED'] }, true],
    ['another fulfilment', { fulfillment: ['DELIVERED'] }, false],
    ['how its number begins', { number: '100' }, true],
    ['what its number only holds', { number: '0001' }, false],
    ['its customer', { customerId: 'customer_1' }, true],
    ['another customer', { customerId: 'customer_2' }, false],
    ['one condition that holds and one that does not', { statuses: ['PLACED'], number: '2' }, false],
  ])('by %s lets an order pass or not as the graph would', (_, changes, isWanted) => {
    expect(passes({ ...noFilter, ...changes }, givenOrder())).toBe(isWanted)
  })

  test('by customer cannot tell of an order whose customer nobody knows, unless something else rules it out', () => {
    const order = givenOrder({ customer: null })
    expect(passes({ ...noFilter, customerId: 'customer_1' }, order)).toBeNull()
    expect(passes({ ...noFilter, customerId: 'customer_1', statuses: ['CANCELLED'] }, order)).toBe(false)
    expect(passes(noFilter, order)).toBe(true)
  })
})
