import { withTenant } from '@iommi/shared/database'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { WorkerKit } from '@iommi/shared/subgraph-server'
import { forgetUsage } from './operation-usage-repo.ts'
import { dayOf, usageRetentionMs } from './operation-usage.ts'

const everyMs = 3_600_000
const roundTimeoutMs = 30_000

type ForgetKit = Pick<WorkerKit, 'worker' | 'tenants' | 'now'>

/** Deletes counts that are older than 400 days, once an hour, until stopped. */
export function startForgettingUsage(kit: ForgetKit & Pick<WorkerKit, 'log'>): Loop {
  return startLoop({ name: 'operation-usage-retention', idleMs: everyMs, log: kit.log }, async () => {
    await forgetOldUsage(kit)
    return false
  })
}

/** One round over every tenant. */
export async function forgetOldUsage({ worker, tenants, now }: ForgetKit): Promise<void> {
  const before = dayOf(new Date(now().getTime() - usageRetentionMs))
  for (const tenant of await tenants.all()) {
    await withTenant({ db: worker, tenant, signal: AbortSignal.timeout(roundTimeoutMs) }, (tx) => forgetUsage(tx, before))
  }
}
