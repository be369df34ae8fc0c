import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@iommi/infra/dev/ports'
import { redisUrl, startRedis } from '@iommi/infra/dev/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startGateway, type RunningGateway } from '../src/gateway.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'

// A Redis of this file's own, to be stopped and emptied.
const directory = mkdtempSync(join(tmpdir(), 'iommi-auth-redis-'))
let port = 0
let redis: Awaited<ReturnType<typeof startRedis>> | null = null
const others: RunningGateway[] = []
const gateway = useRedisGateway()
const query = '{ seen { tenantId } }'

function useRedisGateway(): ReturnType<typeof useTestGateway> {
  beforeAll(async () => {
    port = await freePort()
    await startServer()
  })
  afterAll(async () => {
    await stopServer()
    rmSync(directory, { recursive: true, force: true })
  })
  return useTestGateway({
    config: {
      get redisUrl() {
        return redisUrl(port)
      },
    },
  })
}

beforeEach(async () => {
  if (redis === null) await startServer()
})
afterEach(async () => {
  await Promise.all(others.splice(0).map((other) => other.stop()))
})

async function startServer(): Promise<void> {
  redis = await startRedis({ dataDir: join(directory, 'data'), port, logFile: join(directory, 'redis.log') })
}

async function stopServer(): Promise<void> {
  await redis?.stop()
  redis = null
}

async function withRedis<Result>(use: (client: Redis) => Promise<Result>): Promise<Result> {
  const client = new Redis(redisUrl(port))
  try {
    return await use(client)
  } finally {
    client.disconnect()
  }
}

/** How another gateway with the same settings answers to a token. */
async function startAnother(): Promise<(token: string) => Promise<number>> {
  const other = await startGateway(gateway.config, silentLogger)
  others.push(other)
  return async (token) => {
    const response = await fetch(`http://127.0.0.1:${String(other.port)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query }),
    })
    await response.body?.cancel()
    return response.status
  }
}

async function send(logoutToken: string): Promise<Answer> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  return await gateway.call('/backchannel-logout', { method: 'POST', headers, body: `logout_token=${logoutToken}` })
}

const statusHere = async (token: string): Promise<number> => (await gateway.run(query, { token })).status

it('a logout while Redis is away counts here at once, is a 503, and reaches other gateways once Redis is back, repeated or not', async () => {
  const askOther = await startAnother()
  const token = await gateway.issuer.token('employees', { sub: 'outage' })
  expect([await statusHere(token), await askOther(token)]).toEqual([200, 200])
  await stopServer()
  const logoutToken = await gateway.issuer.logoutToken('employees', { sub: 'outage' })
  const answer = await send(logoutToken)
  expect([answer.status, answer.headers['retry-after'], answer.json]).toEqual([
    503,
    '1',
    { error: 'temporarily_unavailable', error_description: 'The logout cannot be passed on right now.' },
  ])
  expect([await statusHere(token), await askOther(token)]).toEqual([401, 200])
  await startServer()
  await expect.poll(async () => await askOther(token), { timeout: 10_000 }).toBe(401)
  expect((await send(logoutToken)).status).toBe(200)
  expect((await send(logoutToken)).status).toBe(400)
})

it('what Redis lost is written to it again, so that gateways that start later know it', async () => {
  const token = await gateway.issuer.token('employees', { sub: 'forgotten' })
  expect((await send(await gateway.issuer.logoutToken('employees', { sub: 'forgotten' }))).status).toBe(200)
  const entries = async (): Promise<number> => await withRedis(async (client) => await client.xlen('gateway:{revocations}'))
  const before = await entries()
  expect(before).toBeGreaterThan(0)
  await withRedis(async (client) => await client.flushall())
  await expect.poll(entries, { timeout: 10_000 }).toBeGreaterThan(0)
  const askLater = await startAnother()
  expect(await askLater(token)).toBe(401)
})

it('a gateway that starts without Redis serves, and knows who was logged out once Redis is there', async () => {
  const token = await gateway.issuer.token('employees', { sub: 'before-start' })
  expect((await send(await gateway.issuer.logoutToken('employees', { sub: 'before-start' }))).status).toBe(200)
  await stopServer()
  const askOther = await startAnother()
  expect(await askOther(await gateway.issuer.token('employees', { sub: 'somebody' }))).toBe(200)
  expect(await statusHere(token)).toBe(401)
  await startServer()
  await expect.poll(async () => await askOther(token), { timeout: 10_000 }).toBe(401)
})

it('Redis holds hashes, not whom they are about', async () => {
  await send(await gateway.issuer.logoutToken('employees', { sub: 'canary-subject' }))
  const entries = await withRedis(async (client) => await client.xrange('gateway:{revocations}', '-', '+'))
  const keys = await withRedis(async (client) => await client.keys('*'))
  expect(entries.length).toBeGreaterThan(0)
  expect(JSON.stringify([entries, keys])).not.toContain('canary')
})
