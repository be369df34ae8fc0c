import { z } from 'zod'
import { Refusal } from '../refusal.ts'

/** The development identity provider, and the tenants it is asked for: their ids by slug. */
export interface DevIdentity {
  readonly url: string
  readonly tenants: Readonly<Record<string, string>>
}

/** Whom the explorer can act as. */
export const devKinds = ['admin', 'customer-service', 'order-manager', 'client', 'partner'] as const

/** A token and how many seconds it is valid. */
export interface DevToken {
  readonly token: string
  readonly expiresInSeconds: number
}

const wish = z.object({
  tenant: z.string().max(100),
  kind: z.enum(devKinds),
  /** For a client: the customer it is. */
  customer: z.string().max(100).optional(),
  /** For a partner. */
  partner: z.string().min(1).max(100).optional(),
})

type Wish = z.infer<typeof wish>

const answer = z.object({ access_token: z.string(), expires_in: z.number() })
const timeoutMs = 2_000

/** Gets a token for whom the explorer's bar names. For development only: nothing is asked of the person. */
export async function fetchDevToken(identity: DevIdentity, wanted: unknown): Promise<DevToken> {
  const parsed = wish.safeParse(wanted)
  const tenantId = parsed.success && Object.hasOwn(identity.tenants, parsed.data.tenant) ? identity.tenants[parsed.data.tenant] : undefined
  if (!parsed.success || tenantId === undefined) throw new Refusal('BAD_USER_INPUT', 'A known tenant and kind are expected.')
  const realm = parsed.data.kind === 'client' || parsed.data.kind === 'partner' ? 'clients' : 'employees'
  const response = await post(`${identity.url.replace(/\/$/, '')}/${realm}/token`, tokenForm(parsed.data, tenantId))
  const token = answer.safeParse(response)
  if (!token.success) throw new Refusal('BAD_USER_INPUT', 'The identity provider refused this token.')
  return { token: token.data.access_token, expiresInSeconds: token.data.expires_in }
}

function tokenForm({ kind, customer, partner }: Wish, tenantId: string): URLSearchParams {
  const isNamedClient = kind === 'client' && customer !== undefined && customer !== ''
  const partnerName = partner ?? 'demo-partner'
  const subject = isNamedClient ? `client-${customer}` : `demo-${kind}`
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'iommi-dev',
    client_secret: 'iommi-dev-secret',
    tenant_id: tenantId,
    roles: kind,
    subject: kind === 'partner' ? `partner-${partnerName}` : subject,
    name: kind === 'partner' ? partnerName : subject,
    ...(isNamedClient ? { customer_id: customer } : {}),
    ...(kind === 'partner' ? { partner: partnerName } : {}),
  })
}

async function post(url: string, form: URLSearchParams): Promise<unknown> {
  try {
    const response = await fetch(url, { method: 'POST', body: form, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) })
    return await response.json()
  } catch (error) {
    throw new Refusal('UPSTREAM_UNAVAILABLE', 'The identity provider does not answer right now.', { isRetryable: true, cause: error })
  }
}
