import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT, type CryptoKey, type JWK, type JWTPayload } from 'jose'

type RealmName = 'employees' | 'clients'

interface SigningKey {
  readonly kid: string
  readonly algorithm: string
  readonly privateKey: CryptoKey
  readonly publicKey: JWK
}

/** A small OpenID provider with two realms, each with keys of its own. */
export interface TestIssuer {
  issuerOf(realm: RealmName): string
  /** Signs `claims` over sensible defaults with the realm's newest key; `undefined` takes a claim away. */
  token(realm: RealmName, claims?: Readonly<Record<string, unknown>>): Promise<string>
  /** Signs with an algorithm of choice; `none` does not sign at all. */
  tokenSignedWith(algorithm: string, realm: RealmName): Promise<string>
  /** Signs a logout token of the realm's somebody the same way; `undefined` as a claim or header takes it away. */
  logoutToken(realm: RealmName, claims?: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, unknown>>): Promise<string>
  /** The same, but by somebody who knows no more than the key's id, or unsigned. */
  forgedLogoutToken(realm: RealmName, by: 'another key' | 'nobody'): Promise<string>
  rotate(realm: RealmName): Promise<void>
  /** Forgets all keys but the newest. */
  retire(realm: RealmName): void
  /** While away every request ends in a broken connection. */
  setAway(isAway: boolean): void
  readonly jwksRequests: () => number
  readonly tokenForms: readonly URLSearchParams[]
  stop(): Promise<void>
}

export const acme = '01890000-0000-7000-8000-00000000acfe'
export const globex = '01890000-0000-7000-8000-000000010bee'
const audiences = { employees: 'iommi-employees', clients: 'iommi-clients' } as const
const rolesOf = { employees: ['order-manager'], clients: ['client'] } as const

export async function startTestIssuer(): Promise<TestIssuer> {
  const rings: Record<RealmName, SigningKey[]> = { employees: [await newKey('RS256')], clients: [await newKey('RS256')] }
  const tokenForms: URLSearchParams[] = []
  let isAway = false
  let jwksRequests = 0
  const server = createServer((request, response) => {
    if (isAway) return void request.socket.destroy()
    const [, realm = '', ...rest] = (request.url ?? '').split('/')
    const path = rest.join('/')
    const ring = realm === 'employees' || realm === 'clients' ? rings[realm] : []
    const reply = (body: unknown): void => void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (path === '.well-known/openid-configuration')
      return reply({ issuer: `${baseUrl()}/${realm}`, jwks_uri: `${baseUrl()}/${realm}/jwks` })
    if (path === 'jwks') {
      jwksRequests += 1
      return reply({ keys: ring.map(({ publicKey }) => publicKey) })
    }
    if (path === 'token') {
      let form = ''
      request.on('data', (chunk: Buffer) => (form += chunk.toString()))
      return void request.on('end', () => {
        tokenForms.push(new URLSearchParams(form))
        reply({ access_token: `token-for-${realm}`, token_type: 'Bearer', expires_in: 900 })
      })
    }
    response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const baseUrl = (): string => {
    const address = server.address()
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${String(address.port)}` : ''
  }
  const issuerOf = (realm: RealmName): string => `${baseUrl()}/${realm}`
  const payload = (realm: RealmName, claims: Readonly<Record<string, unknown>>): JWTPayload => {
    const seconds = Math.floor(Date.now() / 1_000)
    const defaults = { iss: issuerOf(realm), aud: audiences[realm], sub: `someone-of-${realm}`, iat: seconds, exp: seconds + 900 }
    return { ...defaults, tenant_id: acme, name: 'Sam Someone', roles: rolesOf[realm], ...claims }
  }
  const sign = async (key: SigningKey, claims: JWTPayload, header: Readonly<Record<string, unknown>> = {}): Promise<string> =>
    await new SignJWT(claims).setProtectedHeader({ alg: key.algorithm, kid: key.kid, ...header }).sign(key.privateKey)
  const newestKey = (realm: RealmName): SigningKey => {
    const key = rings[realm].at(-1)
    if (key === undefined) throw new Error('no key')
    return key
  }
  const logoutPayload = (realm: RealmName, claims: Readonly<Record<string, unknown>> = {}): JWTPayload => {
    const seconds = Math.floor(Date.now() / 1_000)
    const times = { iat: seconds, exp: seconds + 120, jti: randomUUID() }
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
    return { iss: issuerOf(realm), aud: audiences[realm], sub: `someone-of-${realm}`, ...times, events, ...claims }
  }
  return {
    issuerOf,
    token: async (realm, claims = {}) => await sign(newestKey(realm), payload(realm, claims)),
    logoutToken: async (realm, claims, header) =>
      await sign(newestKey(realm), logoutPayload(realm, claims), { typ: 'logout+jwt', ...header }),
    forgedLogoutToken: async (realm, by) =>
      by === 'nobody'
        ? new UnsecuredJWT(logoutPayload(realm)).encode()
        : await sign({ ...(await newKey('RS256')), kid: newestKey(realm).kid }, logoutPayload(realm), { typ: 'logout+jwt' }),
    tokenSignedWith: async (algorithm, realm) => {
      if (algorithm === 'none') return new UnsecuredJWT(payload(realm, {})).encode()
      if (algorithm === 'HS256') {
        const secret = new TextEncoder().encode(JSON.stringify(rings[realm][0]?.publicKey).padEnd(32))
        return await new SignJWT(payload(realm, {})).setProtectedHeader({ alg: 'HS256', kid: rings[realm][0]?.kid ?? '' }).sign(secret)
      }
      const key = await newKey(algorithm)
      rings[realm].unshift(key)
      return await sign(key, payload(realm, {}))
    },
    rotate: async (realm) => void rings[realm].push(await newKey('RS256')),
    retire: (realm) => void rings[realm].splice(0, rings[realm].length - 1),
    setAway: (value) => void (isAway = value),
    jwksRequests: () => jwksRequests,
    tokenForms,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => void server.close(resolve))
    },
  }
}

let keys = 0

async function newKey(algorithm: string): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm)
  const kid = `key-${String((keys += 1))}`
  return { kid, algorithm, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' } }
}
