import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freePorts } from './ports.ts'
import { postgresUrl, startPostgres } from './postgres.ts'
import { isAlive } from './process-table.ts'
import type { RunningProcess } from './running-process.ts'
import { startRedis } from './redis.ts'
import { waitUntil } from './wait-until.ts'

const deadline = { timeoutMs: 15_000 }
const password = 'secret'
let directory = ''
let running: RunningProcess[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'iommi-servers-'))
  chmodSync(directory, 0o755)
})

afterEach(async () => {
  await Promise.all(running.map(async (server) => await server.stop()))
  running = []
  rmSync(directory, { recursive: true, force: true })
})

const options = (name: 'postgres' | 'redis', port: number): { dataDir: string; port: number; password: string; logFile: string } => ({
  dataDir: join(directory, name),
  port,
  password,
  logFile: join(directory, `${name}.log`),
})

/** Another process that starts both servers, and the servers' process ids. */
async function startElsewhere(): Promise<{ launcher: ChildProcess; servers: readonly number[]; port: number }> {
  const [port = 0, redisPort = 0] = await freePorts(2)
  const code = `
    const { startPostgres } = await import(${JSON.stringify(new URL('postgres.ts', import.meta.url).href)})
    const { startRedis } = await import(${JSON.stringify(new URL('redis.ts', import.meta.url).href)})
    const servers = await Promise.all([startPostgres(${JSON.stringify(options('postgres', port))}), startRedis(${JSON.stringify(options('redis', redisPort))})])
    console.log(servers.map(({ pid }) => pid).join(' '))
    setInterval(() => undefined, 1000)`
  const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(launcher.stdout ?? launcher, 'data')
  return { launcher, servers: String(line).trim().split(' ').map(Number), port }
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await waitUntil(`processes ${pids.join(', ')} still run`, deadline, () => !pids.some(isAlive))
}

async function query(port: number, text: string): Promise<readonly Record<string, unknown>[]> {
  const sql = postgres(`${postgresUrl({ port, password })}/postgres`, { max: 1, onnotice: () => undefined })
  try {
    return await sql.unsafe(text)
  } finally {
    await sql.end()
  }
}

test('nothing survives a kill -9 of the process that started the servers, their tethers included', async () => {
  const { launcher, servers } = await startElsewhere()
  const tethers = servers.flatMap((pid) => familyOf(pid))
  expect(servers.every(isAlive)).toBe(true)
  launcher.kill('SIGKILL')
  await untilGone([...servers, ...tethers])
})

test('servers left over because their tethers died too are stopped by the next start, and their data is there', async () => {
  const { launcher, servers, port } = await startElsewhere()
  await query(port, 'create table kept as select 7 as answer')
  // Stopped first: one that saw another go would stop its server.
  const tethers = servers.flatMap((pid) => familyOf(pid))
  for (const signal of ['SIGSTOP', 'SIGKILL'] as const) for (const tether of tethers) process.kill(tether, signal)
  launcher.kill('SIGKILL')
  await once(launcher, 'exit')
  expect(servers.every(isAlive)).toBe(true)

  const [again = 0, redisAgain = 0] = await freePorts(2)
  running = await Promise.all([startPostgres(options('postgres', again)), startRedis(options('redis', redisAgain))])
  await untilGone(servers)
  expect(await query(again, 'select answer from kept')).toEqual([{ answer: 7 }])
})

test('a Redis of somebody else whose process has the id of one left over is not stopped', async () => {
  const [theirPort = 0, ourPort = 0] = await freePorts(2)
  const ours = options('redis', ourPort)
  const theirs = await startRedis({ ...options('redis', theirPort), dataDir: join(directory, 'other') })
  running = [theirs]
  mkdirSync(ours.dataDir)
  writeFileSync(join(ours.dataDir, 'redis.pid'), `${String(theirs.pid)}\n`)
  running.push(await startRedis(ours))
  expect(isAlive(theirs.pid)).toBe(true)
})

describe('a server', () => {
  test('stops in good order and leaves no tether', async () => {
    const [port = 0] = await freePorts(1)
    const server = await startRedis(options('redis', port))
    const tethers = familyOf(server.pid)
    await server.stop()
    expect(await server.exited).toBe('exit code 0')
    await untilGone([server.pid, ...tethers])
  })

  test('that dies is reported, and its tether goes with it', async () => {
    const [port = 0] = await freePorts(1)
    const server = await startRedis(options('redis', port))
    const tethers = familyOf(server.pid)
    process.kill(server.pid, 'SIGKILL')
    expect(await server.exited).toBe('killed by SIGKILL')
    await untilGone(tethers)
  })

  test('that cannot start says why', async () => {
    const [port = 0] = await freePorts(1)
    running = [await startRedis(options('redis', port))]
    await expect(startRedis({ ...options('redis', port), dataDir: join(directory, 'other') })).rejects.toThrow(/did not start[^]*bind/)
  })
})

/** The shell that holds a server and the shell that watches for us: a server's parent and that one's other children. */
function familyOf(pid: number): readonly number[] {
  const parent = Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1])
  const children = readFileSync(`/proc/${String(parent)}/task/${String(parent)}/children`, 'utf8')
    .trim()
    .split(' ')
    .map(Number)
  return [parent, ...children.filter((child) => child !== pid)]
}
