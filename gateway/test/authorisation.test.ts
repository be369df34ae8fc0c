import { parse, print } from 'graphql'
import { describe, expect, it } from 'vitest'
import { parseAddressList } from '@iommi/shared/address-list'
import { readAccessRules } from '../src/auth/access-rules.ts'
import { readSupergraph } from '../src/supergraph.ts'
import { composeUnguarded, guardedGraph } from './guarded-graph.ts'
import { composeSources } from './test-graph.ts'
import { useTestGateway, type Answer, type RunOptions } from './test-gateway.ts'

// The caller is an order-manager: stock:write and orders:fulfill, but not catalog:write.
const gateway = useTestGateway({ graph: guardedGraph })

const needs = (coordinate: string): string => `Your role does not allow ${coordinate}; it needs the permission catalog:write.`

function denied(answer: Answer, ...places: readonly (readonly [message: string, path: readonly (string | number)[]])[]): unknown {
  return places.map(([message, path]) => ({
    message,
    path,
    extensions: { code: 'FORBIDDEN', requestId: answer.headers['x-request-id'] },
  }))
}

/** What was asked of each subgraph meanwhile. */
async function run(query: string, options: RunOptions = {}): Promise<{ readonly answer: Answer; readonly asked: readonly string[] }> {
  const [orders, customers] = [gateway.orders.calls.length, gateway.customers.calls.length]
  const answer = await gateway.run(query, options)
  return { answer, asked: [...gateway.orders.calls.slice(orders), ...gateway.customers.calls.slice(customers)] }
}

const admin = async (): Promise<string> => await gateway.issuer.token('employees', { roles: ['admin'] })

