import { expect, it } from 'vitest'
import { eachInTurn } from './each-in-turn.ts'

it('lets no failure keep the others waiting, and tells the first one', async () => {
  const done: number[] = []
  const all = eachInTurn([1, 2, 3, 4], new AbortController().signal, async (item) => {
    if (item % 2 === 0) throw new Error(`no ${String(item)}`)
    done.push(item)
    return await Promise.resolve()
  })
  await expect(all).rejects.toThrow('no 2')
  expect(done).toEqual([1, 3])
})

it('does nothing more once it is to stop', async () => {
  const stopping = new AbortController()
  const done: number[] = []
  await eachInTurn([1, 2, 3], stopping.signal, async (item) => {
    done.push(item)
    if (item === 2) stopping.abort()
    return await Promise.resolve()
  })
  expect(done).toEqual([1, 2])
})
