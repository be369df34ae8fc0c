import { setMaxListeners } from 'node:events'
import type { Database } from '../database.ts'
import { newId } from '../ids.ts'
import type { Actor, RequestContext, Role } from '../request-context.ts'
import { silentLogger } from '../telemetry.ts'
import type { Tenant } from '../tenant.ts'

/** An employee of some role. */
export function employee(...roles: readonly Role[]): Actor {
  return { kind: 'employee', id: newId('user'), name: 'Erin Employee', roles }
}

/** A client who is the customer `customerId`. */
export function client(customerId: string): Actor {
  return { kind: 'client', id: newId('user'), name: 'Clara Client', roles: ['client'], customerId }
}

/** Another service of ours. */
export const service: Actor = { kind: 'system', id: 'tools', name: 'tools', roles: ['system'] }

/** A context as the subgraph server makes it, for calling use cases directly. */
export function testContext(db: Database, tenant: Tenant, actor: Actor): RequestContext {
  const signal = AbortSignal.timeout(20_000)
  setMaxListeners(0, signal)
  return {
    db,
    tenant,
    actor,
    requestId: newId('request'),
    traceparent: null,
    log: silentLogger,
    now: () => new Date(),
    signal,
  }
}
