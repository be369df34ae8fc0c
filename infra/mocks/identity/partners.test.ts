import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { identityServer } from './identity-server.ts'
import { openKeyRings } from './key-ring.ts'

const tenantId = '01890000-0000-7000-8000-00000000acfe'
const otherTenantId = '01890000-0000-7000-8000-000000010bee'
const directory = mkdtempSync(join(tmpdir(), 'iommi-partners-'))
const rings = await openKeyRings(undefined)
let [partnersFile, base] = ['', '']
let files = 0
let server: Server

async function start(): Promise<void> {
  server = identityServer(rings, () => base, { tenants: {}, redirectUris: [], signedInSeconds: 300, partnersFile })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  base = `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`
}

function stop(): void {
  server.close()
  server.closeAllConnections()
}

beforeEach(async () => {
  partnersFile = join(directory, `${String((files += 1))}.json`)
  await start()
})
afterEach(stop)
afterAll(() => {
  rmSync(directory, { recursive: true })
})

interface Told {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly headers: Headers
}

async function post(path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Told> {
  const response = await fetch(`${base}/${path}`, { method: 'POST', body: new URLSearchParams(form), headers })
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()), headers: response.headers }
}

const operate = async (action: string, form: Readonly<Record<string, string>>): Promise<Told> =>
  await post(`clients/partners/${action}`, form)

async function issued(action: string, form: Readonly<Record<string, string>>): Promise<string> {
  const { status, body } = await operate(action, form)
  expect(status).toBe(200)
  return z.string().parse(body['clientSecret'])
}

const add = async (): Promise<string> => await issued('add', { partner: 'gears', tenant_id: tenantId })

const byForm = async (secret: string, more: Readonly<Record<string, string>> = {}, realm = 'clients'): Promise<Told> =>
  await post(`${realm}/token`, { grant_type: 'client_credentials', client_id: 'partner-gears', client_secret: secret, ...more })

const byHeader = async (id: string, secret: string): Promise<Told> =>
  await post('clients/token', { grant_type: 'client_credentials' }, { authorization: `Basic ${btoa(`${id}:${secret}`)}` })

const refusal = { status: 401, body: { error: 'invalid_client', error_description: 'Unknown client or wrong secret.' } }

/** What is done with a secret now: `ok`, or the error. */
const outcome = async (secret: string): Promise<unknown> => (await byForm(secret)).body['error'] ?? 'ok'

describe('a partner’s token', () => {
  test.each([
    ['form', byForm],
    ['header', async (secret: string) => await byHeader('partner-gears', secret)],
    [
      'header, its parts form-encoded',
      async (secret: string) =>
        await byHeader(
          'partner%2Dgears',
          secret.replace(/^./, (first) => `%${first.charCodeAt(0).toString(16)}`),
        ),
    ],
  ] as const)('is fetched with id and secret in the %s, verifies, and says who it is', async (_, ask) => {
    const { status, body } = await ask(await add())
    expect([status, body['token_type'], body['expires_in']]).toEqual([200, 'Bearer', 900])
    const keys = createLocalJWKSet({ keys: [...rings.clients.publicKeys()] })
    const { payload } = await jwtVerify(String(body['access_token']), keys, { issuer: `${base}/clients`, audience: 'iommi-clients' })
    expect(payload).toEqual({
      ...Object.fromEntries(['iat', 'nbf', 'exp', 'jti', 'sid', 'iss', 'aud'].map((name) => [name, expect.anything()])),
      sub: 'partner-gears',
      client_id: 'partner-gears',
      name: 'gears',
      roles: ['partner'],
      partner: 'gears',
      tenant_id: tenantId,
    })
  })

  test('is the same whatever else is asked for', async () => {
    const wishes = {
      roles: 'client',
      tenant_id: otherTenantId,
      partner: 'others',
      customer_id: 'customer_1',
      subject: 'root',
      name: 'Root',
    }
    const { body } = await byForm(await add(), wishes)
    expect(decodeJwt(String(body['access_token']))).toMatchObject({
      sub: 'partner-gears',
      roles: ['partner'],
      partner: 'gears',
      tenant_id: tenantId,
      name: 'gears',
    })
    expect(decodeJwt(String(body['access_token']))['customer_id']).toBeUndefined()
  })

  test('is refused for a wrong secret, an unknown client, the realm of employees, both ways at once, and another grant', async () => {
    const secret = await add()
    expect(await byForm('guess')).toMatchObject(refusal)
    expect(await byForm(secret, { client_id: 'partner-others' })).toMatchObject(refusal)
    expect(await byForm(secret, { tenant_id: tenantId, roles: 'admin' }, 'employees')).toMatchObject(refusal)
    const both = await post(
      'clients/token',
      { grant_type: 'client_credentials', client_id: 'partner-gears', client_secret: secret },
      { authorization: `Basic ${btoa(`partner-gears:${secret}`)}` },
    )
    expect(both).toMatchObject(refusal)
    expect(await byForm(secret, { grant_type: 'password' })).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } })
    expect((await byHeader('partner-gears', 'guess')).headers.get('www-authenticate')).toBe('Basic realm="clients", charset="UTF-8"')
  })
})

