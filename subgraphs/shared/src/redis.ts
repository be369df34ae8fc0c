import { Redis } from 'ioredis'

/**
 * A connection that fails fast: a command fails within two seconds when Redis is away, and
 * nothing queues up behind it. It reconnects by itself for as long as it is open.
 */
export function openRedis(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: 2_000,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(1_000, 50 * 2 ** attempt),
  })
  // Commands report their own failure; without a listener ioredis prints every reconnect.
  redis.on('error', () => undefined)
  return redis
}
