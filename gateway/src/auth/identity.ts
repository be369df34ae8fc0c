import type { Role } from '@iommi/shared/request-context'
import { z } from 'zod'
import { unauthenticated } from '../refusal.ts'

/** Which issuer a token comes from: the company's people, or everybody outside. */
export type Realm = 'employees' | 'clients'

/** Whom a valid token is about. */
export interface Identity {
  readonly kind: 'employee' | 'client' | 'partner'
  readonly tenantId: string
  readonly issuer: string
  readonly subject: string
  readonly name: string
  readonly roles: readonly Role[]
  /** The customer a client's token names; null when it names none. */
  readonly customerId: string | null
  /** Where the issuer vouches for it; null otherwise. */
  readonly email: string | null
  /** The partner's name; null for all others. */
  readonly partner: string | null
  /** When its issuer made the token: seconds since 1970. */
  readonly issuedAtSeconds: number
  /** When the token stops counting, the clock skew allowed for included: milliseconds since 1970. */
  readonly expiresAtMs: number
  /** The session at the issuer that the token belongs to; null when it names none. */
  readonly sessionId: string | null
}

/**
 * By how much an issuer's clock may be off. A token counts this much longer than its `exp` says, for requests and for
 * open connections alike: a connection never ends before a request with its token would be refused.
 */
export const clockSkewSeconds = 30

const claims = z.object({
  sub: z.string().min(1).max(255),
  iat: z.number().nonnegative(),
  exp: z.number().nonnegative(),
  sid: z.string().min(1).max(255).nullish(),
  tenant_id: z.uuid(),
  name: z.string().max(200).nullish(),
  roles: z.array(z.string()).max(50),
  customer_id: z.string().min(1).max(100).nullish(),
  partner: z.string().min(1).max(100).nullish(),
  email: z.string().max(320).nullish().catch(null),
  email_verified: z.boolean().nullish().catch(null),
})

type Claims = z.infer<typeof claims>

const rolesOfRealm: Readonly<Record<Realm, readonly Role[]>> = {
  employees: ['admin', 'customer-service', 'order-manager'],
  clients: ['client', 'partner'],
}

/**
 * Reads a verified token's claims. Roles we do not know are ignored; a role that only the other
 * realm may grant, no role at all, or a malformed claim is refused.
 */
export function identityOf(realm: Realm, issuer: string, payload: unknown): Identity {
  const parsed = claims.safeParse(payload)
  if (!parsed.success) {
    const claim = String(parsed.error.issues[0]?.path[0] ?? 'sub')
    throw unauthenticated(`The claim ${claim} of the token is missing or malformed.`)
  }
  const roles = grantedRoles(realm, parsed.data.roles)
  const kind = kindOf(realm, roles)
  return {
    kind,
    tenantId: parsed.data.tenant_id,
    issuer,
    subject: parsed.data.sub,
    name: parsed.data.name ?? parsed.data.sub,
    roles,
    customerId: kind === 'client' ? (parsed.data.customer_id ?? null) : null,
    email: parsed.data.email_verified === true ? (parsed.data.email ?? null) : null,
    partner: kind === 'partner' ? partnerOf(parsed.data) : null,
    issuedAtSeconds: parsed.data.iat,
    expiresAtMs: (parsed.data.exp + clockSkewSeconds) * 1_000,
    sessionId: parsed.data.sid ?? null,
  }
}

function grantedRoles(realm: Realm, given: readonly string[]): readonly Role[] {
  const others = rolesOfRealm[realm === 'employees' ? 'clients' : 'employees']
  if (given.some((role) => role === 'system' || others.some((other) => other === role))) {
    throw unauthenticated('The token carries a role that its issuer may not grant.')
  }
  const granted = rolesOfRealm[realm].filter((role) => given.includes(role))
  if (granted.length === 0) throw unauthenticated(`The token carries none of the roles ${rolesOfRealm[realm].join(', ')}.`)
  return granted
}

function kindOf(realm: Realm, roles: readonly Role[]): Identity['kind'] {
  if (realm === 'employees') return 'employee'
  if (roles.length > 1) throw unauthenticated('A token is either a client’s or a partner’s, not both.')
  return roles.includes('partner') ? 'partner' : 'client'
}

function partnerOf({ partner, sub }: Claims): string {
  return partner ?? sub
}
