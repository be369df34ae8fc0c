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
  /** The user whom events about users name. */
  readonly userId: string
  /** Instead of the token's. */
  readonly roles: readonly Role[]
  /** The customer that a client is; null for all others. */
  readonly customerId: string | null
  /** When it was asked for, on the clock of `performance.now()`: it holds for what was so then. */
  readonly askedAtMs: number
}

/** Asks whether somebody may come in. Throws UNAUTHENTICATED when not. */
export type Admit = (identity: Identity, request: { readonly requestId: string; readonly traceparent: string | null }) => Promise<Admission>

/** The two ways to ask whether somebody may come in. */
export interface CallerAdmission {
  /** Believes what it was told lately. */
  readonly admit: Admit
  /** Asks in any case, and lets `admit` know. UPSTREAM_UNAVAILABLE while the customers service is away. */
  readonly askAgain: Admit
}

const role = z.enum(['admin', 'customer-service', 'order-manager', 'client', 'partner'])
const answer = z.object({
  _admitUser: z.object({
    isAdmitted: z.boolean(),
    userId: z.string().nullable(),
    roles: z.array(role),
    customerId: z.string().nullable(),
    refusal: z.string().nullable(),
  }),
})

const admitUser: ServiceOperation<z.infer<typeof answer>> = {
  document: `mutation AdmitUser($input: _AdmitUserInput!) {
    _admitUser(input: $input) { isAdmitted userId roles customerId refusal }
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
export function callerAdmission(customers: InternalClient, nowMs: () => number = () => performance.now()): CallerAdmission {
  const admitted = new LRUCache<string, Admission>({ max: rememberedMax })
  const underWay = new Map<string, Promise<Admission>>()
  const askNow = (key: string, identity: Identity, request: Parameters<Admit>[1]): Promise<Admission> => {
    const askedAtMs = nowMs()
    const asked = ask(customers, identity, request)
      .then((answered) => {
        const admission = { ...answered, askedAtMs }
        // An answer that was overtaken by the one to a later question is old news.
        if ((admitted.get(key)?.askedAtMs ?? askedAtMs) <= askedAtMs) admitted.set(key, admission)
        return admission
      })
      .catch((error: unknown) => {
        if (!isAway(error)) admitted.delete(key)
        throw error
      })
      .finally(() => {
        if (underWay.get(key) === asked) underWay.delete(key)
      })
    underWay.set(key, asked)
    return asked
  }
  const admit: Admit = async (identity, request) => {
    const key = admissionKey(identity)
    const known = admitted.get(key)
    if (known !== undefined && nowMs() - known.askedAtMs < freshMs) return known
    const asked = underWay.get(key) ?? askNow(key, identity, request)
    if (known === undefined || nowMs() - known.askedAtMs >= staleMs) return await asked
    return await within(graceMs, asked, known)
  }
  return { admit, askAgain: (identity, request) => askNow(admissionKey(identity), identity, request) }
}

/** What the answer depends on: identities with the same key are asked about with one question. */
export function admissionKey({ kind, tenantId, issuer, subject, customerId, roles }: Identity): string {
  return JSON.stringify([kind, tenantId, issuer, subject, customerId, roles])
}

/** What `asked` says, or `otherwise` where the service is away or does not say it in time. */
async function within(ms: number, asked: Promise<Admission>, otherwise: Admission): Promise<Admission> {
  return await new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise), ms)
    asked.then(resolve, (error: unknown) => (isAway(error) ? resolve(otherwise) : reject(error))).finally(() => clearTimeout(timer))
  })
}

/** Whether an error says that the customers service does not answer: nobody is let in or kept out by it. */
export function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE'
}

async function ask(
  customers: InternalClient,
  { kind, tenantId, issuer, subject, name, roles, customerId, email }: Identity,
  request: Parameters<Admit>[1],
): Promise<Omit<Admission, 'askedAtMs'>> {
  // Requests of one caller share the call: none of them may end it by going away.
  const { signal } = new AbortController()
  const context = { caller: 'gateway', tenant: { id: tenantId }, actor: { kind, id: subject }, signal, ...request } as const
  const input = { kind: kind.toUpperCase(), issuer, subject, name, roles, customerId, email }
  const { _admitUser: found } = await callService(customers, context, admitUser, { input })
  const { isAdmitted, userId } = found
  const isComplete = kind !== 'client' || found.customerId !== null
  if (isAdmitted && userId !== null && isComplete) return { userId, roles: found.roles, customerId: found.customerId }
  throw unauthenticated(found.refusal === 'UNKNOWN_CUSTOMER' ? 'The token names an unknown customer.' : 'The user is disabled.')
}
