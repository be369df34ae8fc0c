import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import { jobKey } from '@iommi/shared/job-relay'
import type { JobQueue } from '@iommi/shared/queue'
import { openBatchesMax } from './claim-batch.ts'
import { inEachSchema } from './each-schema.ts'
import type { SyncKit } from './sync-kit.ts'
import { findOverdue } from './work-finding-repo.ts'

/** When to sweep, and what is overdue. */
export interface SweepTimes {
  readonly everyMs: number
  /** Younger changes are still on their way through outbox and queue. */
  readonly graceMs: number
}

/** Wakes the worker for tenants whose profiles nobody may be thinking of, until stopped. With this, losing everything in Redis costs seconds. */
export function startSweep(kit: SyncKit, queue: JobQueue, times: SweepTimes): Loop {
  return startLoop({ name: 'mainframe-sweep', idleMs: times.everyMs, log: kit.log }, async () => {
    await sweep(kit, queue, times.graceMs)
    return false
  })
}

/** One sweep over all tenants. May be repeated: whoever is waiting already is not added twice. */
export async function sweep(kit: Pick<SyncKit, 'worker' | 'tenants' | 'now' | 'log'>, queue: JobQueue, graceMs: number): Promise<void> {
  const now = kit.now()
  const dirtyBefore = new Date(now.getTime() - graceMs)
  const overdue = await inEachSchema(kit, (tx) => findOverdue(tx, { now, dirtyBefore, openBatchesMax }))
  if (overdue.length === 0) return
  await queue.add(overdue.map(({ tenantId, customerId }) => ({ key: jobKey(tenantId, customerId), data: { tenantId, customerId } })))
}
