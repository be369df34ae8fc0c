import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { KeyRing } from './key-ring.ts'
import { realms, type Realm } from './realms.ts'
import { readTokenRequest, type RequestedToken } from './token-request.ts'

interface Answer {
  readonly status: number
  readonly body?: unknown
}

const bodyBytesMax = 65_536
const notFound: Answer = { status: 404, body: { error: 'not_found' } }

/** The identity provider as an HTTP server that does not listen yet; `baseUrl` is where the world will find it. */
export function identityServer(rings: Readonly<Record<Realm['name'], KeyRing>>, baseUrl: () => string): Server {
  return createServer((request, response) => {
    void respond(request, response, async () => await answer(request, rings, baseUrl()))
  })
}

async function respond(request: IncomingMessage, response: ServerResponse, work: () => Promise<Answer>): Promise<void> {
  try {
    send(response, await work())
  } catch (error) {
    process.stderr.write(`${request.method ?? ''} ${request.url ?? ''}: ${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
    send(response, { status: 500, body: { error: 'server_error' } })
  }
}

async function answer(request: IncomingMessage, rings: Readonly<Record<Realm['name'], KeyRing>>, baseUrl: string): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', baseUrl)
  const method = request.method ?? 'GET'
  if (method === 'OPTIONS') return { status: 204 }
  if (method === 'GET' && (pathname === '/health/live' || pathname === '/health/ready')) return { status: 200, body: { status: 'ready' } }
  const realm = realms.find(({ name }) => pathname.startsWith(`/${name}/`))
  if (realm === undefined) return notFound
  const path = pathname.slice(realm.name.length + 1)
  const issuer = `${baseUrl}/${realm.name}`
  return method === 'POST'
    ? await answerPost(request, { realm, ring: rings[realm.name], issuer, path })
    : answerGet(path, issuer, rings[realm.name])
}

function answerGet(path: string, issuer: string, ring: KeyRing): Answer {
  if (path === '/jwks') return { status: 200, body: { keys: ring.publicKeys() } }
  if (path !== '/.well-known/openid-configuration') return notFound
  return {
    status: 200,
    body: {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      token_endpoint: `${issuer}/token`,
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      response_types_supported: [],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    },
  }
}

interface Target {
  readonly realm: Realm
  readonly ring: KeyRing
  readonly issuer: string
  readonly path: string
}

async function answerPost(request: IncomingMessage, { realm, ring, issuer, path }: Target): Promise<Answer> {
  switch (path) {
    case '/rotate-key':
      await ring.rotate()
      return { status: 200, body: { keys: ring.publicKeys() } }
    case '/retire-key':
      ring.retireOld()
      return { status: 200, body: { keys: ring.publicKeys() } }
    case '/token': {
      const form = await readForm(request)
      if (form === null) return { status: 413, body: { error: 'invalid_request', error_description: 'The form is too large.' } }
      const requested = readTokenRequest(realm, form, request.headers.authorization)
      if ('error' in requested) {
        const status = requested.error === 'invalid_client' ? 401 : 400
        return { status, body: { error: requested.error, error_description: requested.description } }
      }
      const token = await ring.sign(payload(requested, issuer, realm.audience))
      return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: requested.lifetimeSeconds } }
    }
    default:
      return notFound
  }
}

function payload(requested: RequestedToken, issuer: string, audience: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  return { iss: issuer, aud: audience, iat: now, nbf: now, exp: now + requested.lifetimeSeconds, jti: randomUUID(), ...requested.claims }
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const isTooLarge = Number(request.headers['content-length'] ?? 0) > bodyBytesMax
  return isTooLarge ? null : new URLSearchParams(await text(request))
}

// Any page may ask: the explorer of a development gateway does, from another port.
function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type',
    'cache-control': 'no-store',
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
  })
  response.end(body === undefined ? undefined : JSON.stringify(body))
}
