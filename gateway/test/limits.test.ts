import { getIntrospectionQuery } from 'graphql'
import { describe, expect, it } from 'vitest'
import { bodyOfBytes, callsOf, documentOfTokens, queryLimits, testLimits, times, tokenLimits } from './limit-cases.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'

const gateway = useTestGateway({ limits: testLimits })

const outcome = ({ status, json, headers }: Answer): unknown => ({
  status,
  errors: json.errors?.map(({ message, extensions }) => [extensions['code'], message, extensions['requestId'] === headers['x-request-id']]),
})
const refused = (code: string, message: string): unknown => ({ status: 400, errors: [[code, message, true]] })

describe('each limit passes at n and is refused at n + 1, before any subgraph is asked:', () => {
  it.each(queryLimits)('$limit', async ({ passes, fails, code, message, variables: [passing, failing] = [{}, {}] }) => {
    expect((await gateway.run(passes, { variables: passing })).json.errors).toBeUndefined()
    const before = callsOf(gateway)
    expect(outcome(await gateway.run(fails, { variables: failing }))).toEqual(refused(code, message))
    expect(callsOf(gateway)).toBe(before)
    // Neither is what comes after it judged by what was refused.
    expect((await gateway.run(passes, { variables: passing })).json.errors).toBeUndefined()
  })

  it.each(tokenLimits)('tokens of $who', async ({ realm, max }) => {
    const token = await gateway.issuer.token(realm)
    const small = await gateway.run(documentOfTokens('query', max), { token })
    // Far more selections than allowed, but the document was read: the tokens were few enough.
    expect(small.json.errors?.map(({ extensions }) => extensions['code'])).not.toContain('TOKEN_LIMIT_EXCEEDED')
    expect(outcome(await gateway.run(documentOfTokens('query', max + 1), { token }))).toEqual(
      refused('TOKEN_LIMIT_EXCEEDED', `A document may have at most ${String(max)} tokens.`),
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
    const body = bodyOfBytes(bytes)
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
