import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateAll } from '@iommi/shared/migrate'
import { testRolePassword } from '@iommi/shared/testing/provided-context'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { demoTenants } from './demo-tenants.ts'
import { freePort } from './ports.ts'
import { postgresUrl, startPostgres } from './postgres.ts'
import { isAlive } from './process-table.ts'
import { redisUrl, startRedis } from './redis.ts'
import type { RunningProcess } from './running-process.ts'

const templateDatabase = 'iommi_template'
const subgraphsDir = new URL('../../subgraphs/', import.meta.url)
const directoryPrefix = 'iommi-test-'

// What is lost when the machine loses power is of no interest to a test.
const hastyPostgres = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'logical',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  shared_buffers: '256MB',
  max_connections: '300',
  autovacuum_naptime: '10s',
}

interface TestServer {
  readonly url: string
  readonly isOurs: boolean
}

/**
 * Starts one Postgres and one Redis for a whole test run, migrates the template database the test files clone, and tells them the
 * addresses. `DATABASE_URL` (a superuser's) and `REDIS_URL` are used instead when given. Nothing outlives the test run, even kill -9.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  removeLeftOvers()
  const directory = mkdtempSync(join(tmpdir(), `${directoryPrefix}${String(process.pid)}-`))
  // Postgres may run as another user, who has to get in.
  chmodSync(directory, 0o755)
  const started: RunningProcess[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(started.map(async (server) => await server.stop()))
    rmSync(directory, { recursive: true, force: true })
  }
  try {
    await provideServers(project, directory, started)
  } catch (error) {
    await stop()
    throw error
  }
  return stop
}

async function provideServers(project: TestProject, directory: string, started: RunningProcess[]): Promise<void> {
  const [database, redis] = await Promise.all([testPostgres(directory, started), testRedis(directory, started)])
  // Roles belong to the server, not to a database: on a server of yours they keep their passwords from run to run.
  const rolePasswordSeed = database.isOurs ? randomBytes(32).toString('hex') : 'iommi-tests'
  const name = await migrateTemplate(database.url, rolePasswordSeed)
  project.provide('postgresUrl', database.url)
  project.provide('redisUrl', redis.url)
  project.provide('claimsDirectory', directory)
  project.provide('templateDatabase', name)
  project.provide('rolePasswordSeed', rolePasswordSeed)
}

async function testPostgres(directory: string, started: RunningProcess[]): Promise<TestServer> {
  const given = process.env['DATABASE_URL']
  if (given !== undefined && given !== '') {
    const url = new URL(given)
    url.pathname = ''
    return { url: url.toString().replace(/\/$/, ''), isOurs: false }
  }
  const reach = { port: await freePort(), password: randomBytes(16).toString('hex') }
  const server = await startPostgres({
    ...reach,
    dataDir: join(directory, 'postgres'),
    logFile: join(directory, 'postgres.log'),
    settings: hastyPostgres,
  })
  started.push(server)
  return { url: postgresUrl(reach), isOurs: true }
}

async function testRedis(directory: string, started: RunningProcess[]): Promise<TestServer> {
  const given = process.env['REDIS_URL']
  if (given !== undefined && given !== '') return { url: given.replace(/\/$/, ''), isOurs: false }
  const port = await freePort()
  const server = await startRedis({
    port,
    dataDir: join(directory, 'redis'),
    logFile: join(directory, 'redis.log'),
    settings: { databases: '1024', appendfsync: 'no' },
  })
  started.push(server)
  return { url: redisUrl(port), isOurs: true }
}

/** Makes the database that test files clone, migrated and with the demo tenants, anew; answers its name. */
export async function migrateTemplate(serverUrl: string, rolePasswordSeed: string): Promise<string> {
  const server = postgres(`${serverUrl}/postgres`, { max: 1, onnotice: () => undefined })
  try {
    await server.unsafe(`drop database if exists ${templateDatabase} with (force)`)
    await server.unsafe(`create database ${templateDatabase}`)
  } finally {
    await server.end()
  }
  await migrateAll({
    adminUrl: `${serverUrl}/${templateDatabase}`,
    rolePassword: (role) => testRolePassword(rolePasswordSeed, role),
    subgraphsDir,
    tenants: demoTenants,
  })
  return templateDatabase
}

// A run that was killed could not remove its directory.
function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = name.startsWith(directoryPrefix) ? Number.parseInt(name.slice(directoryPrefix.length), 10) : Number.NaN
    if (!Number.isNaN(pid) && !isAlive(pid)) rmSync(join(tmpdir(), name), { recursive: true, force: true })
  }
}
