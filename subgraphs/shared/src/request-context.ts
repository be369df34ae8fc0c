import type { Database } from './database.ts'
import type { Logger } from './telemetry.ts'
import type { Tenant } from './tenant.ts'

/** What an issuer may grant; `system` is for our own services. */
export type Role = 'admin' | 'customer-service' | 'order-manager' | 'client' | 'partner' | 'system'

interface Identity {
  /** The issuer's subject: unique within tenant and kind. */
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
}

/** Who is calling. The gateway resolves it once; every subgraph verifies its signature again. */
export type Actor =
  (Identity & { readonly kind: 'employee' | 'partner' | 'system' }) | (Identity & { readonly kind: 'client'; readonly customerId: string })

/** What a use case may know about the request it serves. */
export interface RequestContext {
  readonly tenant: Tenant
  readonly actor: Actor
  readonly requestId: string
  /** W3C trace context of the request, passed on to events and calls. */
  readonly traceparent: string | null
  readonly db: Database
  readonly log: Logger
  /** The clock: UTC, milliseconds. */
  readonly now: () => Date
  /** Aborts when the client goes away or the deadline passes. */
  readonly signal: AbortSignal
}
