import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import { useTestGateway, type Answer } from './test-gateway.ts'

const gateway = useTestGateway({ limits: { selectionsMax: 500 } })

const times = (count: number, text: (index: number) => string): string => Array.from({ length: count }, (_, index) => text(index)).join(' ')
const nested = (levels: number): string => `{ order(id: "1") ${'{ next '.repeat(levels - 2)}{ number }${' }'.repeat(levels - 2)} }`
const tokens = (count: number): string => `{ echo(text: "") ${'__typename '.repeat(count - 8)}}`

const outcome = ({ status, json, headers }: Answer): unknown => ({
  status,
  errors: json.errors?.map(({ message, extensions }) => [extensions['code'], message, extensions['requestId'] === headers['x-request-id']]),
})
const refused = (code: string, message: string): unknown => ({ status: 400, errors: [[code, message, true]] })

describe('each limit passes at n and is refused at n + 1, before any subgraph is asked:', () => {
  it.each([
    ['depth', nested(10), nested(11), refused('DEPTH_LIMIT_EXCEEDED', 'An operation may have at most 10 levels of fields.')],
    [
      'depth hidden in fragments',
      `query { ...A } fragment A on Query { order(id: "1") { ...B } } fragment B on Order { next { next { next { next { next { next { next { next { number } } } } } } } } }`,
      `query { ...A } fragment A on Query { order(id: "1") { ...B } } fragment B on Order { next { next { next { next { next { next { next { next { next { number } } } } } } } } } }`,
      refused('DEPTH_LIMIT_EXCEEDED', 'An operation may have at most 10 levels of fields.'),
    ],
    [
      'aliases',
      `{ order(id: "1") { ${times(15, (index) => `a${String(index)}: number`)} } }`,
      `{ order(id: "1") { ${times(16, (index) => `a${String(index)}: number`)} } }`,
      refused('ALIAS_LIMIT_EXCEEDED', 'An operation may have at most 15 aliases.'),
    ],
    [
      'aliases spread twice',
      `{ order(id: "1") { ...F next { ...F } } } fragment F on Order { ${times(7, (index) => `a${String(index)}: number`)} }`,
      `{ order(id: "1") { ...F next { ...F } } } fragment F on Order { ${times(8, (index) => `a${String(index)}: number`)} }`,
      refused('ALIAS_LIMIT_EXCEEDED', 'An operation may have at most 15 aliases.'),
    ],
    [
      'root fields',
      `{ ${times(10, () => 'echo(text: "")')} }`,
      `{ ${times(11, () => 'echo(text: "")')} }`,
      refused('ROOT_FIELD_LIMIT_EXCEEDED', 'An operation may have at most 10 fields at the root.'),
    ],
    [
      'directives',
      `{ order(id: "1") { ${times(20, () => 'number @skip(if: false)')} } }`,
      `{ order(id: "1") { ${times(21, () => 'number @skip(if: false)')} } }`,
      refused('DIRECTIVE_LIMIT_EXCEEDED', 'An operation may have at most 20 directives.'),
    ],
    [
      'selections',
      `{ order(id: "1") { ${times(499, () => 'number')} } }`,
      `{ order(id: "1") { ${times(500, () => 'number')} } }`,
      refused('SELECTION_LIMIT_EXCEEDED', 'An operation may have at most 500 selections, fragments written out.'),
    ],
    [
      'first',
      '{ orders(first: 100) { id } }',
      '{ orders(first: 101) { id } }',
      refused('PAGE_SIZE_LIMIT_EXCEEDED', 'first: a page has at most 100 items.'),
    ],
    [
      'last',
      '{ orders(last: 100) { id } }',
      '{ orders(last: 101) { id } }',
      refused('PAGE_SIZE_LIMIT_EXCEEDED', 'last: a page has at most 100 items.'),
    ],
    [
      'first as the default of a variable',
      'query ($n: Int = 100) { orders(first: $n) { id } }',
      'query ($n: Int = 101) { orders(first: $n) { id } }',
      refused('PAGE_SIZE_LIMIT_EXCEEDED', '$n: a page has at most 100 items.'),
    ],
  ])('%s', async (_limit, passes, fails, refusal) => {
    expect((await gateway.run(passes)).json.errors).toBeUndefined()
    const before = gateway.orders.calls.length
    expect(outcome(await gateway.run(fails))).toEqual(refusal)
    expect(gateway.orders.calls.length).toBe(before)
  })

  it('first as a variable', async () => {
    const page = 'query ($n: Int) { orders(first: $n) { id } }'
    expect((await gateway.run(page, { variables: { n: 100 } })).json.errors).toBeUndefined()
    expect(outcome(await gateway.run(page, { variables: { n: 101 } }))).toEqual(
      refused('PAGE_SIZE_LIMIT_EXCEEDED', '$n: a page has at most 100 items.'),
    )
    expect((await gateway.run(page, { variables: { n: 99 } })).json.errors).toBeUndefined()
  })

  it.each([
    ['of a client', 'clients', 1_000],
    ['of an employee', 'employees', 2_000],
  ] as const)('tokens %s', async (_who, realm, limit) => {
    const token = await gateway.issuer.token(realm)
    const small = await gateway.run(tokens(limit), { token })
    // Far more selections than allowed, but the document was read: the tokens were few enough.
    expect(small.json.errors?.map(({ extensions }) => extensions['code'])).not.toContain('TOKEN_LIMIT_EXCEEDED')
    expect(outcome(await gateway.run(tokens(limit + 1), { token }))).toEqual(
      refused('TOKEN_LIMIT_EXCEEDED', `A document may have at most ${String(limit)} tokens.`),
    )
  })

  it('tokens of a query in the URL', async () => {
    const authorization = `Bearer ${await gateway.issuer.token('clients')}`
    const query = `{ ${'e '.repeat(999)}}`
    const answer = await gateway.call(`/graphql?query=${encodeURIComponent(query)}`, {
      headers: { authorization, 'apollo-require-preflight': '1' },
    })
    expect(outcome(answer)).toEqual(refused('TOKEN_LIMIT_EXCEEDED', 'A document may have at most 1000 tokens.'))
  })

  it.each([
    [65_536, 200],
    [65_537, 413],
  ])('a body of %d bytes: %d', async (bytes, status) => {
    const [start, end] = ['{"query":"{ __typename }","variables":{"pad":"', '"}}']
    const body = start + 'x'.repeat(bytes - start.length - end.length) + end
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await gateway.issuer.token('employees')}` }
    for (const length of [{ 'content-length': String(bytes) }, { 'transfer-encoding': 'chunked' }]) {
      const answer = await gateway.call('/graphql', { method: 'POST', headers: { ...headers, ...length }, body })
      expect(answer.status).toBe(status)
      if (status === 200) continue
      const extensions = { code: 'PAYLOAD_TOO_LARGE', requestId: answer.headers['x-request-id'] }
      expect(answer.json).toEqual({ errors: [{ message: 'A request may have at most 65536 bytes.', extensions }] })
    }
  })
})

describe('limits', () => {
  it('let the standard introspection query pass', async () => {
    const { json } = await gateway.run(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }))
    expect(json.errors).toBeUndefined()
    expect(JSON.stringify(json.data)).toContain('"name":"Order"')
    expect(JSON.stringify(json.data)).not.toContain('_admitUser')
  })

  it('refuse introspection deeper than that', async () => {
    const deep = (levels: number): string => `{ __type(name: "Order") ${'{ ofType '.repeat(levels - 2)}{ name }${' }'.repeat(levels - 2)} }`
    expect((await gateway.run(deep(15))).json.errors).toBeUndefined()
    expect(outcome(await gateway.run(deep(16)))).toEqual(
      refused('DEPTH_LIMIT_EXCEEDED', 'An operation may have at most 15 levels of fields in introspection.'),
    )
  })

  it('count fragments that multiply themselves without writing them out', async () => {
    const levels = 24
    const bomb = `{ order(id: "1") { ...F0 } } ${times(levels, (index) => `fragment F${String(index)} on Order { ...F${String(index + 1)} ...F${String(index + 1)} }`)} fragment F${String(levels)} on Order { number }`
    expect(outcome(await gateway.run(bomb))).toEqual(
      refused('SELECTION_LIMIT_EXCEEDED', 'An operation may have at most 500 selections, fragments written out.'),
    )
  })

  it('survive fragments that contain themselves', async () => {
    const answer = await gateway.run(
      '{ order(id: "1") { ...A } } fragment A on Order { next { ...B } } fragment B on Order { next { ...A } }',
    )
    expect(answer.status).toBe(400)
    expect(answer.json.errors?.map(({ extensions }) => extensions['code'])).toEqual(['GRAPHQL_VALIDATION_FAILED'])
  })

  it('hold every operation of a document, and report each that is broken', async () => {
    const aliases = times(16, (index) => `a${String(index)}: number`)
    const document = `query Small { __typename } query Large { order(id: "1") { ${aliases} ${'next { '.repeat(9)} number ${'}'.repeat(9)} } }`
    const answer = await gateway.run(document, { operationName: 'Small' })
    expect(answer.json.errors?.map(({ extensions }) => extensions['code'])).toEqual(['DEPTH_LIMIT_EXCEEDED', 'ALIAS_LIMIT_EXCEEDED'])
  })

  it('refuse a list of operations', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await gateway.issuer.token('employees')}` }
    const answer = await gateway.call('/graphql', { method: 'POST', headers, body: '[{"query":"{ __typename }"}]' })
    expect(outcome(answer)).toEqual(refused('BATCHING_NOT_ALLOWED', 'A request holds one operation; send several requests.'))
  })
})

describe('an alias', () => {
  it.each([
    [
      'named like a key field',
      '{ order(id: "1") { id: note } }',
      'The alias id cannot be used for another field: Order has a key field of this name.',
    ],
    [
      'named like a key field in a fragment',
      '{ order(id: "1") { ...F } } fragment F on Order { id: number }',
      'The alias id cannot be used for another field: Order has a key field of this name.',
    ],
    [
      '__typename',
      '{ order(id: "1") { __typename: note } }',
      'The alias __typename cannot be used for another field: names that begin with __ are reserved.',
    ],
    [
      '__proto__',
      '{ order(id: "1") { __proto__: note } }',
      'The alias __proto__ cannot be used for another field: names that begin with __ are reserved.',
    ],
  ])('%s is refused', async (_what, query, message) => {
    expect(outcome(await gateway.run(query))).toEqual(refused('ALIAS_NOT_ALLOWED', message))
  })

  it('that repeats the field’s own name, or is a key field elsewhere, is fine', async () => {
    const { json } = await gateway.run('{ id: order(id: "1") { id: id number: number } }')
    expect(json).toEqual({ data: { id: { id: 'order_1', number: 'A-1' } } })
  })
})
