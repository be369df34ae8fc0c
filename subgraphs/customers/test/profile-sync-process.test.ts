import { useOwnRedis } from '@iommi/infra/dev/testing/own-redis'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { usePipeline } from './profile-sync-fixture.ts'
import { clean } from './profile-sync-oracle.ts'
import { startSubgraphProcess, startWorkerProcess, type WorkerProcess } from './profile-sync-process.ts'

const pipeline = usePipeline({ MAINFRAME_RECORDS_PER_SECOND: '400' })
const forgetful = useOwnRedis({ appendonly: 'no' })
const shop = () => pipeline.acme()
const started: WorkerProcess[] = []
const start = async (settings: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> => {
  const worker = await startWorkerProcess(pipeline, settings)
  started.push(worker)
  return worker
}
afterEach(async () => {
  for (const { child } of started) child.kill('SIGKILL')
  await Promise.all(started.splice(0).map(({ exited }) => exited))
})

describe('the profile-sync process', () => {
  it('loses nothing when it is killed in the middle of batches (recipe 10)', async () => {
    // No batch is answered before its sender is dead.
    await pipeline.mainframe.faults({ 'late-ack': 'on:2' })
    pipeline.relay()
    const ids = await pipeline.register(shop(), 120)
    for (let kill = 1; kill <= 4; kill += 1) {
      const worker = await start()
      await worker.untilReady()
      await pipeline.rename(shop(), ids[kill] ?? '', `Kill ${String(kill)}`)
      await waitUntil(
        'a batch is under way',
        { timeoutMs: 15_000 },
        async () => (await pipeline.rows(shop(), 'mainframe_batches', `state <> 'ACKED'`)).length > 0,
      )
      worker.child.kill('SIGKILL')
      await worker.exited
      expect((await pipeline.rows(shop(), 'mainframe_batches', `state <> 'ACKED'`)).length).toBeGreaterThan(0)
    }
    await pipeline.mainframe.clearFaults()
    await start()
    await pipeline.untilSynced(shop(), 20_000)
    expect(await pipeline.judge()).toEqual({ ...clean, committed: 120 })
  }, 120_000)

  it('drains on SIGTERM in the time it is given, with Redis and without, and says how it goes until then (recipe 13)', async () => {
    pipeline.relay()
    const worker = await start()
    await worker.untilReady()
    await pipeline.register(shop(), 30)
    await pipeline.untilSynced(shop())
    const metrics = await worker.metrics()
    expect(metrics).toMatch(/iommi_mainframe_acks_total\{tenant="[0-9a-f-]{36}",outcome="stored"\} \d+/)
    expect(metrics).toContain('iommi_mainframe_batches_total{outcome="stored"}')
    await pipeline.register(shop(), 30)
    worker.child.kill('SIGTERM')
    expect(await worker.exited).toBe(0)
    const withoutRedis = await start()
    await withoutRedis.untilReady()
    await pipeline.redis.stop()
    withoutRedis.child.kill('SIGTERM')
    expect(await withoutRedis.exited).toBe(0)
    await pipeline.redis.start()
    await start()
    await pipeline.untilSynced(shop(), 20_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  }, 90_000)

  it('refuses to start on a Redis without an append-only file, and says why', async () => {
    const worker = await start({ REDIS_URL: forgetful.url() })
    expect(await worker.exited).toBe(78)
    expect(readFileSync(join(pipeline.mainframe.directory, 'worker.log'), 'utf8')).toContain(
      'it has no append-only file: set appendonly yes',
    )
  }, 60_000)

  it('ends to be started again when nothing moves although the mainframe takes files (rule 9)', async () => {
    await pipeline.mainframe.faults({ 'no-ack': 'on' })
    pipeline.relay()
    await pipeline.register(shop(), 3)
    const worker = await start({ MAINFRAME_STUCK_MS: '1000', MAINFRAME_LEASE_MS: '500' })
    expect(await worker.exited).toBe(1)
  }, 60_000)
})

describe('the subgraph', () => {
  it('refuses to start on a Redis without an append-only file, too: it would lose its jobs', async () => {
    const subgraph = await startSubgraphProcess(pipeline, { REDIS_URL: forgetful.url() })
    started.push(subgraph)
    expect(await subgraph.exited).toBe(78)
    const log = readFileSync(join(pipeline.mainframe.directory, 'worker.log'), 'utf8')
    expect(log.split('\n').find((line) => line.includes('"service":"customers"'))).toContain('set appendonly yes')
  }, 60_000)

  it('serves while Redis is away, and ends when the one that comes keeps nothing', async () => {
    await forgetful.stop()
    const subgraph = await startSubgraphProcess(pipeline, { REDIS_URL: forgetful.url() })
    started.push(subgraph)
    await subgraph.untilReady()
    await forgetful.start()
    expect(await subgraph.exited).toBe(78)
  }, 90_000)
})
