import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { identityServer } from './identity-server.ts'
import { openKeyRings } from './key-ring.ts'

interface Notice {
  readonly type: string | undefined
  readonly form: URLSearchParams
}

const notices: Notice[] = []
let status = 200
const rings = await openKeyRings(undefined)
const application = createServer((request, response) => {
  const noted = readNotice(request).then((notice) => notices.push(notice))
  void noted.then(() => response.writeHead(status).end())
})
let provider: Server
let [base, uri] = ['', '']

async function readNotice(request: IncomingMessage): Promise<Notice> {
  return { type: request.headers['content-type'], form: new URLSearchParams(await text(request)) }
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? String(address?.port) : ''}`
}

beforeAll(async () => {
  uri = `${await listen(application)}/backchannel-logout`
  provider = identityServer(rings, () => base, {
    tenants: {},
    redirectUris: [],
    signedInSeconds: 300,
    logoutUris: [uri, 'http://127.0.0.1:1/'],
  })
  base = await listen(provider)
})
beforeEach(() => {
  notices.length = 0
  status = 200
})
afterAll(() => {
  for (const server of [application, provider]) {
    server.close()
    server.closeAllConnections()
  }
})

async function logOut(realm: string, form: Record<string, string>): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${base}/${realm}/logout`, { method: 'POST', body: new URLSearchParams(form) })
  return { status: response.status, body: await response.json() }
}

test.each(['employees', 'clients'] as const)(
  'a logout at the realm of %s is told as the standard says, and the statuses are answered',
  async (realm) => {
    const answer = await logOut(realm, { subject: 'ada', sid: 'session-1' })
    const deliveries = [
      { uri, status: 200 },
      { uri: 'http://127.0.0.1:1/', status: null },
    ]
    expect(answer).toEqual({ status: 200, body: { deliveries } })
    const [notice] = notices
    expect([notices.length, notice?.type]).toEqual([1, 'application/x-www-form-urlencoded;charset=UTF-8'])
    const token = notice?.form.get('logout_token') ?? ''
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'RS256', typ: 'logout+jwt' })
    const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: [...rings[realm].publicKeys()] }))
    const { iat = 0, exp, jti, ...claims } = payload
    expect([exp, jti]).toEqual([iat + 120, expect.any(String)])
    expect(claims).toEqual({
      iss: `${base}/${realm}`,
      aud: `iommi-${realm}`,
      sub: 'ada',
      sid: 'session-1',
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    })
  },
)

test('a refused notice is answered with its status, and every notice is a new one', async () => {
  status = 503
  expect((await logOut('employees', { subject: 'ada' })).body).toMatchObject({ deliveries: [{ status: 503 }, { status: null }] })
  await logOut('employees', { subject: 'ada' })
  expect(new Set(notices.map(({ form }) => form.get('logout_token'))).size).toBe(2)
})

test('a logout of nobody is refused and told to nobody', async () => {
  const refusal = { error: 'invalid_request', error_description: 'subject or sid is required.' }
  expect(await logOut('employees', {})).toEqual({ status: 400, body: refusal })
  expect(notices).toEqual([])
})

test('discovery says that logouts are told, by session too', async () => {
  const response = await fetch(`${base}/employees/.well-known/openid-configuration`)
  expect(await response.json()).toMatchObject({ backchannel_logout_supported: true, backchannel_logout_session_supported: true })
})
