import { compose } from '@iommi/schema/compose'
import { graphsOf } from '@iommi/schema/operation-graphs'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runOperationsCommand } from './operations-command.ts'

const partners = '@tag(name: "partner")'
const sdl = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@tag"])
  type Query { staff: Int order(id: ID! ${partners}): Order ${partners} products(where: Where ${partners}): Int ${partners} }
  type Order ${partners} { id: ID! status: String }
  input Where ${partners} { kind: Kind }
  enum Kind ${partners} { GOOD SERVICE }`
const graphs = graphsOf(compose([{ name: 'one', routingUrl: 'http://one.internal', sdl }]))
const rules = {
  variables: { type: 'object', additionalProperties: false, required: ['id'], properties: { id: { type: 'string' } } },
  costMax: 10,
  requestsPerMinute: 60,
  expiresOn: '2027-12-31',
}
const partner = { graph: 'partner', tenant: '01890000-0000-7000-8000-00000000acfe', operations: { OrderStatus: rules } }
const orderStatus = 'query OrderStatus($id: ID!) { order(id: $id) { status } }'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'operations-'))
  write('dashboard/client.json', { graph: 'internal' })
  write('dashboard/Staff.graphql', '# For the house.\nquery Staff { staff }')
  write('partners/globalparts/client.json', partner)
  write('partners/globalparts/OrderStatus.graphql', orderStatus)
})
afterEach(() => {
  rmSync(directory, { recursive: true })
})

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true })
  writeFileSync(join(directory, path), typeof content === 'string' ? content : JSON.stringify(content, null, 2))
}

const read = (path: string): string => readFileSync(join(directory, path), 'utf8')

function run(...words: readonly string[]): string {
  const client = words.find((word) => word.startsWith('--client='))?.slice('--client='.length)
  const positionals = words.filter((word) => !word.startsWith('--'))
  return runOperationsCommand(
    { positionals, client, isJson: words.includes('--json') },
    { directory, graphs: () => graphs, today: '2027-01-01' },
  )
}

/** The state that `list` gives each text, as `client operation`. */
function states(): readonly string[] {
  const listed: unknown = JSON.parse(run('list', '--json'))
  return (listed as readonly Record<string, string>[]).map(
    ({ client, operation, state }) => `${client ?? ''} ${operation ?? ''}: ${state ?? ''}`,
  )
}

function idOf(client: string, operation: string): string {
  const { operations } = JSON.parse(read(`${client}/manifest.json`)) as { operations: readonly { id: string; name: string }[] }
  return operations.findLast(({ name }) => name === operation)?.id ?? ''
}

describe('publishing', () => {
  it('registers what is valid in both formats, and nothing a second time', () => {
    expect(run('publish')).toMatch(/^dashboard Staff: published as [0-9a-f]{64}\nglobalparts OrderStatus: published as [0-9a-f]{64}\n/)
    const body = 'query Staff {\n  staff\n}'
    const id = idOf('dashboard', 'Staff')
    expect(JSON.parse(read('dashboard/manifest.json'))).toEqual({
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id, name: 'Staff', type: 'query', body }],
    })
    expect(JSON.parse(read('dashboard/operations.json'))).toEqual({ [id]: body })
    expect([run('publish'), run('check')]).toEqual(['nothing new to publish\n', '2 operations of 2 clients: valid and published\n'])
  })

  it('of one client leaves the others as they are', () => {
    run('publish', '--client=dashboard')
    expect(() => run('check')).toThrow(
      'globalparts OrderStatus: is not in manifest.json as it is now: run npm run operations -- publish --client globalparts',
    )
  })

  it('keeps the earlier text of an operation that changed', () => {
    run('publish')
    write('partners/globalparts/OrderStatus.graphql', 'query OrderStatus($id: ID!) { order(id: $id) { id status } }')
    expect(() => run('check')).toThrow('globalparts OrderStatus: is not in manifest.json as it is now')
    run('publish')
    expect(states()).toEqual(['dashboard Staff: current', 'globalparts OrderStatus: earlier text', 'globalparts OrderStatus: current'])
  })

  it('writes nothing for anybody while something is wrong anywhere', () => {
    write('partners/globalparts/OrderStatus.graphql', 'query OrderStatus { staff }')
    expect(() => run('publish')).toThrow('Nothing was published. Correct this and publish again.')
    expect(() => read('dashboard/manifest.json')).toThrow('ENOENT')
  })

  it('mends an operations.json that was changed by hand', () => {
    run('publish')
    write('dashboard/operations.json', {})
    expect(() => run('check')).toThrow('dashboard: operations.json is not what manifest.json without the revoked ids makes: run')
    run('publish')
    expect(run('check')).toContain('valid and published')
  })
})

describe('checking', () => {
  beforeEach(() => {
    run('publish')
  })

  const operation = (text: string) => ({ 'partners/globalparts/OrderStatus.graphql': text })
  const variables = (schema: unknown) => ({
    'partners/globalparts/client.json': { ...partner, operations: { OrderStatus: { ...rules, variables: schema } } },
  })
  it.each<[string, Readonly<Record<string, unknown>>, string]>([
    [
      'a text that does not parse',
      operation('query OrderStatus {'),
      'globalparts OrderStatus: does not parse: Syntax Error: Expected Name, found <EOF>. (line 1, column 20)',
    ],
    [
      'two operations in a file',
      operation('query A { staff } query B { staff }'),
      'globalparts OrderStatus: has not exactly one operation with a name',
    ],
    [
      'another name than the file',
      operation('query Other { products }'),
      'globalparts OrderStatus: the operation is named Other: name file and operation alike',
    ],
    [
      'a field of another graph',
      operation('query OrderStatus { staff }'),
      'globalparts OrderStatus: Cannot query field "staff" on type "Query". (partner graph)',
    ],
    [
      'rules of no operation',
      { 'dashboard/client.json': { graph: 'internal', operations: { Gone: {} } } },
      'dashboard Gone: client.json has rules for it, but there is no file Gone.graphql',
    ],
    [
      'a partner without rules',
      { 'partners/globalparts/Two.graphql': 'query Two { products }' },
      'globalparts Two: client.json has no rules for it: give variables, costMax, requestsPerMinute and expiresOn',
    ],
    [
      'a rule that is missing',
      { 'partners/globalparts/client.json': { ...partner, operations: { OrderStatus: { ...rules, expiresOn: undefined } } } },
      'globalparts: client.json: operations.OrderStatus.expiresOn: ',
    ],
    [
      'no valid JSON Schema',
      variables({ ...rules.variables, maximun: 5 }),
      'globalparts OrderStatus: variables: is no valid JSON Schema: strict mode: unknown keyword: "maximun"',
    ],
    [
      'a schema that lets others through',
      variables({ ...rules.variables, additionalProperties: true }),
      'globalparts OrderStatus: variables: has to be {"type": "object", "additionalProperties": false, …}, or it lets anything through',
    ],
    [
      'a schema that requires too little',
      variables({ ...rules.variables, required: [] }),
      'globalparts OrderStatus: variables: has to require "id", which the operation does',
    ],
    [
      'a schema of another operation',
      variables({ ...rules.variables, properties: { id: {}, other: {} } }),
      'globalparts OrderStatus: variables: the operation has no variable "other"',
    ],
  ])('names client, operation and rule of %s', (_, files, message) => {
    for (const [path, content] of Object.entries(files)) write(path, content)
    expect(() => run('check')).toThrow(message)
  })

  it('follows the schema of variables into inputs and enums', () => {
    const where = { type: 'object', additionalProperties: false, properties: { kind: { enum: ['GOOD', 'TOY'] }, size: {} } }
    const search = { ...rules, variables: { type: 'object', additionalProperties: false, properties: { where } } }
    write('partners/globalparts/Search.graphql', 'query Search($where: Where) { products(where: $where) }')
    write('partners/globalparts/client.json', { ...partner, operations: { OrderStatus: rules, Search: search } })
    expect(() => run('publish')).toThrow(
      [
        'globalparts Search: variables: where.kind allows "TOY", which Kind does not have',
        'globalparts Search: variables: where.size does not exist, Where has no such field',
      ].join('\n'),
    )
  })

  it('refuses two clients of one name, and a client that is not there', () => {
    expect(() => run('check', '--client=nobody')).toThrow('nobody: is no client: there are dashboard, globalparts.')
    write('partners/dashboard/client.json', partner)
    expect(() => run('check')).toThrow("dashboard: two clients have this name: rename one's folder")
  })
})

describe('revoking', () => {
  beforeEach(() => {
    run('publish')
  })

  it('takes every text of an operation out of the manifests, and leaves the rest of client.json as it was written', () => {
    write('partners/globalparts/OrderStatus.graphql', 'query OrderStatus($id: ID!) { order(id: $id) { id } }')
    run('publish')
    const before = read('partners/globalparts/client.json')
    expect(run('revoke', 'globalparts', 'OrderStatus')).toContain('is revoked\n')
    expect(JSON.parse(read('partners/globalparts/operations.json'))).toEqual({})
    expect(states()).toEqual(['dashboard Staff: current', 'globalparts -: revoked', 'globalparts -: revoked'])
    const after = read('partners/globalparts/client.json')
    expect(after.replace(/\n {2}"revoked": \[[^\]]*\],/, '')).toBe(before)
  })

  it('by id leaves the other text, adds to those revoked before, and may be repeated', () => {
    const first = idOf('partners/globalparts', 'OrderStatus')
    write('partners/globalparts/OrderStatus.graphql', 'query OrderStatus($id: ID!) { order(id: $id) { id } }')
    run('publish')
    const second = idOf('partners/globalparts', 'OrderStatus')
    run('revoke', 'globalparts', first)
    expect(states()).toContain('globalparts OrderStatus: current')
    expect(run('revoke', 'globalparts', first.slice(0, 12))).toContain('is revoked already')
    run('revoke', 'globalparts', second.slice(0, 8))
    expect(JSON.parse(read('partners/globalparts/client.json'))).toEqual({
      graph: partner.graph,
      revoked: [first, second],
      tenant: partner.tenant,
      operations: partner.operations,
    })
  })

  it('writes one property a line where all stood on one', () => {
    write('dashboard/client.json', '{ "graph": "internal" }')
    run('revoke', 'dashboard', 'Staff')
    expect(read('dashboard/client.json')).toMatch(/^\{\n {2}"graph": "internal",\n {2}"revoked": \["[0-9a-f]{64}"\]\n\}\n$/)
  })

  it('by hand, in client.json alone, is finished by publishing', () => {
    const revoked = [idOf('dashboard', 'Staff')]
    write('dashboard/Staff.graphql', 'query Staff { staff products }')
    write('dashboard/client.json', { graph: 'internal', revoked })
    expect(() => run('check')).toThrow('dashboard Staff: is not in manifest.json as it is now')
    run('publish')
    expect([read('dashboard/manifest.json').includes(revoked.join('')), run('check').includes('valid and published')]).toEqual([
      false,
      true,
    ])
  })

  it('keeps the text from being published again', () => {
    run('revoke', 'globalparts', 'OrderStatus')
    const message = 'globalparts OrderStatus: this text is revoked: delete the file, or change the operation and publish it'
    expect(() => run('check')).toThrow(message)
    expect(() => run('publish')).toThrow(message)
  })

  it('of what is not registered changes nothing', () => {
    expect(() => run('revoke', 'globalparts', 'Staff')).toThrow(
      'globalparts Staff: is not registered: npm run operations -- list --client globalparts shows what is',
    )
    expect(() => run('revoke', 'nobody', 'Staff')).toThrow('nobody: is no client')
    expect(states()).toEqual(['dashboard Staff: current', 'globalparts OrderStatus: current'])
  })
})

describe('listing', () => {
  it('shows what has expired and what a revoked client had', () => {
    run('publish')
    write('partners/globalparts/client.json', { ...partner, operations: { OrderStatus: { ...rules, expiresOn: '2026-12-31' } } })
    write('dashboard/client.json', { graph: 'internal', isRevoked: true })
    expect(states()).toEqual(['dashboard Staff: revoked', 'globalparts OrderStatus: expired'])
    expect(run('list', '--client=globalparts')).toBe(
      `CLIENT       OPERATION    ID            TYPE   EXPIRES     STATE\nglobalparts  OrderStatus  ${idOf('partners/globalparts', 'OrderStatus').slice(0, 12)}  query  2026-12-31  expired\n`,
    )
  })

  it.each([[[]], [['chek']], [['check', 'dashboard']], [['revoke', 'dashboard']]])('after %j says what there is to say', (words) => {
    expect(() => run(...words)).toThrow(
      'npm run operations -- check | publish [--client C] | list [--client C] [--json] | revoke CLIENT OPERATION-OR-ID',
    )
  })
})
