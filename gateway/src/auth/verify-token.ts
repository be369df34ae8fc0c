import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import { identityOf, type Identity } from './identity.ts'
import { verifySigned, type TrustedIssuer } from './signed-token.ts'

/** How tokens are verified. */
export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[]
  /** The clock: UTC, milliseconds. */
  readonly now: () => Date
}

/** Tells whom a token is about; throws UNAUTHENTICATED, or UPSTREAM_UNAVAILABLE while keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Identity>

interface Believed {
  readonly identity: Identity
  readonly untilMs: number
}

const believedTokensMax = 10_000
/** A token seen again is believed this long without verifying it anew, never beyond its expiry: a retired key is worthless after that. */
const believedMs = 60_000

/** Verifies tokens, and remembers for a while those that are good. */
export function tokenVerifier({ issuers, now }: TokenVerifierOptions): VerifyToken {
  const believed = new LRUCache<string, Believed>({ max: believedTokensMax })
  return async (token) => {
    const key = createHash('sha256').update(token).digest('base64')
    const known = believed.get(key)
    const nowMs = now().getTime()
    if (known !== undefined && nowMs < known.untilMs) return known.identity
    const { trusted, payload } = await verifySigned(issuers, token, { audiencesOf: ({ audience }) => [audience], currentDate: now() })
    const identity = identityOf(trusted.realm, trusted.issuer, payload)
    believed.set(key, { identity, untilMs: Math.min(identity.expiresAtMs, nowMs + believedMs) })
    return identity
  }
}
