import { createHash } from 'node:crypto'
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
const redirectUris = ['http://localhost/', 'https://console.example/']
const directory = mkdtempSync(join(tmpdir(), 'iommi-identity-'))
const freshKeys = join(directory, 'fresh.json')
const keysFile = join(directory, 'keys.json')
let server: Server
let base = ''

async function start(): Promise<void> {
  server = identityServer(await openKeyRings(keysFile), () => base, { tenants: { acme: tenantId }, redirectUris, signedInSeconds: 300 })
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
    const { iat, nbf, exp, jti, sid, ...claims } = decodeJwt(jwt)
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
    expect([jti, sid]).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.stringMatching(/^[0-9a-f-]{36}$/)])
    expect(decodeJwt(await token('employees', { roles: 'admin', sid: 'session-1' }))).toMatchObject({ sid: 'session-1' })
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

const redirectUri = 'http://localhost:4000/'
const verifier = 'a-verifier-of-at-least-forty-three-characters-0'
const codeChallenge = createHash('sha256').update(verifier).digest('base64url')

/** What a client asks the authorization endpoint; a parameter that is undefined is left out. */
function authorization(changes: Record<string, string | undefined> = {}): Record<string, string> {
  const usual = {
    response_type: 'code',
    client_id: 'iommi-console',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state & more',
    nonce: 'once',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  }
  const given = Object.entries({ ...usual, ...changes })
  return Object.fromEntries(given.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])))
}

interface Sent {
  readonly status: number
  readonly text: string
  readonly headers: Headers
  /** Where the browser is sent, if anywhere. */
  readonly location: URL | null
}

async function visit(parameters: Record<string, string>, init: RequestInit = {}): Promise<Sent> {
  const query = init.method === 'POST' ? '' : `?${new URLSearchParams(parameters).toString()}`
  const body = init.method === 'POST' ? { body: new URLSearchParams(parameters) } : {}
  const response = await fetch(`${base}/employees/authorize${query}`, { ...init, ...body, redirect: 'manual' })
  const location = response.headers.get('location')
  return {
    status: response.status,
    text: await response.text(),
    headers: response.headers,
    location: location === null ? null : new URL(location),
  }
}

const ada = { tenant: 'acme', role: 'order-manager', name: 'Ada Lovelace' }
const bob = { ...ada, name: 'Bob' }

async function signIn(changes: Record<string, string | undefined> = {}, person: Record<string, string> = ada): Promise<Sent> {
  return await visit({ ...authorization(changes), ...person }, { method: 'POST' })
}

async function codeOf(sent: Promise<Sent>): Promise<string> {
  return (await sent).location?.searchParams.get('code') ?? ''
}

async function redeem(form: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const defaults = { grant_type: 'authorization_code', client_id: 'iommi-console', redirect_uri: redirectUri, code_verifier: verifier }
  const response = await fetch(`${base}/employees/token`, { method: 'POST', body: new URLSearchParams({ ...defaults, ...form }) })
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) }
}

async function refresh(refreshToken: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  return await redeem({ grant_type: 'refresh_token', refresh_token: String(refreshToken) })
}

const invalidGrant = { status: 400, body: { error: 'invalid_grant' } }

