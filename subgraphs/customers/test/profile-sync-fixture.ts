import { freePort } from '@iommi/infra/dev/ports'
import type { RunningProcess } from '@iommi/infra/dev/running-process'
import { startTethered } from '@iommi/infra/dev/tethered-process'
import { useOwnRedis, type OwnRedis } from '@iommi/infra/dev/testing/own-redis'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { startJobRelay, type JobRelayOptions } from '@iommi/shared/job-relay'
import type { Loop } from '@iommi/shared/lifecycle'
import { openMetrics } from '@iommi/shared/metrics'
import { openQueue, type JobQueue, type QueuePlace } from '@iommi/shared/queue'
import { silentLogger } from '@iommi/shared/telemetry'
import { schemaOf, type Tenant } from '@iommi/shared/tenant'
import { tenantRegistry } from '@iommi/shared/tenants'
import { useTestDatabase, type TestDatabase } from '@iommi/shared/testing/test-database'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openDrop } from '../src/profile-sync/drop.ts'
import { startProfileSync, type ProfileSync, type ProfileSyncOptions } from '../src/profile-sync/profile-sync.ts'
import type { SyncKit } from '../src/profile-sync/sync-kit.ts'
import { openSyncMetrics } from '../src/profile-sync/sync-metrics.ts'
import { judge, type Verdict } from './profile-sync-oracle.ts'
import { agent, newKey, payloadIn, shopOf, updateCustomerProfile, type Shop } from './customers-fixture.ts'

/** The mainframe of a test file, and its operator. */
export interface TestMainframe {
  /** Everything below it is the drop and the mainframe's own files. */
  readonly directory: string
  /** Switches faults on by value, or off by `off`. */
  readonly faults: (set: Readonly<Record<string, string>>) => Promise<void>
  readonly clearFaults: () => Promise<void>
  readonly ask: (path: string, body?: unknown) => Promise<unknown>
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
  readonly process: () => RunningProcess
}

const mainframeMain = fileURLToPath(import.meta.resolve('@iommi/infra/mocks/mainframe/main'))
const tsx = import.meta.resolve('tsx')

/** Starts the mock mainframe in a process of its own, with a drop of its own, for this test file. */
export function useMainframe(settings: Readonly<Record<string, string>> = {}): TestMainframe {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-mainframe-'))
  let port = 0
  let running: RunningProcess | null = null
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const url = `http://127.0.0.1:${String(port)}${path}`
    const response = await fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
    const answer: unknown = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
    return answer
  }
  const start = async (): Promise<void> => {
    const environment = { MAINFRAME_RECORDS_PER_SECOND: '20000', MAINFRAME_POLL_INTERVAL_MS: '20', ...settings }
    running = await startTethered({
      file: process.execPath,
      args: ['--import', tsx, mainframeMain],
      env: { PATH: process.env['PATH'], ...environment, MAINFRAME_DIR: directory, PORT: String(port) },
      stopSignal: 'TERM',
      logFile: join(directory, 'mainframe.log'),
    })
    await waitUntil('the mainframe starts', { timeoutMs: 15_000 }, () => ask('/status').then(Boolean, () => false))
  }
  beforeAll(async () => {
    port = await freePort()
    await start()
  })
  afterAll(async () => {
    await running?.stop()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    directory,
    ask,
    faults: async (set) => void (await ask('/faults', { set })),
    clearFaults: async () => void (await ask('/faults', { clear: true })),
    start,
    stop: async () => await running?.stop(),
    process: () => {
      if (running === null) throw new Error('the mainframe does not run yet')
      return running
    },
  }
}

/** The whole pipeline in this process, but for Postgres, Redis and the mainframe, which are real. */
export interface Pipeline {
  readonly database: TestDatabase
  readonly redis: OwnRedis
  readonly mainframe: TestMainframe
  readonly kit: () => SyncKit
  readonly place: () => QueuePlace
  readonly acme: () => Shop
  readonly globex: () => Shop
  /** Starts a job relay; stopped after the test. */
  readonly relay: (over?: Partial<JobRelayOptions>) => Loop
  /** Starts a worker; stopped after the test. */
  readonly work: (over?: Partial<ProfileSyncOptions>, kit?: Partial<SyncKit>) => ProfileSync
  readonly queue: () => JobQueue
  readonly register: (shop: Shop, count: number) => Promise<readonly string[]>
  readonly rename: (shop: Shop, customerId: string, name: string) => Promise<number>
  /** Rows of the table of a tenant. */
  readonly rows: (shop: Shop, table: string, where?: string) => Promise<readonly Record<string, unknown>[]>
  /** Waits until nothing of the tenant waits for the mainframe any more, what is parked aside. */
  readonly untilSynced: (shop: Shop, timeoutMs?: number) => Promise<void>
  readonly judge: (tenant?: Tenant) => Promise<Verdict>
}

