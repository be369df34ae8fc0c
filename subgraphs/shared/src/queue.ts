import { DelayedError, Queue, Worker, type ConnectionOptions, type Job } from 'bullmq'
import { Redis } from 'ioredis'
import { AppError } from './errors.ts'
import { endedWithin } from './lifecycle.ts'
import type { Logger } from './telemetry.ts'

/** Where a queue is. Names have no colon. */
export interface QueuePlace {
  readonly redisUrl: string
  readonly name: string
  /** What its keys begin with; for queues of the same name in one database. */
  readonly prefix?: string | undefined
}

/** A wake-up for one thing: ids only, the row is the truth. */
export interface QueueJob {
  /** One thing has at most one waiting job; a job added while another runs waits for it and then runs, once. Starts with the tenant. */
  readonly key: string
  readonly data: Readonly<Record<string, string>>
}

/** The side of a queue that adds. */
export interface JobQueue {
  /** Adds all of them or rejects within a few seconds; may be repeated. */
  readonly add: (jobs: readonly QueueJob[]) => Promise<void>
  /** Comes back within a second, with Redis or without. */
  readonly close: () => Promise<void>
}

const commandTimeoutMs = 2_000
const closeTimeoutMs = 1_000
const reconnectAfterMs = (attempt: number): number => Math.min(1_000, 50 * 2 ** Math.min(attempt, 10))

/** Opens a queue for adding. It fails fast while Redis is away and comes back by itself. */
export function openQueue(place: QueuePlace): JobQueue {
  const queue = new Queue(place.name, {
    ...prefixOf(place),
    connection: {
      ...connectionTo(place.redisUrl),
      enableOfflineQueue: false,
      maxRetriesPerRequest: 1,
      commandTimeout: commandTimeoutMs,
      // A connection that answers nothing is replaced.
      socketTimeout: 2 * commandTimeoutMs,
      retryStrategy: reconnectAfterMs,
    },
    // An add fails at once without Redis instead of waiting for it. The version is asked for once: an outage just then would be for ever.
    skipWaitingForReady: true,
    skipVersionCheck: true,
  })
  // Commands report their own failure; without a listener every reconnect would end the process.
  queue.on('error', () => undefined)
  return {
    add: async (jobs) => {
      await queue.addBulk(
        jobs.map(({ key, data }) => ({ name: place.name, data, opts: { ...ended, deduplication: { id: key, keepLastIfActive: true } } })),
      )
    },
    close: async () => {
      await endedWithin(closeTimeoutMs, queue.close())
      queue.disconnect().catch(() => undefined)
    },
  }
}

/** Handles one wake-up. What it throws is an outage or a bug: the job comes again, and nothing is ever counted against it. */
export type JobHandler = (data: unknown) => Promise<void>

/** The side of a queue that works. */
export interface QueueWorker {
  /** Lets jobs under way finish for up to `timeoutMs`, and comes back then whatever Redis does: what is left comes again. */
  readonly stop: (timeoutMs: number) => Promise<void>
}

const failedDelayMs = 2_000
const ended = { removeOnComplete: true, removeOnFail: true } as const

/** Works on a queue until stopped, up to `concurrency` jobs at once. Survives every outage of Redis, silent connections included. */
export function startQueueWorker(
  options: { readonly place: QueuePlace; readonly concurrency: number; readonly log: Logger },
  handle: JobHandler,
): QueueWorker {
  const { place, concurrency, log } = options
  const worker = new Worker(
    place.name,
    async (job, token) => {
      try {
        await handle(job.data)
      } catch (error) {
        log.warn({ err: error, operation: place.name }, 'job failed, it comes again')
        await delay(job, token)
      }
    },
    {
      ...prefixOf(place),
      concurrency,
      connection: {
        ...connectionTo(place.redisUrl),
        maxRetriesPerRequest: null,
        // A connection that is silently dead is given up; twice as long as the longest quiet of a good one.
        socketTimeout: 12_000,
        retryStrategy: reconnectAfterMs,
      },
      lockDuration: 12_000,
      stalledInterval: 5_000,
      // A job whose worker is killed again and again must not be given up.
      maxStalledCount: 1_000,
      removeOnComplete: { count: 0 },
      removeOnFail: { count: 0 },
    },
  )
  worker.on('error', (error) => log.debug({ err: error, operation: place.name }, 'queue connection'))
  return {
    stop: async (timeoutMs) => {
      await endedWithin(timeoutMs, worker.close())
      worker.disconnect().catch(() => undefined)
    },
  }
}

// BullMQ's own retries count attempts and end in failure: a delayed job does neither.
async function delay(job: Job, token: string | undefined): Promise<never> {
  await job.moveToDelayed(Date.now() + failedDelayMs, token)
  throw new DelayedError()
}

/**
 * Rejects unless Redis keeps what it has accepted: an append-only file, and nothing evicted when memory is short. Waits for a Redis that
 * is away for as long as `signal` lets it.
 */
export async function refuseUnsafeRedis(redisUrl: string, signal: AbortSignal): Promise<void> {
  const redis = new Redis(redisUrl, { maxRetriesPerRequest: null, retryStrategy: () => 250, lazyConnect: true })
  redis.on('error', () => undefined)
  signal.addEventListener('abort', () => redis.disconnect(), { once: true })
  try {
    const [persistence, memory] = [await redis.info('persistence'), await redis.info('memory')]
    const problems = [
      ...(/^aof_enabled:1\s*$/m.test(persistence) ? [] : ['it has no append-only file: set appendonly yes']),
      ...(/^maxmemory_policy:noeviction\s*$/m.test(memory) ? [] : ['it evicts keys when memory is short: set maxmemory-policy noeviction']),
    ]
    if (problems.length > 0) throw new UnsafeRedisError(`This Redis would lose queued jobs silently: ${problems.join('; ')}.`)
  } finally {
    redis.disconnect()
  }
}

/**
 * Resolves once Redis is known to keep what it accepts; ends the process with 78 (a wrong setting: no restart mends it) as soon as it is
 * known not to. While Redis is away it waits, for ever once `signal` aborts.
 */
export async function insistOnSafeRedis(redisUrl: string, log: Logger, signal: AbortSignal): Promise<void> {
  try {
    await refuseUnsafeRedis(redisUrl, signal)
  } catch (error) {
    if (signal.aborted) await new Promise<never>(() => undefined)
    if (!(error instanceof UnsafeRedisError)) throw error
    log.error({ reason: error.message }, 'refusing to start')
    process.exit(78)
  }
}

/** A Redis that may lose what it has accepted. */
export class UnsafeRedisError extends Error {
  override readonly name = 'UnsafeRedisError'
}

/** Connection options rather than a connection: BullMQ opens and closes its own. */
function connectionTo(redisUrl: string): ConnectionOptions {
  const url = new URL(redisUrl)
  const db = Number(url.pathname.slice(1) || '0')
  if (!Number.isInteger(db)) throw new AppError('BAD_USER_INPUT', 'REDIS_URL: the path is the number of a database.')
  return {
    host: url.hostname,
    port: Number(url.port || '6379'),
    db,
    ...(url.username === '' ? {} : { username: decodeURIComponent(url.username) }),
    ...(url.password === '' ? {} : { password: decodeURIComponent(url.password) }),
    ...(url.protocol === 'rediss:' ? { tls: {} } : {}),
  }
}

function prefixOf({ prefix }: QueuePlace): { readonly prefix?: string } {
  return prefix === undefined ? {} : { prefix }
}
