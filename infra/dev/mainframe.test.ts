import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { CommandError, repositoryDir } from './command.ts'
import { claimDataDir, dataDirAt } from './data-dir.ts'
import { demoTenants } from './demo-tenants.ts'
import { batchId, customerKey, profile, putBatch } from '../mocks/mainframe/test-batch.ts'
import { readAction } from './mainframe-actions.ts'
import { findTerminal } from './mainframe-terminal.ts'
import { freePort } from './ports.ts'
import { writeRunningStack } from './running-stack.ts'
import { waitUntil } from './wait-until.ts'

vi.setConfig({ testTimeout: 60_000 })
const directory = mkdtempSync(join(tmpdir(), 'iommi-mainframe-'))
const dropDirectory = join(directory, 'mainframe')
const dataDir = dataDirAt(directory)
const nowhere = { graphqlUrl: '', identityUrl: '', subgraphs: {}, databaseUrl: '', redisUrl: '' }
let mainframe: ChildProcess
let release: () => void

beforeAll(async () => {
  const port = await freePort()
  const mainframeUrl = `http://127.0.0.1:${String(port)}`
  mainframe = spawn(process.execPath, ['--import', 'tsx', 'infra/mocks/mainframe/main.ts'], {
    cwd: repositoryDir,
    env: { PATH: process.env['PATH'], PORT: String(port), MAINFRAME_DIR: dropDirectory, MAINFRAME_POLL_INTERVAL_MS: '5' },
    stdio: 'ignore',
  })
  release = claimDataDir(dataDir)
  writeRunningStack(dataDir, { pid: process.pid, port: 4000, mainframeUrl, ...nowhere })
  await waitUntil('the mainframe is not ready', { timeoutMs: 30_000 }, async () => {
    const response = await fetch(`${mainframeUrl}/health/ready`).catch(() => null)
    return response?.ok ?? false
  })
})

afterAll(async () => {
  mainframe.kill('SIGKILL')
  if (mainframe.exitCode === null && mainframe.signalCode === null) await once(mainframe, 'exit')
  release()
  rmSync(directory, { recursive: true, force: true })
})

/** What the command prints for these words. */
async function run(...words: readonly string[]): Promise<string> {
  return await readAction(words)(findTerminal(directory))
}

test('the command prints what the terminal of the stack on its data directory shows', async () => {
  const { PORT: _port, IOMMI_DATA_DIR: _dir, ...env } = process.env
  const args = ['--import', 'tsx', 'infra/dev/mainframe.ts', 'faults', '--data-dir', directory]
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: repositoryDir, env })
  expect({ stdout, stderr }).toEqual({ stdout: 'No fault is on.\n', stderr: '' })
})

test('the terminal shows what is stored, held and switched on, and a customer’s history', async () => {
  const empty = await run('status')
  expect(empty).toMatch(/^Mainframe +up\nWindow +open \(always open\)\nRate +200 records a second\nAt work on +nothing\n/)
  expect(empty).toContain('Nothing is stored yet.\n\nNo file is held.\n\nNo fault is on.\n')

  expect((await run('faults', 'set', 'no-ack=3', `poison-key=${customerKey(2)}`)).split('\n')).toEqual([
    expect.stringMatching(/^Fault +Value +Struck$/),
    expect.stringMatching(/^no-ack +3 +0 +3 to go$/),
    expect.stringMatching(/^poison-key +customer_0+2 +0$/),
    '',
  ])
  const tenant = demoTenants[0]?.id ?? ''
  const put = (seq: number): void => {
    putBatch(dropDirectory, { batch: batchId(seq), seq, tenant, details: [profile(1, seq), profile(2, seq)] })
  }
  put(1)
  put(3)
  await waitUntil('a batch is held', { timeoutMs: 30_000 }, () => readdirSync(join(dropDirectory, 'dataset/held')).length === 1)
  const busy = await run('status')
  expect(busy).toMatch(/\nTenant +Customers +Next batch\nacme +1 +2\n/)
  expect(busy).toMatch(/\nHeld file +Tenant +Batch +Waits for\nCUSTPROF\.batch_0+3\.dat +acme +3 +the one before it\n/)
  expect(await run('journal', customerKey(2))).toMatch(
    /^Position +Time +What +Version +Tenant +Batch\n\d+ +2\S+Z +rejected +1 +acme +1 +CUSTOMER-KEY REFUSED BY OPERATOR\n$/,
  )
  expect(await run('journal', 'customer_x')).toBe('The mainframe has never heard of customer_x.\n')
  expect(await run('faults', 'clear')).toBe('No fault is on.\n')
  expect(await run('faults', 'set', 'down=on')).toContain('\ndown ')
  expect(await run('window', 'close')).toMatch(/^Mainframe +DOWN\nWindow +closed, by hand \(always open\)\n/)
  expect(await run('restore', '0')).toMatch(/\nacme +0 +2\n/)
})

test('what cannot be done is answered with one line that says what can', async () => {
  await expect(run('faults', 'set', 'upp=on')).rejects.toThrow(CommandError)
  await expect(run('faults', 'set', 'upp=on')).rejects.toThrow(/^There is no fault "upp", only no-ack, late-ack,.*$/)
})

test.each([
  ['nothing', [], 'Say what to do: npm run mainframe --'],
  ['something unknown', ['reboot'], 'Say what to do'],
  ['a window ajar', ['window', 'ajar'], 'Say what to do'],
  ['nobody’s journal', ['journal'], 'Say what to do'],
  ['a position that is no number', ['restore', 'yesterday'], 'Say what to do'],
  ['no fault', ['faults', 'set'], 'Say what to do'],
  ['a fault without value', ['faults', 'set', 'down'], 'A fault is set by NAME=VALUE, not "down".'],
])('%s cannot be done', (_, words, message) => {
  expect(() => readAction(words)).toThrow(message)
})

test('a stack without a mainframe says so', () => {
  writeRunningStack(dataDir, { pid: process.pid, port: 4000, ...nowhere })
  expect(() => findTerminal(directory)).toThrow(new CommandError(`The stack on ${directory} has no mainframe.`))
})
