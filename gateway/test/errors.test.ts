import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { canary, failures } from './test-graph.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'

const gateway = useTestGateway({ limits: { subgraphTimeoutMs: 300 }, clocks: { breakerOpenMs: 1 } })

afterEach(() => {
  gateway.orders.answerWith(null)
  gateway.customers.answerWith(null)
})

const codes = (answer: Answer): readonly unknown[] | undefined => answer.json.errors?.map(({ extensions }) => extensions['code'])

const away = { message: 'A part of the system does not answer right now.', code: 'UPSTREAM_UNAVAILABLE' }

function expectAway(answer: Answer, path: readonly string[]): void {
  const extensions = { code: away.code, retryable: true, requestId: answer.headers['x-request-id'] }
  expect(answer.json.errors).toEqual([{ message: away.message, path, extensions }])
}

describe('what a resolver throws', () => {
  const shown: Readonly<Record<string, object>> = {
    public: { message: 'You may not.', code: 'FORBIDDEN' },
    retryable: { message: 'Try again.', code: 'CONFLICT', retryable: true },
  }
  it.each(Object.keys(failures))('reaches neither the client nor the log with its secrets: %s', async (kind) => {
    const from = gateway.log.length
    const answer = await gateway.run(`{ fail(kind: "${kind}") order(id: "1") { number } }`)
    const { message, ...extensions } = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR', ...shown[kind] }
    expect(answer.status).toBe(200)
    expect(answer.json).toEqual({
      data: { fail: null, order: { number: 'A-1' } },
      errors: [{ message, path: ['fail'], extensions: { ...extensions, requestId: answer.headers['x-request-id'] } }],
    })
    expect(answer.text).not.toContain(canary)
    expect(gateway.log.slice(from).join('')).not.toContain(canary)
  })
})

