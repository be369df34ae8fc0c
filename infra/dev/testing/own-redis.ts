import { Redis } from 'ioredis'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { freePort } from '../ports.ts'
import { redisUrl, startRedis } from '../redis.ts'
import type { RunningProcess } from '../running-process.ts'
import type { Environment, ServiceName } from '../services.ts'
import { waitUntil } from '../wait-until.ts'

/** A Redis server of a test file's own, that it may stop, start and empty. */
export interface OwnRedis {
  readonly url: () => string
  /** What tells every service of a stack to use it; for `useStack`. */
  readonly environment: () => Partial<Record<ServiceName, Environment>>
  readonly stop: () => Promise<void>
  /** After `stop`, at the same address; what was written before is there again. */
  readonly start: () => Promise<void>
  /** The same, and what was written before is gone. */
  readonly startEmpty: () => Promise<void>
  readonly flush: () => Promise<void>
}

const users: readonly ServiceName[] = ['gateway', 'orders', 'catalog', 'customers', 'notifications']

/**
 * Starts a server before this file's tests, and before what is set up after this, and stops it at last. It has an append-only file, for
 * services refuse one that keeps nothing, unless `settings` (those of redis.conf) say otherwise.
 */
export function useOwnRedis(settings: Readonly<Record<string, string>> = {}): OwnRedis {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-redis-'))
  let port = 0
  let server: RunningProcess | null = null
  const start = async (): Promise<void> => {
    const logFile = join(directory, 'redis.log')
    server = await startRedis({ port, dataDir: directory, logFile, settings: { appendfsync: 'no', ...settings } })
  }
  beforeAll(async () => {
    port = await freePort()
    await start()
  })
  afterAll(async () => {
    await server?.stop()
    rmSync(directory, { recursive: true, force: true })
  })
  return {
    url: () => redisUrl(port),
    environment: () => Object.fromEntries(users.map((name) => [name, { REDIS_URL: redisUrl(port) }])),
    start,
    startEmpty: async () => {
      rmSync(join(directory, 'appendonlydir'), { recursive: true, force: true })
      await start()
    },
    stop: async () => await server?.stop(),
    flush: async () => {
      const redis = new Redis(redisUrl(port))
      await waitUntil('Redis is emptied', { timeoutMs: 5_000 }, () => redis.flushall().then(Boolean, () => false))
      redis.disconnect()
    },
  }
}
