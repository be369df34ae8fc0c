import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { freePort } from './ports.ts'
import { postgresUrl, startPostgres, type PostgresOptions } from './postgres.ts'
import type { RunningProcess } from './running-process.ts'
import { waitUntil } from './wait-until.ts'

// What infra/patches changes in the driver; an exception outside any promise fails the test run.
let directory = ''
let options: PostgresOptions
let server: RunningProcess
let sql: postgres.Sql

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'iommi-driver-'))
  chmodSync(directory, 0o755)
  options = { dataDir: join(directory, 'postgres'), port: await freePort(), password: 'secret', logFile: join(directory, 'postgres.log') }
  server = await startPostgres(options)
  sql = postgres(`${postgresUrl(options)}/postgres`, { max: 8, backoff: () => 0.05, onnotice: () => undefined })
})

afterEach(async () => {
  await sql.end({ timeout: 1 })
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
})

async function backends(): Promise<number> {
  const [row] = await sql<{ busy: number }[]>`select count(*)::int as busy from pg_stat_activity where query like '%pg_sleep%'`
  return row?.busy ?? 0
}

test('transactions under way when the server is killed fail, and the same pool works again with the next server', async () => {
  const outcomes = Array.from({ length: 6 }, async () => {
    return await sql.begin(async (tx) => await tx`select pg_sleep(60)`).catch((error: unknown) => String(error))
  })
  await waitUntil('not all transactions run', { timeoutMs: 15_000 }, async () => (await backends()) > 6)
  process.kill(server.pid, 'SIGKILL')
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatch(/CONNECTION_CLOSED|ECONNRESET/)
  await server.exited
  server = await startAgain()
  const answers = await Promise.all(Array.from({ length: 20 }, async (_, n) => await sql<{ n: number }[]>`select ${n}::int as n`))
  expect(answers.map(([row]) => row?.n)).toEqual(Array.from({ length: 20 }, (_, n) => n))
})

test('what is left of a transaction whose connection is lost runs nowhere', async () => {
  await sql`create table written (what text)`
  const lost = sql.begin(async (tx) => {
    await tx`insert into written values ('inside')`
    const [row] = await tx<{ pid: number }[]>`select pg_backend_pid() as pid`
    await sql`select pg_terminate_backend(${row?.pid ?? 0})`
    // The application notices nothing and goes on, while the pool has long opened a connection anew.
    await tx`select 1`.catch(() => undefined)
    await Promise.allSettled(Array.from({ length: 20 }, async () => await sql`select 1`))
    await tx`insert into written values ('outside')`
  })
  await expect(lost).rejects.toThrow(/CONNECTION_CLOSED|terminating connection/)
  // The server's good-bye may still fail one query of the pool; after that all is well.
  await Promise.allSettled(Array.from({ length: 20 }, async () => await sql`select 1`))
  expect(await sql`select * from written`).toEqual([])
})

// The children of a killed server take a moment to notice, and no other may start before.
async function startAgain(): Promise<RunningProcess> {
  return await waitUntil(
    'Postgres does not start again',
    { timeoutMs: 15_000 },
    async () => await startPostgres(options).catch(() => false as const),
  )
}
