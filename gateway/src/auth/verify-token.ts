import { createHash } from 'node:crypto'
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose'
import { LRUCache } from 'lru-cache'
import { unauthenticated, type Refusal } from '../refusal.ts'
import { identityOf, type Identity, type Realm } from './identity.ts'
import type { KeySet } from './key-set.ts'

/** An issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly realm: Realm
  readonly issuer: string
  readonly audience: string
  readonly keys: KeySet
}

/** How tokens are verified. */
export interface TokenVerifierOptions {
  readonly issuers: readonly TrustedIssuer[]
  /** The clock: UTC, milliseconds. */
  readonly now: () => Date
  /** A token seen again is believed this long without verifying it anew, never beyond its expiry. Default one minute: a retired key is worthless after that. */
  readonly believedMs?: number
}

interface Believed {
  readonly identity: Identity
  readonly untilMs: number
}

const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA']
const clockSkewSeconds = 30
const tokenLengthMax = 8_192
const believedTokensMax = 10_000

/** Returns a function that tells whom a token is about. It throws UNAUTHENTICATED, or UPSTREAM_UNAVAILABLE while keys cannot be had. */
export function tokenVerifier({ issuers, now, believedMs = 60_000 }: TokenVerifierOptions): (token: string) => Promise<Identity> {
  const believed = new LRUCache<string, Believed>({ max: believedTokensMax })
  return async (token) => {
    const key = createHash('sha256').update(token).digest('base64')
    const known = believed.get(key)
    const nowMs = now().getTime()
    if (known !== undefined && nowMs < known.untilMs) return known.identity
    const { identity, expiresMs } = await verify(issuers, token, now())
    believed.set(key, { identity, untilMs: Math.min(expiresMs, nowMs + believedMs) })
    return identity
  }
}

async function verify(
  issuers: readonly TrustedIssuer[],
  token: string,
  currentDate: Date,
): Promise<{ readonly identity: Identity; readonly expiresMs: number }> {
  if (token.length > tokenLengthMax) throw unauthenticated('The token is too long.')
  const trusted = issuers.find(({ issuer }) => issuer === unverifiedIssuer(token))
  if (trusted === undefined) throw unauthenticated('The token is from an issuer that is not trusted here.')
  try {
    const { payload } = await jwtVerify(token, trusted.keys.find, {
      issuer: trusted.issuer,
      audience: trusted.audience,
      algorithms,
      clockTolerance: clockSkewSeconds,
      requiredClaims: ['exp'],
      currentDate,
    })
    return { identity: identityOf(trusted.realm, trusted.issuer, payload), expiresMs: ((payload.exp ?? 0) + clockSkewSeconds) * 1_000 }
  } catch (error) {
    throw error instanceof errors.JOSEError ? refusalFor(error) : error
  }
}

// Read only to choose whose keys to verify it with.
function unverifiedIssuer(token: string): string | undefined {
  try {
    const { iss }: JWTPayload = decodeJwt(token)
    return iss
  } catch (error) {
    throw unauthenticated('The token is not a JSON Web Token.', error)
  }
}

function refusalFor(error: errors.JOSEError): Refusal {
  if (error instanceof errors.JWTExpired) return unauthenticated('The token has expired.', error)
  if (error instanceof errors.JWTClaimValidationFailed) return unauthenticated(claimProblem(error.claim), error)
  if (error instanceof errors.JWKSNoMatchingKey) return unauthenticated('The token is signed with an unknown key.', error)
  if (error instanceof errors.JOSEAlgNotAllowed) return unauthenticated('The token is signed with an algorithm that is not allowed.', error)
  return unauthenticated('The token’s signature is not valid.', error)
}

function claimProblem(claim: string): string {
  if (claim === 'aud') return 'The token is for another audience.'
  if (claim === 'nbf') return 'The token is not valid yet.'
  return `The claim ${claim} of the token is missing or malformed.`
}
