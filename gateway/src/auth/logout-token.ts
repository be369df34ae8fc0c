import { z } from 'zod'
import { unauthenticated } from '../refusal.ts'
import type { LogoutNotice, Revocation } from './revocations.ts'
import { clockSkewSeconds } from './identity.ts'
import { verifySigned, type TrustedIssuer } from './signed-token.ts'

/** What a logout token says: whose tokens stop counting, and which notice it is. */
export interface Logout {
  readonly revocation: Revocation
  readonly notice: LogoutNotice
}

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
// Providers that do not type their tokens are within the standard; access tokens and others are typed otherwise.
const acceptedTypes: ReadonlySet<string> = new Set(['logout+jwt', 'jwt'])

const name = z.string().min(1).max(255)
const claims = z.object({
  jti: name,
  iat: z.number().nonnegative(),
  exp: z.number().nonnegative(),
  events: z.object({ [logoutEvent]: z.looseObject({}) }),
  sub: name.nullish(),
  sid: name.nullish(),
  nonce: z.never().optional(),
})

/**
 * Reads a logout token by OpenID Connect Back-Channel Logout 1.0 §2.6; what is wrong is thrown as UNAUTHENTICATED, UPSTREAM_UNAVAILABLE
 * means that the issuer's keys cannot be had. With a `sid` it is about that session, otherwise about all of the subject.
 */
export async function readLogoutToken(issuers: readonly TrustedIssuer[], token: string, now: Date): Promise<Logout> {
  const { trusted, payload, type } = await verifySigned(issuers, token, {
    audiencesOf: ({ logoutAudiences }) => logoutAudiences,
    currentDate: now,
  })
  const plainType = type?.toLowerCase().replace(/^application\//, '')
  if (plainType !== undefined && !acceptedTypes.has(plainType))
    throw unauthenticated('The token is no logout token: its typ must be logout+jwt.')
  const parsed = claims.safeParse(payload)
  if (!parsed.success) throw unauthenticated(claimProblem(String(parsed.error.issues[0]?.path[0])))
  const { jti, iat, exp, sub, sid } = parsed.data
  const about = aboutWhom(sub, sid)
  if (about === null) throw unauthenticated('A logout token needs the claim sub, sid, or both.')
  return {
    revocation: { issuer: trusted.issuer, ...about, cutoffSeconds: iat },
    notice: { id: jti, expiresAtSeconds: exp + clockSkewSeconds },
  }
}

function aboutWhom(sub: string | null | undefined, sid: string | null | undefined): Pick<Revocation, 'of' | 'value'> | null {
  if (typeof sid === 'string') return { of: 'sid', value: sid }
  return typeof sub === 'string' ? { of: 'sub', value: sub } : null
}

function claimProblem(claim: string): string {
  if (claim === 'nonce') return 'A logout token has no claim nonce.'
  if (claim === 'events') return `The claim events of the token must have an object as its member ${logoutEvent}.`
  return `The claim ${claim} of the token is missing or malformed.`
}
