import { partOf, textOf } from './json-part.ts'
import { SignedOut, type Tokens } from './session.ts'

/** The issuer's token endpoint and who asks there. */
export interface TokenClient {
  readonly tokenEndpoint: string
  readonly clientId: string
}

const timeoutMs = 10_000
const usualLifetimeSeconds = 300

/** Redeems the code of somebody who just signed in. */
export async function redeemCode(
  client: TokenClient,
  code: string,
  proof: { readonly verifier: string; readonly redirectUri: string },
): Promise<Tokens> {
  const form = { grant_type: 'authorization_code', code, code_verifier: proof.verifier, redirect_uri: proof.redirectUri }
  return await askForTokens(client, form, null)
}

/** Asks for new tokens. Rejects with a SignedOut when the refresh token does not count any more. */
export async function refreshTokens(client: TokenClient, refreshToken: string): Promise<Tokens> {
  return await askForTokens(client, { grant_type: 'refresh_token', refresh_token: refreshToken }, refreshToken)
}

async function askForTokens(
  { tokenEndpoint, clientId }: TokenClient,
  form: Readonly<Record<string, string>>,
  oldRefreshToken: string | null,
): Promise<Tokens> {
  const askedAtMs = Date.now()
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({ ...form, client_id: clientId }),
    credentials: 'omit',
    signal: AbortSignal.timeout(timeoutMs),
  })
  // RFC 6749, 5.2. All else, too many requests among them, says nothing of the refresh token.
  if (response.status === 400 || response.status === 401) throw new SignedOut('The issuer gives no token for this.')
  if (!response.ok) throw new Error('The sign-in service does not answer right now.')
  const answer: unknown = await response.json()
  const accessToken = textOf(answer, 'access_token')
  if (accessToken === null) throw new SignedOut('The issuer gave no token.')
  const seconds = partOf(answer, 'expires_in')
  return {
    accessToken,
    refreshToken: textOf(answer, 'refresh_token') ?? oldRefreshToken,
    idToken: textOf(answer, 'id_token'),
    expiresAtMs: askedAtMs + (typeof seconds === 'number' ? seconds : usualLifetimeSeconds) * 1_000,
  }
}