/** Times that make a test short: everything else is as in production. */
export const testTimes = { leaseMs: 2_000, ackTimeoutMs: 400 } as const

/** Sets a pipeline up for this test file, on a database of the test run's Postgres unless another is given. */
export function usePipeline(mainframeSettings: Readonly<Record<string, string>> = {}, database = useTestDatabase('customers')): Pipeline {
  const redis = useOwnRedis()
  const mainframe = useMainframe(mainframeSettings)
  const running: { readonly stop: (timeoutMs: number) => Promise<void> }[] = []
  const queues: JobQueue[] = []
  let kit: SyncKit | null = null
  const given = (): SyncKit => {
    if (kit === null) throw new Error('the kit is there once the tests run')
    return kit
  }
  beforeAll(async () => {
    kit = {
      db: database.db,
      worker: database.worker,
      tenants: tenantRegistry(database.db),
      drop: await openDrop(mainframe.directory),
      log: silentLogger,
      now: () => new Date(),
      metrics: openSyncMetrics(openMetrics(), () => new Date()),
      times: testTimes,
    }
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((each) => each.stop(3_000)))
    await Promise.all(queues.splice(0).map((queue) => queue.close()))
    await mainframe.clearFaults()
  })
  const place = (): QueuePlace => ({ redisUrl: redis.url(), name: 'profile-sync' })
  const queue = (): JobQueue => {
    const opened = openQueue(place())
    queues.push(opened)
    return opened
  }
  const rows = async (shop: Shop, table: string, where = 'true') =>
    await database.admin.unsafe<Record<string, unknown>[]>(
      `select * from ${schemaOf('customers', shop.tenant)}.${table} where tenant_id = $1 and ${where}`,
      [shop.tenant.id],
    )
  const shops = new Map<string, Shop>()
  const shop = (slug: 'acme' | 'globex'): Shop => {
    const found = shops.get(slug) ?? shopOf(database, slug)
    shops.set(slug, found)
    return found
  }
  return {
    database,
    redis,
    mainframe,
    kit: given,
    place,
    queue,
    rows,
    acme: () => shop('acme'),
    globex: () => shop('globex'),
    relay: (over = {}) => {
      const { db, worker, tenants, log, now } = given()
      const jobs = new Map([['profile-sync', queue()]])
      const loop = startJobRelay({ db: worker, tenants, log, now, queues: jobs, onWake: db.onOutboxCommit, ...over })
      running.push({ stop: () => loop.stop() })
      return loop
    },
    work: (over = {}, kitOver = {}) => {
      const sync = startProfileSync(
        { ...given(), ...kitOver },
        {
          queue: place(),
          sweep: { everyMs: 300, graceMs: 500 },
          collectMs: 100,
          recordsMax: 500,
          nightlyHour: (new Date().getUTCHours() + 12) % 24,
          stuckMs: 60_000,
          onStuck: () => undefined,
          ...over,
        },
      )
      running.push(sync)
      return sync
    },
    register: async (where, count) => {
      const ids: string[] = []
      for (let start = 0; start < count; start += 8) {
        where.clock.now = new Date()
        const some = Array.from({ length: Math.min(8, count - start) }, (_, n) => where.register({ name: `Customer ${String(start + n)}` }))
        ids.push(...(await Promise.all(some)))
      }
      return ids
    },
    rename: async (where, customerId, name) => {
      where.clock.now = new Date()
      const answer = await where.as(agent, updateCustomerProfile, { input: { idempotencyKey: newKey(), customerId, name } })
      const payload = payloadIn(answer, 'updateCustomerProfile') as { readonly customer: { readonly version: number } | null }
      if (payload.customer === null) throw new Error(`not renamed: ${JSON.stringify(payload)}`)
      return payload.customer.version
    },
    untilSynced: async (where, timeoutMs = 15_000) => {
      await waitUntil(`${where.tenant.slug} is synced`, { timeoutMs }, async () => {
        const [row] = await rows(where, 'mainframe_sync', 'first_dirty_at is not null and parked_at is null limit 1')
        return row === undefined
      })
    },
    judge: async (tenant) => await judge(database.admin, mainframe.directory, tenant ?? database.acme),
  }
}
