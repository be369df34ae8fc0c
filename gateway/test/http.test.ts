import { describe, expect, it } from 'vitest'
import { useTestGateway, type Answer } from './test-gateway.ts'

const gateway = useTestGateway()

const json = { 'content-type': 'application/json' }
const query = '{"query":"{ __typename }"}'
const inUrl = `/graphql?query=${encodeURIComponent('{ __typename }')}`
const mutationInUrl = `/graphql?query=${encodeURIComponent('mutation { cancel(id: "1") { id } }')}`

const bearer = async (): Promise<{ readonly authorization: string }> => ({
  authorization: `Bearer ${await gateway.issuer.token('employees')}`,
})
const codes = (answer: Answer): readonly unknown[] | undefined => answer.json.errors?.map(({ extensions }) => extensions['code'])

describe('verbs, content types and CSRF', () => {
  it.each([
    ['POST of JSON', { method: 'POST', headers: json, body: query }, 200, undefined],
    [
      'POST of JSON with a charset',
      { method: 'POST', headers: { 'content-type': 'Application/JSON; charset=utf-8' }, body: query },
      200,
      undefined,
    ],
    ['GET with a preflight header', { path: inUrl, headers: { 'apollo-require-preflight': '1' } }, 200, undefined],
    ['GET with an operation name header', { path: inUrl, headers: { 'x-apollo-operation-name': 'x' } }, 200, undefined],
    ['GET with a JSON content type', { path: inUrl, headers: json }, 200, undefined],
    ['GET a simple page could send', { path: inUrl }, 400, ['BAD_REQUEST']],
    ['GET of a mutation', { path: mutationInUrl, headers: json }, 405, ['BAD_REQUEST']],
    ['GET without a query', { headers: json }, 400, ['BAD_REQUEST']],
    ['POST of text', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: query }, 400, ['BAD_REQUEST']],
    [
      'POST of a form',
      { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'query={__typename}' },
      400,
      ['BAD_REQUEST'],
    ],
    [
      'POST of a multipart form',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: query },
      400,
      ['BAD_REQUEST'],
    ],
    [
      'POST of text with a preflight header',
      { method: 'POST', headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '1' }, body: query },
      400,
      ['BAD_REQUEST'],
    ],
    ['POST without a content type', { method: 'POST', body: query }, 400, ['BAD_REQUEST']],
    ['POST of XML', { method: 'POST', headers: { 'content-type': 'application/xml' }, body: query }, 415, ['UNSUPPORTED_MEDIA_TYPE']],
    [
      'POST of application/graphql',
      { method: 'POST', headers: { 'content-type': 'application/graphql' }, body: '{ __typename }' },
      415,
      ['UNSUPPORTED_MEDIA_TYPE'],
    ],
    [
      'POST of compressed JSON',
      { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: query },
      415,
      ['UNSUPPORTED_MEDIA_TYPE'],
    ],
    ['POST of broken JSON', { method: 'POST', headers: json, body: '{"query":' }, 400, ['BAD_REQUEST']],
    ['POST of nothing', { method: 'POST', headers: json, body: '' }, 400, ['BAD_REQUEST']],
    ['POST of null', { method: 'POST', headers: json, body: 'null' }, 400, ['BAD_REQUEST']],
    ['POST of an empty object', { method: 'POST', headers: json, body: '{}' }, 400, ['BAD_REQUEST']],
    ['POST of a query that is no text', { method: 'POST', headers: json, body: '{"query":{"kind":"Document"}}' }, 400, ['BAD_REQUEST']],
    [
      'POST of variables as text',
      { method: 'POST', headers: json, body: '{"query":"{ __typename }","variables":"{}"}' },
      400,
      ['BAD_REQUEST'],
    ],
    [
      'POST with an accept that cannot be met',
      { method: 'POST', headers: { ...json, accept: 'text/html' }, body: query },
      406,
      ['NOT_ACCEPTABLE'],
    ],
    [
      'POST with an accept that rules JSON out',
      { method: 'POST', headers: { ...json, accept: 'application/json;q=0' }, body: query },
      406,
      ['NOT_ACCEPTABLE'],
    ],
    ['PUT', { method: 'PUT', headers: json, body: query }, 405, ['METHOD_NOT_ALLOWED']],
    ['DELETE', { method: 'DELETE' }, 405, ['METHOD_NOT_ALLOWED']],
    ['PATCH', { method: 'PATCH', headers: json, body: query }, 405, ['METHOD_NOT_ALLOWED']],
  ] as const)('%s', async (_what, call, status, expected) => {
    const before = gateway.orders.calls.length
    const { path = '/graphql', ...rest } = { headers: {}, ...call } as {
      path?: string
      method?: string
      headers: Record<string, string>
      body?: string
    }
    const answer = await gateway.call(path, { ...rest, headers: { ...(await bearer()), ...rest.headers } })
    expect([answer.status, codes(answer)]).toEqual([status, expected])
    expect(answer.json.errors?.map(({ extensions }) => extensions['requestId'])).toEqual(
      expected?.map(() => answer.headers['x-request-id']),
    )
    expect(gateway.orders.calls.length).toBe(before)
  })

  it('answers application/graphql-response+json to who prefers it', async () => {
    const headers = { ...json, ...(await bearer()), accept: 'application/graphql-response+json, application/json;q=0.9' }
    const answer = await gateway.call('/graphql', { method: 'POST', headers, body: query })
    expect(answer.headers['content-type']).toBe('application/graphql-response+json; charset=utf-8')
  })

  it('names the verbs there are', async () => {
    expect((await gateway.call('/graphql', { method: 'PUT', headers: await bearer() })).headers.allow).toBe('GET, POST, OPTIONS')
  })
})

