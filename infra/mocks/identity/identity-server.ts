import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { badRequest, send, type Answer } from './answer.ts'
import { notifyLogout } from './backchannel-logout.ts'
import { answerAuthorize, answerSignIn, sessionOf, type SignInSettings } from './authorize.ts'
import { readClientCredentials, type ClientCredentials } from './client-credentials.ts'
import { codeGrants, personClaims, redeemGrant, subjectOf } from './code-grants.ts'
import { answerEndSession } from './end-session.ts'
import type { KeyRing } from './key-ring.ts'
import { openPartnerClients, type PartnerClients } from './partner-clients.ts'
import { changePartners, isOperator, listPartners } from './partner-desk.ts'
import { realms, type Realm } from './realms.ts'
import { openSignIns, type SignIns } from './sign-ins.ts'
import {
  demoClient,
  partnerToken,
  readTokenRequest,
  tokenLifetimeSecondsMax,
  type RefusedToken,
  type RequestedToken,
} from './token-request.ts'

const bodyBytesMax = 65_536
const notFound: Answer = { status: 404, body: { error: 'not_found' } }
const tooLarge: Answer = { status: 413, body: { error: 'invalid_request', error_description: 'The form is too large.' } }
// People sign in at this realm; the other one has programs only.
const signInRealm: Realm['name'] = 'employees'
// Partners have clients of their own at this one.
const partnerRealm: Realm['name'] = 'clients'

/** How the identity provider is set up. */
export interface IdentitySettings extends SignInSettings {
  /** How long the tokens of somebody who signed in are valid. */
  readonly signedInSeconds: number
  /** Where it is told that somebody has logged out; nowhere when left out. */
  readonly logoutUris?: readonly string[]
  /** The file in which partners' clients are kept; left out, they are forgotten with the process. */
  readonly partnersFile?: string | undefined
}

const plain: IdentitySettings = { tenants: {}, redirectUris: [], signedInSeconds: tokenLifetimeSecondsMax }

interface Provider {
  readonly rings: Readonly<Record<Realm['name'], KeyRing>>
  readonly settings: IdentitySettings
  readonly signIns: SignIns
  readonly partners: PartnerClients
}

/** The identity provider as an HTTP server that does not listen yet; `baseUrl` is where the world will find it. */
export function identityServer(rings: Provider['rings'], baseUrl: () => string, settings: IdentitySettings = plain): Server {
  const partners = openPartnerClients(settings.partnersFile)
  const provider: Provider = { rings, settings, signIns: openSignIns(() => Date.now()), partners }
  return createServer((request, response) => {
    void respond(request, response, async () => await answer(request, provider, baseUrl()))
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

async function answer(request: IncomingMessage, provider: Provider, baseUrl: string): Promise<Answer> {
  const { pathname, searchParams } = new URL(request.url ?? '/', baseUrl)
  const method = request.method ?? 'GET'
  if (method === 'OPTIONS') return { status: 204 }
  if (method === 'GET' && (pathname === '/health/live' || pathname === '/health/ready')) return { status: 200, body: { status: 'ready' } }
  const realm = realms.find(({ name }) => pathname.startsWith(`/${name}/`))
  if (realm === undefined) return notFound
  const path = pathname.slice(realm.name.length + 1)
  const target: Target = { provider, realm, ring: provider.rings[realm.name], issuer: `${baseUrl}/${realm.name}`, path }
  return method === 'POST' ? await answerPost(request, target) : await answerGet(request, searchParams, target)
}

interface Target {
  readonly provider: Provider
  readonly realm: Realm
  readonly ring: KeyRing
  readonly issuer: string
  readonly path: string
}

async function answerGet(request: IncomingMessage, parameters: URLSearchParams, target: Target): Promise<Answer> {
  const { provider, realm, ring, issuer, path } = target
  if (path === '/jwks') return { status: 200, body: { keys: ring.publicKeys() } }
  if (path === '/.well-known/openid-configuration') return { status: 200, body: discovery(realm, issuer) }
  if (realm.name === partnerRealm && path === '/partners' && isOperator(request)) return listPartners(provider.partners)
  if (realm.name !== signInRealm) return notFound
  const visit = { realm, issuer, parameters, session: sessionOf(provider.signIns, issuer, request.headers.cookie) }
  if (path === '/authorize') return answerAuthorize(provider.signIns, provider.settings, visit)
  if (path !== '/end-session') return notFound
  const left = answerEndSession(provider.settings, visit)
  if (visit.session !== null && left.status === 303) await answerLogout(new URLSearchParams({ sid: visit.session.id }), target)
  return left
}

function discovery(realm: Realm, issuer: string): Readonly<Record<string, unknown>> {
  const isForPeople = realm.name === signInRealm
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    ...(isForPeople ? signInDiscovery(issuer) : {}),
    grant_types_supported: ['client_credentials', ...(isForPeople ? codeGrants : [])],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', ...(isForPeople ? ['none'] : [])],
    code_challenge_methods_supported: isForPeople ? ['S256'] : [],
    response_types_supported: isForPeople ? ['code'] : [],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    backchannel_logout_supported: true,
    backchannel_logout_session_supported: true,
  }
}

function signInDiscovery(issuer: string): Readonly<Record<string, unknown>> {
  return {
    authorization_endpoint: `${issuer}/authorize`,
    authorization_response_iss_parameter_supported: true,
    end_session_endpoint: `${issuer}/end-session`,
  }
}

async function answerPost(request: IncomingMessage, target: Target): Promise<Answer> {
  const { provider, realm, ring, path } = target
  const [, action] = realm.name === partnerRealm ? (/^\/partners\/([a-z]+)$/.exec(path) ?? []) : []
  if (action !== undefined && isOperator(request)) {
    const form = await readForm(request)
    return form === null ? tooLarge : await changePartners(provider.partners, action, form)
  }
  switch (path) {
    case '/rotate-key':
      await ring.rotate()
      return { status: 200, body: { keys: ring.publicKeys() } }
    case '/retire-key':
      ring.retireOld()
      return { status: 200, body: { keys: ring.publicKeys() } }
    case '/authorize':
    case '/logout':
    case '/token': {
      const form = await readForm(request)
      return form === null ? tooLarge : await answerForm(request, form, target)
    }
    default:
      return notFound
  }
}

async function answerForm(request: IncomingMessage, form: URLSearchParams, target: Target): Promise<Answer> {
  const { provider, realm, issuer, path } = target
  const isForPeople = realm.name === signInRealm
  if (path === '/logout') return await answerLogout(form, target)
  if (path === '/authorize') {
    // Another site's page must not sign anybody in.
    if (!isForPeople || !isOwnOrigin(request, issuer)) return notFound
    return answerSignIn(provider.signIns, provider.settings, { realm, issuer, parameters: form, session: null })
  }
  const isCodeGrant = isForPeople && codeGrants.includes(form.get('grant_type') ?? '')
  return isCodeGrant ? await answerCodeGrant(form, target) : await answerClientGrant(request, form, target)
}

async function answerClientGrant(request: IncomingMessage, form: URLSearchParams, target: Target): Promise<Answer> {
  const { realm, ring, issuer } = target
  const { authorization } = request.headers
  const credentials = readClientCredentials(form, authorization)
  const isPartner = realm.name === partnerRealm && credentials !== null && credentials.id !== demoClient.id
  const requested = isPartner ? await readPartnerRequest(form, credentials, target) : readTokenRequest(realm, form, authorization)
  if ('error' in requested) {
    const refusal = badRequest(requested.error, requested.description)
    const isSchemeNamed = requested.error === 'invalid_client' && authorization !== undefined
    return isSchemeNamed ? { ...refusal, headers: { 'www-authenticate': `Basic realm="${realm.name}", charset="UTF-8"` } } : refusal
  }
  const { claims, lifetimeSeconds } = requested
  const token = await ring.sign({ iss: issuer, aud: realm.audience, ...lifetime(lifetimeSeconds), sid: randomUUID(), ...claims })
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: lifetimeSeconds } }
}

