import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import {
  appendOperations,
  clientDirectories,
  currentEntry,
  emptyManifest,
  manifestEntryOf,
  operationId,
  readClientFolder,
  relayMap,
} from './operation-manifest.ts'

const directories: string[] = []
afterEach(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

function folder(files: Readonly<Record<string, unknown>>): string {
  const parent = mkdtempSync(join(tmpdir(), 'operations-'))
  directories.push(parent)
  const directory = join(parent, 'globalparts')
  mkdirSync(directory)
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return directory
}

const entry = manifestEntryOf('query OrderStatus { a }')
const rules = { variables: { type: 'object' }, costMax: 10, requestsPerMinute: 60, expiresOn: '2027-12-31' }
const partner = { graph: 'partner', tenant: '01890000-0000-7000-8000-00000000acfe', operations: { OrderStatus: rules } }
const manifest = { ...emptyManifest, operations: [entry] }

describe('the entry of a document', () => {
  it('has the sha256 of the body as its id, whatever the comments and the layout', () => {
    const [one, other] = [manifestEntryOf('query A { a b }'), manifestEntryOf('# why\nquery   A {\n  a, b\n}\n')]
    expect(one).toEqual(other)
    expect(one).toEqual({ id: operationId('query A {\n  a\n  b\n}'), name: 'A', type: 'query', body: 'query A {\n  a\n  b\n}' })
    expect(one.id).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each(['{ a }', 'query A { a } query B { b }', 'fragment F on Query { a }'])('is refused for %s', (text) => {
    expect(() => manifestEntryOf(text)).toThrow('has not exactly one operation with a name')
  })
})

describe('a manifest', () => {
  const [first, second] = [manifestEntryOf('query A { a }'), manifestEntryOf('query A { a b }')]

  it('keeps the earlier text of an operation that changed, and the later one is the current one', () => {
    const changed = appendOperations(appendOperations(emptyManifest, [first]), [second])
    expect(changed.operations).toEqual([first, second])
    expect(currentEntry(changed, 'A')).toEqual(second)
    expect(relayMap(changed)).toEqual({ [first.id]: first.body, [second.id]: second.body })
  })

  it('stays as it is when nothing changed, and an earlier text that comes again is the current one again', () => {
    const both = appendOperations(appendOperations(emptyManifest, [first]), [second])
    expect(appendOperations(both, [second])).toEqual(both)
    expect(currentEntry(appendOperations(both, [first]), 'A')).toEqual(first)
    expect(appendOperations(both, [first]).operations).toHaveLength(2)
  })
})

describe("a client's folder", () => {
  it('is read with what was left out filled in', () => {
    expect(readClientFolder(folder({ 'client.json': partner, 'manifest.json': manifest }))).toEqual({
      name: 'globalparts',
      client: { ...partner, isRevoked: false, revoked: [] },
      manifest,
    })
    expect(readClientFolder(folder({ 'client.json': { graph: 'internal' } })).manifest).toEqual(emptyManifest)
  })

  it.each([
    ['no client.json', {}, 'globalparts: client.json: cannot be read'],
    ['no JSON', { 'client.json': '{' }, 'globalparts: client.json: is no JSON'],
    ['no such graph', { 'client.json': { graph: 'secret' } }, 'globalparts: client.json: graph: Invalid'],
    [
      'a word nobody knows',
      { 'client.json': { graph: 'public', isRevoke: true } },
      'globalparts: client.json: Unrecognized key: "isRevoke"',
    ],
    ['a partner of no tenant', { 'client.json': { ...partner, tenant: undefined } }, 'globalparts: client.json: tenant: Invalid input'],
    [
      "a partner's operation without a rule",
      { 'client.json': { ...partner, operations: { OrderStatus: { ...rules, costMax: undefined } } } },
      'globalparts: client.json: operations.OrderStatus.costMax: Invalid input',
    ],
    [
      "a partner's operation without rules",
      { 'client.json': { ...partner, operations: {} }, 'manifest.json': manifest },
      'globalparts OrderStatus: is in manifest.json, but client.json has no rules for it',
    ],
    [
      'a body that was changed by hand',
      { 'client.json': partner, 'manifest.json': { ...manifest, operations: [{ ...entry, body: 'query OrderStatus { b }' }] } },
      'globalparts: manifest.json: operations.0.id: is not the sha256 of the body',
    ],
    [
      'an id twice',
      { 'client.json': partner, 'manifest.json': { ...manifest, operations: [entry, entry] } },
      'globalparts: manifest.json: operations: has an id twice',
    ],
    [
      'another format',
      { 'client.json': partner, 'manifest.json': { ...manifest, version: 2 } },
      'globalparts: manifest.json: version: Invalid input',
    ],
  ])('with %s is refused as a whole', (_, files, message) => {
    expect(() => readClientFolder(folder(files))).toThrow(message)
  })

  it('does not have what client.json revokes, also when the manifest still has it', () => {
    const read = readClientFolder(folder({ 'client.json': { ...partner, revoked: [entry.id] }, 'manifest.json': manifest }))
    expect(read.manifest.operations).toEqual([])
  })

  it('is found beside the partners, and theirs in partners', () => {
    const parent = mkdtempSync(join(tmpdir(), 'operations-'))
    directories.push(parent)
    for (const name of ['storefront', 'dashboard', 'partners/beta', 'partners/alpha']) mkdirSync(join(parent, name), { recursive: true })
    writeFileSync(join(parent, 'README.md'), '')
    const found = clientDirectories(parent).map((directory) => directory.slice(parent.length + 1))
    expect(found).toEqual(['dashboard', 'storefront', 'partners/alpha', 'partners/beta'])
  })
})
