import { freePort } from '@iommi/infra/dev/ports'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Pipeline } from './profile-sync-fixture.ts'

const workerMain = fileURLToPath(new URL('../src/profile-sync/main.ts', import.meta.url))
const subgraphMain = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const tsx = import.meta.resolve('tsx')

/** The worker, or the subgraph, as a process of its own. */
export interface WorkerProcess {
  readonly child: ChildProcess
  /** Resolves once it is ready to work. */
  readonly untilReady: () => Promise<void>
  /** Resolves with its exit code, null after a signal it did not handle. */
  readonly exited: Promise<number | null>
  readonly metrics: () => Promise<string>
}

/** Starts the worker as production does, with short times. Whoever starts it has to end it. */
export async function startWorkerProcess(pipeline: Pipeline, settings: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  return await startProcess(workerMain, pipeline, {
    MAINFRAME_DROP_DIR: pipeline.mainframe.directory,
    MAINFRAME_LEASE_MS: '2000',
    MAINFRAME_ACK_TIMEOUT_MS: '500',
    MAINFRAME_SWEEP_MS: '500',
    MAINFRAME_RECONCILE_HOUR: String((new Date().getUTCHours() + 12) % 24),
    ...settings,
  })
}

/** Starts the subgraph, which passes the jobs on, as production does. Whoever starts it has to end it. */
export async function startSubgraphProcess(pipeline: Pipeline, settings: Readonly<Record<string, string>> = {}): Promise<WorkerProcess> {
  const keys = ['CURSOR_KEY', 'INTERNAL_KEY_GATEWAY_CUSTOMERS', 'INTERNAL_KEY_ORDERS_CUSTOMERS', 'INTERNAL_KEY_TOOLS_CUSTOMERS']
  return await startProcess(subgraphMain, pipeline, {
    ...Object.fromEntries(keys.map((name) => [name, randomBytes(32).toString('hex')])),
    ...settings,
  })
}

async function startProcess(main: string, pipeline: Pipeline, settings: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  const port = await freePort()
  const { database, redis, mainframe } = pipeline
  const log = openSync(join(mainframe.directory, 'worker.log'), 'a')
  const child = spawn(process.execPath, ['--import', tsx, main], {
    stdio: ['ignore', log, log, 'ipc'],
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      LOG_LEVEL: 'info',
      PORT: String(port),
      DATABASE_URL: database.urlOf('customers_app'),
      DATABASE_WORKER_URL: database.urlOf('customers_worker'),
      REDIS_URL: redis.url(),
      ...settings,
    },
  })
  const exited = once(child, 'exit').then(([code]: unknown[]) => (typeof code === 'number' ? code : null))
  const ask = async (path: string): Promise<Response> => await fetch(`http://127.0.0.1:${String(port)}${path}`)
  return {
    child,
    exited,
    untilReady: async () => {
      await waitUntil('the worker is ready', { timeoutMs: 60_000, intervalMs: 50 }, () =>
        ask('/health/ready').then(
          ({ ok }) => ok,
          () => false,
        ),
      )
    },
    metrics: async () => await (await ask('/metrics')).text(),
  }
}
