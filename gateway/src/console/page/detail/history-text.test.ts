import { expect, test } from 'vitest'
import { moveText, reasonText } from './history-text.ts'

test('says what happened, not where the order was', () => {
  const move = {
    fromStatus: 'CONFIRMED',
    toStatus: 'CONFIRMED',
    fromFulfillmentStatus: 'UNFULFILLED',
    toFulfillmentStatus: 'UNFULFILLED',
  } as const
  expect(moveText({ ...move, fromStatus: null, fromFulfillmentStatus: null, toStatus: 'PLACED' })).toBe('Placed')
  expect(moveText({ ...move, toStatus: 'CANCELLED' })).toBe('Cancelled')
  expect(moveText({ ...move, toFulfillmentStatus: 'FULFILLED' })).toBe('Shipped')
  expect(moveText({ ...move, fromFulfillmentStatus: 'PARTIALLY_FULFILLED', toFulfillmentStatus: 'PARTIALLY_FULFILLED' })).toBe(
    'Partly shipped',
  )
})

test('makes reasons readable, also those it has never heard of', () => {
  expect(reasonText('FRAUD')).toBe('It looked like fraud')
  expect(reasonText('PAYMENT_FAILED')).toBe('Payment failed')
})
