import type { Actor } from '@iommi/shared/request-context'
import type { Grants } from './auth/grants.ts'

/** What the log line of one request says. Filled in on the way: the only mutable part of a request. */
export interface RequestRecord {
  operation: string | null
  operationType: string | undefined
  tenantId: string | undefined
  actorKind: string | undefined
  /** Calls of subgraphs. */
  fetches: number
  errorCodes: readonly string[]
  /** Whether the errors of the answer carry the request id already. */
  hasRequestId: boolean
}

/** What every step of a request knows. */
export interface GatewayContext {
  readonly actor: Actor
  /** What the actor may ask for, here and now. */
  readonly grants: Grants
  readonly tenantId: string
  readonly requestId: string
  readonly traceparent: string
  /** Aborts when the client goes away or the deadline passes. */
  readonly signal: AbortSignal
  /** When the request has to be answered, on the clock of `performance.now()`. */
  readonly deadlineMs: number
  readonly record: RequestRecord
}

/** A record that knows nothing yet. */
export function newRecord(): RequestRecord {
  return {
    operation: null,
    operationType: undefined,
    tenantId: undefined,
    actorKind: undefined,
    fetches: 0,
    errorCodes: [],
    hasRequestId: false,
  }
}