async function readPartnerRequest(
  form: URLSearchParams,
  { id, secret }: ClientCredentials,
  { provider }: Target,
): Promise<RequestedToken | RefusedToken> {
  const client = await provider.partners.authenticate(id, secret)
  return client === null ? { error: 'invalid_client', description: 'Unknown client or wrong secret.' } : partnerToken(client, form)
}

async function answerLogout(form: URLSearchParams, { provider, realm, ring, issuer }: Target): Promise<Answer> {
  const [subject, sid] = [form.get('subject'), form.get('sid')]
  const signedIn = realm.name === signInRealm ? provider.signIns.all() : []
  const ended = signedIn.filter(({ id, person }) => (sid === null ? subjectOf(person.name) === subject : id === sid))
  for (const { id } of ended) provider.signIns.end(id)
  return await notifyLogout({ realm, ring, issuer, form, uris: provider.settings.logoutUris ?? [] })
}

async function answerCodeGrant(form: URLSearchParams, { provider, realm, ring, issuer }: Target): Promise<Answer> {
  const redeemed = redeemGrant(provider.signIns, form)
  if ('error' in redeemed) return badRequest(redeemed.error, redeemed.description)
  const { grant, refreshToken } = redeemed
  const { signedInSeconds } = provider.settings
  const claims = { iss: issuer, ...lifetime(signedInSeconds), ...personClaims(grant) }
  const idClaims = { ...claims, aud: grant.clientId, ...(grant.nonce === null ? {} : { nonce: grant.nonce }) }
  return {
    status: 200,
    body: {
      access_token: await ring.sign({ ...claims, aud: realm.audience }),
      token_type: 'Bearer',
      expires_in: signedInSeconds,
      refresh_token: refreshToken,
      scope: grant.scope,
      ...(grant.scope.split(' ').includes('openid') ? { id_token: await ring.sign(idClaims, 'JWT') } : {}),
    },
  }
}

function lifetime(seconds: number): Readonly<Record<string, unknown>> {
  const now = Math.floor(Date.now() / 1000)
  return { iat: now, nbf: now, exp: now + seconds, jti: randomUUID() }
}

function isOwnOrigin({ headers }: IncomingMessage, issuer: string): boolean {
  return headers.origin === undefined || headers.origin === new URL(issuer).origin
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  const isTooLarge = Number(request.headers['content-length'] ?? 0) > bodyBytesMax
  return isTooLarge ? null : new URLSearchParams(await text(request))
}
