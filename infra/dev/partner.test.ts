import { appendOperations, emptyManifest, manifestEntryOf, operationId } from '@iommi/schema/operation-manifest'
import { compileVariables } from '@iommi/schema/operation-variables'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { identityServer } from '../mocks/identity/identity-server.ts'
import { openKeyRings } from '../mocks/identity/key-ring.ts'
import { CommandError, repositoryDir } from './command.ts'
import { freshReadme, partnerNames, runPartnerCommand, type PartnerSetting } from './partner-command.ts'
import { partnerIssuer } from './partner-issuer.ts'
import { sampleVariables, variableRows } from './partner-variables.ts'

const acme = '01890000-0000-7000-8000-00000000acfe'
const sdl = 'type Query { order(id: ID!): Order orders(first: Int): [Order!]! } type Order { id: ID! status: String! }'
const orderId = { type: 'string', pattern: '^order_[0-7][0-9a-hjkmnp-tv-z]{25}$' }
const closed = (properties: object, required: readonly string[]): object => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})
const rulesOf = (variables: object): object => ({ variables, costMax: 50, requestsPerMinute: 300, expiresOn: '2027-12-31' })
const orderStatus = 'query OrderStatus($id: ID!) { order(id: $id) { id status } }'
const orders = 'query Orders($first: Int) { orders(first: $first) { id } }'

const root = mkdtempSync(join(tmpdir(), 'iommi-partner-'))
let server: Server
let identityUrl = ''
let setting: PartnerSetting
let runs = 0

