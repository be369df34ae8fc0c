import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { repositoryDir } from './command.ts'
import { freePort } from './ports.ts'
import { findCommandLine, isAlive } from './process-table.ts'
import { removeServerDirectory } from './server-identity.ts'
import { services } from './services.ts'
import { waitUntil } from './wait-until.ts'

const deadline = { timeoutMs: 60_000 }
vi.setConfig({ testTimeout: 120_000 })
let directory = ''
let launched: ChildProcess[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'iommi-start-'))
})

afterEach(async () => {
  for (const launcher of launched.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    launcher.kill('SIGTERM')
    await once(launcher, 'exit')
  }
  launched = []
  removeServerDirectory(join(directory, 'postgres'))
  rmSync(directory, { recursive: true, force: true })
})

/** The environment of a terminal in which nobody has set anything for us. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const ours = ['DATABASE_URL', 'REDIS_URL', 'PORT', 'IOMMI_DATA_DIR', 'LOG_LEVEL', 'npm_lifecycle_event']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.includes(name)))
}

interface Launched {
  readonly launcher: ChildProcess
  readonly pid: number
  readonly output: () => string
}

function start(port: number): Launched {
  const args = ['--import', 'tsx', 'infra/dev/start.ts', '--port', String(port), '--data-dir', directory, '--no-seed']
  const launcher = spawn(process.execPath, args, { cwd: repositoryDir, env: plainEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: string[] = []
  for (const stream of [launcher.stdout, launcher.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  launched.push(launcher)
  return { launcher, pid: launcher.pid ?? 0, output: () => chunks.join('') }
}

async function startReady(port: number): Promise<Launched> {
  const stack = start(port)
  await waitUntil('the stack is not ready', deadline, () => {
    if (stack.launcher.exitCode !== null) throw new Error(stack.output())
    return stack.output().includes('Ready in')
  })
  return stack
}

function run(command: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(process.execPath, ['--import', 'tsx', `infra/dev/${command}.ts`, '--data-dir', directory, ...args], {
    cwd: repositoryDir,
    env: plainEnvironment(),
    encoding: 'utf8',
  })
}

/** Every process below `pid`, however deep. */
function descendantsOf(pid: number): readonly number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && existsSync(`/proc/${name}/status`))
    .map((name) => ({ pid: Number(name), parent: Number(/^PPid:\s*(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) }))
  const below = (parent: number): readonly number[] =>
    parents.filter((each) => each.parent === parent).flatMap((each) => [each.pid, ...below(each.pid)])
  return below(pid)
}

async function untilGone(pids: readonly number[]): Promise<void> {
  await waitUntil('processes are left', deadline, () => !pids.some(isAlive)).catch((error: unknown) => {
    throw new Error(pids.map((pid) => `${String(pid)} ${findCommandLine(pid) ?? 'gone'}`).join('\n'), { cause: error })
  })
}

test('comes up, gives tokens, refuses a second start, and leaves no process when it is asked to stop', async () => {
  const port = await freePort()
  const stack = await startReady(port)
  expect(stack.output()).toContain(`http://localhost:${String(port)}/graphql`)
  expect((await fetch(`http://127.0.0.1:${String(port)}/health/ready`)).status).toBe(200)

  const token = run('token', '--tenant', 'globex', '--as', 'client', '--customer', 'customer_1')
  expect(token.stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)
  expect(token.stderr).toBe('')

  expect(run('start', '--port', String(port))).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `The stack on ${directory} already runs: http://127.0.0.1:${String(port)}/graphql (process ${String(stack.pid)}).\n`,
  })

  const all = descendantsOf(stack.pid)
  expect(all.length).toBeGreaterThanOrEqual(services.length + 2)
  stack.launcher.kill('SIGINT')
  const [code] = await once(stack.launcher, 'exit')
  expect(code).toBe(0)
  expect(all.filter(isAlive)).toEqual([])
  expect(run('token', '--tenant', 'acme', '--as', 'admin').stderr).toContain('No stack runs on')
})

test('nothing is left after kill -9 of the launcher, and the next start works on the same data', async () => {
  const port = await freePort()
  const stack = await startReady(port)
  const all = descendantsOf(stack.pid)
  stack.launcher.kill('SIGKILL')
  await untilGone(all)
  const again = await startReady(port)
  expect(again.output()).toContain(`http://localhost:${String(port)}/graphql`)
})

test('asked to stop while it starts, it stops', async () => {
  const stack = start(await freePort())
  await waitUntil('nothing has been started', deadline, () => existsSync(join(directory, 'logs/postgres.log')))
  const all = descendantsOf(stack.pid)
  stack.launcher.kill('SIGTERM')
  await once(stack.launcher, 'exit')
  await untilGone([...all, ...descendantsOf(stack.pid)])
  expect(stack.output()).not.toContain('Ready in')
  expect(existsSync(join(directory, 'launcher.pid'))).toBe(false)
})

test('says in one line that its port is taken', async () => {
  const port = await freePort()
  const squatter = createServer().listen(port, '127.0.0.1')
  await once(squatter, 'listening')
  expect(run('start', '--port', String(port))).toMatchObject({
    status: 1,
    stdout: '',
    stderr: `Port ${String(port)} is taken by another program: stop it, or choose another one with "npm start -- --port ${String(port + 1)}".\n`,
  })
  squatter.close()
})
