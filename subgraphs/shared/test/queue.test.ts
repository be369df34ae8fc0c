import { Queue, Worker, type JobsOptions } from 'bullmq'
import { Redis } from 'ioredis'
import { afterEach, describe, expect, it } from 'vitest'
import { newId } from '../src/ids.ts'
import { openQueue, startQueueWorker, type JobQueue, type QueuePlace } from '../src/queue.ts'
import { silentLogger } from '../src/telemetry.ts'
import { testRedisUrl } from '../src/testing/test-redis.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

const until = async (what: string, timeout: number, check: () => boolean | Promise<boolean>): Promise<void> => {
  await expect.poll(check, { timeout, interval: 20, message: what }).toBe(true)
}

/** A queue that waits for its connection when it adds: until then it takes nothing. */
function patientQueue(where: QueuePlace): JobQueue {
  const queue = openQueue(where)
  closing.push(queue.close)
  const isTaken = (jobs: Parameters<JobQueue['add']>[0]): Promise<boolean> =>
    queue.add(jobs).then(
      () => true,
      () => false,
    )
  return { ...queue, add: (jobs) => until('the queue takes jobs', 5_000, () => isTaken(jobs)) }
}

const redisUrl = testRedisUrl()
const databaseIndex = Number(new URL(redisUrl).pathname.slice(1))
const place = () => ({ redisUrl, name: newId('queue') })

/** A row that changes while its job is at work: which versions the job's runs have read. */
interface Scene {
  readonly add: () => Promise<unknown>
  readonly runs: readonly number[]
  readonly change: () => void
  /** Lets the runs under way, and those to come, finish. */
  readonly release: () => void
}

function gate() {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open: () => open() }
}

function scene(): Omit<Scene, 'add'> & { readonly run: () => Promise<void> } {
  const { opened, open } = gate()
  const runs: number[] = []
  let version = 1
  return {
    runs,
    change: () => {
      version += 1
    },
    release: open,
    run: async () => {
      runs.push(version)
      await opened
    },
  }
}

/** Changes the row five times while its job runs, adding a job each time. */
async function changeWhileActive({ add, runs, change, release }: Scene, expectedRuns: number): Promise<void> {
  await add()
  await until('the job runs', 5_000, () => runs.length === 1)
  for (let n = 0; n < 5; n += 1) {
    change()
    await add()
  }
  release()
  await until('it has run as often as it will', 5_000, () => runs.length >= expectedRuns)
}

describe('a queue', () => {
  it('runs a job that was added while another of its key ran exactly once more, with the newest version (recipe 3)', async () => {
    const where = place()
    const set = scene()
    const queue = patientQueue(where)
    const worker = startQueueWorker({ place: where, concurrency: 10, log: silentLogger }, set.run)
    closing.push(() => worker.stop(2_000))
    const add = () => queue.add([{ key: 'acme/customer_1', data: { customerId: 'customer_1' } }])
    await changeWhileActive({ ...set, add }, 2)
    // A last job of another key: when it has run, nothing of the first is left.
    await queue.add([{ key: 'acme/customer_2', data: { customerId: 'customer_2' } }])
    await until('the other job runs', 5_000, () => set.runs.length === 3)
    expect(set.runs).toEqual([1, 6, 6])
  })

  const losing: readonly (readonly [string, JobsOptions])[] = [
    ['a constant jobId', { jobId: 'customer_1' }],
    ['a constant jobId, removed when done', { jobId: 'customer_1', removeOnComplete: true, removeOnFail: true }],
    ['plain deduplication', { deduplication: { id: 'customer_1' }, removeOnComplete: true }],
    ['deduplication for a time', { deduplication: { id: 'customer_1', ttl: 60_000 }, removeOnComplete: true }],
    ['keepLastIfActive with a constant jobId', { jobId: 'customer_1', deduplication: { id: 'customer_1', keepLastIfActive: true } }],
  ]
  it.each(losing)('would lose the last change with %s (recipe 1, mutant M2)', async (_name, options) => {
    const { name } = place()
    const { hostname: host, port } = new URL(redisUrl)
    const connection = { host, port: Number(port), db: databaseIndex }
    const set = scene()
    const queue = new Queue(name, { connection })
    const worker = new Worker(name, set.run, { connection: { ...connection, maxRetriesPerRequest: null } })
    closing.push(
      () => worker.close(),
      () => queue.close(),
    )
    const add = () => queue.add('profile-sync', { customerId: 'customer_1' }, options)
    await changeWhileActive({ ...set, add }, 1)
    await queue.add('profile-sync', { customerId: 'customer_2' })
    await until('the other job runs', 5_000, () => set.runs.length >= 2)
    await until('nothing is left', 5_000, async () => (await queue.getActiveCount()) + (await queue.getWaitingCount()) === 0)
    // The job's only run has read version 1; the second run is the other job's.
    expect(set.runs).toEqual([1, 6])
  })

  it('brings a job again that ended in an error, as often as it does', async () => {
    const where = place()
    const seen: unknown[] = []
    const queue = patientQueue(where)
    const worker = startQueueWorker({ place: where, concurrency: 1, log: silentLogger }, async (data) => {
      seen.push(data)
      if (seen.length < 3) throw new Error('away')
      await Promise.resolve()
    })
    closing.push(() => worker.stop(2_000))
    await queue.add([{ key: 'acme/customer_1', data: { customerId: 'customer_1' } }])
    await until('it has run three times', 15_000, () => seen.length === 3)
    expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(new Set(['{"customerId":"customer_1"}']))
  })

  it('delivers a job whose worker was killed 20 times (recipe 10)', async () => {
    const where = place()
    const { hostname: host, port } = new URL(where.redisUrl)
    const redis = new Redis({ host, port: Number(port), db: databaseIndex })
    const queue = patientQueue(where)
    closing.push(async () => redis.disconnect())
    await queue.add([{ key: 'acme/customer_1', data: { customerId: 'customer_1' } }])
    // As 20 killed workers leave it: active, its lock gone, stalled so often.
    const jobId = (await redis.rpoplpush(`bull:${where.name}:wait`, `bull:${where.name}:active`)) ?? ''
    await redis.hset(`bull:${where.name}:${jobId}`, 'stc', '20', 'ats', '20')
    const seen: unknown[] = []
    const worker = startQueueWorker({ place: where, concurrency: 1, log: silentLogger }, async (data) => {
      seen.push(data)
      await Promise.resolve()
    })
    closing.push(() => worker.stop(2_000))
    await until('it is delivered', 15_000, () => seen.length > 0)
    expect(seen).toEqual([{ customerId: 'customer_1' }])
  })
})
