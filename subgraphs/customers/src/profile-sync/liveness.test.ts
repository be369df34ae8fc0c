import { expect, it } from 'vitest'
import { isStuck } from './liveness.ts'

const now = new Date('2026-11-20T12:00:00.000Z')
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000)
const wedged = { lastAnswerAt: ago(61), oldestAt: ago(90), fileWaitingSince: null }

it.each([
  [true, 'profiles wait and nothing was heard for a minute', wedged],
  [true, 'the only file there was written a moment ago', { ...wedged, fileWaitingSince: ago(2) }],
  [false, 'nothing waits', { ...wedged, oldestAt: null }],
  [false, 'what waits has not waited long', { ...wedged, oldestAt: ago(59) }],
  [false, 'the mainframe has answered', { ...wedged, lastAnswerAt: ago(59) }],
  [false, 'the mainframe takes no files', { ...wedged, fileWaitingSince: ago(30) }],
])('is %s when %s', (expected, _why, progress) => expect(isStuck(progress, now, 60_000)).toBe(expected))
