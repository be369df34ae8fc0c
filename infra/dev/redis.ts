import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CommandError } from './command.ts'
import { findCommandLine, findWorkingDirectory, isAlive } from './process-table.ts'
import { readLogTail } from './log-tail.ts'
import type { RunningProcess } from './running-process.ts'
import { startTethered } from './tethered-process.ts'
import { waitUntil } from './wait-until.ts'

const run = promisify(execFile)
const cacheDir = fileURLToPath(new URL('../../node_modules/.cache/iommi/redis', import.meta.url))

/** Where the server lives and how it is reached. */
export interface RedisOptions {
  readonly dataDir: string
  readonly port: number
  readonly logFile: string
  /** Server settings beyond ours, as in redis.conf. */
  readonly settings?: Readonly<Record<string, string>>
}

interface RedisBinary {
  readonly file: string
  readonly env: NodeJS.ProcessEnv
}

/** The URL of a local server. */
export function redisUrl(port: number): string {
  return `redis://127.0.0.1:${String(port)}`
}

/**
 * Starts a Redis with an append-only file that never evicts, and returns once it answers.
 * A server left over from an earlier, killed run on the same data directory is stopped first. Ends with this process.
 */
export async function startRedis(options: RedisOptions): Promise<RunningProcess> {
  const binary = await findRedis()
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 })
  const pidFile = join(options.dataDir, 'redis.pid')
  await stopLeftOver(pidFile)
  const settings = {
    port: String(options.port),
    bind: '127.0.0.1',
    dir: options.dataDir,
    pidfile: pidFile,
    appendonly: 'yes',
    save: '',
    'maxmemory-policy': 'noeviction',
    ...options.settings,
  }
  const server = await startTethered({
    file: binary.file,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]),
    env: binary.env,
    stopSignal: 'TERM',
    logFile: options.logFile,
  })
  await untilAnswering(server, options)
  return server
}

async function untilAnswering(server: RunningProcess, options: RedisOptions): Promise<void> {
  let ended: string | null = null
  void server.exited.then((how) => (ended = how))
  try {
    await waitUntil('Redis did not answer', { timeoutMs: 30_000 }, async () => {
      if (ended !== null) throw new CommandError(`Redis did not start (${ended}):\n${readLogTail(options.logFile)}`)
      return (await askProcessId(options.port)) === server.pid
    })
  } catch (error) {
    await server.stop()
    throw error
  }
}

/** The process id of the Redis that answers on `port`, which may be another than ours; null while none does. */
async function askProcessId(port: number): Promise<number | null> {
  return await new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write('INFO server\r\n'))
    socket.setTimeout(2000, () => socket.destroy())
    socket.on('data', (data) => {
      answer += data.toString()
      const found = /^process_id:(\d+)\r$/m.exec(answer)
      if (found !== null || answer.startsWith('-')) socket.destroy()
      if (found !== null) resolve(Number(found[1]))
    })
    socket.once('error', () => undefined)
    socket.once('close', () => {
      resolve(null)
    })
  })
}

async function stopLeftOver(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
  // After a crash of the machine the number may be somebody else's, another Redis's even: ours works in our directory.
  const isOurs = /redis|valkey/.test(findCommandLine(pid) ?? '') && findWorkingDirectory(pid) === realpathSync(dirname(pidFile))
  rmSync(pidFile, { force: true })
  if (!isOurs) return
  process.kill(pid, 'SIGTERM')
  await waitUntil(
    `The Redis left over from an earlier run (process ${String(pid)}) did not stop`,
    { timeoutMs: 10_000 },
    () => !isAlive(pid),
  )
}

/**
 * A Redis or Valkey that runs here: from PATH, from an earlier download, or fetched now from the distribution's signed packages,
 * which needs no root and installs nothing. Throws one message with the ways to get one.
 */
async function findRedis(): Promise<RedisBinary> {
  for (const file of ['redis-server', 'valkey-server']) {
    if (await isRunnable({ file, env: process.env })) return { file, env: process.env }
  }
  const cached = binaryIn(cacheDir)
  if (await isRunnable(cached)) return cached
  await download().catch(() => undefined)
  if (await isRunnable(cached)) return cached
  throw new CommandError(
    'No Redis here. Install redis-server or valkey-server, or set REDIS_URL to a running one, or make apt-get reach its packages.',
  )
}

async function isRunnable(binary: RedisBinary): Promise<boolean> {
  try {
    await run(binary.file, ['--version'], { env: binary.env })
    return true
  } catch {
    return false
  }
}

function binaryIn(root: string): RedisBinary {
  const triplet = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
  const libraries = ['usr/lib', 'lib'].map((directory) => join(root, directory, triplet)).join(':')
  return { file: join(root, 'usr/bin/redis-server'), env: { ...process.env, LD_LIBRARY_PATH: libraries } }
}

// Unpacked beside the final place and renamed into it, so that two runs at once, or a killed one, leave nothing half done.
async function download(): Promise<void> {
  const work = `${cacheDir}.${String(process.pid)}`
  const root = join(work, 'root')
  for (const directory of ['lists/partial', 'archives/partial', 'root']) mkdirSync(join(work, directory), { recursive: true })
  const settings = [`Dir::State::lists=${work}/lists`, `Dir::Cache=${work}`, `Dir::Cache::archives=${work}/archives`, 'Debug::NoLocking=1']
  const options = [...settings, 'APT::Sandbox::User=', 'Acquire::Languages=none'].flatMap((setting) => ['-o', setting])
  try {
    await run('apt-get', [...options, '-qq', 'update'])
    await run('apt-get', [...options, '-qq', '-y', '--no-install-recommends', '--download-only', 'install', 'redis-tools'])
    const packages = readdirSync(join(work, 'archives')).filter((name) => name.endsWith('.deb'))
    for (const name of packages) await run('dpkg-deb', ['-x', join(work, 'archives', name), root])
    // The server is the same executable as the dump checker; its own package holds only this link.
    const server = join(root, 'usr/bin/redis-server')
    if (!existsSync(server)) symlinkSync('redis-check-rdb', server)
    rmSync(cacheDir, { recursive: true, force: true })
    renameSync(root, cacheDir)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
