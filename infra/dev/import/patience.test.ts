import { AppError } from '@iommi/shared/errors'
import { afterEach, expect, test, vi } from 'vitest'
import { CommandError } from '../command.ts'
import { callPatiently } from './patience.ts'

const outage = new AppError('UPSTREAM_UNAVAILABLE', 'It does not answer.', { retryable: true, cause: new Error('connect ECONNREFUSED') })

afterEach(() => {
  vi.restoreAllMocks()
})

/** A call that fails with these and then succeeds. */
function failing(...failures: readonly Error[]): () => Promise<string> {
  const left = [...failures]
  return async () => {
    const failure = left.shift()
    if (failure !== undefined) throw failure
    return 'done'
  }
}

test('repeats a call until it succeeds and tells of the outage once', async () => {
  const told: string[] = []
  const patience = { giveUpAfterMs: 60_000, onOutage: (service: string) => told.push(service) }
  expect(await callPatiently('orders', patience, failing(outage, outage))).toBe('done')
  expect(told).toStrictEqual(['orders'])
})

test('gives up with one line that says how to go on', async () => {
  await expect(callPatiently('orders', { giveUpAfterMs: 0 }, failing(outage))).rejects.toThrow(
    new CommandError(
      'The orders subgraph has been failing for 0 s: It does not answer. (connect ECONNREFUSED) ' +
        'What was sent is kept: once it works again, run the same command and it continues where it stopped.',
    ),
  )
})

test('gives a failure that tells of no outage less time', async () => {
  const bug = new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system failed.')
  await expect(callPatiently('orders', { giveUpAfterMs: 9 }, failing(bug, bug, bug))).rejects.toThrow('has been failing for 0 s')
  expect(await callPatiently('orders', { giveUpAfterMs: 60_000 }, failing(bug))).toBe('done')
})

test('counts from the first failure, however long that took to come', async () => {
  let nowMs = 0
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  const call = failing(outage)
  const slow = async (): Promise<string> => {
    nowMs += 30_000
    return await call()
  }
  expect(await callPatiently('orders', { giveUpAfterMs: 30_000 }, slow)).toBe('done')
})

test('does not repeat what a service forbids', async () => {
  const forbidden = new AppError('FORBIDDEN', 'This tenant is not active.')
  await expect(callPatiently('orders', { giveUpAfterMs: 60_000 }, failing(forbidden))).rejects.toThrow(
    new CommandError('The orders subgraph refused the call: This tenant is not active.'),
  )
})

test('passes on a refused input and a bug as they are', async () => {
  for (const failure of [new AppError('BAD_USER_INPUT', 'no'), new TypeError('bug')]) {
    await expect(callPatiently('orders', { giveUpAfterMs: 60_000 }, failing(failure))).rejects.toBe(failure)
  }
})