describe('signing in', () => {
  test('the page lets a person choose tenant, role and name, runs no script and sends its form to the provider and the client only', async () => {
    const page = await visit(authorization())
    expect(page.status).toBe(200)
    expect(page.text).toContain('<option>acme</option>')
    for (const role of ['admin', 'customer-service', 'order-manager']) expect(page.text).toContain(`value="${role}"`)
    expect(page.text).toContain('value="state &#38; more"')
    expect(page.text).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none';.* form-action 'self' http:\/\/localhost:4000;/)
  })

  test('a person comes back with a code, and the code gives a token that verifies', async () => {
    const { status, location } = await signIn()
    expect([status, location?.origin, location?.pathname]).toEqual([303, 'http://localhost:4000', '/'])
    expect(location?.searchParams.get('state')).toBe('state & more')
    expect(location?.searchParams.get('iss')).toBe(`${base}/employees`)
    const { body } = await redeem({ code: location?.searchParams.get('code') ?? '' })
    expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 300, scope: 'openid' })
    const jwt = String(body['access_token'])
    await verify('employees', jwt)
    const { iat, nbf, exp, jti, sid, ...claims } = decodeJwt(jwt)
    expect(claims).toEqual({
      iss: `${base}/employees`,
      aud: 'iommi-employees',
      sub: 'ada-lovelace',
      client_id: 'iommi-console',
      tenant_id: tenantId,
      name: 'Ada Lovelace',
      roles: ['order-manager'],
    })
    expect([Number(exp) - Number(iat), nbf, typeof jti]).toEqual([300, iat, 'string'])
    expect(decodeJwt(String(body['id_token']))).toMatchObject({ aud: 'iommi-console', nonce: 'once', sub: 'ada-lovelace', sid })
  })

  test('without the scope openid there is no id token', async () => {
    const { body } = await redeem({ code: await codeOf(signIn({ scope: undefined })) })
    expect([typeof body['access_token'], body['id_token']]).toEqual(['string', undefined])
  })

  test('who is signed in comes back at once, and sees the page again where the client asks for it', async () => {
    const cookie = (await signIn()).headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/; Path=\/employees; HttpOnly; SameSite=Lax$/)
    const headers = { cookie: cookie.split(';', 1)[0] ?? '' }
    expect((await redeem({ code: await codeOf(visit(authorization(), { headers })) })).status).toBe(200)
    expect((await visit(authorization({ prompt: 'login' }), { headers })).status).toBe(200)
    const stranger = await visit(authorization({ prompt: 'none' }))
    expect(stranger.location?.searchParams.get('error')).toBe('login_required')
  })

  test.each([
    ['an unknown client', { client_id: 'somebody' }],
    ['an address that is not registered', { redirect_uri: 'https://evil.example/' }],
    ['another path than the registered one', { redirect_uri: 'http://localhost:4000/elsewhere' }],
    ['another port of what is not loopback', { redirect_uri: 'https://console.example:8443/' }],
    ['a query that was not registered', { redirect_uri: 'http://localhost:4000/?next=1' }],
    ['what is no address', { redirect_uri: 'javascript' }],
    ['no address', { redirect_uri: undefined }],
  ])('answers %s itself and sends the browser nowhere', async (_, changes) => {
    for (const sent of [await visit(authorization(changes)), await signIn(changes)]) {
      expect([sent.status, sent.location]).toEqual([400, null])
      expect(sent.text).toContain('Sign-in is not possible')
    }
  })

  test.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['no challenge', { code_challenge: undefined }, 'invalid_request'],
    ['a challenge that is its own verifier', { code_challenge_method: 'plain' }, 'invalid_request'],
  ])('tells the client of %s', async (_, changes, error) => {
    for (const sent of [await visit(authorization(changes)), await signIn(changes)])
      expect([sent.location?.searchParams.get('error'), sent.location?.searchParams.get('code')]).toEqual([error, null])
  })

  test.each([
    ['a tenant there is not', { ...ada, tenant: 'initech' }],
    ['a role there is not', { ...ada, role: 'client' }],
    ['no name', { ...ada, name: ' ' }],
  ])('shows the page again for %s', async (_, person) => {
    const sent = await signIn({}, person)
    expect([sent.status, sent.location, sent.headers.get('set-cookie')]).toEqual([400, null, null])
    expect(sent.text).toContain('role="alert"')
  })

  test('another site’s page cannot sign anybody in', async () => {
    const sent = await visit({ ...authorization(), ...ada }, { method: 'POST', headers: { origin: 'https://evil.example' } })
    expect([sent.status, sent.headers.get('set-cookie')]).toEqual([404, null])
  })

  test('a code is refused with another verifier, another address, another client, and the second time', async () => {
    const code = await codeOf(signIn())
    expect(await redeem({ code, code_verifier: `${verifier}1` })).toMatchObject(invalidGrant)
    expect(await redeem({ code, redirect_uri: 'http://localhost:4001/' })).toMatchObject(invalidGrant)
    expect(await redeem({ code, client_id: 'iommi-dev' })).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
    expect((await redeem({ code })).status).toBe(200)
    expect(await redeem({ code })).toMatchObject(invalidGrant)
  })

  test('a refresh token gives the next one, and one that is used twice takes the rest with it', async () => {
    const first = await redeem({ code: await codeOf(signIn()) })
    const second = await refresh(first.body['refresh_token'])
    const third = await refresh(second.body['refresh_token'])
    expect([second.status, third.status]).toEqual([200, 200])
    await verify('employees', String(third.body['access_token']))
    expect(await refresh(second.body['refresh_token'])).toMatchObject(invalidGrant)
    expect(await refresh(third.body['refresh_token'])).toMatchObject(invalidGrant)
  })

  test.each(['subject', 'sid'])('who is logged out by %s gets no more tokens, and others do', async (by) => {
    const [theirs, other] = [await redeem({ code: await codeOf(signIn()) }), await redeem({ code: await codeOf(signIn({}, bob)) })]
    const { sub = '', sid } = decodeJwt(String(theirs.body['access_token']))
    const body = new URLSearchParams(by === 'sid' ? { sid: String(sid) } : { subject: sub })
    expect((await fetch(`${base}/employees/logout`, { method: 'POST', body })).status).toBe(200)
    expect(await refresh(theirs.body['refresh_token'])).toMatchObject(invalidGrant)
    expect((await refresh(other.body['refresh_token'])).status).toBe(200)
  })

  test('who signs out has to sign in again, and what was granted is worth nothing any more', async () => {
    const sent = await signIn()
    const headers = { cookie: sent.headers.get('set-cookie')?.split(';', 1)[0] ?? '' }
    const { body } = await redeem({ code: sent.location?.searchParams.get('code') ?? '' })
    const leave = async (target: string) =>
      await fetch(`${base}/employees/end-session?post_logout_redirect_uri=${encodeURIComponent(target)}`, { headers, redirect: 'manual' })
    expect((await leave('https://evil.example/')).status).toBe(400)
    expect((await visit(authorization(), { headers })).status).toBe(303)
    const left = await leave(redirectUri)
    expect([left.status, left.headers.get('location')]).toEqual([303, redirectUri])
    expect(left.headers.get('set-cookie')).toMatch(/=; .*Max-Age=0$/)
    expect((await visit(authorization(), { headers })).status).toBe(200)
    expect(await refresh(body['refresh_token'])).toMatchObject(invalidGrant)
  })

  test('nobody signs in at the realm of the clients', async () => {
    const query = new URLSearchParams(authorization()).toString()
    expect((await fetch(`${base}/clients/authorize?${query}`)).status).toBe(404)
    expect(await post('clients', { grant_type: 'authorization_code' })).toMatchObject({ body: { error: 'unsupported_grant_type' } })
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
