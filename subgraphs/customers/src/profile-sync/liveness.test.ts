import { expect, it } from 'vitest'
import { isStuck } from './liveness.ts'

const now = new Date('2026-11-20T12:00:00.000Z')
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1_000)
const wedged = { lastAnswerAt: ago(61), dueSince: ago(90), lastAwayAt: null }

it.each([
  [true, 'profiles are due and nothing was heard for a minute', wedged],
  [true, 'the mainframe has been back for a minute', { ...wedged, lastAwayAt: ago(61) }],
  [false, 'nothing is due', { ...wedged, dueSince: null }],
  [false, 'what is due has not been for long', { ...wedged, dueSince: ago(59) }],
  [false, 'the mainframe has answered', { ...wedged, lastAnswerAt: ago(59) }],
  [false, 'the mainframe takes no files', { ...wedged, lastAwayAt: now }],
  [false, 'the mainframe is only just back', { ...wedged, lastAwayAt: ago(30) }],
])('is %s when %s', (expected, _why, progress) => expect(isStuck(progress, now, 60_000)).toBe(expected))
