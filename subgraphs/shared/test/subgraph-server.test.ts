import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AppError } from '../src/errors.ts'
import { internalClient } from '../src/internal-client.ts'
import { signInternalToken, type InternalCall } from '../src/internal-token.ts'
import type { RequestContext } from '../src/request-context.ts'
import { startSubgraph, type RunningSubgraph } from '../src/subgraph-server.ts'
import { createLogger } from '../src/telemetry.ts'
import { employee } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'
import { testRedisUrl } from '../src/testing/test-redis.ts'

const database = useTestDatabase('orders')
const redisUrl = testRedisUrl()
const key = 'a'.repeat(64)
const canary = 'clara.canary@example.com'
const typeDefs = parse(
  'type Thing @key(fields: "id") { id: ID! } type Query { thing: Thing tenant: String slow: String bug: String refused: String }',
)
let resolved = 0
let running: RunningSubgraph
const lines: string[] = []

beforeAll(async () => {
  const count = <Value>(value: Value): Value => {
    resolved += 1
    return value
  }
  const resolvers = {
    Query: {
      thing: () => count({ id: '1' }),
      tenant: (_root: unknown, _args: unknown, context: RequestContext) => count(context.tenant.slug),
      slow: async (_root: unknown, _args: unknown, { signal }: RequestContext) =>
        await new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(new AppError('UPSTREAM_UNAVAILABLE', 'Too slow.'))),
        ),
      bug: () => {
        throw new Error(`bug with ${canary}`)
      },
      refused: () => {
        throw new AppError('CONFLICT', 'Later.', { retryable: true })
      },
    },
  }
  const config = {
    HOST: '127.0.0.1',
    PORT: 0,
    LOG_LEVEL: 'debug',
    DRAIN_TIMEOUT_MS: 3_000,
    DATABASE_URL: database.urlOf('orders_app'),
    DATABASE_WORKER_URL: database.urlOf('orders_worker'),
    DATABASE_POOL_SIZE: 2,
    REDIS_URL: redisUrl,
  }
  running = await startSubgraph(
    {
      name: 'orders',
      schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
      config,
      callers: new Map([['gateway', key]]),
      createContext: (base) => base,
    },
    createLogger({ service: 'orders', level: 'debug', stream: { write: (line) => void lines.push(line) } }),
  )
})
afterAll(async () => {
  await running.stop()
})

const url = () => `http://127.0.0.1:${String(running.port)}/graphql`
const post = async (body: string, token: string | null) =>
  await fetch(url(), {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Internal ${token}` }) },
  })
const call = (body: string): InternalCall => ({
  caller: 'gateway',
  callee: 'orders',
  tenantId: database.acme.id,
  actor: employee('admin'),
  body,
})

describe('a subgraph', () => {
  const body = JSON.stringify({ query: '{ tenant }' })
  const sdl = JSON.stringify({ query: '{ _service { sdl } }' })
  const entities = JSON.stringify({ query: '{ _entities(representations: [{ __typename: "Thing", id: "1" }]) { __typename } }' })

  it('answers a caller with a valid token, for its tenant', async () => {
    const response = await post(body, signInternalToken(key, call(body), new Date()))
    expect([response.status, await response.json()]).toEqual([200, { data: { tenant: 'acme' } }])
  })

  it.each([
    ['no token', body, () => null],
    ['no token, asking for its SDL', sdl, () => null],
    ['no token, asking for entities', entities, () => null],
    ['an expired token', body, () => signInternalToken(key, call(body), new Date(Date.now() - 31_000))],
    ['a forged token', body, () => signInternalToken('b'.repeat(64), call(body), new Date())],
    ['a token replayed with another body', body, () => signInternalToken(key, call(sdl), new Date())],
    ['a token for another callee', body, () => signInternalToken(key, { ...call(body), callee: 'catalog' }, new Date())],
    ['a caller it does not know', body, () => signInternalToken(key, { ...call(body), caller: 'stranger' }, new Date())],
    ['garbage, without reading the body as GraphQL', '{{{', () => 'x.y'],
  ])('answers 401 to %s and resolves nothing (recipe 40)', async (_name, text, token) => {
    const before = resolved
    const response = await post(text, token())
    expect([response.status, await response.json(), resolved - before]).toEqual([401, { error: 'an internal token is required' }, 0])
  })

  it('answers FORBIDDEN for a tenant that does not exist', async () => {
    const response = await post(
      body,
      signInternalToken(key, { ...call(body), tenantId: '019b0000-0000-7000-8000-00000000dead' }, new Date()),
    )
    expect(await response.json()).toEqual({ errors: [{ message: 'This tenant is not active.', extensions: { code: 'FORBIDDEN' } }] })
  })

  it('masks what is a bug, in answer and log, and passes on what is meant for the caller', async () => {
    const text = JSON.stringify({ query: '{ bug refused }' })
    const response = await post(text, signInternalToken(key, call(text), new Date()))
    expect(await response.json()).toEqual({
      data: { bug: null, refused: null },
      errors: [
        {
          message: 'Internal server error',
          path: ['bug'],
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'INTERNAL_SERVER_ERROR' },
        },
        { message: 'Later.', path: ['refused'], locations: [{ line: 1, column: 7 }], extensions: { code: 'CONFLICT', retryable: true } },
      ],
    })
    expect(lines.join('')).toContain('resolver failed')
    expect(lines.join('')).not.toContain('canary')
  })

  it("ends a call at the caller's deadline", async () => {
    const client = internalClient({ caller: 'gateway', callee: 'orders', url: url(), key, timeoutMs: 200 })
    const context = {
      tenantId: database.acme.id,
      actor: employee('admin'),
      requestId: 'r',
      traceparent: null,
      signal: AbortSignal.timeout(5_000),
    }
    const slow = client.post(context, JSON.stringify({ query: '{ slow }' }))
    await expect(
      slow.then(
        (text) => JSON.parse(text).errors[0].extensions.code,
        (error: unknown) => (error as AppError).code,
      ),
    ).resolves.toBe('UPSTREAM_UNAVAILABLE')
    await client.close()
  })

  it('says how it is, dependency by dependency', async () => {
    const at = (path: string) => fetch(new URL(path, url())).then(async (response) => [response.status, await response.json()])
    expect(await at('/health/live')).toEqual([200, { status: 'live' }])
    expect(await at('/health/ready')).toEqual([200, { status: 'ready', dependencies: { postgres: 'up', redis: 'up' } }])
  })

  it('refuses a body over 2 MiB, another path and what is not GraphQL', async () => {
    const large = `"${'x'.repeat(2 * 1024 * 1024)}"`
    expect((await post(large, null)).status).toBe(413)
    expect((await fetch(new URL('/other', url()))).status).toBe(404)
    expect((await post('[]', signInternalToken(key, call('[]'), new Date()))).status).toBe(400)
  })
})
