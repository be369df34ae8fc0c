import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { readCustomers, readJournal } from './oracle.ts'
import { acme, batchId, customerKey, detailRecord, profile, putBatch } from './test-batch.ts'
import { readAck } from './test-site.ts'

vi.setConfig({ testTimeout: 60_000 })
const main = fileURLToPath(new URL('main.ts', import.meta.url))
let directory = ''
let started: ChildProcess[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'mainframe-'))
})
afterEach(async () => {
  for (const child of started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  started = []
  rmSync(directory, { recursive: true, force: true })
})

interface Started {
  readonly child: ChildProcess
  readonly output: () => string
}

function start(environment: Readonly<Record<string, string>> = {}): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', main], {
    env: { PATH: process.env['PATH'], PORT: '0', MAINFRAME_DIR: directory, MAINFRAME_POLL_INTERVAL_MS: '5', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const chunks: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()))
  return { child, output: () => chunks.join('') }
}

/** Starts it and waits until its terminal answers. */
async function startReady(environment: Readonly<Record<string, string>> = {}): Promise<Started & { readonly url: string }> {
  const launched = start(environment)
  const url = await until(() => /terminal at (\S+)/.exec(launched.output())?.[1])
  return { ...launched, url }
}

async function until<T>(find: () => T | undefined): Promise<T> {
  return await vi.waitFor(
    () => {
      const found = find()
      if (found === undefined) throw new Error('not yet')
      return found
    },
    { timeout: 30_000, interval: 2 },
  )
}

async function kill({ child }: Started, signal: NodeJS.Signals): Promise<number | null> {
  child.kill(signal)
  await once(child, 'exit')
  return child.exitCode
}

const details = (seq: number) => Array.from({ length: 50 }, (_, index) => profile(index, seq))
const put = (seq: number): void => {
  putBatch(directory, { batch: batchId(seq), seq, details: details(seq) })
}
const isTaken = (seq: number): true | undefined =>
  readJournal(directory).some((entry) => entry.kind === 'taken' && entry.file.includes(batchId(seq))) || undefined
const processed = () => readJournal(directory).flatMap((entry) => (entry.kind === 'processed' ? [entry.seq] : []))

test('kill -9 in the middle of a batch stores nothing of it; the next process stores all of it, once', async () => {
  for (const seq of [1, 2, 3]) put(seq)
  for (const seq of [1, 2, 3]) {
    // Each batch takes a long while: death comes before its end. The one before it is left over from the process before.
    const dying = await startReady({ MAINFRAME_RECORDS_PER_SECOND: seq === 1 ? '0.1' : '1000' })
    await until(() => isTaken(seq))
    if (seq > 1) await until(() => (processed().includes(seq - 1) ? true : undefined))
    await kill(dying, 'SIGKILL')
    const stored = [...readCustomers(directory, acme).values()].map(({ version }) => version)
    expect(stored).toEqual(processed().length === 0 ? [] : Array.from({ length: 50 }, () => processed().length))
  }
  await startReady({ MAINFRAME_RECORDS_PER_SECOND: '1000000' })
  await until(() => (readdirSync(join(directory, 'out')).filter((name) => name.endsWith('.dat')).length === 3 ? true : undefined))
  expect(processed()).toEqual([1, 2, 3])
  const customers = readCustomers(directory, acme)
  expect([...customers.values()].map(({ record }) => record)).toEqual(details(3).map(detailRecord))
  expect(statSync(join(directory, 'dataset/CUSTMAST.dat')).size).toBe(150 * 500)
  for (const seq of [1, 2, 3]) {
    const ack = readAck(readFileSync(join(directory, 'out', `CUSTACK.${batchId(seq)}.1.dat`)))
    expect(ack.results.map(({ storedVersion }) => storedVersion)).toEqual(Array.from({ length: 50 }, () => seq))
  }
})

test('the terminal shows and changes what the mainframe does', async () => {
  const { url } = await startReady({ MAINFRAME_WINDOW: 'always', MAINFRAME_SEED: 'abc' })
  const ask = async (path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) })
    return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) }
  }
  expect(await ask('/health/ready')).toEqual({ status: 200, body: { status: 'ready' } })
  expect((await ask('/window', { mode: 'close' })).body['window']).toEqual({ schedule: 'always', mode: 'close', isOpen: false })
  put(1)
  await until(() => (readdirSync(join(directory, 'in')).length === 1 ? true : undefined))
  expect((await ask('/status')).body).toMatchObject({
    seed: 'abc',
    recordsPerSecond: 200,
    waiting: { batches: 1, requests: 0 },
    tenants: [],
  })
  await ask('/faults', { set: { 'poison-key': customerKey(7), 'no-ack': '0.5' } })
  await ask('/window', { mode: 'open' })
  await until(() => (processed().length === 1 ? true : undefined))
  expect((await ask('/status')).body['tenants']).toEqual([{ tenant: acme, customers: 49, nextSeq: 2 }])
  expect((await ask(`/journal?customer=${customerKey(7)}`)).body['entries']).toMatchObject([
    { kind: 'rejected', reason: 'REFUSED BY OPERATOR' },
  ])
  expect((await ask('/faults')).body['faults']).toHaveLength(2)
  expect((await ask('/faults', { clear: true })).body['faults']).toEqual([])
  expect((await ask('/restore', { to: 0 })).body['tenants']).toEqual([{ tenant: acme, customers: 0, nextSeq: 2 }])

  const refusals: readonly (readonly [string, unknown, string])[] = [
    ['/faults', { set: { 'no-ack': 'maybe' } }, '"maybe" is no value for no-ack'],
    ['/faults', { set: 'x' }, 'Invalid'],
    ['/window', { mode: 'ajar' }, 'mode: '],
    ['/restore', { to: -1 }, 'A position of the journal'],
    ['/journal', undefined, 'Say whose journal: /journal?customer=KEY.'],
  ]
  for (const [path, body, message] of refusals) {
    const answer = await ask(path, body)
    expect([answer.status, String(answer.body['error'])]).toEqual([400, expect.stringContaining(message)])
  }
  expect((await ask('/nothing')).status).toBe(404)
  expect((await fetch(`${url}/window`, { method: 'POST', body: '{' })).status).toBe(400)
})

test('SIGTERM ends it with code 0', async () => {
  expect(await kill(await startReady(), 'SIGTERM')).toBe(0)
})

test('every setting that is wrong is named at once, and it does not start', async () => {
  const refused = start({ MAINFRAME_DIR: '', PORT: '99999', MAINFRAME_WINDOW: 'nightly', MAINFRAME_RECORDS_PER_SECOND: '0' })
  await once(refused.child, 'exit')
  expect(refused.child.exitCode).toBe(1)
  for (const name of ['MAINFRAME_DIR', 'PORT', 'MAINFRAME_WINDOW: The batch window is', 'MAINFRAME_RECORDS_PER_SECOND']) {
    expect(refused.output()).toContain(name)
  }
})
