import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyManifest, manifestEntryOf } from './operation-manifest.ts'
import { registeredOperations } from './registered-operations.ts'

let directory: string
beforeEach(() => {
  directory = join(mkdtempSync(join(tmpdir(), 'operations-')), 'storefront')
  mkdirSync(directory)
})
afterEach(() => {
  rmSync(join(directory, '..'), { recursive: true })
})

const entries = ['query A { a }', 'query A { a b }', 'query B { b }'].map(manifestEntryOf)

function registered(client: object, today: string): readonly string[] {
  writeFileSync(join(directory, 'client.json'), JSON.stringify({ graph: 'public', ...client }))
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ ...emptyManifest, operations: entries }))
  return registeredOperations([directory], today).map(
    ({ client: name, name: operation, isCurrent }) => `${name} ${operation} ${String(isCurrent)}`,
  )
}

it('every text of a client counts, earlier ones as such', () => {
  expect(registered({}, '2027-01-01')).toEqual(['storefront A false', 'storefront A true', 'storefront B true'])
})

it('an operation counts up to the day on which it expires, and a revoked client has none', () => {
  const operations = { A: { expiresOn: '2027-01-01' } }
  expect(registered({ operations }, '2027-01-01')).toHaveLength(3)
  expect(registered({ operations }, '2027-01-02')).toEqual(['storefront B true'])
  expect(registered({ isRevoked: true }, '2027-01-01')).toEqual([])
})
