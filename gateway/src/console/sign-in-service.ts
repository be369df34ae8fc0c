import { z } from 'zod'

/** Where a browser signs somebody in, by the issuer's own account of itself (OpenID Connect Discovery). */
export interface SignInService {
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  /** Null where the issuer ends no sessions. */
  readonly endSessionEndpoint: string | null
}

const fetchTimeoutMs = 2_000
// What is older is asked for again, while the old one still counts.
const ageMsMax = 300_000
const webUrl = z.url({ protocol: /^https?$/ })
const discovery = z.object({
  issuer: z.string(),
  authorization_endpoint: webUrl,
  token_endpoint: webUrl,
  end_session_endpoint: webUrl.optional(),
})

/** Finds the sign-in service of an issuer, and keeps it; null while the issuer has never answered, or signs nobody in. Never rejects. */
export function signInServiceOf(issuer: string): () => Promise<SignInService | null> {
  let known: SignInService | null = null
  let knownAtMs = Number.NEGATIVE_INFINITY
  let asking: Promise<SignInService | null> | null = null
  const ask = (): Promise<SignInService | null> =>
    (asking ??= readDiscovery(issuer)
      .then((found) => {
        if (found !== null) [known, knownAtMs] = [found, performance.now()]
        return known
      })
      .finally(() => (asking = null)))
  return async () => {
    if (known === null) return await ask()
    if (performance.now() - knownAtMs >= ageMsMax) void ask()
    return known
  }
}

async function readDiscovery(issuer: string): Promise<SignInService | null> {
  try {
    const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) })
    const found = discovery.parse(await response.json())
    if (found.issuer !== issuer) return null
    return {
      authorizationEndpoint: found.authorization_endpoint,
      tokenEndpoint: found.token_endpoint,
      endSessionEndpoint: found.end_session_endpoint ?? null,
    }
  } catch {
    return null
  }
}
