import { waitUntil } from '@iommi/infra/dev/wait-until'
import { seededRandom } from '@iommi/infra/dev/seed/random'
import { openDatabase } from '@iommi/shared/database'
import { openRedis } from '@iommi/shared/redis'
import { tenantRegistry } from '@iommi/shared/tenants'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { ReconciliationRecord } from '../src/profile-sync/reconciliation-repo.ts'
import { shopOf, type Shop } from './customers-fixture.ts'
import { seedDifferences, snapshotTables } from './profile-sync-damage.ts'
import { usePipeline } from './profile-sync-fixture.ts'
import { ignoreAckedVersions, withLateRecords, withVersionOnlyAcks } from './profile-sync-mutants.ts'
import { clean } from './profile-sync-oracle.ts'
import { reconcileNow } from './profile-sync-reconcile.ts'
import { startWorkerProcess, type WorkerProcess } from './profile-sync-process.ts'
import { startTcpProxy } from './tcp-proxy.ts'

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

/** What came of changing customers for a while. */
interface Written {
  /** Of each change that was committed. */
  readonly durationsMs: readonly number[]
  readonly failures: readonly string[]
}

/** Changes customers at random until told to stop. */
function writeUntilStopped(where: Shop, ids: readonly string[], everyMs: number): { readonly stop: () => Promise<Written> } {
  const stopped = new AbortController()
  const durationsMs: number[] = []
  const failures: string[] = []
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      const startMs = performance.now()
      const id = random.pick(ids)
      await pipeline.rename(where, id, `Chaos ${String(durationsMs.length)}`).then(
        () => durationsMs.push(performance.now() - startMs),
        (error: unknown) => failures.push(error instanceof Error ? error.message : String(error)),
      )
      await pause(everyMs)
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped.abort()
      await running
      return { durationsMs, failures }
    },
  }
}

/** Changes need neither queue nor mainframe nor worker: all of them were committed, and there were some. */
function expectNoFailure({ durationsMs, failures }: Written): void {
  expect(failures).toEqual([])
  expect(durationsMs.length).toBeGreaterThan(0)
}

const p95 = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.95)] ?? 0

const reconcile = async (where: Shop): Promise<ReconciliationRecord> => await reconcileNow(pipeline.database, where)

describe('the pipeline survives', () => {
  it('an append-only file that is deleted with 7 s of outage (recipe 7)', async () => {
    pipeline.relay()
    const ids = await pipeline.register(shop(), 50)
    await pipeline.redis.stop()
    rmSync(join(pipeline.redis.directory, 'appendonlydir'), { recursive: true, force: true })
    pipeline.work()
    const writing = writeUntilStopped(shop(), ids, 20)
    await pause(7_000)
    await pipeline.redis.start()
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
    const writing = writeUntilStopped(shop(), ids, 20)
    await pause(10_000)
    zombie.child.kill('SIGCONT')
    await pause(1_000)
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  it('Postgres breaking off every connection and being away for 3 s, under load (recipe 14)', async () => {
    let target = Number(new URL(pipeline.database.urlOf('postgres')).port)
    const proxy = await startTcpProxy(() => target)
    const through = (role: string): string => {
      const url = new URL(pipeline.database.urlOf(role))
      url.hostname = '127.0.0.1'
      url.port = String(proxy.port())
      return url.href
    }
    const db = openDatabase({ url: through('customers_app'), subgraph: 'customers' })
    const worker = openDatabase({ url: through('customers_worker'), subgraph: 'customers', role: 'worker' })
    const away = shopOf({ ...pipeline.database, acme: pipeline.database.acme, globex: pipeline.database.globex, db }, 'acme')
    pipeline.relay({ db: worker })
    pipeline.work({}, { db, worker, tenants: tenantRegistry(db) })
    const ids = await pipeline.register(away, 40)
    const writing = Array.from({ length: 4 }, () => writeUntilStopped(away, ids, 20))
    const real = target
    for (let restart = 0; restart < 2; restart += 1) {
      await pause(1_500)
      target = 1
      proxy.reset()
      await pause(3_000)
      target = real
    }
    await pause(1_500)
    const written = await Promise.all(writing.map((each) => each.stop()))
    for (const { durationsMs, failures } of written) {
      expect(durationsMs.length).toBeGreaterThan(0)
      // They say that the data store is away, and nothing else goes wrong.
      expect(new Set(['unexpected: UPSTREAM_UNAVAILABLE', ...failures])).toEqual(new Set(['unexpected: UPSTREAM_UNAVAILABLE']))
    }
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
    await Promise.all([db.close(), worker.close()])
    await proxy.close()
  })

  it('a mainframe that is away for long: changes go on, and never more waits than there are customers (recipe 15)', async () => {
    pipeline.relay()
    pipeline.work()
    const ids = await pipeline.register(shop(), 60)
    await pipeline.untilSynced(shop())
    const up = writeUntilStopped(shop(), ids, 10)
    await pause(8_000)
    const whileUp = await up.stop()
    await pipeline.mainframe.faults({ down: 'on' })
    const down = writeUntilStopped(shop(), ids, 10)
    await pause(15_000)
    const whileDown = await down.stop()
    const [upMs, downMs] = [whileUp, whileDown].map(({ durationsMs }) => p95(durationsMs).toFixed(1))
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
    const writing = writeUntilStopped(shop(), ids, 20)
    await pause(5_000)
    await redis.config('SET', 'maxmemory', '0')
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
    redis.disconnect()
  })

  it('full disks on both sides (recipe 25)', async () => {
    const { drop } = pipeline.kit()
    let isFull = true
    pipeline.relay()
    pipeline.work(
      {},
      {
        drop: {
          ...drop,
          putBatch: async (batchId, bytes) => {
            if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
            await drop.putBatch(batchId, bytes)
          },
        },
      },
    )
    await pipeline.mainframe.faults({ 'disk-full': 'on' })
    const ids = await pipeline.register(shop(), 50)
    const writing = writeUntilStopped(shop(), ids, 20)
    await pause(3_000)
    isFull = false
    await pause(3_000)
    await pipeline.mainframe.clearFaults()
    expectNoFailure(await writing.stop())
    await pipeline.untilSynced(shop(), 30_000)
    expect(await pipeline.judge()).toMatchObject(clean)
  })

  it('workers whose clocks are two minutes apart (recipe 26)', async () => {
    const skewed = (ms: number) => ({ now: () => new Date(Date.now() + ms) })
    pipeline.relay()
    pipeline.work({}, skewed(60_000))
    pipeline.work({}, skewed(-60_000))
    const ids = await pipeline.register(shop(), 50)
    const writing = writeUntilStopped(shop(), ids, 20)
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
    const writing = Array.from({ length: 4 }, () => writeUntilStopped(shop(), ids, 50))
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
        `out of order ${String(verdict.outOfOrder.length)} | converged in ${seconds} s\n`,
    )
    for (const each of written) expectNoFailure(each)
    expect(verdict).toMatchObject(clean)
  }, 400_000)
})

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

  // Last: what it leaves in the journal stays there.
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
    expect((await pipeline.judge()).outOfOrder).toEqual([])
    await pipeline.rename(shop(), id, 'Third, in whose place the first goes')
    await waitUntil('it was seen', { timeoutMs: 20_000 }, async () => (await pipeline.judge()).outOfOrder.length > 0)
    expect((await pipeline.judge()).outOfOrder).toEqual([id])
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
