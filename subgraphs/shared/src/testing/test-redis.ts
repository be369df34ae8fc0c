import { Redis } from 'ioredis'
import { mkdirSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, inject } from 'vitest'

const databasesMax = 1_023

/**
 * The URL of a database of the test Redis that is the caller's alone as long as its file runs, and empty when its tests begin. To be
 * called where a file's hooks are declared, before whatever uses the database.
 */
export function testRedisUrl(): string {
  const { claim, database } = claimDatabase(inject('claimsDirectory'))
  const url = `${inject('redisUrl')}/${String(database)}`
  beforeAll(async () => await empty(url))
  // Declared first, it runs last: whatever uses the database has ended then.
  afterAll(() => rmdirSync(claim))
  return url
}

/** Takes the first database that nobody has. Numbers of workers would not do: the runner may give one to two of them for a while. */
function claimDatabase(directory: string): { readonly claim: string; readonly database: number } {
  for (let database = 1; database <= databasesMax; database += 1) {
    const claim = join(directory, `redis-${String(database)}`)
    if (isMade(claim)) return { claim, database }
  }
  throw new Error(`all ${String(databasesMax)} databases of the test Redis are taken`)
}

function isMade(directory: string): boolean {
  try {
    mkdirSync(directory)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

async function empty(url: string): Promise<void> {
  const redis = new Redis(url)
  try {
    await redis.flushdb()
  } finally {
    redis.disconnect()
  }
}
