import type { Actor } from '@iommi/shared/request-context'
import type { Grants } from './auth/grants.ts'
import type { EntityBatch } from './execution/entity-batch.ts'
import type { LiveMessage } from './execution/live-operation.ts'
import type { LiveRequest } from './execution/live-request.ts'

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
  /** Whether nothing may be changed, as by a GET. Default false. */
  readonly isSafe?: boolean
  /** Told what a subscription is made of, where the transport can carry one. */
  readonly onSubscription?: (live: LiveRequest) => void
  /** Of a subscription: the message that is being answered. */
  readonly message?: LiveMessage
  /** Of a subscription: the entity fetches of other messages that are answered at the same time. */
  readonly entityBatch?: EntityBatch
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