beforeAll(async () => {
  const rings = await openKeyRings(undefined)
  server = identityServer(rings, () => identityUrl)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  identityUrl = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`
})
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(root, { recursive: true })
})
beforeEach(() => {
  const directory = join(root, String((runs += 1)))
  mkdirSync(join(directory, 'dashboard'), { recursive: true })
  writeFileSync(join(directory, 'dashboard/client.json'), '{ "graph": "internal" }')
  setting = { directory, issuer: () => partnerIssuer(identityUrl), partnerSdl: () => sdl }
})
afterEach(async () => {
  const { list, remove } = partnerIssuer(identityUrl)
  for (const { partner } of await list()) await remove(partner)
})

async function run(words: string, tenant?: string): Promise<string> {
  return await runPartnerCommand({ positionals: words.split(' ').filter((word) => word !== ''), tenant }, setting)
}

const fileOf = (name: string, file: string): string => join(setting.directory, 'partners', name, file)
const clientOf = (name: string): unknown => JSON.parse(readFileSync(fileOf(name, 'client.json'), 'utf8'))
const secretIn = (output: string): string => /client secret {2}(\S+)/.exec(output)?.[1] ?? ''

/** What the issuer says to a secret: `ok`, or its error. */
async function outcome(name: string, secret: string): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: `partner-${name}`, client_secret: secret }
  const response = await fetch(`${identityUrl}/clients/token`, { method: 'POST', body: new URLSearchParams(form) })
  return z.object({ error: z.string().default('ok') }).parse(await response.json()).error
}

function register(name: string, client: object, documents: Readonly<Record<string, string>>): void {
  mkdirSync(join(setting.directory, 'partners', name), { recursive: true })
  writeFileSync(fileOf(name, 'client.json'), `${JSON.stringify({ graph: 'partner', tenant: acme, ...client }, null, 2)}\n`)
  const entries = Object.values(documents).map(manifestEntryOf)
  writeFileSync(fileOf(name, 'manifest.json'), JSON.stringify(appendOperations(emptyManifest, entries)))
  for (const [operation, text] of Object.entries(documents)) writeFileSync(fileOf(name, `${operation}.graphql`), text)
}

describe('adding a partner', () => {
  test('makes its folder without operations, and prints a secret that fetches tokens', async () => {
    const output = await run('add gears', 'acme')
    expect(output).toContain('client id      partner-gears\n')
    expect(await outcome('gears', secretIn(output))).toBe('ok')
    expect(clientOf('gears')).toEqual({ graph: 'partner', tenant: acme, operations: {} })
    expect(readFileSync(fileOf('gears', 'README.md'), 'utf8')).toContain('None is registered yet.')
  })

  test('leaves a folder that is there as it is', async () => {
    register('gears', { operations: { OrderStatus: rulesOf(closed({ id: orderId }, ['id'])) } }, { OrderStatus: orderStatus })
    const before = readFileSync(fileOf('gears', 'client.json'), 'utf8')
    expect(await outcome('gears', secretIn(await run('add gears', 'acme')))).toBe('ok')
    expect(readFileSync(fileOf('gears', 'client.json'), 'utf8')).toBe(before)
  })

  test.each([
    ['an unknown tenant', 'add gears', 'initech', 'Unknown tenant "initech": --tenant is one of acme or globex.'],
    ['no tenant', 'add gears', undefined, 'Say whose partner it is: npm run partner -- add gears --tenant acme.'],
    [
      'a name with a capital',
      'add Gears',
      'acme',
      '"Gears" is no name of a partner: 2 to 40 lower-case letters, digits and hyphens, a letter first.',
    ],
    ['a name of one letter', 'add g', 'acme', '"g" is no name of a partner'],
    ['a name of 41 letters', `add ${'g'.repeat(41)}`, 'acme', 'is no name of a partner'],
    ['a path', 'add ../gears', 'acme', '"../gears" is no name of a partner'],
    ['the name of a client that is no partner', 'add dashboard', 'acme', 'schema/operations has a client dashboard that is no partner'],
    ['no verb', '', undefined, 'Say what to do: npm run partner --'],
    ['a verb that is none', 'promote gears', undefined, 'Say what to do'],
    ['too many words', 'rotate gears wheels', undefined, 'Say what to do'],
    ['rotating who is not there', 'rotate gears', undefined, 'The running stack knows no partner gears: "npm run partner -- list"'],
    ['revoking who is not there', 'revoke gears', undefined, 'There is no partner gears: there are .'],
  ])('%s is refused, and nothing is written', async (_, words, tenant, message) => {
    await expect(run(words, tenant)).rejects.toThrow(CommandError)
    await expect(run(words, tenant)).rejects.toThrow(message)
    expect(partnerNames(setting)).toEqual([])
    expect(await partnerIssuer(identityUrl).list()).toEqual([])
  })

  test('twice is refused, and the first secret goes on working', async () => {
    const secret = secretIn(await run('add gears', 'acme'))
    await expect(run('add gears', 'acme')).rejects.toThrow('gears can fetch tokens already: "npm run partner -- rotate gears"')
    expect(await outcome('gears', secret)).toBe('ok')
  })

  test('for another tenant than its folder’s is refused', async () => {
    register('gears', {}, {})
    await expect(run('add gears', 'globex')).rejects.toThrow('gears is a partner of acme, says its client.json')
  })

  test('without a running stack is refused, and nothing is written', async () => {
    const none = new CommandError('No stack runs on .data: start it with "npm start".')
    setting = {
      ...setting,
      issuer: () => {
        throw none
      },
    }
    await expect(run('add gears', 'acme')).rejects.toThrow(none)
    expect(partnerNames(setting)).toEqual([])
  })
})

test('a rotated secret works beside the one before, until that is retired', async () => {
  const older = secretIn(await run('add gears', 'acme'))
  const newer = secretIn(await run('rotate gears'))
  expect([await outcome('gears', older), await outcome('gears', newer)]).toEqual(['ok', 'ok'])
  await expect(run('rotate gears')).rejects.toThrow('gears has two secrets already: drop the older one first')
  await run('retire gears')
  expect([await outcome('gears', older), await outcome('gears', newer)]).toEqual(['invalid_client', 'ok'])
  await expect(run('retire gears')).rejects.toThrow('gears has one secret only, which it needs')
})

describe('revoking', () => {
  test('ends the client at the issuer, marks client.json and changes nothing else in it; may be repeated; adding is refused then', async () => {
    const secret = secretIn(await run('add gears', 'acme'))
    const before = readFileSync(fileOf('gears', 'client.json'), 'utf8')
    expect(await run('revoke gears')).toContain('The issuer gives it no more tokens.')
    expect(await outcome('gears', secret)).toBe('invalid_client')
    const after = readFileSync(fileOf('gears', 'client.json'), 'utf8')
    expect(after).toBe(before.replace('"partner",', '"partner",\n  "isRevoked": true,'))
    expect(readFileSync(fileOf('gears', 'README.md'), 'utf8')).toContain('**Access has been revoked')
    expect(await run('revoke gears')).toContain('The issuer had no client of that name.')
    await expect(run('add gears', 'acme')).rejects.toThrow(
      'gears was revoked: if it may come back, take "isRevoked" out of its client.json',
    )
  })

  test('marks client.json also when no stack runs, and says that the issuer was not told', async () => {
    await run('add gears', 'acme')
    setting = {
      ...setting,
      issuer: () => {
        throw new CommandError('No stack runs.')
      },
    }
    await expect(run('revoke gears')).rejects.toThrow('The issuer was not told, run this again once it is there: No stack runs.')
    expect(clientOf('gears')).toMatchObject({ isRevoked: true })
  })
})

test('the list says who may fetch tokens, and how many operations each has', async () => {
  register('wheels', { operations: { OrderStatus: rulesOf(closed({ id: orderId }, ['id'])) } }, { OrderStatus: orderStatus })
  await run('add gears', 'globex')
  await run('add old', 'acme')
  await run('rotate gears')
  await run('revoke old')
  expect((await run('list')).split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['PARTNER', 'TENANT', 'ACCESS', 'OPERATIONS'],
    ['gears', 'globex', '2 secrets', '0'],
    ['old', 'acme', 'revoked', '0'],
    ['wheels', 'acme', 'no client here', '1'],
    [''],
  ])
  expect(await run('token-url')).toBe(`${identityUrl}/clients/token\n`)
})

describe('the README of a partner', () => {
  const operations = {
    OrderStatus: rulesOf(closed({ id: orderId }, ['id'])),
    Orders: rulesOf(closed({ first: { type: 'integer', minimum: 1, maximum: 50 } }, ['first'])),
  }

  test('says of each operation what it does, its id, limits, variables and a call', async () => {
    register('gears', { operations }, { OrderStatus: `# Where an order stands.\n# Null if there is none.\n${orderStatus}`, Orders: orders })
    await run('readme gears')
    const readme = readFileSync(fileOf('gears', 'README.md'), 'utf8')
    const id = manifestEntryOf(orderStatus).id
    expect(readme).toContain(
      `### OrderStatus\n\nWhere an order stands. Null if there is none.\n\n- id: \`sha256:${id}\`\n- costs at most 50; at most 300 requests a minute; until 2027-12-31`,
    )
    expect(readme).toContain('| `id`     | string | yes      | an id that begins with `order_` |')
    expect(readme).toContain(`"documentId": "sha256:${id}",\n  "variables": {\n    "id": "'"$ORDER_ID"'"\n  }`)
    expect(readme).toContain('| `$ORDER_ID` | `order_…`   | `orders[].id` of Orders |')
    expect(readme).toContain('### Orders\n\nOrders.\n')
  })

  test('lists earlier texts that still work, and says what the newest does', async () => {
    register('gears', { operations }, { Orders: orders })
    const older = manifestEntryOf('query Orders { orders { status } }')
    const manifest = appendOperations(appendOperations(emptyManifest, [older]), [manifestEntryOf(orders)])
    writeFileSync(fileOf('gears', 'manifest.json'), JSON.stringify(manifest))
    const readme = freshReadme('gears', setting)
    expect(readme).toContain(`| Orders    | \`sha256:${older.id}\` | 2027-12-31 |`)
    expect(readme.split(older.id)).toHaveLength(2)
    expect(readme).toContain(`- id: \`sha256:${manifestEntryOf(orders).id}\``)
  })

  test('cannot be made while a pattern has no example', () => {
    register(
      'gears',
      { operations: { Orders: rulesOf(closed({ since: { type: 'string', pattern: '^2' } }, ['since'])) } },
      { Orders: orders },
    )
    expect(() => freshReadme('gears', setting)).toThrow('client.json: operations.Orders.variables.since has a pattern: give it "examples"')
  })
})