describe('a field the caller may not have', () => {
  it('is null with FORBIDDEN at its path, never asked for, and leaves the rest standing', async () => {
    const { answer, asked } = await run('{ box { open secret vault { gold } box { secret } } }')
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      data: { box: { open: 1, secret: null, vault: null, box: { secret: null } } },
      errors: denied(
        answer,
        [needs('Box.secret'), ['box', 'secret']],
        [needs('Box.vault'), ['box', 'vault']],
        [needs('Box.secret'), ['box', 'box', 'secret']],
      ),
    })
    expect(Object.keys((answer.json.data as { box: object }).box)).toEqual(['open', 'secret', 'vault', 'box'])
    expect(asked.join('')).not.toMatch(/secret|vault|gold/)
  })

  it('costs no fetch of its own', async () => {
    const { answer, asked } = await run('{ box { owner { id salary } } }')
    expect(answer.json.data).toEqual({ box: { owner: { id: 'customer_1', salary: null } } })
    expect(asked).toHaveLength(1)
    const both = await run('{ box { owner { salary } } }')
    expect(both.answer.json.data).toEqual({ box: { owner: { salary: null } } })
    expect(both.asked).toHaveLength(1)
  })

  it('is there for whom the table gives the permission', async () => {
    const query =
      '{ box { open secret must vault { gold } sure { gold } owner { salary wage } } vault { gold } strict both work { __typename } colour }'
    const { answer } = await run(query, { token: await admin() })
    expect(answer.json).toEqual({
      data: {
        box: { open: 1, secret: 2, must: 3, vault: { gold: 4 }, sure: { gold: 5 }, owner: { salary: 9, wage: 8 } },
        vault: { gold: 4 },
        strict: 1,
        both: 3,
        work: { __typename: 'Film' },
        colour: 'RED',
      },
    })
  })

  it('at the root asks nobody for anything', async () => {
    const { answer, asked } = await run('{ vault { gold } again: vault { gold } colour }')
    expect(answer.json).toEqual({
      data: { vault: null, again: null, colour: null },
      errors: denied(answer, [needs('Query.vault'), ['vault']], [needs('Query.vault'), ['again']], [needs('Query.colour'), ['colour']]),
    })
    expect(asked).toEqual([])
  })

  it('at the root leaves other fields of the same operation to be answered', async () => {
    const { answer, asked } = await run('{ vault { gold } order(id: "order_1") { number } __typename }')
    expect(answer.json.data).toEqual({ vault: null, order: { number: 'A-1' }, __typename: 'Query' })
    expect(asked).toEqual(['{order(id:"order_1"){number}}'])
  })

  it('that cannot be null takes what is around it along', async () => {
    const inner = await run('{ box { open must } signedIn }')
    expect(inner.answer.json).toEqual({
      data: { box: null, signedIn: 1 },
      errors: denied(inner.answer, [needs('Box.must'), ['box', 'must']]),
    })
    const outer = await run('{ box { open inner { must secret } } }')
    expect(outer.answer.json).toEqual({
      data: { box: null },
      errors: denied(outer.answer, [needs('Box.must'), ['box', 'inner', 'must']], [needs('Box.secret'), ['box', 'inner', 'secret']]),
    })
    const root = await run('{ signedIn strict }')
    expect(root.answer.json).toEqual({ data: null, errors: denied(root.answer, [needs('Query.strict'), ['strict']]) })
    expect(root.answer.status).toBe(200)
  })

  it('below a list is reported once, with the list’s path', async () => {
    const { answer } = await run('{ boxes { secret boxes { open secret } } }')
    const inner = { open: 1, secret: null }
    const item = { secret: null, boxes: [inner, inner] }
    expect(answer.json).toEqual({ data: { boxes: [item, item] }, errors: denied(answer, [needs('Box.secret'), ['boxes']]) })
  })

  it('below lists lets null rise as far as the types say', async () => {
    const { answer } = await run('{ boxes { must } pages { must } box { boxes { must } } }')
    expect(answer.json).toEqual({
      data: { boxes: null, pages: [[null, null], [null]], box: null },
      errors: denied(answer, [needs('Box.must'), ['boxes']], [needs('Box.must'), ['pages']], [needs('Box.must'), ['box', 'boxes']]),
    })
  })

  it('of a list that is empty or of an object that is not there is not reported', async () => {
    gateway.orders.answerWith((response) => void response.end('{"data":{"boxes":[],"box":null}}'))
    const { answer } = await run('{ boxes { must } box { secret } }')
    gateway.orders.answerWith(null)
    expect(answer.json).toEqual({ data: { boxes: [], box: null } })
  })

  it('under an alias is named by it', async () => {
    const { answer } = await run('{ crate: box { __typename hidden: secret(of: "x") constructor: secret(of: "x") } }')
    expect(answer.json).toEqual({
      data: { crate: { __typename: 'Box', hidden: null, constructor: null } },
      errors: denied(answer, [needs('Box.secret'), ['crate', 'hidden']], [needs('Box.secret'), ['crate', 'constructor']]),
    })
  })

  it('cannot be had through a client’s alias that looks like ours', async () => {
    const { answer } = await run('{ box { __denied_0: secret } }')
    expect([answer.status, answer.json.errors?.map(({ extensions }) => extensions['code'])]).toEqual([400, ['ALIAS_NOT_ALLOWED']])
  })

  it('is found in fragments, wherever they are spread', async () => {
    const query =
      '{ box { ...Parts box { ... { ...Parts } } } } fragment Parts on Box { secret ...More } fragment More on Box { open vault { gold } }'
    const { answer } = await run(query)
    expect(answer.json).toEqual({
      data: { box: { secret: null, open: 1, vault: null, box: { secret: null, open: 1, vault: null } } },
      errors: denied(
        answer,
        [needs('Box.secret'), ['box', 'secret']],
        [needs('Box.vault'), ['box', 'vault']],
        [needs('Box.secret'), ['box', 'box', 'secret']],
        [needs('Box.vault'), ['box', 'box', 'vault']],
      ),
    })
  })

  it.each([
    ['skipped', 'query ($off: Boolean!) { box { open secret @skip(if: $off) } }', { off: true }, { open: 1 }],
    ['not skipped', 'query ($off: Boolean!) { box { open secret @skip(if: $off) } }', { off: false }, { open: 1, secret: null }],
    ['not included', 'query ($on: Boolean!) { box { open ... @include(if: $on) { secret } } }', { on: false }, { open: 1 }],
    ['included', 'query ($on: Boolean!) { box { open ... @include(if: $on) { secret } } }', { on: true }, { open: 1, secret: null }],
    ['by default not included', 'query ($on: Boolean = false) { box { open secret @include(if: $on) } }', {}, { open: 1 }],
  ])('is left out of answer and errors where it is %s', async (_what, query, variables, box) => {
    const { answer } = await run(query, { variables })
    expect(answer.json).toEqual({
      data: { box },
      ...('secret' in box ? { errors: denied(answer, [needs('Box.secret'), ['box', 'secret']]) } : {}),
    })
  })

  it('takes its variables along; those of other fields count', async () => {
    const query = 'query ($of: String, $as: Int!) { box { open(as: $as) secret(of: $of) } }'
    const { answer, asked } = await run(query, { variables: { of: 'x', as: 2 } })
    expect(answer.json.data).toEqual({ box: { open: 1, secret: null } })
    expect(asked).toEqual(['query($as:Int!){box{open(as:$as)__denied_0:__typename}}'])
    const wrong = await run(query, { variables: { as: 'two' } })
    expect([wrong.answer.status, wrong.asked]).toEqual([400, []])
  })
})

