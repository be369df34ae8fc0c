import { z } from 'zod'
import { CommandError } from './command.ts'
import { tenantNamed } from './demo-tenants.ts'

/** Who may be asked for. */
export const tokenKinds = ['admin', 'customer-service', 'order-manager', 'client', 'partner'] as const

type TokenKind = (typeof tokenKinds)[number]

/** Whose token is wanted. */
export interface TokenWish {
  /** Slug of a demo tenant. */
  readonly tenant: string
  readonly as: string
  /** For `client`: the customer's id; without it the client is known by its subject only. */
  readonly customer?: string | undefined
  /** For `partner`: its name. */
  readonly name?: string | undefined
  /** Who it is; follows from the rest when not given. */
  readonly subject?: string | undefined
  readonly expiresSeconds?: number | undefined
}

/** What the identity provider is asked. */
export interface TokenRequest {
  readonly realm: 'employees' | 'clients'
  readonly form: Readonly<Record<string, string>>
}

const lifetimeSecondsMax = 900

/** Translates a wish into a request. Throws one line that names the rule and the allowed values when the wish cannot be granted. */
export function tokenRequest(wish: TokenWish): TokenRequest {
  const tenantId = tenantNamed(wish.tenant).id
  const kind = kindOf(wish)
  const subject = wish.subject ?? defaultSubject(kind, wish)
  const optional = { customer_id: wish.customer, partner: kind === 'partner' ? wish.name : undefined }
  return {
    realm: kind === 'client' || kind === 'partner' ? 'clients' : 'employees',
    form: {
      grant_type: 'client_credentials',
      client_id: 'iommi-dev',
      client_secret: 'iommi-dev-secret',
      tenant_id: tenantId,
      roles: kind,
      subject,
      name: wish.name ?? subject,
      expires_in: String(wish.expiresSeconds ?? lifetimeSecondsMax),
      ...Object.fromEntries(Object.entries(optional).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
    },
  }
}

function kindOf(wish: TokenWish): TokenKind {
  const kind = tokenKinds.find((known) => known === wish.as)
  if (kind === undefined) throw new CommandError(`Unknown kind "${wish.as}": --as is one of ${list(tokenKinds)}.`)
  if (wish.customer !== undefined && kind !== 'client') throw new CommandError('--customer goes with --as client only.')
  if (kind === 'partner' && wish.name === undefined) throw new CommandError('--as partner needs --name, the name of the partner.')
  return kind
}

/** Fetches a token from the identity provider at `identityUrl`. Throws what it answered when it refuses. */
export async function fetchToken(identityUrl: string, request: TokenRequest): Promise<string> {
  const response = await fetch(`${identityUrl}/${request.realm}/token`, { method: 'POST', body: new URLSearchParams(request.form) })
  const answer = tokenAnswer.parse(await response.json())
  if (answer.access_token === undefined)
    throw new CommandError(`The identity provider refused: ${answer.error_description ?? response.statusText}`)
  return answer.access_token
}

/** Seconds of "60s" or "15m". Throws one line with the rule when it is neither, or more than a token may live. */
export function parseLifetime(text: string): number {
  const [, digits, unit] = /^(\d{1,4})(s|m)$/.exec(text) ?? []
  const seconds = Number(digits) * (unit === 'm' ? 60 : 1)
  if (!(seconds >= 1 && seconds <= lifetimeSecondsMax))
    throw new CommandError(`--expires is a time from 1s to 15m, like 60s or 5m, not "${text}".`)
  return seconds
}

const tokenAnswer = z.object({ access_token: z.string().optional(), error_description: z.string().optional() })

function defaultSubject(kind: TokenKind, wish: TokenWish): string {
  if (kind === 'partner') return `partner-${wish.name ?? ''}`
  return wish.customer === undefined ? `demo-${kind}` : `client-${wish.customer}`
}

function list(words: readonly string[]): string {
  return `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`
}
