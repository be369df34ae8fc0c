import { decodeJwt, errors, jwtVerify, type JWTPayload, type JWTVerifyResult } from 'jose'
import { unauthenticated, type Refusal } from '../refusal.ts'
import { clockSkewSeconds, type Realm } from './identity.ts'
import type { KeySet } from './key-set.ts'

/** An issuer whose tokens are accepted. */
export interface TrustedIssuer {
  readonly realm: Realm
  readonly issuer: string
  readonly audience: string
  /** Whom its logout tokens may be for. */
  readonly logoutAudiences: readonly string[]
  readonly keys: KeySet
}

/** A token whose signature, issuer, audience and times are right; what it says is not looked at yet. */
export interface SignedToken {
  readonly trusted: TrustedIssuer
  readonly payload: JWTPayload
  /** The header's `typ`; undefined where there is none. */
  readonly type: string | undefined
}

/**
 * The longest life of a token. What has to be remembered about tokens, such as who was logged out, is forgotten after it:
 * one that lives longer is refused.
 */
export const tokenLifetimeMaxMs = 86_400_000

const algorithms = ['RS256', 'ES256', 'PS256', 'EdDSA']
const requiredClaims = ['exp', 'iat']
const tokenLengthMax = 8_192

/** What of a token has to be right. */
export interface Expectation {
  /** Whom it may be for. */
  readonly audiencesOf: (trusted: TrustedIssuer) => readonly string[]
  readonly currentDate: Date
}

/** Verifies a token with the keys of the issuer it names. Throws UNAUTHENTICATED, or UPSTREAM_UNAVAILABLE while keys cannot be had. */
export async function verifySigned(issuers: readonly TrustedIssuer[], token: string, expected: Expectation): Promise<SignedToken> {
  if (token.length > tokenLengthMax) throw unauthenticated('The token is too long.')
  const trusted = issuers.find(({ issuer }) => issuer === unverifiedIssuer(token))
  if (trusted === undefined) throw unauthenticated('The token is from an issuer that is not trusted here.')
  const { payload, protectedHeader } = await verifyBy(trusted, token, expected)
  checkTimes(payload, expected.currentDate)
  return { trusted, payload, type: protectedHeader.typ }
}

async function verifyBy(trusted: TrustedIssuer, token: string, { audiencesOf, currentDate }: Expectation): Promise<JWTVerifyResult> {
  const { issuer, keys } = trusted
  const audience = [...audiencesOf(trusted)]
  try {
    return await jwtVerify(token, keys.find, {
      issuer,
      audience,
      algorithms,
      clockTolerance: clockSkewSeconds,
      requiredClaims,
      currentDate,
    })
  } catch (error) {
    throw error instanceof errors.JOSEError ? refusalFor(error) : error
  }
}

// A logout counts for tokens issued before it: one from the future would escape.
function checkTimes({ iat = 0, exp = 0 }: JWTPayload, currentDate: Date): void {
  if (iat > currentDate.getTime() / 1_000 + clockSkewSeconds) throw unauthenticated('The claim iat of the token is in the future.')
  if (exp - iat > tokenLifetimeMaxMs / 1_000) throw unauthenticated('The token lives longer than 24 hours.')
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
