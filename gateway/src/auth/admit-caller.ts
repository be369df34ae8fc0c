import { AppError } from '@iommi/shared/errors'
import type { InternalClient } from '@iommi/shared/internal-client'
import type { Role } from '@iommi/shared/request-context'
import { callService, type ServiceOperation } from '@iommi/shared/service-client'
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import { unauthenticated } from '../refusal.ts'
import type { Identity } from './identity.ts'

/** As what somebody with a valid token comes in. */
export interface Admission {
  /** Instead of the token's. */
  readonly roles: readonly Role[]
  /** The customer that a client is; null for all others. */
  readonly customerId: string | null
}

/** Asks whether somebody may come in. Throws UNAUTHENTICATED when not. */
export type Admit = (identity: Identity, request: { readonly requestId: string; readonly traceparent: string | null }) => Promise<Admission>

interface Answered {
  readonly admission: Admission
  readonly askedAtMs: number
}

const role = z.enum(['admin', 'customer-service', 'order-manager', 'client', 'partner'])
const answer = z.object({
  _admitUser: z.object({
    isAdmitted: z.boolean(),
    roles: z.array(role),
    customerId: z.string().nullable(),
    refusal: z.string().nullable(),
  }),
})

const admitUser: ServiceOperation<z.infer<typeof answer>> = {
  document: `mutation AdmitUser($input: _AdmitUserInput!) {
    _admitUser(input: $input) { isAdmitted roles customerId refusal }
  }`,
  answer,
}

const rememberedMax = 10_000
// A user who is disabled is out after this, and a second for the way there.
const freshMs = 4_000
const staleMs = 60_000
// The time customers has to answer before somebody who was let in lately is let in again.
const graceMs = 100

/**
 * Asks the customers service, and remembers for four seconds who was let in. While it does not answer, those it let in
 * during the last minute come in again; others get UPSTREAM_UNAVAILABLE.
 */
export function callerAdmission(customers: InternalClient, nowMs: () => number = () => performance.now()): Admit {
  const admitted = new LRUCache<string, Answered>({ max: rememberedMax })
  const underWay = new Map<string, Promise<Admission>>()
  const askOnce = (key: string, identity: Identity, request: Parameters<Admit>[1]): Promise<Admission> => {
    const askedAtMs = nowMs()
    const asked = ask(customers, identity, request)
      .then((admission) => {
        admitted.set(key, { admission, askedAtMs })
        return admission
      })
      .catch((error: unknown) => {
        if (!isAway(error)) admitted.delete(key)
        throw error
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, asked)
    return asked
  }
  return async (identity, request) => {
    const key = keyOf(identity)
    const known = admitted.get(key)
    if (known !== undefined && nowMs() - known.askedAtMs < freshMs) return known.admission
    const asked = underWay.get(key) ?? askOnce(key, identity, request)
    if (known === undefined || nowMs() - known.askedAtMs >= staleMs) return await asked
    return await within(graceMs, asked, known.admission)
  }
}

function keyOf({ kind, tenantId, issuer, subject, customerId, roles }: Identity): string {
  return JSON.stringify([kind, tenantId, issuer, subject, customerId, roles])
}

/** What `asked` says, or `otherwise` where the service is away or does not say it in time. */
async function within(ms: number, asked: Promise<Admission>, otherwise: Admission): Promise<Admission> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    asked.then(resolve, (error: unknown) => (isAway(error) ? resolve(otherwise) : reject(error))).finally(() => clearTimeout(timer))
  })
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE'
}

async function ask(
  customers: InternalClient,
  { kind, tenantId, issuer, subject, name, roles, customerId, email }: Identity,
  request: Parameters<Admit>[1],
): Promise<Admission> {
  // Requests of one caller share the call: none of them may end it by going away.
  const { signal } = new AbortController()
  const context = { caller: 'gateway', tenant: { id: tenantId }, actor: { kind, id: subject }, signal, ...request } as const
  const input = { kind: kind.toUpperCase(), issuer, subject, name, roles, customerId, email }
  const { _admitUser: found } = await callService(customers, context, admitUser, { input })
  if (found.isAdmitted && (kind !== 'client' || found.customerId !== null)) return { roles: found.roles, customerId: found.customerId }
  throw unauthenticated(found.refusal === 'UNKNOWN_CUSTOMER' ? 'The token names an unknown customer.' : 'The user is disabled.')
}
