import { freePort } from '@iommi/infra/dev/ports'
import { postgresUrl, startPostgres } from '@iommi/infra/dev/postgres'
import { migrateTemplate } from '@iommi/infra/dev/test-servers'
import type { TestServer } from '@iommi/shared/testing/test-database'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'

/** A Postgres server of a test file's own, that it may stop and kill; for `useTestDatabase`. */
export interface OwnPostgres extends TestServer {
  /** Ends every connection and the server, as `pg_ctl stop -m fast` does. */
  readonly stop: () => Promise<void>
  /** Ends it without a word: the next start is a recovery. */
  readonly kill: () => Promise<void>
  /** After one of these, at the same address and on the same data. */
  readonly start: () => Promise<void>
}

/** Starts a server, with its usual care for what is on disk; it ends after the file's tests. */
export async function startOwnPostgres(): Promise<OwnPostgres> {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-postgres-'))
  // Postgres may run as another user, who has to get in.
  chmodSync(directory, 0o755)
  const options = {
    dataDir: join(directory, 'data'),
    port: await freePort(),
    password: 'postgres',
    logFile: join(directory, 'postgres.log'),
  }
  let server = await startPostgres(options)
  afterAll(async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  })
  const rolePasswordSeed = 'own'
  return {
    postgresUrl: postgresUrl(options),
    rolePasswordSeed,
    templateDatabase: await migrateTemplate(postgresUrl(options), rolePasswordSeed),
    stop: async () => await server.stop(),
    kill: async () => {
      process.kill(server.pid, 'SIGKILL')
      await server.exited
    },
    start: async () => void (server = await startPostgres(options)),
  }
}
