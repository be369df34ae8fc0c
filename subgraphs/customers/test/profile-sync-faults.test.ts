import { waitUntil } from '@iommi/infra/dev/wait-until'
import { describe, expect, it } from 'vitest'
import { usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'

const pipeline = usePipeline()
const shop = () => pipeline.acme()
const start = () => {
  pipeline.relay()
  pipeline.work()
}

describe('profile-sync, while something goes wrong,', () => {
  it.each([
    'damaged-file',
    'truncated-file',
    'refuse',
    'abend',
    'garbled-ack',
    'truncated-ack',
    'no-ack',
    'duplicate-ack',
    'flipped-byte',
    'wrong-code-page',
  ])('gets everything there through %s, the same file again where it must be (recipe 17)', async (fault) => {
    await pipeline.mainframe.faults({ [fault]: '2' })
    const ids = await pipeline.register(shop(), 20)
    start()
    for (const id of ids.slice(0, 5)) await pipeline.rename(shop(), id, `Änne ${fault}`)
    await pipeline.untilSynced(shop())
    await pipeline.mainframe.clearFaults()
    expect(await pipeline.judge(shop().tenant)).toMatchObject(clean)
    const sequences = (await pipeline.rows(shop(), 'mainframe_batches', 'true order by sequence')).map(({ sequence }) => sequence)
    expect(sequences).toEqual(sequences.map((_, n) => n + 1))
  })

  it('loses nothing while acks are missing, late, double, reordered or garbled in 5 of 100 cases each (recipe 16)', async () => {
    const faults = ['no-ack', 'duplicate-ack', 'garbled-ack', 'truncated-ack', 'refuse', 'abend', 'damaged-file']
    await pipeline.mainframe.faults({
      ...Object.fromEntries(faults.map((fault) => [fault, '5%'])),
      'late-ack': '5%:1',
      'reordered-acks': '5%:1',
      'flipped-byte': '0.5%',
    })
    pipeline.relay()
    pipeline.work({ collectMs: 20, recordsMax: 10 })
    const ids = await pipeline.register(shop(), 80)
    for (let round = 0; round < 3; round += 1)
      await Promise.all(ids.filter((_, n) => n % 2 === 0).map((id) => pipeline.rename(shop(), id, `Round ${String(round)}`)))
    await pipeline.untilSynced(shop(), 18_000)
    await pipeline.mainframe.clearFaults()
    expect(await pipeline.judge()).toMatchObject(clean)
  }, 25_000)

  it('sends what Redis has forgotten: 500 profiles that were queued when it was emptied arrive within 15 s (recipe 6)', async () => {
    const relay = pipeline.relay()
    const ids = await pipeline.register(shop(), 500)
    await waitUntil(
      'all are queued',
      { timeoutMs: 10_000 },
      async () => (await pipeline.rows(shop(), 'outbox', `kind = 'job' and published_at is null`)).length === 0,
    )
    await relay.stop()
    await pipeline.redis.flush()
    pipeline.work()
    await pipeline.untilSynced(shop(), 15_000)
    const verdict = await pipeline.judge()
    expect(verdict).toMatchObject(clean)
    expect(verdict.committed).toBeGreaterThanOrEqual(ids.length)
  }, 40_000)

  it('would lose them without the sweep (mutant M1)', async () => {
    // A tenant of which no answer is on its way: one would wake the worker up.
    const quiet = pipeline.globex()
    const relay = pipeline.relay()
    await pipeline.register(quiet, 10)
    await waitUntil(
      'all are queued',
      { timeoutMs: 10_000 },
      async () => (await pipeline.rows(quiet, 'outbox', `kind = 'job' and published_at is null`)).length === 0,
    )
    await relay.stop()
    await pipeline.redis.flush()
    pipeline.work({ sweep: null })
    await expect(pipeline.untilSynced(quiet, 3_000)).rejects.toThrow('not within')
    expect((await pipeline.judge(quiet.tenant)).lost).toHaveLength(10)
    pipeline.work()
    await pipeline.untilSynced(quiet)
  })
})
