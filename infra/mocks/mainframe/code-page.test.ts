import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { cp037, cp273 } from './code-page.ts'

const allBytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

function iconv(from: string, to: string, input: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync('iconv', ['-f', from, '-t', to], { input })
  if (status !== 0) throw new Error(`iconv: ${stderr.toString()}`)
  return stdout
}

test.each([
  ['IBM037', cp037],
  ['IBM273', cp273],
])('every byte of %s is the character that iconv says, there and back', (name, page) => {
  const text = iconv(name, 'UTF-8', allBytes).toString('utf8')
  expect(page.decode(allBytes)).toBe(text)
  expect(page.encode(page.decode(allBytes))).toEqual(allBytes)
})

test.each(['€', '😀', 'Ł', 'ẞ', '’'])('%s is not in code page 037', (character) => {
  expect(cp037.encode(`a${character}`)).toBeNull()
})