describe('a requirement', () => {
  it('of alternatives is met by one of them, of several permissions by all', async () => {
    const { answer } = await run('{ either both }')
    const message = 'Your role does not allow Query.both; it needs the permission stock:write and catalog:write.'
    expect(answer.json).toEqual({ data: { either: 2, both: null }, errors: denied(answer, [message, ['both']]) })
    const client = await run('{ either }', { token: await gateway.issuer.token('clients') })
    expect(client.answer.json.errors?.map(({ message: text }) => text)).toEqual([
      'Your role does not allow Query.either; it needs the permission catalog:write and stock:write, or orders:fulfill.',
    ])
  })

  it('of being signed in is met by everybody with a token', async () => {
    const { answer } = await run('{ signedIn }', { token: await gateway.issuer.token('clients', { roles: ['partner'] }) })
    expect(answer.json).toEqual({ data: { signedIn: 1 } })
  })

  it('of one type of several behind an interface holds for the interface’s field, and for its own fields in fragments', async () => {
    const { answer } = await run('{ media { title code ... on Book { pages bookCode: code } ... on Film { minutes } } }')
    expect(answer.json).toEqual({
      data: { media: { title: 'Emma', code: null, pages: null, bookCode: 'E' } },
      errors: denied(answer, [needs('Media.code'), ['media', 'code']], [needs('Book.pages'), ['media', 'pages']]),
    })
  })

  it('of a type in a union holds inside its fragment', async () => {
    const query = '{ work { __typename ... on Vault { gold } ... on Film { title code minutes } ... on Book { minutes: pages } } }'
    const { answer } = await run(query)
    expect(answer.json).toEqual({
      data: { work: { __typename: 'Film', title: 'Alien', code: null, minutes: 117 } },
      errors: denied(answer, [needs('Film.code'), ['work', 'code']]),
    })
  })
})

describe('a mutation the caller may not run', () => {
  it('runs nothing of the operation, whatever else is in it', async () => {
    const { answer, asked } = await run('mutation { first: paint { open } purge last: paint { open } }')
    expect(answer.status).toBe(403)
    expect(answer.json).toEqual({ errors: denied(answer, [needs('Mutation.purge'), ['purge']]) })
    expect(asked).toEqual([])
  })

  it('is refused from a fragment too', async () => {
    const { answer, asked } = await run('mutation { paint { open } ...F } fragment F on Mutation { ... { gone: purge } }')
    expect([answer.status, answer.json.errors?.map(({ path }) => path), asked]).toEqual([403, [['gone']], []])
  })

  it.each([
    [{ on: false }, 200, { paint: { open: 1 } }],
    [{ on: true }, 403, undefined],
    [{}, 403, undefined],
    [{ on: 'no' }, 403, undefined],
  ])('counts where its conditions include it: %o', async (variables, status, data) => {
    const query = 'mutation ($on: Boolean = true) { paint { open } purge @include(if: $on) }'
    const { answer } = await run(query, { variables })
    expect([answer.status, answer.json.data]).toEqual([status, data])
  })

  it.each([
    [{ off: true }, 200],
    [{ off: false }, 403],
  ])('counts where its conditions do not skip it: %o', async (variables, status) => {
    const query = 'mutation ($off: Boolean!) { paint { open } ... @skip(if: $off) { purge } }'
    expect((await run(query, { variables })).answer.status).toBe(status)
  })

  it('is told apart from one whose answer has parts the caller may not have: that one runs', async () => {
    const { answer, asked } = await run('mutation { paint { open secret } }')
    expect(answer.json).toEqual({
      data: { paint: { open: 1, secret: null } },
      errors: denied(answer, [needs('Box.secret'), ['paint', 'secret']]),
    })
    expect(asked).toHaveLength(1)
  })

  it('does not keep another operation of the document from running', async () => {
    const query = 'query A { box { open } } mutation B { purge }'
    expect((await run(query, { operationName: 'A' })).answer.json).toEqual({ data: { box: { open: 1 } } })
    expect((await run(query, { operationName: 'B' })).answer.status).toBe(403)
  })
})

