import { percentile } from '@iommi/infra/bench/results'
import { readJournal } from '@iommi/infra/mocks/mainframe/oracle'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { openRedis } from '@iommi/shared/redis'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReconciliationRecord } from '../src/profile-sync/reconciliation-repo.ts'
import type { Shop } from './customers-fixture.ts'
import { seedDifferences, snapshotTables } from './profile-sync-damage.ts'
import { mountSmallDisk } from './small-disk.ts'
import { usePipeline } from './profile-sync-fixture.ts'
import { ignoreAckedVersions, withLateRecords, withVersionOnlyAcks } from './profile-sync-mutants.ts'
import { clean } from './profile-sync-oracle.ts'
import { reconcileNow } from './profile-sync-reconcile.ts'
import { startWorkerProcess, type WorkerProcess } from './profile-sync-process.ts'
import { expectNoFailure, writeUntilStopped } from './profile-sync-writers.ts'

const pipeline = usePipeline({ MAINFRAME_RECORDS_PER_SECOND: '2000', MAINFRAME_SEED: process.env['CHAOS_SEED'] ?? '1' })
const shop = () => pipeline.acme()
const random = seededRandom(`profile-sync ${process.env['CHAOS_SEED'] ?? '1'}`)
const processes: WorkerProcess[] = []
const startProcess = async (): Promise<WorkerProcess> => {
  const started = await startWorkerProcess(pipeline)
  processes.push(started)
  return started
}
afterEach(async () => {
  for (const { child } of processes) child.kill('SIGKILL')
  await Promise.all(processes.splice(0).map(({ exited }) => exited))
})

const reconcile = async (where: Shop): Promise<ReconciliationRecord> => await reconcileNow(pipeline.database, where)

