import { describe, expect, test } from 'vitest'
import { givenOrder } from '../testing/given-order.ts'
import { appendPage, applyChange, emptyList, listOf, type OrderList, type OrderPage } from './order-list.ts'
import type { OrderRecord } from './order-record.ts'

const at = (second: number, changes: Partial<OrderRecord> = {}): OrderRecord =>
  givenOrder({ id: `order_${String(second)}`, placedAt: `2026-11-20T10:00:${String(second)}.000Z`, ...changes })
const pageOf = (nodes: readonly OrderRecord[], hasNextPage = false): OrderPage => ({
  nodes,
  pageInfo: { endCursor: nodes.at(-1)?.id ?? null, hasNextPage },
})
const ids = ({ items }: OrderList) => items.map(({ order }) => order.id)
const marks = ({ items }: OrderList) => items.map(({ mark }) => mark?.kind ?? null)
const wanted = (order: OrderRecord, isWanted: boolean | null = true) => ({ order, isWanted, sequence: 7 })

describe('a change', () => {
  test('of an order the list does not have puts it where it belongs: newest first, ties by id', () => {
    const list = listOf(pageOf([at(40), at(20)]))
    expect(ids(applyChange(list, wanted(at(50))))).toEqual(['order_50', 'order_40', 'order_20'])
    expect(ids(applyChange(list, wanted(at(30))))).toEqual(['order_40', 'order_30', 'order_20'])
    expect(ids(applyChange(list, wanted(at(10))))).toEqual(['order_40', 'order_20', 'order_10'])
    expect(ids(applyChange(list, wanted(at(20, { id: 'order_21' }))))).toEqual(['order_40', 'order_21', 'order_20'])
    expect(ids(applyChange(emptyList, wanted(at(10))))).toEqual(['order_10'])
  })

  test('marks what came in as new and what was there as changed', () => {
    const list = listOf(pageOf([at(40), at(20)]))
    expect(marks(list)).toEqual([null, null])
    const changed = applyChange(applyChange(list, wanted(at(50))), wanted(at(20, { version: 2, status: 'CONFIRMED' })))
    expect(marks(changed)).toEqual(['new', null, 'changed'])
    expect(changed.items[2]).toMatchObject({ order: { status: 'CONFIRMED' }, mark: { sequence: 7 } })
  })

  test('that is not newer than what the list has changes nothing at all', () => {
    const list = listOf(pageOf([at(40, { version: 3, status: 'CONFIRMED' })]))
    for (const version of [1, 2, 3]) expect(applyChange(list, wanted(at(40, { version })))).toBe(list)
    expect(applyChange(list, wanted(at(40, { version: 2 }), false))).toBe(list)
  })

  test('after which an order no longer passes the filter takes it out, and one that never passed does not come in', () => {
    const list = listOf(pageOf([at(40), at(20)]))
    expect(ids(applyChange(list, wanted(at(40, { version: 2 }), false)))).toEqual(['order_20'])
    expect(applyChange(list, wanted(at(50), false))).toBe(list)
  })

  test('of which nobody knows whether it passes changes what is there and brings nothing in', () => {
    const list = listOf(pageOf([at(40)]))
    expect(applyChange(list, wanted(at(40, { version: 2, customer: null }), null)).items[0]?.order.version).toBe(2)
    expect(applyChange(list, wanted(at(50, { customer: null }), null))).toBe(list)
  })

  test('of an order older than what was read so far waits for its page', () => {
    const list = listOf(pageOf([at(40), at(20)], true))
    expect(applyChange(list, wanted(at(10)))).toBe(list)
    expect(ids(applyChange(list, wanted(at(30))))).toEqual(['order_40', 'order_30', 'order_20'])
  })

  test('twice leaves one', () => {
    const once = applyChange(emptyList, wanted(at(10)))
    expect(applyChange(once, wanted(at(10)))).toBe(once)
  })
})

describe('an older page', () => {
  test('goes to the end, and says where the next one begins', () => {
    const list = appendPage(listOf(pageOf([at(40), at(30)], true)), pageOf([at(20), at(10)], true))
    expect(ids(list)).toEqual(['order_40', 'order_30', 'order_20', 'order_10'])
    expect([list.endCursor, list.hasOlder]).toEqual(['order_10', true])
    expect(appendPage(list, pageOf([])).hasOlder).toBe(false)
    expect(appendPage(list, pageOf([])).endCursor).toBe('order_10')
  })

  test('brings nothing twice, and keeps the newer of two versions', () => {
    const list = applyChange(listOf(pageOf([at(40), at(30)], true)), wanted(at(30, { version: 4 })))
    const appended = appendPage(list, pageOf([at(40, { version: 2 }), at(30, { version: 3 }), at(20)]))
    expect(appended.items.map(({ order }) => [order.id, order.version])).toEqual([
      ['order_40', 2],
      ['order_30', 4],
      ['order_20', 1],
    ])
  })
})
