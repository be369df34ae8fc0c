import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { identityServer } from './identity-server.ts'
import { openKeyRings } from './key-ring.ts'

const tenantId = '01890000-0000-7000-8000-00000000acfe'
const directory = mkdtempSync(join(tmpdir(), 'iommi-identity-'))
const freshKeys = join(directory, 'fresh.json')
const keysFile = join(directory, 'keys.json')
let server: Server
let base = ''

async function start(): Promise<void> {
  server = identityServer(await openKeyRings(keysFile), () => base)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`
}

async function stop(): Promise<void> {
  await new Promise((resolve) => {
    server.close(resolve)
    server.closeAllConnections()
  })
}

// Making keys is slow: every test starts from a copy of the same.
beforeAll(async () => {
  await openKeyRings(freshKeys)
})
beforeEach(async () => {
  copyFileSync(freshKeys, keysFile)
  await start()
})
afterEach(stop)
afterAll(() => {
  rmSync(directory, { recursive: true })
})

async function post(realm: string, form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const defaults = { grant_type: 'client_credentials', client_id: 'iommi-dev', client_secret: 'iommi-dev-secret', tenant_id: tenantId }
  const response = await fetch(`${base}/${realm}/token`, { method: 'POST', body: new URLSearchParams({ ...defaults, ...form }) })
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) }
}

async function token(realm: string, form: Record<string, string>): Promise<string> {
  const { status, body } = await post(realm, form)
  expect(status).toBe(200)
  return String(body['access_token'])
}

async function publicKeys(realm: string): Promise<readonly Record<string, unknown>[]> {
  const answer = z.object({ keys: z.array(z.record(z.string(), z.unknown())) })
  return answer.parse(await (await fetch(`${base}/${realm}/jwks`)).json()).keys
}

async function kids(realm: string): Promise<readonly unknown[]> {
  return (await publicKeys(realm)).map(({ kid }) => kid)
}

async function flip(realm: string, path: string): Promise<void> {
  expect((await fetch(`${base}/${realm}/${path}`, { method: 'POST' })).status).toBe(200)
}

// A key set of its own each time: nothing is cached between the steps of a test.
async function verify(realm: string, jwt: string): Promise<void> {
  const answer = await fetch(`${base}/${realm}/.well-known/openid-configuration`)
  const discovery = z.object({ issuer: z.string(), jwks_uri: z.string() }).parse(await answer.json())
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri))
  await jwtVerify(jwt, keys, { issuer: discovery.issuer, audience: `iommi-${realm}`, algorithms: ['RS256'] })
}

describe('tokens', () => {
  test('an employee token verifies through discovery and carries tenant, name and roles', async () => {
    const jwt = await token('employees', { roles: 'admin order-manager', subject: 'ada', name: 'Ada' })
    await verify('employees', jwt)
    const { iat, nbf, exp, jti, ...claims } = decodeJwt(jwt)
    expect(claims).toEqual({
      iss: `${base}/employees`,
      aud: 'iommi-employees',
      sub: 'ada',
      client_id: 'iommi-dev',
      tenant_id: tenantId,
      name: 'Ada',
      roles: ['admin', 'order-manager'],
    })
    expect(nbf).toBe(iat)
    expect(Number(exp) - Number(iat)).toBe(900)
    expect(jti).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a client token carries its customer, a partner token its partner', async () => {
    expect(decodeJwt(await token('clients', { roles: 'client', customer_id: 'customer_1' }))).toMatchObject({
      customer_id: 'customer_1',
      sub: 'demo-client',
    })
    expect(decodeJwt(await token('clients', { roles: 'partner', partner: 'globalparts' }))).toMatchObject({ partner: 'globalparts' })
  })

  test('a token of one realm does not verify in the other', async () => {
    const jwt = await token('employees', { roles: 'admin' })
    await expect(verify('clients', jwt)).rejects.toThrow('no applicable key')
  })

  test('the client may authenticate by header', async () => {
    const response = await fetch(`${base}/clients/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa('iommi-dev:iommi-dev-secret')}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', tenant_id: tenantId, roles: 'client', expires_in: '60' }),
    })
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 60 })
  })

  test.each([
    ['a wrong secret', { client_secret: 'guess', roles: 'admin' }, 401, 'invalid_client'],
    ['another grant', { grant_type: 'password', roles: 'admin' }, 400, 'unsupported_grant_type'],
    ['a tenant that is no UUID', { tenant_id: 'acme', roles: 'admin' }, 400, 'invalid_request'],
    ['no role', {}, 400, 'invalid_scope'],
    ['a role of the other realm', { roles: 'client' }, 400, 'invalid_scope'],
    ['a second more than 15 minutes', { roles: 'admin', expires_in: '901' }, 400, 'invalid_request'],
    ['no life at all', { roles: 'admin', expires_in: '0' }, 400, 'invalid_request'],
  ])('refuses %s', async (_, form, status, error) => {
    const answer = await post('employees', form)
    expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status, error })
    expect(answer.body['access_token']).toBeUndefined()
  })

  test('refuses a partner without a name', async () => {
    expect(await post('clients', { roles: 'partner' })).toMatchObject({ status: 400, body: { error: 'invalid_scope' } })
  })
})

describe('keys', () => {
  test('after a rotation the new key signs and old tokens stay valid', async () => {
    const before = await token('employees', { roles: 'admin' })
    await flip('employees', 'rotate-key')
    const after = await token('employees', { roles: 'admin' })
    expect(await kids('employees')).toEqual([decodeProtectedHeader(before).kid, decodeProtectedHeader(after).kid])
    expect(decodeProtectedHeader(before).kid).not.toBe(decodeProtectedHeader(after).kid)
    await verify('employees', before)
    await verify('employees', after)
  })

  test('once the old key is retired its tokens are worthless and new ones are not', async () => {
    const before = await token('employees', { roles: 'admin' })
    await flip('employees', 'rotate-key')
    const after = await token('employees', { roles: 'admin' })
    await flip('employees', 'retire-key')
    expect(await kids('employees')).toEqual([decodeProtectedHeader(after).kid])
    await expect(verify('employees', before)).rejects.toThrow('no applicable key')
    await verify('employees', after)
  })

  test('one realm’s rotation leaves the other’s keys alone', async () => {
    const before = await kids('clients')
    await flip('employees', 'rotate-key')
    expect(await kids('clients')).toEqual(before)
  })

  test('keys outlive a restart', async () => {
    await flip('clients', 'rotate-key')
    const before = await kids('clients')
    await stop()
    await start()
    expect(await kids('clients')).toEqual(before)
  })

  test('the key set shows no private part', async () => {
    expect((await publicKeys('clients')).map((key) => Object.keys(key).toSorted())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']])
  })
})

test('answers health checks and cross-origin preflights, and nothing else', async () => {
  expect((await fetch(`${base}/health/live`)).status).toBe(200)
  expect((await fetch(`${base}/health/ready`)).status).toBe(200)
  const preflight = await fetch(`${base}/clients/token`, { method: 'OPTIONS' })
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
  expect((await fetch(`${base}/strangers/token`, { method: 'POST' })).status).toBe(404)
  expect((await fetch(`${base}/clients/userinfo`)).status).toBe(404)
})
