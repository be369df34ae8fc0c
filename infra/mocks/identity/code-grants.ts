import { createHash } from 'node:crypto'
import { publicClientId } from './authorize.ts'
import type { RefusedToken } from './token-request.ts'
import type { Grant, Redeemed, SignIns } from './sign-ins.ts'

/** The grants of the public client. */
export const codeGrants: readonly string[] = ['authorization_code', 'refresh_token']

/** Redeems a code, or a refresh token, for who signed in and the next refresh token; or says what is wrong. */
export function redeemGrant(signIns: SignIns, form: URLSearchParams): Redeemed | RefusedToken {
  if (form.get('client_id') !== publicClientId) return { error: 'invalid_client', description: `client_id must be ${publicClientId}.` }
  const isCode = form.get('grant_type') === 'authorization_code'
  const redeemed = isCode ? redeemCode(signIns, form) : signIns.redeemRefreshToken(form.get('refresh_token') ?? '')
  return redeemed ?? { error: 'invalid_grant', description: 'It is unknown, expired, used, or was made for another request.' }
}

function redeemCode(signIns: SignIns, form: URLSearchParams): Redeemed | null {
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  const isOurs = ({ redirectUri, codeChallenge }: Grant): boolean => redirectUri === form.get('redirect_uri') && codeChallenge === challenge
  return signIns.redeemCode(form.get('code') ?? '', isOurs)
}

/** The claims of a person's tokens. The subject follows from the name: the same name is the same person again. */
export function personClaims({ person, clientId, sessionId }: Grant): Readonly<Record<string, string | readonly string[]>> {
  const { name, role, tenantId } = person
  return { sub: subjectOf(name), sid: sessionId, client_id: clientId, roles: [role], name, tenant_id: tenantId }
}

/** Whom a name stands for: the `sub` of the person's tokens. */
export function subjectOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? ['nobody']
  return words.join('-').slice(0, 100)
}
