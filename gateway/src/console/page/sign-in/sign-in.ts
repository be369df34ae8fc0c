import { authorizationUrl, beginSignIn, readCallback, type PendingSignIn } from './authorization.ts'
import type { ConsoleSettings } from './console-settings.ts'
import { parseJson, textOf } from './json-part.ts'
import { openSession, type Session, type Tokens } from './session.ts'
import { redeemCode, refreshTokens, type TokenClient } from './token-endpoint.ts'

/** What came of signing in. `leaving`: the browser is on its way to the issuer. */
export type SignIn =
  | { readonly kind: 'signed-in'; readonly session: Session; readonly signOut: () => void }
  | { readonly kind: 'leaving' }
  | { readonly kind: 'failed'; readonly problem: string }

type Reachable = ConsoleSettings & { readonly service: NonNullable<ConsoleSettings['service']> }

const storageKey = 'iommi.console.sign-in'

/**
 * Signs in whoever opens the page: takes up the code the issuer sent back, or goes there. Who is signed in at the issuer comes back
 * without seeing it, so a page that is loaded again needs no token kept anywhere.
 */
export async function signIn(settings: ConsoleSettings): Promise<SignIn> {
  const { service } = settings
  if (!isSecureContext) return failed('Signing in needs a secure address: use https, or localhost.')
  if (service === null) return failed('The sign-in service does not answer. Try again in a moment.')
  const reachable = { ...settings, service }
  const callback = readCallback(location.search, settings.issuer)
  const pending = takePending()
  if (callback.kind === 'none' || pending?.state !== callback.state) return await leave(reachable, callback.kind === 'none' ? place() : '')
  history.replaceState(null, '', `/${pending.returnTo}`)
  if (callback.kind === 'refused') return failed(`The sign-in service refused: ${callback.error}.`)
  try {
    const proof = { verifier: pending.verifier, redirectUri: redirectUri() }
    return signedIn(reachable, await redeemCode(clientOf(reachable), callback.code, proof))
  } catch {
    return failed('Signing in did not work. Try again.')
  }
}

function signedIn(settings: Reachable, tokens: Tokens): SignIn {
  const session = openSession({
    tokens,
    refresh: async (refreshToken) => await refreshTokens(clientOf(settings), refreshToken),
    onEnd: () => void leave(settings, place()),
  })
  const signOut = (): void => {
    session.close()
    const { endSessionEndpoint } = settings.service
    if (endSessionEndpoint === null) void leave(settings, '', { prompt: 'login' })
    else location.assign(signOutUrl(endSessionEndpoint, settings.clientId, session.idToken()))
  }
  return { kind: 'signed-in', session, signOut }
}

async function leave(settings: Reachable, returnTo: string, parameters: Readonly<Record<string, string>> = {}): Promise<SignIn> {
  const pending = beginSignIn(returnTo)
  sessionStorage.setItem(storageKey, JSON.stringify(pending))
  const url = new URL(await authorizationUrl(settings, pending, redirectUri()))
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  // Replaced: going back from the issuer must not lead here, only to be sent there again.
  location.replace(url)
  return { kind: 'leaving' }
}

function takePending(): PendingSignIn | null {
  const pending = parseJson(sessionStorage.getItem(storageKey) ?? '')
  sessionStorage.removeItem(storageKey)
  const [state, verifier, returnTo] = ['state', 'verifier', 'returnTo'].map((name) => textOf(pending, name))
  return typeof state !== 'string' || typeof verifier !== 'string' ? null : { state, verifier, returnTo: returnTo ?? '' }
}

function signOutUrl(endSessionEndpoint: string, clientId: string, idToken: string | null): string {
  const url = new URL(endSessionEndpoint)
  url.searchParams.set('client_id', clientId)
  url.searchParams.set('post_logout_redirect_uri', redirectUri())
  if (idToken !== null) url.searchParams.set('id_token_hint', idToken)
  return url.href
}

function clientOf({ service, clientId }: Reachable): TokenClient {
  return { tokenEndpoint: service.tokenEndpoint, clientId }
}

/** What to come back to, without the slash it begins with. */
function place(): string {
  return `${location.pathname.slice(1)}${location.search}`
}

function redirectUri(): string {
  return `${location.origin}/`
}

function failed(problem: string): SignIn {
  return { kind: 'failed', problem }
}
