import { withSchema } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { RequestContext } from '@iommi/shared/request-context'
import type { WorkerKit } from '@iommi/shared/subgraph-server'
import { schemasOf, type Tenant } from '@iommi/shared/tenant'
import type { OrdersContext } from '../context.ts'
import { findOrdersWithOpenTasks } from '../stock/stock-task-repo.ts'
import { tellCatalog } from '../stock/tell-catalog.ts'
import { findOldDrafts } from './draft-repo.ts'
import { abandonPlacing, finishPlacing } from './finish-placing.ts'

const everyMs = 1_000
/** A draft this old belongs to no running request. */
const draftAgeMs = 10_000
/** A draft this old is given up: nobody waits for it any more. */
const draftAgeMaxMs = 5 * 60_000
const taskAgeMs = 3_000

/** What the recovery works with. */
export interface RecoveryOptions extends WorkerKit {
  readonly createContext: (base: RequestContext) => OrdersContext
}

/** Finishes or gives up what crashed or timed out requests left: drafts older than 10 s, stock tasks older than 3 s. */
export function startRecovery(options: RecoveryOptions): Loop {
  return startLoop({ name: 'order-recovery', idleMs: everyMs, log: options.log }, async () => {
    await recoverOnce(options)
    return false
  })
}

/** One round over all tenants. */
export async function recoverOnce(options: RecoveryOptions): Promise<void> {
  const tenants = await options.tenants.all()
  for (const schema of schemasOf(options.worker.subgraph, tenants)) {
    const found = await withSchema({ db: options.worker, schema, signal: AbortSignal.timeout(10_000) }, async (tx) => ({
      drafts: await findOldDrafts(tx, before(options, draftAgeMs)),
      abandoned: await findOldDrafts(tx, before(options, draftAgeMaxMs)),
      tasks: await findOrdersWithOpenTasks(tx, before(options, taskAgeMs)),
    }))
    const givenUp = new Set(found.abandoned.map(({ orderId }) => orderId))
    for (const { tenantId, orderId } of found.drafts) {
      await forTenant(options, tenants, tenantId, (context) =>
        givenUp.has(orderId) ? abandonPlacing(context, orderId) : finish(context, orderId),
      )
    }
    for (const { tenantId, orderId } of found.tasks) await forTenant(options, tenants, tenantId, (context) => tellCatalog(context, orderId))
  }
}

async function finish(context: OrdersContext, orderId: string): Promise<void> {
  try {
    const { userErrors } = await finishPlacing(context, orderId)
    context.log.info(
      { aggregateId: orderId, tenantId: context.tenant.id, reason: userErrors[0]?.code ?? 'PLACED' },
      'order draft recovered',
    )
  } catch (error) {
    context.log.warn({ err: error, aggregateId: orderId, tenantId: context.tenant.id }, 'order draft stays for the next round')
  }
}

async function forTenant(
  options: RecoveryOptions,
  tenants: readonly Tenant[],
  tenantId: string,
  work: (context: OrdersContext) => Promise<void>,
): Promise<void> {
  const tenant = tenants.find(({ id }) => id === tenantId)
  if (tenant === undefined) return
  const base: RequestContext = {
    tenant,
    actor: { kind: 'system', id: 'order-recovery', name: 'order-recovery', roles: ['system'] },
    requestId: newId('request'),
    traceparent: null,
    db: options.db,
    log: options.log,
    now: options.now,
    signal: AbortSignal.timeout(10_000),
  }
  await work(options.createContext(base))
}

function before(options: RecoveryOptions, ageMs: number): Date {
  return new Date(options.now().getTime() - ageMs)
}