describe('the pipeline survives', () => {
  it('an append-only file that is deleted with 7 s of outage (recipe 7)', async () => {
    pipeline.relay()
    const ids = await pipeline.register(shop(), 50)
    await pipeline.redis.stop()
    pipeline.work()
    const writing = writeUntilStopped(pipeline, shop(), ids, 20)
    await pause(7_000)
    await pipeline.redis.startEmpty()
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  it('a worker that freezes for 10 s with batches in its hands, and wakes up again (recipe 11)', async () => {
    pipeline.relay()
    const zombie = await startProcess()
    await zombie.untilReady()
    const ids = await pipeline.register(shop(), 50)
    zombie.child.kill('SIGSTOP')
    const other = await startProcess()
    await other.untilReady()
    const writing = writeUntilStopped(pipeline, shop(), ids, 20)
    await pause(10_000)
    zombie.child.kill('SIGCONT')
    await pause(1_000)
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  it('a mainframe that is away for long: changes go on, and never more waits than there are customers (recipe 15)', async () => {
    pipeline.relay()
    pipeline.work()
    const ids = await pipeline.register(shop(), 60)
    await pipeline.untilSynced(shop())
    const up = writeUntilStopped(pipeline, shop(), ids, 10)
    await pause(8_000)
    const whileUp = await up.stop()
    await pipeline.mainframe.faults({ down: 'on' })
    const down = writeUntilStopped(pipeline, shop(), ids, 10)
    await pause(15_000)
    const whileDown = await down.stop()
    const [upMs, downMs] = [whileUp, whileDown].map(({ durationsMs }) => percentile(durationsMs, 0.95).toFixed(1))
    process.stdout.write(`mutations with the mainframe up p95 ${String(upMs)} ms, down ${String(downMs)} ms\n`)
    for (const written of [whileUp, whileDown]) expectNoFailure(written)
    const backlog = await pipeline.rows(shop(), 'mainframe_sync', 'first_dirty_at is not null')
    expect(backlog.length).toBeLessThanOrEqual((await pipeline.rows(shop(), 'customers')).length)
    expect((await pipeline.rows(shop(), 'mainframe_batches', `state in ('CREATED', 'SENT')`)).length).toBeLessThanOrEqual(2)
    await pipeline.mainframe.clearFaults()
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  it('a restore of an old database: after a reconciliation nothing differs (recipe 20)', async () => {
    pipeline.relay()
    const sync = pipeline.work()
    const ids = await pipeline.register(shop(), 60)
    await pipeline.untilSynced(shop())
    await sync.stop(3_000)
    const restore = await snapshotTables(pipeline.database)
    const later = pipeline.work({ recordsMax: 5, collectMs: 10 })
    for (const [n, id] of ids.entries()) await pipeline.rename(shop(), id, `Lost ${String(n)}`)
    await pipeline.untilSynced(shop())
    await later.stop(3_000)
    await restore()
    for (const id of ids.slice(0, 20)) await pipeline.rename(shop(), id, 'After the restore')
    pipeline.work()
    const report = await reconcile(shop())
    expect(report.aheadCount ?? 0).toBeGreaterThan(0)
    await pipeline.untilSynced(shop(), 40_000)
    expect(await pipeline.judge()).toMatchObject(clean)
    const again = await reconcile(shop())
    expect([again.missingCount, again.behindCount, again.aheadCount, again.differentCount]).toEqual([0, 0, 0, 0])
  })

  it('50 differences that nobody knows of: a reconciliation finds all and heals what can be (recipe 21)', async () => {
    pipeline.relay()
    pipeline.work()
    const ids = await pipeline.register(shop(), 50)
    for (const id of ids) await pipeline.rename(shop(), id, 'Second version')
    await pipeline.untilSynced(shop())
    await seedDifferences(pipeline.database, shop().tenant.id, ids)
    const { missingCount, behindCount, aheadCount, differentCount, unknownCount } = await reconcile(shop())
    expect({ missingCount, behindCount, aheadCount, differentCount, unknownCount }).toEqual({
      missingCount: 10,
      behindCount: 10,
      aheadCount: 10,
      differentCount: 10,
      unknownCount: 10,
    })
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
    // They stay unknown: nobody has them here.
    expect((await reconcile(shop())).unknownCount).toBe(10)
  })

  it('a Redis without memory (recipe 24)', async () => {
    pipeline.relay()
    pipeline.work()
    const redis = openRedis(pipeline.redis.url())
    await waitUntil('Redis answers', { timeoutMs: 5_000 }, () => redis.ping().then(Boolean, () => false))
    await redis.config('SET', 'maxmemory', '1')
    const ids = await pipeline.register(shop(), 50)
    const writing = writeUntilStopped(pipeline, shop(), ids, 20)
    await pause(5_000)
    await redis.config('SET', 'maxmemory', '0')
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
    redis.disconnect()
  })

  it('full disks on both sides (recipe 25)', async () => {
    // What we write and what the mainframe writes, each on a disk of its own.
    const disks = await Promise.all(['in', 'out'].map(async (name) => await mountSmallDisk(join(pipeline.mainframe.directory, name))))
    try {
      pipeline.relay()
      pipeline.work()
      for (const disk of disks) disk.fill()
      const ids = await pipeline.register(shop(), 50)
      const writing = writeUntilStopped(pipeline, shop(), ids, 20)
      const [ours, theirs] = disks
      await pause(3_000)
      expect((await pipeline.rows(shop(), 'mainframe_batches', `state = 'SENT'`)).length).toBe(0)
      ours?.empty()
      await waitUntil('the mainframe has taken a batch', { timeoutMs: 10_000 }, async () =>
        readJournal(pipeline.mainframe.directory).some(({ kind }) => kind === 'ack-failed'),
      )
      await pause(2_000)
      theirs?.empty()
      expectNoFailure(await writing.stop())
      await pipeline.untilSynced(shop(), 30_000)
      expect(await pipeline.judge()).toMatchObject(clean)
    } finally {
      await Promise.all(disks.map((disk) => disk.unmount()))
    }
  })

  it('workers whose clocks are two minutes apart (recipe 26)', async () => {
    const skewed = (ms: number) => ({ now: () => new Date(Date.now() + ms) })
    pipeline.relay()
    pipeline.work({}, skewed(60_000))
    pipeline.work({}, skewed(-60_000))
    const ids = await pipeline.register(shop(), 50)
    const writing = writeUntilStopped(pipeline, shop(), ids, 20)
    await pause(5_000)
    expectNoFailure(await writing.stop())
    // What the fast one leased is due for the slow one a minute and a lease later at most.
    await pipeline.untilSynced(shop(), 120_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })
})

describe('the whole', () => {
  it('loses, mixes up and reorders nothing in 180 s of 13 faults, and has caught up 60 s later (recipe 22)', async () => {
    pipeline.relay()
    const ids = await pipeline.register(shop(), 100)
    await Promise.all([startProcess(), startProcess()])
    const chance = ['no-ack', 'duplicate-ack', 'garbled-ack', 'truncated-ack', 'damaged-file', 'truncated-file', 'refuse', 'abend']
    await pipeline.mainframe.faults({
      ...Object.fromEntries(chance.map((fault) => [fault, '4%'])),
      'late-ack': '4%:2',
      'reordered-acks': '4%:2',
      'flipped-byte': '0.2%',
      'wrong-code-page': '1%',
    })
    const events: readonly (() => Promise<void>)[] = [
      killWorker,
      freezeWorker,
      () => pipeline.redis.flush(),
      async () => {
        await pipeline.redis.stop()
        await pause(random.int(0, 4_000))
        await pipeline.redis.start()
      },
      async () => {
        pipeline.mainframe
          .process()
          .stop(1)
          .catch(() => undefined)
        await pipeline.mainframe.process().exited
        await pipeline.mainframe.start()
      },
    ]
    const writing = Array.from({ length: 4 }, () => writeUntilStopped(pipeline, shop(), ids, 50))
    const endMs = Date.now() + 180_000
    let count = 0
    while (Date.now() < endMs) {
      await pause(random.int(1_000, 4_000))
      await random.pick(events)()
      count += 1
    }
    const written = await Promise.all(writing.map((each) => each.stop()))
    const committed = written.flatMap(({ durationsMs }) => durationsMs).length
    await pipeline.mainframe.clearFaults()
    const startMs = Date.now()
    await pipeline.untilSynced(shop(), 60_000)
    const verdict = await pipeline.judge()
    const seconds = ((Date.now() - startMs) / 1_000).toFixed(1)
    process.stdout.write(
      `committed ${String(committed)} | disturbances ${String(count)} | lost ${String(verdict.lost.length)} | mismatched ${String(verdict.mismatched.length)} | ` +
        `out of order ${String(verdict.outOfOrder.length + verdict.sentOutOfOrder.length)} | converged in ${seconds} s\n`,
    )
    for (const each of written) expectNoFailure(each)
    expect(verdict).toMatchObject(clean)
  }, 400_000)
})

// Each with one rule taken away, which the oracle has to notice: M1 and M2 are in profile-sync.test.ts.
describe('the oracle goes red', () => {
  it('when acks are believed by their version alone', async () => {
    // A byte that changes anywhere in a record shows in the name often enough: in one of seven.
    const ids = await pipeline.register(shop(), 100)
    for (const id of ids) await pipeline.rename(shop(), id, 'A name of sixty characters, so that much of the record is text')
    await pipeline.mainframe.faults({ 'flipped-byte': 'on' })
    pipeline.relay()
    pipeline.work({}, { drop: withVersionOnlyAcks(pipeline.kit().drop, pipeline.database) })
    await pipeline.untilSynced(shop())
    const verdict = await pipeline.judge()
    expect(verdict.falselyAcked.length).toBeGreaterThan(0)
    await pipeline.mainframe.clearFaults()
    // The reconciliation, which looks at the hash, finds them.
    expect((await reconcile(shop())).differentCount).toBeGreaterThanOrEqual(verdict.falselyAcked.length)
  })

  it('when an ack counts for whatever the newest version is', async () => {
    const ids = await pipeline.register(shop(), 20)
    const putRight = await ignoreAckedVersions(pipeline.database)
    pipeline.relay()
    await pipeline.mainframe.faults({ 'late-ack': 'on:1' })
    pipeline.work()
    await waitUntil(
      'the first batch is under way',
      { timeoutMs: 10_000 },
      async () => (await pipeline.rows(shop(), 'mainframe_batches', `state = 'SENT'`)).length > 0,
    )
    for (const id of ids) await pipeline.rename(shop(), id, 'Changed after it was sent')
    await pipeline.untilSynced(shop())
    expect((await pipeline.judge()).lost.length).toBeGreaterThan(0)
    await putRight()
    await reconcile(shop())
    await pipeline.mainframe.clearFaults()
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  // From here on what is left in the journal stays there.
  it('when an older version is sent after a newer one', async () => {
    const [id = ''] = await pipeline.register(shop(), 1)
    const other = pipeline.work()
    await pipeline.untilSynced(shop())
    await other.stop(3_000)
    pipeline.work({ collectMs: 10 }, { drop: withLateRecords(pipeline.kit().drop) })
    for (const name of ['First', 'Second']) {
      await pipeline.rename(shop(), id, name)
      await pipeline.untilSynced(shop())
    }
    expect((await pipeline.judge()).sentOutOfOrder).toEqual([])
    await pipeline.rename(shop(), id, 'Third, in whose place the first goes')
    await waitUntil('it was seen', { timeoutMs: 20_000 }, async () => (await pipeline.judge()).sentOutOfOrder.length > 0)
    expect((await pipeline.judge()).sentOutOfOrder).toEqual([id])
  })

  it.each([
    [
      'when the mainframe is blind to versions: what an old, restored database sends goes over what is newer',
      { 'version-blind': 'on' },
      20,
    ],
    ['not when the mainframe compares versions: it keeps what is newer, and is sent a version above that', {}, 0],
  ])('%s', async (_what, faults, disordered) => {
    pipeline.relay()
    const sync = pipeline.work()
    const ids = await pipeline.register(shop(), 20)
    await pipeline.untilSynced(shop())
    const restore = await snapshotTables(pipeline.database)
    for (const name of ['Second', 'Third']) {
      for (const id of ids) await pipeline.rename(shop(), id, name)
      await pipeline.untilSynced(shop())
    }
    await sync.stop(3_000)
    await restore()
    await pipeline.mainframe.faults(faults)
    for (const id of ids) await pipeline.rename(shop(), id, 'Second once more')
    pipeline.work()
    await pipeline.untilSynced(shop(), 40_000)
    const { outOfOrder, mismatched, lost } = await pipeline.judge()
    const ours = (found: readonly string[]): number => ids.filter((id) => found.includes(id)).length
    expect([outOfOrder, mismatched, lost].map(ours)).toEqual([disordered, 0, 0])
  })
})

async function killWorker(): Promise<void> {
  const victim = processes.splice(random.int(0, processes.length - 1), 1)
  for (const { child, exited } of victim) {
    child.kill('SIGKILL')
    await exited
  }
  await startProcess()
}

async function freezeWorker(): Promise<void> {
  const victim = random.pick(processes)
  victim.child.kill('SIGSTOP')
  await pause(random.int(0, 5_000))
  victim.child.kill('SIGCONT')
}