test('while rotating both secrets count; once the older is retired only the new one', async () => {
  const older = await add()
  const newer = await issued('rotate', { partner: 'gears' })
  expect([await outcome(older), await outcome(newer)]).toEqual(['ok', 'ok'])
  expect(await operate('rotate', { partner: 'gears' })).toMatchObject({ status: 409, body: { error: 'two-secrets' } })
  expect((await operate('retire', { partner: 'gears' })).status).toBe(200)
  expect([await outcome(older), await outcome(newer)]).toEqual(['invalid_client', 'ok'])
  expect(await operate('retire', { partner: 'gears' })).toMatchObject({ status: 409, body: { error: 'one-secret' } })
})

test('a removed partner is an unknown client, also after a restart, and may be added anew with another secret', async () => {
  const secret = await add()
  expect((await operate('remove', { partner: 'gears' })).status).toBe(200)
  expect(await outcome(secret)).toBe('invalid_client')
  stop()
  await start()
  expect(await outcome(secret)).toBe('invalid_client')
  expect(await outcome(await add())).toBe('ok')
  expect(await outcome(secret)).toBe('invalid_client')
})

test('clients outlive a restart, and neither the file nor the list shows a secret', async () => {
  const secret = await add()
  stop()
  await start()
  expect(await outcome(secret)).toBe('ok')
  const list = await (await fetch(`${base}/clients/partners`)).text()
  expect(JSON.parse(list)).toEqual({
    partners: [{ clientId: 'partner-gears', partner: 'gears', tenantId, secretsSince: [expect.stringMatching(/^\d{4}-.*Z$/)] }],
  })
  expect(list + readFileSync(partnersFile, 'utf8')).not.toContain(secret)
})

test.each([
  ['a name that is none', 'add', { partner: 'No Gears', tenant_id: tenantId }, 400, 'invalid_request'],
  ['a tenant that is no UUID', 'add', { partner: 'gears', tenant_id: 'acme' }, 400, 'invalid_request'],
  ['a partner that is not there', 'rotate', { partner: 'others' }, 404, 'unknown'],
  ['retiring at a partner that is not there', 'retire', { partner: 'others' }, 404, 'unknown'],
  ['removing a partner that is not there', 'remove', { partner: 'others' }, 404, 'unknown'],
  ['an action that is none', 'promote', { partner: 'others' }, 404, 'not_found'],
])('refuses the operator %s', async (_, action, form, ...[status, error]) => {
  expect(await operate(action, form)).toMatchObject({ status, body: { error } })
})

test('a partner that is there is not added again', async () => {
  const secret = await add()
  expect(await operate('add', { partner: 'gears', tenant_id: otherTenantId })).toMatchObject({ status: 409, body: { error: 'exists' } })
  expect(await outcome(secret)).toBe('ok')
})

test('a page in a browser is not the operator', async () => {
  const form = { partner: 'gears', tenant_id: tenantId }
  expect((await post('clients/partners/add', form, { origin: base })).status).toBe(404)
  expect((await fetch(`${base}/clients/partners`, { headers: { origin: 'https://elsewhere.example' } })).status).toBe(404)
  expect(JSON.parse(await (await fetch(`${base}/clients/partners`)).text())).toEqual({ partners: [] })
})