describe('variables', () => {
  const schema = {
    ...closed(
      {
        lines: { type: 'array', minItems: 2, maxItems: 5, items: closed({ quantity: { type: 'integer', minimum: 3 } }, ['quantity']) },
        kind: { enum: ['A|B', 'C', null] },
        note: { type: ['string', 'null'], maxLength: 100 },
        name: { type: 'string', minLength: 10 },
        shown: { type: 'boolean', examples: [false] },
        sizes: { type: 'array', uniqueItems: true, items: { enum: ['S', 'M'] } },
      },
      ['lines', 'kind', 'name', 'sizes'],
    ),
  }

  test('are listed with what each may be, inner parts behind outer ones', () => {
    expect(variableRows(schema).map(({ path, type, isRequired, constraint }) => [path, type, isRequired, constraint])).toEqual([
      ['lines', 'list of object', true, '2 to 5 items'],
      ['lines[].quantity', 'integer', true, 'at least 3'],
      ['kind', 'enum', true, 'one of A|B, C; may be null'],
      ['note', 'string', false, 'at most 100 characters; may be null'],
      ['name', 'string', true, 'at least 10 characters'],
      ['shown', 'boolean', false, ''],
      ['sizes', 'list of enum', true, 'none twice; each one of S, M'],
    ])
  })

  test('of an example are what must be there and what has an example, and the schema accepts them', () => {
    const sample = z.record(z.string(), z.unknown()).parse(sampleVariables(schema, 'x'))
    expect(sample).toEqual({ lines: [{ quantity: 3 }, { quantity: 3 }], kind: 'A|B', name: 'example---', shown: false, sizes: ['S'] })
    expect(compileVariables(schema)(sample)).toEqual([])
  })
})

