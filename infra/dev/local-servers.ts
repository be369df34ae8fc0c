import { join } from 'node:path'
import { Redis } from 'ioredis'
import postgres from 'postgres'
import { CommandError } from './command.ts'
import type { DataDir } from './data-dir.ts'
import { postgresUrl, startPostgres } from './postgres.ts'
import { redisUrl, startRedis } from './redis.ts'
import type { RunningProcess } from './running-process.ts'
import { supervise, type Supervised } from './supervisor.ts'

const database = 'iommi'

/** A server of ours, under supervision, or somebody else's, which is left alone. */
export interface LocalServer {
  readonly url: string
  /** Null when the server is not ours. */
  readonly supervised: Supervised | null
  /** Returns once it can be worked with. */
  readonly start: () => Promise<void>
}

interface LocalOptions {
  readonly dataDir: DataDir
  readonly port: number
  readonly report: (line: string) => void
}

/** The Postgres of a data directory, with the database the stack works in. */
export function localPostgres(options: LocalOptions & { readonly password: string }): LocalServer {
  const logFile = join(options.dataDir.logs, 'postgres.log')
  const url = postgresUrl(options)
  const supervised = superviseServer('Postgres', { logFile, report: options.report }, async () =>
    startPostgres({ dataDir: options.dataDir.postgres, port: options.port, password: options.password, logFile }),
  )
  return {
    url: `${url}/${database}`,
    supervised,
    start: async () => {
      await supervised.start()
      await createDatabase(url)
    },
  }
}

/** The Redis of a data directory. */
export function localRedis(options: LocalOptions): LocalServer {
  const logFile = join(options.dataDir.logs, 'redis.log')
  const supervised = superviseServer('Redis', { logFile, report: options.report }, async () =>
    startRedis({ dataDir: options.dataDir.redis, port: options.port, logFile }),
  )
  return { url: redisUrl(options.port), supervised, start: supervised.start }
}

/** A Postgres that runs elsewhere and is not ours to start or stop. */
export function foreignPostgres(url: string): LocalServer {
  return { url, supervised: null, start: async () => await tryPostgres(url) }
}

/** A Redis that runs elsewhere and is not ours to start or stop. */
export function foreignRedis(url: string): LocalServer {
  return { url, supervised: null, start: async () => await tryRedis(url) }
}

async function tryPostgres(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined })
  try {
    await sql`select 1`
  } catch (error) {
    throw new CommandError(`The Postgres at DATABASE_URL cannot be used: ${describeError(error)}.`, { cause: error })
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function tryRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, connectTimeout: 5_000, retryStrategy: () => null })
  // The rejected connect says the same.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw new CommandError(`The Redis at REDIS_URL cannot be used: ${describeError(error)}.`, { cause: error })
  } finally {
    redis.disconnect()
  }
}

function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function superviseServer(
  name: string,
  { logFile, report }: { readonly logFile: string; readonly report: (line: string) => void },
  launch: () => Promise<RunningProcess>,
): Supervised {
  let isUp = false
  return supervise({
    name,
    logFile,
    report,
    // These launchers return only when the server answers.
    launch: async () => {
      isUp = false
      const running = await launch()
      isUp = true
      return running
    },
    isReady: async () => isUp,
  })
}

async function createDatabase(serverUrl: string): Promise<void> {
  const server = postgres(`${serverUrl}/postgres`, { max: 1, onnotice: () => undefined })
  try {
    const [found] = await server`select 1 from pg_database where datname = ${database}`
    if (found === undefined) await server.unsafe(`create database ${database}`)
  } finally {
    await server.end()
  }
}
