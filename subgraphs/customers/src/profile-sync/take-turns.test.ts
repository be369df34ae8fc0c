import { silentLogger } from '@iommi/shared/telemetry'
import { expect, it } from 'vitest'
import { takeTurns } from './take-turns.ts'

const never = new AbortController().signal

function turnsAt(clock: { now: Date }) {
  return takeTurns<number>({ log: silentLogger, now: () => clock.now, operation: 'test', keyOf: String })
}

it('lets no failure keep the others waiting, now or the next time', async () => {
  const clock = { now: new Date() }
  const turns = turnsAt(clock)
  const tried: number[] = []
  const round = () =>
    turns.each([1, 2, 3], never, async (item) => {
      tried.push(item)
      await Promise.resolve()
      if (item === 2) throw new Error('no 2')
    })
  await round()
  await round()
  expect(tried).toEqual([1, 2, 3, 1, 3])
  clock.now = new Date(clock.now.getTime() + 100)
  await round()
  expect(tried.slice(5)).toEqual([1, 2, 3])
  clock.now = new Date(clock.now.getTime() + 100)
  await round()
  expect(tried.slice(8)).toEqual([1, 3])
})

it('forgets a failure once the item does well, or is there no more', async () => {
  const clock = { now: new Date() }
  const turns = turnsAt(clock)
  const tried: number[] = []
  const fail = async (item: number) => {
    tried.push(item)
    await Promise.reject(new Error('no'))
  }
  await turns.each([1], never, fail)
  await turns.each([], never, fail)
  await turns.each([1], never, fail)
  expect(tried).toEqual([1, 1])
})

it('does nothing more once it is to stop', async () => {
  const stopping = new AbortController()
  const done: number[] = []
  await turnsAt({ now: new Date() }).each([1, 2, 3], stopping.signal, async (item) => {
    done.push(item)
    if (item === 2) stopping.abort()
    return await Promise.resolve()
  })
  expect(done).toEqual([1, 2])
})
