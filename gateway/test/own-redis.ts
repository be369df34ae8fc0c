import { freePort } from '@iommi/infra/dev/ports'
import { redisUrl, startRedis } from '@iommi/infra/dev/redis'
import type { RunningProcess } from '@iommi/infra/dev/running-process'
import type { Environment, ServiceName } from '@iommi/infra/dev/services'
import { Redis } from 'ioredis'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** A Redis server of a test file's own, that it may stop, start and empty. */
export interface OwnRedis {
  readonly url: () => string
  /** What tells every service of a stack to use it; for `useStack`. */
  readonly environment: () => Partial<Record<ServiceName, Environment>>
  readonly stop: () => Promise<void>
  /** After `stop`, at the same address; what was written before is gone. */
  readonly start: () => Promise<void>
  readonly flushAll: () => Promise<void>
}

const users: readonly ServiceName[] = ['gateway', 'orders', 'catalog', 'customers', 'notifications']

/** Starts a server before this file's tests, and before what is set up after this, and stops it at last. */
export function useOwnRedis(): OwnRedis {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-redis-'))
  let port = 0
  let server: RunningProcess | null = null
  const start = async (): Promise<void> => {
    // Services refuse one that keeps nothing; what this one has kept is removed before it starts again.
    rmSync(join(directory, 'appendonlydir'), { recursive: true, force: true })
    server = await startRedis({ port, dataDir: directory, logFile: join(directory, 'redis.log'), settings: { appendfsync: 'no' } })
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
    stop: async () => await server?.stop(),
    flushAll: async () => {
      const redis = new Redis(redisUrl(port))
      await redis.flushall()
      redis.disconnect()
    },
  }
}
