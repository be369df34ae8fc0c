import { setTimeout as pause } from 'node:timers/promises'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { describe, expect, it } from 'vitest'
import { relayJobs } from '@iommi/shared/job-relay'
import { schemaOf } from '@iommi/shared/tenant'
import { usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'

const pipeline = usePipeline()
const shop = () => pipeline.acme()

describe('the job relay', () => {
  it('loses no job when it dies 50 times between adding and noting it, and runs none in vain for long (recipe 5)', async () => {
    const ids = await pipeline.register(shop(), 50)
    const queue = pipeline.queue()
    const { worker, tenants, log, now } = pipeline.kit()
    const dying = {
      ...queue,
      add: async (jobs: Parameters<typeof queue.add>[0]) => {
        await queue.add(jobs)
        throw new Error('killed')
      },
    }
    const options = { db: worker, tenants, log, now }
    for (let death = 0; death < 50; death += 1) {
      const killed = relayJobs({ ...options, queues: new Map([['profile-sync', dying]]) }, schemaOf('customers', shop().tenant))
      await expect(killed).rejects.toThrow('took no jobs')
    }
    pipeline.relay()
    pipeline.work({ sweep: null })
    await pipeline.untilSynced(shop())
    expect(await pipeline.judge()).toEqual({ ...clean, committed: ids.length })
    expect(await pipeline.rows(shop(), 'outbox', `kind = 'job' and published_at is null`)).toEqual([])
  })
})

// Without the sweep: what arrives, arrives through the queue.
describe('an outage of Redis', () => {
  it.each([8, 15])(
    'of %i s is over for the next change at once when Redis is back (recipe 8)',
    async (seconds) => {
      pipeline.relay()
      pipeline.work({ sweep: null })
      const [id = ''] = await pipeline.register(shop(), 1)
      await pipeline.untilSynced(shop())
      await pipeline.redis.stop()
      // The length of the outage is what is tried.
      await pause(seconds * 1_000)
      await pipeline.redis.start()
      await pipeline.rename(shop(), id, `After ${String(seconds)} s`)
      await waitUntil(
        'the change is queued and sent',
        { timeoutMs: 20_000 },
        async () => (await pipeline.rows(shop(), 'mainframe_sync', 'first_dirty_at is not null')).length === 0,
      )
      expect(await pipeline.judge()).toMatchObject(clean)
    },
    60_000,
  )
})
