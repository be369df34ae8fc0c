import { beforeEach, expect, it } from 'vitest'
import { coalescingQueue, type CoalescingQueue } from './coalescing-queue.ts'

let begun: string[]
let finish: Map<string, () => void>
let queue: CoalescingQueue<string>
beforeEach(() => {
  begun = []
  finish = new Map()
  queue = coalescingQueue(2, async (item) => {
    begun.push(item)
    await new Promise<void>((resolve) => finish.set(item, resolve))
  })
})

async function finished(item: string): Promise<void> {
  finish.get(item)?.()
  // Three turns of the microtask queue: the work, its end, the next one.
  for (let turn = 0; turn < 3; turn += 1) await Promise.resolve()
}

it('works at no more items at once than allowed, in the order they came', async () => {
  for (const item of ['a', 'b', 'c', 'd']) queue.add(item)
  expect(begun).toEqual(['a', 'b'])
  await finished('b')
  expect(begun).toEqual(['a', 'b', 'c'])
  await finished('a')
  expect(begun).toEqual(['a', 'b', 'c', 'd'])
})

it('does the work once for all calls before it begins', async () => {
  for (const item of ['a', 'b', 'c', 'c', 'c']) queue.add(item)
  await finished('a')
  await finished('c')
  await finished('b')
  expect(begun).toEqual(['a', 'b', 'c'])
})

it('does it again, and not at the same time, when it is called for meanwhile', async () => {
  queue.add('a')
  queue.add('a')
  queue.add('a')
  expect(begun).toEqual(['a'])
  await finished('a')
  expect(begun).toEqual(['a', 'a'])
  await finished('a')
  expect(begun).toEqual(['a', 'a'])
})

it('lets an item wait for itself without keeping others from their turn', async () => {
  for (const item of ['a', 'b', 'a', 'c']) queue.add(item)
  await finished('b')
  expect(begun).toEqual(['a', 'b', 'c'])
})

it('forgets an item that is dropped while it waits', async () => {
  for (const item of ['a', 'b', 'c', 'd']) queue.add(item)
  queue.drop('c')
  await finished('a')
  expect(begun).toEqual(['a', 'b', 'd'])
})
