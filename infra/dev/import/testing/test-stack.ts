import { startStack, type Stack } from '@iommi/infra/dev/stack'
import { newId } from '@iommi/shared/ids'
import { testRolePassword } from '@iommi/shared/testing/provided-context'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'

/** A stack of its own for a test file, on a database of its own. */
export interface TestStack {
  /** By which the commands find it. */
  readonly dataDir: string
  readonly stack: () => Stack
  /** Superuser connection: for asserting, and for holding the stack up. */
  readonly admin: postgres.Sql
}

/** Starts every service before the file's tests and stops them afterwards. */
export function useTestStack(): TestStack {
  const name = `test_${newId('t').slice(2)}`
  const serverUrl = inject('postgresUrl')
  const redisUrl = testRedisUrl()
  const dataDir = mkdtempSync(join(tmpdir(), 'iommi-tools-'))
  const server = postgres(`${serverUrl}/postgres`, { max: 1, onnotice: () => undefined })
  const admin = postgres(`${serverUrl}/${name}`, { max: 2, onnotice: () => undefined })
  let running: Stack | null = null
  beforeAll(async () => {
    await server.unsafe(`create database ${name} template ${inject('templateDatabase')}`)
    running = await startStack({
      dataDir,
      databaseUrl: `${serverUrl}/${name}`,
      redisUrl,
      rolePassword: (role) => testRolePassword(inject('rolePasswordSeed'), role),
    })
  }, 60_000)
  afterAll(async () => {
    await running?.stop()
    await admin.end()
    await server.unsafe(`drop database if exists ${name} (force)`)
    await server.end()
    rmSync(dataDir, { recursive: true, force: true })
  }, 30_000)
  return {
    dataDir,
    stack: () => {
      if (running === null) throw new Error('the stack runs once the tests do')
      return running
    },
    admin,
  }
}
