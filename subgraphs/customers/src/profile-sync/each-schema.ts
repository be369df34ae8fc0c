import { withSchema, type WorkerTx } from '@iommi/shared/database'
import { schemaOf } from '@iommi/shared/tenant'
import type { SyncKit } from './sync-kit.ts'

const roundTimeoutMs = 10_000

/** What `work` finds in each Postgres schema: the tenants' shared one, and those of premium tenants. */
export async function inEachSchema<Found>(
  { worker, tenants }: Pick<SyncKit, 'worker' | 'tenants'>,
  work: (tx: WorkerTx) => Promise<readonly Found[]>,
): Promise<readonly Found[]> {
  const all = await tenants.all()
  const schemas = new Set([worker.subgraph, ...all.map((tenant) => schemaOf(worker.subgraph, tenant))])
  const found: Found[] = []
  for (const schema of schemas) {
    found.push(...(await withSchema({ db: worker, schema, signal: AbortSignal.timeout(roundTimeoutMs) }, work)))
  }
  return found
}
