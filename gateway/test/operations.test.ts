import { describe, expect, it } from 'vitest'
import { acme } from './test-issuer.ts'
import { useTestGateway } from './test-gateway.ts'

const gateway = useTestGateway()

interface Seen {
  readonly seen: Readonly<Record<'tenantId' | 'issuer' | 'requestId' | 'traceparent', string>> & { readonly timeoutMs: number }
}

const seenQuery = '{ seen { tenantId issuer requestId traceparent timeoutMs } }'

async function seenWith(headers: Readonly<Record<string, string>>): Promise<Seen['seen'] & { readonly answeredId: unknown }> {
  const authorization = `Bearer ${await gateway.issuer.token('employees')}`
  const answer = await gateway.call('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify({ query: seenQuery }),
  })
  const { seen } = answer.json.data as Seen
  return { ...seen, answeredId: answer.headers['x-request-id'] }
}

describe('an operation', () => {
  it('is answered across subgraphs', async () => {
    const answer = await gateway.run('{ order(id: "order_1") { id number customer { id name } } }')
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({ data: { order: { id: 'order_1', number: 'A-1', customer: { id: 'customer_1', name: 'Clara' } } } })
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answer.headers['cache-control']).toBe('private, no-store')
  })

  it('answers __typename without asking any subgraph', async () => {
    const before = gateway.orders.calls.length + gateway.customers.calls.length
    expect((await gateway.run('{ __typename }')).json).toEqual({ data: { __typename: 'Query' } })
    expect(gateway.orders.calls.length + gateway.customers.calls.length).toBe(before)
  })

  it('with variables and one of several names is the one that is run', async () => {
    const query = 'query A { __typename } mutation B($id: ID!) { cancel(id: $id) { id } }'
    const answer = await gateway.run(query, { operationName: 'B', variables: { id: 'order_1' } })
    expect(answer.json).toEqual({ data: { cancel: { id: 'order_1' } } })
  })

  it.each([undefined, 'C'])('is refused when %s names none of several', async (operationName) => {
    const query = 'query A { __typename } query B { __typename }'
    const answer = await gateway.run(query, operationName === undefined ? {} : { operationName })
    expect([answer.status, answer.json.errors?.map(({ extensions }) => extensions['code'])]).toEqual([
      400,
      ['OPERATION_RESOLUTION_FAILURE'],
    ])
  })

  it('takes the caller’s request id and trace over, with a span of its own', async () => {
    const seen = await seenWith({ 'x-request-id': 'web-42_A', traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' })
    expect([seen.requestId, seen.answeredId]).toEqual(['web-42_A', 'web-42_A'])
    expect(seen.traceparent).toMatch(/^00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-00$/)
  })

  it.each([
    ['a blank', 'a b', 'x'],
    ['101 characters', 'a'.repeat(101), '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more'],
    ['markup', '<script>', `00-${'0'.repeat(32)}-b7ad6b7169203331-01`],
    ['nothing', '', `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`],
  ])('takes over no request id with %s and no broken trace', async (_what, requestId, traceparent) => {
    const seen = await seenWith({ 'x-request-id': requestId, traceparent })
    expect(seen.answeredId).toMatch(/^request_[0-9a-z]{26}$/)
    expect(seen.requestId).toBe(seen.answeredId)
    expect(seen.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
    expect(seen.traceparent).not.toContain('0af7651916cd43dd8448eb211c80319c')
  })

  it('trusts no other header from outside', async () => {
    const seen = await seenWith({ 'x-timeout-ms': '999999', 'x-tenant-id': 'globex', 'x-actor': 'admin' })
    expect({ ...seen, requestId: '', answeredId: '', traceparent: '' }).toEqual({
      tenantId: acme,
      issuer: 'gateway',
      timeoutMs: 3_000,
      requestId: '',
      answeredId: '',
      traceparent: '',
    })
  })

  it('leaves one log line without variables and names', async () => {
    const from = gateway.log.length
    const token = await gateway.issuer.token('clients', { sub: 'secret-subject', name: 'Secret Name' })
    const query = 'query OrderPage($id: ID!) { order(id: $id) { number customer { name } } fail(kind: "public") }'
    const answer = await gateway.run(query, { token, variables: { id: 'secret-variable' } })
    const lines = gateway.log.slice(from).map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.filter(({ msg }) => msg === 'operation')).toEqual([
      {
        level: 'info',
        service: 'gateway',
        time: expect.stringMatching(/^\d{4}-/) as unknown,
        msg: 'operation',
        requestId: answer.headers['x-request-id'],
        traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown,
        tenantId: acme,
        actorKind: 'client',
        operation: 'OrderPage',
        operationType: 'query',
        status: 200,
        durationMs: expect.any(Number) as unknown,
        fetches: 2,
        errorCodes: ['FORBIDDEN'],
      },
    ])
    expect(lines.map((line) => JSON.stringify(line)).join('')).not.toMatch(/secret|clara/i)
  })

  it('with prototype keys as aliases, variables and answers changes no prototype', async () => {
    const query = `query ($constructor: String, $toString: String) {
      constructor: echo(text: $constructor) toString: echo(text: $toString) hasOwnProperty: echo(text: "h")
      prototype: numbers { valueOf: whole more { constructor: whole } }
      order(id: "1") { constructor: number toString: note customer { valueOf: name } }
    }`
    const variables = JSON.parse('{"constructor":"c","toString":"t","__proto__":{"polluted":true}}') as object
    const answer = await gateway.run(query, { variables })
    expect(answer.json).toEqual({
      data: {
        constructor: 'c',
        toString: 't',
        hasOwnProperty: 'h',
        prototype: { valueOf: 1, more: { constructor: 2 } },
        order: { constructor: 'A-1', toString: 'leave at the door', customer: { valueOf: 'Clara' } },
      },
    })
    expect(Object.keys(Object.prototype)).toEqual([])
    expect('polluted' in {}).toBe(false)
  })

  it('whose answer holds prototype keys changes no prototype', async () => {
    gateway.orders.answerWith((response) => {
      response.end(
        '{"data":{"__proto__":{"polluted":1},"order":{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"number":"A-1"}}}',
      )
    })
    const answer = await gateway.run('{ order(id: "1") { number } }')
    gateway.orders.answerWith(null)
    expect(answer.json).toEqual({ data: { order: { number: 'A-1' } } })
    expect('polluted' in {}).toBe(false)
    expect('polluted' in Object).toBe(false)
  })
})
