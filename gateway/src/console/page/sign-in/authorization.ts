import type { ConsoleSettings } from './console-settings.ts'

/** What the page has to remember while somebody is at the issuer. */
export interface PendingSignIn {
  readonly state: string
  readonly verifier: string
  /** The address of the page that asked, to go back to, without the slash it begins with. */
  readonly returnTo: string
}

/** What the issuer sent back with the browser. */
export type Callback =
  | { readonly kind: 'none' }
  | { readonly kind: 'code'; readonly code: string; readonly state: string }
  | { readonly kind: 'refused'; readonly error: string; readonly state: string }

/** Begins a sign-in: secrets that nobody can guess. */
export function beginSignIn(returnTo: string): PendingSignIn {
  return { state: randomText(), verifier: randomText(), returnTo }
}

/** Where somebody signs in (OAuth 2.0 authorization code with PKCE). */
export async function authorizationUrl(
  settings: ConsoleSettings & { readonly service: NonNullable<ConsoleSettings['service']> },
  pending: PendingSignIn,
  redirectUri: string,
): Promise<string> {
  const url = new URL(settings.service.authorizationEndpoint)
  const parameters = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirectUri,
    scope: settings.scope,
    audience: settings.audience,
    state: pending.state,
    code_challenge: await challengeOf(pending.verifier),
    code_challenge_method: 'S256',
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

/** Reads what the issuer sent back; an answer in the name of another issuer (RFC 9207) is none. */
export function readCallback(search: string, issuer: string): Callback {
  const parameters = new URLSearchParams(search)
  const state = parameters.get('state') ?? ''
  const [code, error] = [parameters.get('code'), parameters.get('error')]
  if (state === '' || (parameters.get('iss') ?? issuer) !== issuer) return { kind: 'none' }
  if (error !== null) return { kind: 'refused', error: parameters.get('error_description') ?? error, state }
  return code === null ? { kind: 'none' } : { kind: 'code', code, state }
}

/** BASE64URL(SHA256(verifier)), as the method S256 wants it. */
export async function challengeOf(verifier: string): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))))
}

function randomText(): string {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)))
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}
