import { repositoryDir } from '@iommi/infra/dev/command'
import { freePort } from '@iommi/infra/dev/ports'
import { findCommandLine, isAlive } from '@iommi/infra/dev/process-table'
import { findRunningStack, type RunningStack } from '@iommi/infra/dev/running-stack'
import { fetchToken, tokenRequest } from '@iommi/infra/dev/token-request'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectNothingLost, startBuyers, type Buyers } from './buyers.ts'
import { askAt } from './stack.ts'

// The whole of `npm start`, its own Postgres and Redis included, under load.
const dataDir = mkdtempSync(join(tmpdir(), 'iommi-kill-'))
let launcher: ChildProcess
let running: RunningStack
let buyers: Buyers
let admin: postgres.Sql

function start(port: number): ChildProcess {
  const ours = ['DATABASE_URL', 'REDIS_URL', 'PORT', 'IOMMI_DATA_DIR']
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.includes(name)))
  const args = ['--import', 'tsx', 'infra/dev/start.ts', '--port', String(port), '--data-dir', dataDir, '--no-seed']
  return spawn(process.execPath, args, { cwd: repositoryDir, env, stdio: ['ignore', 'pipe', 'inherit'] })
}

/** Processes of this machine whose command line says that they work on our data directory or for our launcher. */
function processesOf(part: string): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && isAlive(pid) && (findCommandLine(pid) ?? '').includes(part))
}

function serverPid(name: 'postgres' | 'redis'): number {
  const url = new URL(name === 'postgres' ? running.databaseUrl : running.redisUrl)
  const isServer = (pid: number) => new RegExp(`^\\S*${name}\\S* .*${url.port}`).test(findCommandLine(pid) ?? '')
  const [pid] = processesOf(url.port).filter(isServer)
  if (pid === undefined) throw new Error(`${name} does not run`)
  return pid
}

beforeAll(async () => {
  launcher = start(await freePort())
  let output = ''
  launcher.stdout?.on('data', (chunk: Buffer) => {
    output += chunk.toString()
  })
  await waitUntil('the stack is not ready', { timeoutMs: 60_000 }, () => output.includes('Ready in'))
  running = findRunningStack(dataDir)
  admin = postgres(running.databaseUrl, { max: 2, onnotice: () => undefined, backoff: () => 0.1 })
  buyers = await startBuyers(askAt(running.graphqlUrl, async (caller) => await fetchToken(running.identityUrl, tokenRequest(caller))))
}, 120_000)

afterAll(async () => {
  await buyers.stop()
  await admin.end()
  if (launcher.exitCode === null && launcher.signalCode === null) {
    launcher.kill('SIGTERM')
    await once(launcher, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
}, 30_000)

it.each(['redis', 'postgres'] as const)('orders go on after kill -9 of %s, which comes back', { timeout: 120_000 }, async (name) => {
  await buyers.untilMore()
  const before = serverPid(name)
  process.kill(before, 'SIGKILL')
  const back = () => {
    try {
      return serverPid(name) !== before
    } catch {
      return false
    }
  }
  await expect.poll(back, { timeout: 30_000 }).toBe(true)
  await buyers.untilMore()
  expect(serverPid(name)).not.toBe(before)
})

it('nothing that was answered is lost or there twice', { timeout: 90_000 }, async () => {
  await buyers.stop()
  await expectNothingLost(admin, buyers.placed)
})

it('kill -9 of the launcher leaves nothing running', { timeout: 60_000 }, async () => {
  const ports = [running.databaseUrl, running.redisUrl].map((url) => new URL(url).port)
  const all = [...new Set([...ports.flatMap(processesOf), ...processesOf(dataDir)])].filter((pid) => pid !== launcher.pid)
  expect(all.length).toBeGreaterThanOrEqual(2)
  launcher.kill('SIGKILL')
  await expect.poll(() => all.filter(isAlive), { timeout: 30_000 }).toEqual([])
  await expect(fetch(running.graphqlUrl)).rejects.toThrow('fetch failed')
})
