import { expect, test } from 'vitest'
import { progressLine } from './progress-line.ts'

/** Shows progress at these times (ms): each time a quarter of 400 bytes and 100 lines more. */
function show(isTTY: boolean, times: readonly number[]): readonly string[] {
  const written: string[] = []
  let time = 0
  const progress = progressLine({ isTTY, write: (text) => written.push(text) }, 400, () => time)
  for (const [index, next] of times.entries()) {
    time = next
    progress.show({ bytesRead: 100 * (index + 1), linesDone: 100 * (index + 1) })
  }
  progress.say('Something happened.')
  progress.end()
  return written
}

test('draws a bar with rate on a terminal, ten times a second at most', () => {
  expect(show(true, [500, 550, 1_000, 2_000])).toStrictEqual([
    '\r\u001b[K[██████░░░░░░░░░░░░░░░░░░]  25 %  100 lines  200/s',
    '\r\u001b[K[██████████████████░░░░░░]  75 %  300 lines  300/s',
    '\r\u001b[K[████████████████████████] 100 %  400 lines  200/s',
    '\r\u001b[KSomething happened.\n',
    '\r\u001b[K',
  ])
})

test('writes plain lines elsewhere, one in two seconds at most', () => {
  expect(show(false, [500, 2_000, 3_999, 4_000])).toStrictEqual([
    ' 50 %  200 lines  100/s\n',
    '100 %  400 lines  100/s\n',
    'Something happened.\n',
    '',
  ])
})
