import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { statusOfCode } from '../src/error-codes.ts'

it('the README lists every error code with its status', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const rows = [...readme.matchAll(/^\| +([A-Z_]+) +\| +(\d{3}) +\|/gm)]
  expect(Object.fromEntries(rows.map(([, code, status]) => [code, Number(status)]))).toEqual(statusOfCode)
})
