import { withSchema, type WorkerTx } from '@iommi/shared/database'
import { schemasOf } from '@iommi/shared/tenant'
import type { SyncKit } from './sync-kit.ts'

const roundTimeoutMs = 10_000

/**
 * What `work` finds in each Postgres schema: the tenants' shared one, and those of premium tenants. One in which it fails is logged and
 * keeps the others waiting for nothing; throws only when it fails in all.
 */
export async function inEachSchema<Found>(
  { worker, tenants, log }: Pick<SyncKit, 'worker' | 'tenants' | 'log'>,
  work: (tx: WorkerTx) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const found: Found[] = []
  const failures: unknown[] = []
  const schemas = schemasOf(worker.subgraph, await tenants.all())
  for (const schema of schemas) {
    try {
      found.push(...(await withSchema({ db: worker, schema, signal: AbortSignal.timeout(roundTimeoutMs) }, work)))
    } catch (error) {
      failures.push(error)
      log.warn({ err: error, schema, operation: 'profile-sync' }, 'a schema is passed over')
    }
  }
  if (failures.length === schemas.size) throw new Error('No schema can be worked on.', { cause: failures[0] })
  return found
}
