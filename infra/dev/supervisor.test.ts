import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { startNode } from './node-process.ts'
import { freePort } from './ports.ts'
import { isAlive } from './process-table.ts'
import { isHealthy, supervise, type Supervised } from './supervisor.ts'
import { waitUntil } from './wait-until.ts'

const directory = mkdtempSync(join(tmpdir(), 'iommi-supervisor-'))
const logFile = join(directory, 'service.log')
const deadline = { timeoutMs: 15_000 }
let supervised: Supervised
let reports: string[] = []

const serverSource = `
  import { createServer } from 'node:http'
  createServer((_, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1')
`

function script(name: string, source: string): string {
  const file = join(directory, `${name}.mjs`)
  writeFileSync(file, source)
  return file
}

async function superviseScript(file: string): Promise<Supervised> {
  const port = String(await freePort())
  return supervise({
    name: 'widget',
    logFile,
    launch: () => startNode({ file, environment: { PORT: port }, logFile }),
    isReady: async () => await isHealthy(`http://127.0.0.1:${port}/health/ready`),
    report: (line) => reports.push(line),
  })
}

beforeEach(() => {
  reports = []
  writeFileSync(logFile, '')
})
afterEach(async () => {
  await supervised.stop()
})
afterAll(() => {
  rmSync(directory, { recursive: true })
})

test('a process that is killed comes back, and both are said in one line', async () => {
  supervised = await superviseScript(script('server', serverSource))
  await supervised.start()
  const before = supervised.pid()
  supervised.kill('SIGKILL')
  await supervised.waitReady()
  expect(supervised.pid()).not.toBe(before)
  await waitUntil('the come-back is not reported', deadline, () => reports.length === 2)
  expect(reports).toEqual([
    expect.stringMatching(/^widget ended \(killed by SIGKILL\); it starts again in \d+(\.\d+)? s\. Log: \S+$/),
    'widget is ready again.',
  ])
  expect(reports[0]).toContain(logFile)
})

test('a planned restart is no crash', async () => {
  supervised = await superviseScript(script('server', serverSource))
  await supervised.start()
  const before = supervised.pid()
  await supervised.restart()
  expect(supervised.pid()).not.toBe(before)
  expect(reports.filter((line) => line.includes('ended'))).toEqual([])
})

test('a process that ends before it was ever ready is not tried again, and the error shows the end of its log', async () => {
  supervised = await superviseScript(script('broken', 'console.log("no widgets left"); process.exit(3)'))
  await expect(supervised.start()).rejects.toThrow(/^widget did not start \(exit code 3\)[^]*no widgets left$/)
  expect(readFileSync(logFile, 'utf8')).toBe('no widgets left\n')
})

test('stopping ends the process for good', async () => {
  supervised = await superviseScript(script('server', serverSource))
  await supervised.start()
  const pid = Number(supervised.pid())
  await supervised.stop()
  expect(isAlive(pid)).toBe(false)
  expect(reports).toEqual([])
})

test('one that is stopped while it starts is not left running', async () => {
  supervised = await superviseScript(script('slow', 'setInterval(() => undefined, 1000); console.log(process.pid)'))
  const started = supervised.start()
  started.catch(() => undefined)
  const pid = Number(await waitUntil('it does not run', deadline, () => readFileSync(logFile, 'utf8') || false))
  await supervised.stop()
  await expect(started).rejects.toThrow('was stopped before it was ready')
  expect(isAlive(pid)).toBe(false)
})

test('one that ignores the request to end is killed', async () => {
  const file = script('stubborn', 'process.on("SIGTERM", () => undefined); setInterval(() => undefined, 1000); console.log("up")')
  const running = startNode({ file, environment: {}, logFile })
  await waitUntil('it does not run', deadline, () => readFileSync(logFile, 'utf8') !== '')
  await running.stop(100)
  expect(await running.exited).toBe('killed by SIGKILL')
})

test('one that knows nothing of its launcher ends when the launcher is killed', async () => {
  const file = script('idle', 'setInterval(() => undefined, 1000)')
  const code = `
    const { startNode } = await import(${JSON.stringify(new URL('node-process.ts', import.meta.url).href)})
    console.log(startNode({ file: ${JSON.stringify(file)}, environment: {}, logFile: ${JSON.stringify(logFile)} }).pid)
    setInterval(() => undefined, 1000)`
  const launcher = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(launcher.stdout, 'data')
  const pid = Number(String(line))
  expect(isAlive(pid)).toBe(true)
  launcher.kill('SIGKILL')
  await waitUntil('it outlives its launcher', deadline, () => !isAlive(pid))
})
