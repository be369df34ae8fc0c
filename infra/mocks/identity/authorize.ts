import type { Answer } from './answer.ts'
import type { Realm } from './realms.ts'
import { refusalPage, signInPage } from './sign-in-page.ts'
import type { Person, Session, SignIns } from './sign-ins.ts'

/** Who may be signed in, and for which client. */
export interface SignInSettings {
  /** Ids by slug. */
  readonly tenants: Readonly<Record<string, string>>
  /** Compared letter for letter; a loopback address without a port stands for all its ports (RFC 8252 §7.3). */
  readonly redirectUris: readonly string[]
}

/** The one public client: it has no secret and proves itself by PKCE. */
export const publicClientId = 'iommi-console'

/** One request to the authorization endpoint. */
export interface Visit {
  readonly realm: Realm
  readonly issuer: string
  readonly parameters: URLSearchParams
  /** Who the browser's cookie says is signed in. */
  readonly session: Session | null
}

interface AuthorizationRequest {
  readonly redirectUri: string
  readonly state: string | null
  readonly codeChallenge: string
  readonly nonce: string | null
  readonly scope: string
  readonly prompts: readonly string[]
}

const challengePattern = /^[A-Za-z0-9_-]{43}$/
const requestParameters = [
  'response_type',
  'client_id',
  'redirect_uri',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
] as const

/** Sends who is signed in already straight back with a code, and shows everybody else the page. */
export function answerAuthorize(signIns: SignIns, settings: SignInSettings, visit: Visit): Answer {
  const request = readRequest(settings, visit)
  if ('status' in request) return request
  if (visit.session !== null && !request.prompts.includes('login')) return grantCode(signIns, visit, request, visit.session)
  if (request.prompts.includes('none')) return goBack(visit, request, { error: 'login_required' })
  return showPage(settings, visit, null)
}

/** Signs in whom the page's form names, and sends the browser back with a code and a cookie. */
export function answerSignIn(signIns: SignIns, settings: SignInSettings, visit: Visit): Answer {
  const request = readRequest(settings, visit)
  if ('status' in request) return request
  const person = readPerson(settings, visit)
  if (typeof person === 'string') return showPage(settings, visit, person)
  const session = signIns.open(person)
  const answer = grantCode(signIns, visit, request, session)
  const cookie = `${sessionCookie(visit.issuer)}=${session.cookie}; Path=${new URL(visit.issuer).pathname}; HttpOnly; SameSite=Lax`
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } }
}

/** The cookie's name: browsers keep the ports of a host together, so it says which provider it belongs to. */
export function sessionCookie(issuer: string): string {
  return `iommi_session_${new URL(issuer).port}`
}

/** The session that the `cookie` header names. */
export function sessionOf(signIns: SignIns, issuer: string, cookies: string | undefined): Session | null {
  const name = `${sessionCookie(issuer)}=`
  const found = (cookies ?? '').split('; ').find((cookie) => cookie.startsWith(name))
  return signIns.find(found?.slice(name.length) ?? null)
}

// Nothing goes to an address that is not the client's: such a request is answered here.
function readRequest({ redirectUris }: SignInSettings, visit: Visit): AuthorizationRequest | Answer {
  const { parameters } = visit
  const redirectUri = parameters.get('redirect_uri') ?? ''
  if (parameters.get('client_id') !== publicClientId) return refusalPage(`client_id must be ${publicClientId}.`)
  if (!redirectUris.some((registered) => isSameRedirect(registered, redirectUri)))
    return refusalPage('redirect_uri is not one of those registered for this client.')
  const request = {
    redirectUri,
    state: parameters.get('state'),
    codeChallenge: parameters.get('code_challenge') ?? '',
    nonce: parameters.get('nonce'),
    scope: parameters.get('scope') ?? '',
    prompts: (parameters.get('prompt') ?? '').split(' '),
  }
  const problem = findProblem(parameters)
  return problem === null ? request : goBack(visit, request, problem)
}

function findProblem(parameters: URLSearchParams): { readonly error: string; readonly error_description: string } | null {
  if (parameters.get('response_type') !== 'code')
    return { error: 'unsupported_response_type', error_description: 'response_type must be code.' }
  if (parameters.get('code_challenge_method') !== 'S256' || !challengePattern.test(parameters.get('code_challenge') ?? ''))
    return { error: 'invalid_request', error_description: 'code_challenge must be there, made by the method S256.' }
  return null
}

/** Whether a redirect URI is the registered one. */
export function isSameRedirect(registered: string, given: string): boolean {
  if (!URL.canParse(given)) return false
  const [known, url] = [new URL(registered), new URL(given)]
  const isLoopback = known.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(known.hostname)
  if (!isLoopback || known.port !== '') return registered === given
  return known.protocol === url.protocol && known.hostname === url.hostname && known.pathname === url.pathname && isPlain(url)
}

function isPlain({ search, hash, username, password }: URL): boolean {
  return `${search}${hash}${username}${password}` === ''
}

function showPage(settings: SignInSettings, visit: Visit, problem: string | null): Answer {
  return signInPage({
    action: `${visit.issuer}/authorize`,
    parameters: requestParameters.flatMap((name) => {
      const value = visit.parameters.get(name)
      return value === null ? [] : [[name, value] as const]
    }),
    tenants: Object.keys(settings.tenants),
    roles: visit.realm.roles,
    clientId: publicClientId,
    redirectUri: visit.parameters.get('redirect_uri') ?? '',
    problem,
  })
}

function readPerson({ tenants }: SignInSettings, { realm, parameters }: Visit): Person | string {
  const slug = parameters.get('tenant') ?? ''
  const tenantId = Object.hasOwn(tenants, slug) ? tenants[slug] : undefined
  const role = parameters.get('role') ?? ''
  const name = (parameters.get('name') ?? '').trim()
  if (tenantId === undefined) return 'Choose one of the tenants.'
  if (!realm.roles.includes(role)) return 'Choose one of the roles.'
  if (name === '' || name.length > 100) return 'Name must have 1 to 100 characters.'
  return { tenantId, role, name }
}

function grantCode(signIns: SignIns, visit: Visit, request: AuthorizationRequest, session: Session): Answer {
  const { redirectUri, codeChallenge, nonce, scope } = request
  const grant = { sessionId: session.id, person: session.person, clientId: publicClientId, redirectUri, codeChallenge, nonce, scope }
  return goBack(visit, request, { code: signIns.issueCode(grant) })
}

// With the issuer's name (RFC 9207): the client can tell which provider answers.
function goBack(
  { issuer }: Visit,
  { redirectUri, state }: Pick<AuthorizationRequest, 'redirectUri' | 'state'>,
  answer: Readonly<Record<string, string>>,
): Answer {
  const location = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...answer, iss: issuer, ...(state === null ? {} : { state }) }))
    location.searchParams.set(name, value)
  return { status: 303, headers: { location: location.href } }
}
