import { waitUntil } from '@iommi/infra/dev/wait-until'
import { testContext } from '@iommi/shared/testing/test-context'
import type { TestDatabase } from '@iommi/shared/testing/test-database'
import { customersContext } from '../src/context.ts'
import { readReconciliation, reconcileMainframe } from '../src/mainframe-sync/reconcile-mainframe.ts'
import type { ReconciliationRecord } from '../src/profile-sync/reconciliation-repo.ts'
import { admin, newKey, type Shop } from './customers-fixture.ts'

/** Asks for a reconciliation of a tenant as an admin does, and waits for its report. */
export async function reconcileNow({ db }: TestDatabase, { tenant }: Shop): Promise<ReconciliationRecord> {
  const context = () => customersContext(testContext(db, tenant, admin))
  const { reconciliation } = await reconcileMainframe(context(), { idempotencyKey: newKey(), reason: 'A restore over there.' })
  const id = reconciliation?.id ?? ''
  return await waitUntil('the report is there', { timeoutMs: 20_000 }, async () => {
    const report = await readReconciliation(context(), id)
    return report?.state === 'DONE' ? report : false
  })
}
