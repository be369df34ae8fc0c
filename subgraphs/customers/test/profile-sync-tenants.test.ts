import { relayJobs } from '@iommi/shared/job-relay'
import { newId } from '@iommi/shared/ids'
import type { JobQueue, QueueJob } from '@iommi/shared/queue'
import { withTenant } from '@iommi/shared/database'
import { afterAll, describe, expect, it } from 'vitest'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { claimBatch } from '../src/profile-sync/claim-batch.ts'
import { inEachSchema } from '../src/profile-sync/each-schema.ts'
import { startWatch } from '../src/profile-sync/liveness.ts'
import { insertReconciliation } from '../src/profile-sync/reconciliation-repo.ts'
import { sweep } from '../src/profile-sync/sweep.ts'
import { workFor } from '../src/profile-sync/sync-kit.ts'
import { startReconciling } from '../src/profile-sync/upkeep.ts'
import { findTenantsToReconcile, readBacklogs } from '../src/profile-sync/work-finding-repo.ts'
import type { Shop } from './customers-fixture.ts'
import { useParts } from './profile-sync-parts.ts'

const parts = useParts()

function fakeQueue(): JobQueue & { readonly jobs: QueueJob[] } {
  const jobs: QueueJob[] = []
  return { jobs, add: async (more) => await Promise.resolve(void jobs.push(...more)), close: () => Promise.resolve() }
}

const tenantsOf = (jobs: readonly QueueJob[]): readonly string[] => jobs.map(({ data }) => data['tenantId'] ?? '').toSorted()
const inAnHour = (): Date => new Date(parts.clock.now.getTime() + 3_600_000)

/** Makes the tables of a tenant of its own unusable for as long as `work` takes. */
async function whileBroken(shop: Shop, work: () => Promise<void>): Promise<void> {
  const table = shop.table('mainframe_sync')
  await parts.database.admin.unsafe(`alter table ${table} rename to broken`)
  try {
    await work()
  } finally {
    await parts.database.admin.unsafe(`alter table ${table.replace('mainframe_sync', 'broken')} rename to mainframe_sync`)
  }
}

describe('a schema that is broken', () => {
  it('keeps no other tenant waiting', async () => {
    await parts.acme().register()
    await parts.globex().register()
    const queue = fakeQueue()
    parts.clock.now = inAnHour()
    await whileBroken(parts.acme(), () => sweep(parts.kit(), queue, 500))
    await whileBroken(parts.globex(), () => sweep(parts.kit(), queue, 500))
    expect(tenantsOf(queue.jobs)).toEqual([parts.acme().tenant.id, parts.globex().tenant.id].toSorted())
  })

  it('is an error when every schema is', async () => {
    const failing = inEachSchema(parts.kit(), () => Promise.reject(new Error('away')))
    await expect(failing).rejects.toThrow('No schema')
  })
})

describe('the sweep', () => {
  const other = '0197a000-0000-7000-8000-0000000000ff'
  afterAll(async () => {
    await parts.database.admin.unsafe(`delete from platform.tenants where id = '${other}'`)
  })

  it('wakes every tenant once, however many profiles of another have waited for longer', async () => {
    const sql = parts.database.admin
    await sql.unsafe(
      `insert into platform.tenants (id, slug, name, tier, default_currency) values ('${other}', 'initech', 'Initech', 'POOLED', 'EUR')`,
    )
    const fill = async (tenantId: string, count: number, since: string): Promise<void> => {
      await sql.unsafe(`
        with made as (
          insert into customers.customers (tenant_id, id, name, name_sort, version, created_at, updated_at)
          select '${tenantId}', gen_random_uuid(), 'Many', 'many', 1, now(), now() from generate_series(1, ${String(count)}) returning id
        )
        insert into customers.mainframe_sync (tenant_id, customer_id, desired_version, first_dirty_at)
        select '${tenantId}', id, 1, timestamptz '${since}' from made`)
    }
    await fill(parts.acme().tenant.id, 1_200, '2026-01-01Z')
    await fill(other, 1, '2026-01-02Z')
    const queue = fakeQueue()
    await sweep(parts.kit(), queue, 500)
    expect(tenantsOf(queue.jobs)).toEqual([parts.acme().tenant.id, other].toSorted())
  })
})

describe('a reconciliation', () => {
  it('is asked for once, of the tenant that wants it', async () => {
    const id = newId('recon')
    await withTenant(workFor(parts.kit(), parts.globex().tenant), (tx) => insertReconciliation(tx, { id, now: parts.clock.now }))
    const wanting = () => inEachSchema(parts.kit(), (tx) => findTenantsToReconcile(tx, new Date(parts.clock.now.getTime() - 60_000)))
    expect(await wanting()).toEqual([parts.globex().tenant.id])
    const loop = startReconciling(parts.kit())
    await waitUntil('it is asked for', { timeoutMs: 15_000 }, async () => (await wanting()).length === 0)
    await loop.stop()
    expect(await parts.filesIn('requests')).toEqual([`EXTRACT.${id}.dat`])
  })
})

describe('the watch', () => {
  /** How often a worker that has heard nothing itself would have been ended in a few rounds. */
  async function countStuck(): Promise<number> {
    let stuck = 0
    let rounds = 0
    const kit = { ...parts.kit(), metrics: { ...parts.kit().metrics, backlog: () => void (rounds += 1) } }
    const loop = startWatch(kit, {
      everyMs: 5,
      stuckMs: 60_000,
      lastAnswerAt: () => new Date(0),
      onStuck: () => void (stuck += 1),
    })
    await waitUntil('it has looked', { timeoutMs: 15_000 }, () => rounds >= 3)
    await loop.stop()
    return stuck
  }

  it('ends a worker that sends nothing of what is due', async () => {
    await parts.acme().register()
    parts.clock.now = inAnHour()
    expect(await countStuck()).toBeGreaterThan(0)
  })

  it('leaves one alone while profiles wait by design: under a lease, or after a failure', async () => {
    await parts.acme().register()
    parts.clock.now = inAnHour()
    await claimBatch(parts.kit(), parts.acme().tenant, 500)
    expect(await countStuck()).toBe(0)
    const [backlog] = await inEachSchema(parts.kit(), (tx) => readBacklogs(tx, parts.clock.now))
    expect(backlog).toMatchObject({ waiting: 1, dueSince: null })
    expect(backlog?.oldestAt).not.toBeNull()
  })

  it('leaves one alone while another process takes the acks', async () => {
    await parts.acme().register()
    await claimBatch(parts.kit(), parts.acme().tenant, 500)
    await parts.globex().register()
    parts.clock.now = inAnHour()
    const at = parts.clock.now.toISOString()
    await parts.database.admin.unsafe(`update ${parts.acme().table('mainframe_batches')} set state = 'ACKED', acked_at = '${at}'`)
    expect(await countStuck()).toBe(0)
  })
})

describe('a job', () => {
  it('is its tenant’s, whatever its payload says', async () => {
    const id = await parts.acme().register()
    const forged = JSON.stringify({ tenantId: parts.globex().tenant.id, customerId: id })
    await parts.database.admin.unsafe(`update customers.outbox set data = '${forged}' where kind = 'job' and aggregate_id = '${id}'`)
    const queue = fakeQueue()
    const { worker: db, tenants, log, now } = parts.kit()
    await relayJobs({ db, tenants, log, now, queues: new Map([['profile-sync', queue]]) }, 'customers')
    expect(tenantsOf(queue.jobs)).toEqual([parts.acme().tenant.id])
    expect(queue.jobs[0]?.data['customerId']).toBe(id)
  })
})
