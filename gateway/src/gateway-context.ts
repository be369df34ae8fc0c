import type { Actor } from '@iommi/shared/request-context'
import type { Grants } from './auth/grants.ts'
import type { EntityBatch } from './execution/entity-batch.ts'
import type { LiveMessage } from './execution/live-operation.ts'
import type { Bucket } from './limits/budget-bucket.ts'
import type { LiveRequest } from './execution/live-request.ts'
import type { RegisteredOperation } from './persisted-operations/operation-registry.ts'

/** What the log line of one request says. Filled in on the way: the only mutable part of a request. */
export interface RequestRecord {
  operation: string | null
  operationType: string | undefined
  tenantId: string | undefined
  actorKind: string | undefined
  /** What was taken from the client's budget; null before anything was. */
  cost: number | null
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
  /** The registered operation that was asked for; absent or null for a document that nobody registered. */
  readonly registered?: RegisteredOperation | null
  /** Whether nothing may be changed, as by a GET. Default false. */
  readonly isSafe?: boolean
  /** Told which budget a request is paid from, and what it was admitted for. */
  readonly onAdmitted?: (bucket: Bucket) => void
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
    cost: null,
    fetches: 0,
    errorCodes: [],
    hasRequestId: false,
  }
}