describe('a document that is wrong', () => {
  it.each([
    ['is not GraphQL', '{ order(', 'GRAPHQL_PARSE_FAILED', 'Syntax Error: Expected Name, found <EOF>.'],
    [
      'asks for an unknown field',
      '{ order(id: "1") { nunber } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "nunber" on type "Order".',
    ],
    [
      'uses an unknown enum value',
      '{ orders(status: PLACD) { id } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Value "PLACD" does not exist in "Status" enum.',
    ],
    [
      'leaves out an argument',
      '{ order { id } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Field "order" argument "id" of type "ID!" is required, but it was not provided.',
    ],
    [
      'asks for what only services may ask',
      'mutation { _admitUser(input: {}) { isAdmitted } }',
      'GRAPHQL_VALIDATION_FAILED',
      'Cannot query field "_admitUser" on type "Mutation".',
    ],
  ])('because it %s is refused without suggestions', async (_what, query, code, message) => {
    const answer = await gateway.run(query)
    expect(answer.status).toBe(400)
    expect(answer.json.errors?.map((error) => [error.message, error.extensions])).toEqual([
      [message, { code, requestId: answer.headers['x-request-id'] }],
    ])
    expect(answer.json.errors?.[0]?.locations).toBeDefined()
  })

  it('for its variables is BAD_USER_INPUT without suggestions', async () => {
    const answer = await gateway.run('query ($s: Status) { orders(status: $s) { id } }', { variables: { s: 'PLACD' } })
    expect(answer.status).toBe(400)
    expect(answer.json.errors?.map((error) => [error.message, error.extensions['code']])).toEqual([
      ['Variable "$s" got invalid value "PLACD"; Value "PLACD" does not exist in "Status" enum.', 'BAD_USER_INPUT'],
    ])
  })

  it('because it subscribes over plain HTTP is told which transport to use', async () => {
    const answer = await gateway.run('subscription { orderChanged { __typename } }')
    expect(answer.status).toBe(400)
    expect(answer.json).toEqual({
      errors: [
        {
          message:
            'Subscriptions are not answered over plain HTTP: use WebSocket (graphql-transport-ws), or accept text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
          extensions: { code: 'SUBSCRIPTION_TRANSPORT_REQUIRED', requestId: answer.headers['x-request-id'] },
        },
      ],
    })
  })

  it('or an id that stands for nothing is refused by name', async () => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await gateway.issuer.token('employees')}` }
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } }
    const answer = await gateway.call('/graphql', { method: 'POST', headers, body: JSON.stringify({ extensions }) })
    expect([answer.status, codes(answer)]).toEqual([200, ['PERSISTED_QUERY_NOT_FOUND']])
  })
})

describe('a subgraph that', () => {
  const page = '{ orders { number customer { id name } } }'
  const withoutNames = { orders: [1, 2].map((index) => ({ number: `A-${String(index)}`, customer: null })) }

  const troubles: Readonly<Record<string, (response: ServerResponse) => void>> = {
    'breaks the connection': (response) => void response.destroy(),
    'never answers': () => undefined,
    'answers with a status of 500': (response) => void response.writeHead(500).end(canary),
    'refuses the token': (response) => void response.writeHead(401).end(canary),
    'answers no JSON': (response) => void response.end(`<html>${canary}</html>`),
    'answers a JSON string': (response) => void response.end(`"${canary}"`),
    'answers nothing': (response) => void response.end('{}'),
    'answers more than 5 MB': (response) => void response.end(JSON.stringify({ data: 'x'.repeat(5 * 1024 * 1024) })),
    'answers more than 5 MB without saying so': (response) => {
      response.write('{"data":"')
      response.end('x'.repeat(5 * 1024 * 1024))
    },
    'stops in the middle': (response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"data":')
      response.destroy()
    },
  }

  it.each(Object.keys(troubles))('%s leaves the rest of the page standing', async (trouble) => {
    gateway.customers.answerWith(troubles[trouble] ?? null)
    const from = gateway.log.length
    const answer = await gateway.run(page)
    expect([answer.status, answer.json.data]).toEqual([200, withoutNames])
    expectAway(answer, ['orders'])
    expect(answer.text + gateway.log.slice(from).join('')).not.toContain(canary)
    gateway.customers.answerWith(null)
    expect((await gateway.run(page)).json.errors).toBeUndefined()
  })

  it('is away at the root nulls its own fields only, each with an error of its own', async () => {
    gateway.customers.answerWith((response) => void response.destroy())
    const answer = await gateway.run('{ boss: customer(id: "1") { name } me { id } order(id: "1") { number } }')
    const extensions = { code: away.code, retryable: true, requestId: answer.headers['x-request-id'] }
    expect(answer.json).toEqual({
      data: { boss: null, me: null, order: { number: 'A-1' } },
      errors: [
        { message: away.message, path: ['boss'], extensions },
        { message: away.message, path: ['me'], extensions },
      ],
    })
  })

  it('answers exactly 5 MB is heard out', async () => {
    const [start, end] = ['{"data":{"order":{"number":"', '"}}}']
    gateway.orders.answerWith((response) => void response.end(start + 'x'.repeat(5 * 1024 * 1024 - start.length - end.length) + end))
    const answer = await gateway.run('{ order(id: "1") { number } }')
    expect(answer.json.errors).toBeUndefined()
    expect(JSON.stringify(answer.json).length).toBe(5 * 1024 * 1024)
  })

  it('answers null where none may be is an error, not a silent extension', async () => {
    gateway.orders.answerWith((response) => void response.end('{"data":{"order":{"number":null},"echo":"x"}}'))
    const from = gateway.log.length
    const answer = await gateway.run('{ order(id: "1") { number } echo(text: "x") }')
    expect(answer.json).toEqual({
      data: { order: null, echo: 'x' },
      errors: [
        {
          message: 'Internal server error',
          path: ['order', 'number'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: answer.headers['x-request-id'] },
        },
      ],
    })
    expect(gateway.log.slice(from).join('')).toContain('"msg":"operation failed"')
  })

  it('says why it refuses is passed on, its name is not', async () => {
    const error = {
      message: 'Not now.',
      path: ['order'],
      extensions: { code: 'RATE_LIMITED', retryable: true, serviceName: 'orders', stacktrace: [canary] },
    }
    gateway.orders.answerWith((response) => void response.end(JSON.stringify({ data: { order: null }, errors: [error] })))
    const answer = await gateway.run('{ order(id: "1") { number } }')
    expect(answer.json.errors).toEqual([
      {
        message: 'Not now.',
        path: ['order'],
        extensions: { code: 'RATE_LIMITED', retryable: true, requestId: answer.headers['x-request-id'] },
      },
    ])
  })
})

describe('a request whose time is up', () => {
  const hurried = useTestGateway({ limits: { subgraphTimeoutMs: 3_000, requestTimeoutMs: 2_000 } })

  it('is answered with what there is', async () => {
    const query = '{ order(id: "order_1") { number customer { id name } } }'
    // The first one takes longer: nothing is planned yet.
    expect((await hurried.run(query)).json.errors).toBeUndefined()
    hurried.customers.answerWith(() => undefined)
    const answer = await hurried.run(query)
    expect([answer.status, answer.json]).toEqual([
      200,
      {
        data: { order: { number: 'A-1', customer: null } },
        errors: [
          {
            message: 'The request took too long.',
            path: ['order', 'customer'],
            extensions: { code: 'REQUEST_TIMEOUT', retryable: true, requestId: answer.headers['x-request-id'] },
          },
        ],
      },
    ])
  })

  it('told the subgraph how much time it had', async () => {
    const answer = await hurried.run('{ seen { timeoutMs } }')
    const { seen } = answer.json.data as { readonly seen: { readonly timeoutMs: number } }
    expect(seen.timeoutMs).toBeGreaterThan(0)
    expect(seen.timeoutMs).toBeLessThanOrEqual(2_000)
  })
})
