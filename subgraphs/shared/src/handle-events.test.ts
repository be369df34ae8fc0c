import { describe, expect, it } from 'vitest'
import { pendingEvents } from './handle-events.ts'

describe('what does not follow', () => {
  const event = (seq: number) => ({ seq }) as Parameters<typeof pendingEvents>[0]['events'][number]
  const batch = (events: readonly number[], rest: Partial<Parameters<typeof pendingEvents>[0]> = {}) => ({
    epoch: 'e',
    isFromStart: false,
    oldestSeq: 1,
    ...rest,
    events: events.map(event),
  })
  it.each([
    ['the next ones', batch([4, 5]), [4, 5]],
    ['old ones are left out', batch([2, 3, 4]), [4]],
    ['only old ones', batch([1, 2]), []],
    ['a hole before them', batch([5]), null],
    ['a hole between them', batch([4, 6]), null],
    ['another epoch, from its middle', batch([4], { epoch: 'f' }), null],
    ['another epoch, from its start', batch([1, 2], { epoch: 'f', isFromStart: true }), [1, 2]],
    ['another epoch whose start is no longer kept', batch([8, 9], { epoch: 'f', isFromStart: true, oldestSeq: 8 }), [8, 9]],
    ['the oldest the log still holds', batch([7, 8], { oldestSeq: 7 }), [7, 8]],
  ])('%s', (_what, given, expected) => {
    expect(pendingEvents(given, { epoch: 'e', seq: 3 })?.map(({ seq }) => seq) ?? null).toEqual(expected)
  })
})