describe('CORS', () => {
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization, content-type' }
  const corsHeaders = (answer: Answer): readonly string[] =>
    Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))

  it('answers the preflight of an allowed origin', async () => {
    const answer = await gateway.call('/graphql', { method: 'OPTIONS', headers: { origin: 'https://shop.example', ...preflight } })
    expect([answer.status, answer.text, answer.headers.vary]).toEqual([204, '', 'origin'])
    expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example')
    expect(answer.headers['access-control-allow-methods']).toBe('GET, POST')
    expect(answer.headers['access-control-allow-headers']).toBe(
      'authorization, content-type, x-request-id, traceparent, apollo-require-preflight, x-apollo-operation-name, last-event-id',
    )
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined()
  })

  it.each(['https://shop.example.evil.example', 'http://shop.example', 'https://shop.example:8443', 'https://SHOP.example', 'null', '*'])(
    'gives %s no header',
    async (origin) => {
      const answer = await gateway.call('/graphql', { method: 'OPTIONS', headers: { origin, ...preflight } })
      expect([answer.status, corsHeaders(answer), answer.headers.vary]).toEqual([204, [], 'origin'])
      const posted = await gateway.call('/graphql', { method: 'POST', headers: { ...json, ...(await bearer()), origin }, body: query })
      expect([corsHeaders(posted), posted.headers.vary]).toEqual([[], 'origin'])
    },
  )

  it('lets an allowed origin read answers and refusals', async () => {
    for (const headers of [await bearer(), {}]) {
      const answer = await gateway.call('/graphql', {
        method: 'POST',
        headers: { ...json, ...headers, origin: 'https://shop.example' },
        body: query,
      })
      expect(answer.headers['access-control-allow-origin']).toBe('https://shop.example')
      expect(answer.headers['access-control-expose-headers']).toBe('x-request-id, retry-after')
    }
  })
})

describe('/schema.graphql', () => {
  it('is the SDL of what a caller may ask for', async () => {
    const answer = await gateway.call('/schema.graphql', { headers: await bearer() })
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8'])
    expect(answer.text).toContain('type Order {\n  id: ID!')
    expect(answer.text).not.toMatch(/_admitUser|join__|_entities|AdmitUser/)
  })

  it('needs a token and knows one verb', async () => {
    expect((await gateway.call('/schema.graphql')).status).toBe(401)
    expect((await gateway.call('/schema.graphql', { method: 'POST', headers: await bearer() })).status).toBe(405)
  })
})

describe('other paths', () => {
  it('are not found', async () => {
    for (const path of ['/graphql/', '/graphqlx', '/.env', '/explorerx', '//']) {
      const answer = await gateway.call(path)
      expect([path, answer.status, codes(answer)]).toEqual([path, 404, ['NOT_FOUND']])
    }
  })

  it('/health/live says that the process runs, /health/ready how everything is', async () => {
    expect((await gateway.call('/health/live')).json).toEqual({ status: 'live' })
    const up = { customers: 'up', orders: 'up', 'issuer of employees': 'up', 'issuer of clients': 'up' }
    const ready = await gateway.call('/health/ready')
    expect([ready.status, ready.json]).toEqual([200, { status: 'ready', dependencies: up }])
    gateway.issuer.setAway(true)
    await gateway.customers.stop()
    const degraded = await gateway.call('/health/ready')
    gateway.issuer.setAway(false)
    expect([degraded.status, degraded.json]).toEqual([
      200,
      { status: 'degraded', dependencies: { customers: 'down', orders: 'up', 'issuer of employees': 'down', 'issuer of clients': 'down' } },
    ])
  })
})