describe('the committed partners', () => {
  const committed = {
    directory: join(repositoryDir, 'schema/operations'),
    partnerSdl: () => readFileSync(join(repositoryDir, 'schema/partner.graphql'), 'utf8'),
  }

  test.each(partnerNames(committed))('%s has a README that is fresh (npm run partner -- readme)', (name) => {
    expect(readFileSync(join(committed.directory, 'partners', name, 'README.md'), 'utf8')).toBe(freshReadme(name, committed))
  })

  test.each(partnerNames(committed))('%s is told examples that its own rules accept', (name) => {
    const directory = join(committed.directory, 'partners', name)
    const client = z
      .object({ operations: z.record(z.string(), z.object({ variables: z.record(z.string(), z.unknown()) })) })
      .parse(JSON.parse(readFileSync(join(directory, 'client.json'), 'utf8')))
    for (const [operation, { variables }] of Object.entries(client.operations)) {
      const filled = JSON.stringify(sampleVariables(variables, operation)).replace(
        /\$([A-Z]+)_ID/g,
        (_, kind: string) => `${kind.toLowerCase()}_01h455vb4pex5vsknk084sn02q`,
      )
      expect([operation, compileVariables(variables)(z.record(z.string(), z.unknown()).parse(JSON.parse(filled)))]).toEqual([operation, []])
    }
  })
})

test('an id stays what it was when only the comment of a file changes', () => {
  expect(manifestEntryOf(`# What it does.\n${orders}`).id).toBe(operationId(manifestEntryOf(orders).body))
})