describe('a known document', () => {
  it('is decided anew for callers who may do other things', async () => {
    const query = '{ box { secret } }'
    expect((await run(query)).answer.json.data).toEqual({ box: { secret: null } })
    expect((await run(query, { token: await admin() })).answer.json).toEqual({ data: { box: { secret: 2 } } })
    expect((await run(query)).answer.json.data).toEqual({ box: { secret: null } })
  })
})

describe('administration', () => {
  const proxied = useTestGateway({
    graph: guardedGraph,
    config: { adminAddresses: listOf('192.0.2.0/24, 2001:db8::/32'), trustedProxies: listOf('127.0.0.0/8, 198.51.100.7') },
  })
  const local = useTestGateway({ graph: guardedGraph, config: { adminAddresses: listOf('127.0.0.0/8') } })

  async function appoint(from: typeof gateway, forwardedFor?: string): Promise<unknown> {
    const token = await from.issuer.token('employees', { roles: ['admin'] })
    const before = from.calls()
    const headers = forwardedFor === undefined ? {} : { 'x-forwarded-for': forwardedFor }
    const answer = await from.run('mutation { appoint }', { token, headers })
    return [answer.status, answer.json.data ?? answer.json.errors?.map(({ message }) => message), from.calls() - before]
  }
  const done = [200, { appoint: 1 }, 1]
  const refused = [403, ['Mutation.appoint is not allowed from your address.'], 0]

  it('is allowed from the listed addresses', async () => {
    expect(await appoint(local)).toEqual(done)
    expect(await appoint(gateway)).toEqual(refused)
  })

  it('is refused to a stranger who says it forwards for somebody', async () => {
    expect(await appoint(local, '127.0.0.1')).toEqual(refused)
  })

  it.each([
    ['192.0.2.9', done],
    ['2001:db8::1', done],
    ['::ffff:192.0.2.9', done],
    ['203.0.113.1, 192.0.2.9', done],
    ['192.0.2.9, 198.51.100.7', done],
    ['203.0.113.1', refused],
    ['192.0.2.9, 203.0.113.1', refused],
    ['192.0.2.9, 203.0.113.1, 198.51.100.7', refused],
    ['192.0.2.9, nonsense', refused],
    ['', refused],
    [undefined, refused],
  ])('behind a proxy of ours goes by the address it gives: %s', async (forwardedFor, expected) => {
    expect(await appoint(proxied, forwardedFor)).toEqual(expected)
  })

  it('needs the role as well', async () => {
    const answer = await local.run('mutation { appoint }')
    expect([answer.status, answer.json.errors?.map(({ message }) => message)]).toEqual([403, [needs('Mutation.appoint')]])
  })
})

describe('the access rules of a supergraph', () => {
  it('are stripped without a trace: what is loaded is what would be composed without them', () => {
    expect(readSupergraph(guardedGraph.supergraphSdl).sdl).toBe(print(parse(composeUnguarded())))
  })

  it('are refused when they name a policy that nobody here enforces', () => {
    const sdl = 'type Query { a: Int @policy(policies: [["full-moon"]]) }'
    expect(() => readAccessRules(parse(sdl))).toThrow('Query.a asks for the policy full-moon, which this gateway does not know')
  })

  it('are refused where a type is extended', () => {
    const sdl = 'type Query { a: Int } extend type Query { b: Int @requiresScopes(scopes: [["b"]]) }'
    expect(() => readAccessRules(parse(sdl))).toThrow('Query is extended; a supergraph defines each type once')
  })

  it('are refused under another name', () => {
    const sdl = 'schema @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", as: "scoped", for: SECURITY) { query: Query }'
    expect(() => readAccessRules(parse(sdl))).toThrow('@requiresScopes has another name in this supergraph; it must be called by its own')
  })

  it('may be left out altogether', () => {
    const supergraph = readSupergraph(composeSources({ one: 'type Query { a: Int }' }))
    expect([supergraph.access.fields.size, supergraph.access.types.size]).toEqual([0, 0])
  })
})

it.each(['10.0.0.0/33', '10.0.0.0/8/8', 'localhost', '10.0.0', '::1/129', '10.0.0.0/-1', '10.0.0.0/'])(
  'an address list with %s in it is none',
  (range) => {
    expect(parseAddressList(`127.0.0.1, ${range}`)).toBeNull()
  },
)

function listOf(text: string): NonNullable<ReturnType<typeof parseAddressList>> {
  const list = parseAddressList(text)
  if (list === null) throw new Error(`${text} is no list of addresses`)
  return list
}
