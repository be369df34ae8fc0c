import { AppError } from '@iommi/shared/errors'
import { expect, test } from 'vitest'
import { countRows, isRefusal, sendRows } from './send-rows.ts'

/** A service that refuses calls with a multiple of a hundred in them, and counts calls. */
function service(): {
  readonly send: (rows: readonly number[]) => Promise<readonly { readonly isNew: boolean; readonly row: number }[]>
  readonly calls: number[]
} {
  const calls: number[] = []
  return {
    calls,
    send: async (rows) => {
      calls.push(rows.length)
      if (rows.some((row) => row % 100 === 0)) throw new AppError('BAD_USER_INPUT', 'a row is wrong')
      return rows.map((row) => ({ row, isNew: row % 2 === 0 }))
    },
  }
}

const rows = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('answers each row in its place and refuses only the rows at fault', async () => {
  const results = await sendRows(rows(1, 250), service().send)
  expect(results.map((result) => (isRefusal(result) ? result.refusal : result.row))).toStrictEqual(
    rows(1, 250).map((row) => (row % 100 === 0 ? 'a row is wrong' : row)),
  )
})

test('sends at most 250 rows in a call, and nothing when there is nothing', async () => {
  const { send, calls } = service()
  expect(await sendRows(rows(101, 199), send)).toHaveLength(99)
  expect(await sendRows([], send)).toStrictEqual([])
  expect(calls).toStrictEqual([99])
  const many = Array.from({ length: 501 }, () => 1)
  expect(await sendRows(many, send)).toHaveLength(501)
  expect(calls).toStrictEqual([99, 250, 250, 1])
})

test('throws any other failure', async () => {
  const failure = new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
  await expect(sendRows([1], () => Promise.reject(failure))).rejects.toBe(failure)
})

test('throws when a service answers fewer results than rows', async () => {
  await expect(sendRows([1, 2], async () => [{ isNew: true }])).rejects.toThrow('one result for each row')
})

test('counts new and old rows, and refused ones as neither', () => {
  expect(countRows([{ isNew: true }, { isNew: false }, { isNew: true }, { refusal: 'no' }])).toStrictEqual({ newCount: 2, oldCount: 1 })
})
