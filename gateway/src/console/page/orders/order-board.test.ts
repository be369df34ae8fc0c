import { describe, expect, test, vi } from 'vitest'
import { givenOrder } from '../testing/given-order.ts'
import { openOrderBoard, type OrderBoard, type ReadPage } from './order-board.ts'
import { noFilter } from './order-filter.ts'
import type { OrderRecord } from './order-record.ts'

const confirmed = { ...noFilter, statuses: ['CONFIRMED'] } as const
const pageOf = (nodes: readonly OrderRecord[], hasNextPage = false): ReadPage => ({
  nodes,
  pageInfo: { endCursor: 'end', hasNextPage },
  changesCursor: 'changes',
})
const shown = (board: OrderBoard) => board.state.get().list.items.map(({ order }) => `${order.id} v${String(order.version)}`)

/** A board whose pages come when the test says so; each read is answered in turn. */
function givenBoard() {
  const waiting: ((page: ReadPage | Error) => void)[] = []
  const asked: unknown[] = []
  const board = openOrderBoard(async (filter, after) => {
    asked.push([filter, after])
    return await new Promise((resolve, reject) => {
      waiting.push((page) => {
        if (page instanceof Error) reject(page)
        else resolve(page)
      })
    })
  })
  return { board, asked, answer: (page: ReadPage | Error) => waiting.shift()?.(page) }
}

const older = givenOrder({ id: 'order_0', placedAt: '2026-11-20T09:00:00.000Z' })
const newer = givenOrder({ id: 'order_2', placedAt: '2026-11-20T11:00:00.000Z' })

describe('the board', () => {
  test('tells where to follow changes from', async () => {
    const { board, asked, answer } = givenBoard()
    const cursor = board.show(confirmed)
    answer(pageOf([givenOrder({ status: 'CONFIRMED' })]))
    expect(await cursor).toBe('changes')
    expect(asked).toEqual([[confirmed, null]])
    expect(board.state.get()).toMatchObject({ phase: 'ready', problem: null, filter: confirmed })
  })

  test('does not lose what changed while a page was read that does not know it yet', async () => {
    const { board, answer } = givenBoard()
    const read = board.show(noFilter)
    board.apply(newer)
    board.apply(givenOrder({ version: 3, status: 'CONFIRMED' }))
    answer(pageOf([givenOrder({ version: 2 }), older]))
    await read
    expect(shown(board)).toEqual(['order_2 v1', 'order_1 v3', 'order_0 v1'])
  })

  test('does not go back to what was so before the page', async () => {
    const { board, answer } = givenBoard()
    const read = board.show(noFilter)
    board.apply(givenOrder({ version: 2 }))
    answer(pageOf([givenOrder({ version: 5 })]))
    await read
    board.apply(givenOrder({ version: 4 }))
    expect(shown(board)).toEqual(['order_1 v5'])
  })

  test('shows the last filter that was asked for, whichever page comes last', async () => {
    const { board, answer } = givenBoard()
    const [first, second] = [board.show(noFilter), board.show(confirmed)]
    const [answerFirst, answerSecond] = [pageOf([givenOrder()]), pageOf([])]
    answer(answerFirst)
    answer(answerSecond)
    expect(await Promise.all([first, second])).toEqual([null, 'changes'])
    expect([board.state.get().filter, shown(board)]).toEqual([confirmed, []])
  })

  test('reads older pages one at a time, and not when there are none', async () => {
    const { board, asked, answer } = givenBoard()
    const read = board.show(noFilter)
    answer(pageOf([givenOrder()], true))
    await read
    const [once, twice] = [board.readOlder(), board.readOlder()]
    board.apply(givenOrder({ ...older, version: 2 }))
    answer(pageOf([older]))
    await Promise.all([once, twice])
    expect(shown(board)).toEqual(['order_1 v1', 'order_0 v2'])
    await board.readOlder()
    expect(asked).toEqual([
      [noFilter, null],
      [noFilter, 'end'],
    ])
  })

  test('says what went wrong, keeps what it has, and forgets the trouble once it is over', async () => {
    const { board, answer } = givenBoard()
    const read = board.show(noFilter)
    answer(pageOf([givenOrder()]))
    await read
    const failed = board.show(confirmed)
    answer(new Error('It rains.'))
    expect(await failed).toBeNull()
    expect(board.state.get()).toMatchObject({ phase: 'failed', problem: 'It rains.' })
    expect(shown(board)).toEqual(['order_1 v1'])
    const again = board.show(confirmed)
    answer(pageOf([]))
    await again
    expect(board.state.get()).toMatchObject({ phase: 'ready', problem: null })
  })

  test.each<[string, OrderRecord | null, typeof noFilter]>([
    ['of some order nobody can name', null, noFilter],
    [
      'of an order that nobody can say of whether it belongs here',
      givenOrder({ customer: null }),
      { ...noFilter, customerId: 'customer_1' },
    ],
  ])('reads again after a change %s', async (_, order, filter) => {
    vi.useFakeTimers()
    try {
      const { board, asked, answer } = givenBoard()
      const read = board.show(filter)
      answer(pageOf([]))
      await read
      board.apply(order)
      board.apply(order)
      await vi.advanceTimersToNextTimerAsync()
      expect(asked).toHaveLength(2)
      expect(board.state.get().phase).toBe('ready')
    } finally {
      vi.useRealTimers()
    }
  })
})
