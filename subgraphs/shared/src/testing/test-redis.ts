import { Redis } from 'ioredis'
import { beforeAll, inject } from 'vitest'

let emptying: Promise<void> | null = null

/**
 * The URL of a database of the test Redis that is this file's alone as long as it runs, and empty when its tests begin. To be
 * called where a file's hooks are declared, before whatever uses the database.
 */
export function testRedisUrl(): string {
  // Between 1 and the number of workers; each runs one file at a time. The test runner tells it this way only.
  // oxlint-disable-next-line node/no-process-env
  const pool = process.env['VITEST_POOL_ID'] ?? ''
  if (!/^[1-9]\d*$/.test(pool)) throw new Error('VITEST_POOL_ID: must be a number; the test runner sets it')
  const url = `${inject('redisUrl')}/${pool}`
  beforeAll(async () => await (emptying ??= empty(url)))
  return url
}

async function empty(url: string): Promise<void> {
  const redis = new Redis(url)
  try {
    await redis.flushdb()
  } finally {
    redis.disconnect()
  }
}
