import { readClientCredentials } from './client-credentials.ts'
import type { PartnerClient } from './partner-clients.ts'
import type { Realm } from './realms.ts'

/** The claims that follow from a request; the signer adds issuer, times and id. */
export interface RequestedToken {
  readonly lifetimeSeconds: number
  readonly claims: Readonly<Record<string, string | readonly string[]>>
}

/** The error answer of RFC 6749 §5.2. */
export interface RefusedToken {
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'invalid_scope' | 'unsupported_grant_type'
  readonly description: string
}

/** The one client that gets tokens of anybody. The secret is public: this server plays the identity provider for development only. */
export const demoClient = { id: 'iommi-dev', secret: 'iommi-dev-secret' } as const

/** The longest a token may live. */
export const tokenLifetimeSecondsMax = 900
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Turns the form of a token request into claims, or says what is wrong with it. `authorization` is the header as it came. */
export function readTokenRequest(realm: Realm, form: URLSearchParams, authorization: string | undefined): RequestedToken | RefusedToken {
  const roles = (form.get('roles') ?? '').split(' ').filter((role) => role !== '')
  const subject = form.get('subject') ?? `demo-${roles[0] ?? 'nobody'}`
  const lifetimeSeconds = Number(form.get('expires_in') ?? tokenLifetimeSecondsMax)
  if (!isDemoClient(form, authorization)) return refused('invalid_client', 'Unknown client or wrong secret.')
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type', 'grant_type must be client_credentials.')
  if (!uuid.test(form.get('tenant_id') ?? '')) return refused('invalid_request', 'tenant_id must be a UUID.')
  if (!isLifetime(lifetimeSeconds))
    return refused('invalid_request', `expires_in must be 1 to ${String(tokenLifetimeSecondsMax)} whole seconds.`)
  const problem = findRoleProblem(realm, roles, form)
  if (problem !== null) return refused('invalid_scope', problem)
  return {
    lifetimeSeconds,
    claims: {
      sub: subject,
      client_id: demoClient.id,
      roles,
      name: subject,
      ...givenClaims(form, ['tenant_id', 'name', 'customer_id', 'partner', 'sid']),
    },
  }
}

function isLifetime(seconds: number): boolean {
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= tokenLifetimeSecondsMax
}

function findRoleProblem(realm: Realm, roles: readonly string[], form: URLSearchParams): string | null {
  if (roles.length === 0) return 'roles must name at least one role.'
  const unknown = roles.find((role) => !realm.roles.includes(role))
  if (unknown !== undefined) return `${realm.name} have no role ${unknown}, only: ${realm.roles.join(', ')}.`
  if (roles.includes('partner') && (form.get('partner') ?? '') === '') return 'The role partner needs the parameter partner.'
  return null
}

function givenClaims(form: URLSearchParams, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, form.get(name) ?? ''] as const).filter(([, value]) => value !== ''))
}

function isDemoClient(form: URLSearchParams, authorization: string | undefined): boolean {
  const given = readClientCredentials(form, authorization)
  return given?.id === demoClient.id && given.secret === demoClient.secret
}

/** The claims of a partner's token: they follow from its client alone, whatever else the form asks for. */
export function partnerToken({ clientId, partner, tenantId }: PartnerClient, form: URLSearchParams): RequestedToken | RefusedToken {
  if (form.get('grant_type') !== 'client_credentials') return refused('unsupported_grant_type', 'grant_type must be client_credentials.')
  return {
    lifetimeSeconds: tokenLifetimeSecondsMax,
    claims: { sub: clientId, client_id: clientId, roles: ['partner'], name: partner, partner, tenant_id: tenantId },
  }
}

function refused(error: RefusedToken['error'], description: string): RefusedToken {
  return { error, description }
}
