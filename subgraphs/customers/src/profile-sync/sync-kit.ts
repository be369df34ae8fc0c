import type { Database } from '@iommi/shared/database'
import type { RequestContext } from '@iommi/shared/request-context'
import type { Logger } from '@iommi/shared/telemetry'
import type { Tenant } from '@iommi/shared/tenant'
import type { TenantRegistry } from '@iommi/shared/tenants'
import type { Drop } from './drop.ts'
import type { SyncMetrics } from './sync-metrics.ts'

/** How long what may take. Times are those of Postgres' rows, not of timers: a restart changes none of them. */
export interface SyncTimes {
  /** How long a profile that was sent is nobody else's to send. */
  readonly leaseMs: number
  /** After how long an unanswered batch is written again; doubles each time, up to 5 minutes. */
  readonly ackTimeoutMs: number
}

/** What the parts of the worker work with. */
export interface SyncKit {
  /** The app role's pool: one tenant at a time. */
  readonly db: Database
  /** The worker role's pool: finds work of all tenants, changes nothing. */
  readonly worker: Database
  readonly tenants: TenantRegistry
  readonly drop: Drop
  readonly log: Logger
  readonly now: () => Date
  readonly metrics: SyncMetrics
  readonly times: SyncTimes
}

const transactionTimeoutMs = 10_000

/** What a transaction of one tenant works with. */
export type TenantWork = Pick<RequestContext, 'db' | 'tenant' | 'signal' | 'now' | 'traceparent'>

/** The kit, bound to a tenant, for one transaction of at most 10 s. */
export function workFor({ db, now }: Pick<SyncKit, 'db' | 'now'>, tenant: Tenant): TenantWork {
  return { db, tenant, now, traceparent: null, signal: AbortSignal.timeout(transactionTimeoutMs) }
}
