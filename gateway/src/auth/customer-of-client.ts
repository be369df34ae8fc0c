import type { InternalClient } from '@iommi/shared/internal-client'
import { callService, type ServiceOperation } from '@iommi/shared/service-client'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { unauthenticated } from '../refusal.ts'
import type { Identity } from './identity.ts'

/** Finds the customer a client is; a client nobody has seen before becomes one. */
export type CustomerOfClient = (
  identity: Identity,
  request: { readonly requestId: string; readonly traceparent: string | null },
) => Promise<string>

const ensureCustomer: ServiceOperation<{ readonly _ensureCustomer: { readonly customerId: string | null } }> = {
  document: `mutation EnsureCustomer($issuer: String!, $subject: String!, $name: String, $customerId: ID) {
    _ensureCustomer(input: { issuer: $issuer, subject: $subject, name: $name, customerId: $customerId }) { customerId }
  }`,
  answer: z.object({ _ensureCustomer: z.object({ customerId: z.string().nullable() }) }),
}

const rememberedMax = 10_000
const rememberedMs = 5 * 60_000
const timeoutMs = 3_000

/**
 * Asks the customers service, and remembers the answer for five minutes. Throws UNAUTHENTICATED
 * when the token names a customer that is not the tenant's or another client's, UPSTREAM_UNAVAILABLE when customers is away.
 */
export function customerOfClient(customers: InternalClient): CustomerOfClient {
  const remembered = new LRUCache<string, Promise<string>>({ max: rememberedMax, ttl: rememberedMs })
  return (identity, request) => {
    const key = JSON.stringify([identity.tenantId, identity.issuer, identity.subject, identity.customerId])
    const known = remembered.get(key)
    if (known !== undefined) return known
    const asked = ask(customers, identity, request)
    remembered.set(key, asked)
    asked.catch(() => {
      if (remembered.get(key) === asked) remembered.delete(key)
    })
    return asked
  }
}

async function ask(
  customers: InternalClient,
  { tenantId, issuer, subject, name, customerId }: Identity,
  request: { readonly requestId: string; readonly traceparent: string | null },
): Promise<string> {
  // Requests of one client share the call: none of them may end it by going away.
  const signal = AbortSignal.timeout(timeoutMs)
  const context = { caller: 'gateway', tenant: { id: tenantId }, actor: { kind: 'client', id: subject }, signal, ...request } as const
  const { _ensureCustomer: found } = await callService(customers, context, ensureCustomer, { issuer, subject, name, customerId })
  if (found.customerId === null) throw unauthenticated('The token names an unknown customer.')
  return found.customerId
}
