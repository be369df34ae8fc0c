import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { waitUntil } from '../dev/wait-until.ts'

/** A process that is measured: it has a core to itself where the machine has several. */
export interface MeasuredProcess {
  readonly pid: number
  /** Processor time used so far, milliseconds. */
  readonly cpuMs: () => number
  /** Memory that is resident now, bytes. */
  readonly rssBytes: () => number
  readonly stop: () => Promise<void>
}

/** The core of what is measured, and that of who measures. */
export const cores = { measured: 0, load: 1 } as const

// USER_HZ of Linux, whatever the kernel's own rate is.
const ticksPerSecond = 100

/** Starts a Node program on the measured core, and returns when `url` answers. */
export async function startMeasured(command: {
  readonly file: string
  readonly environment: Readonly<Record<string, string>>
  readonly readyUrl: string
  readonly logFile: string
}): Promise<MeasuredProcess> {
  const log = openSync(command.logFile, 'a')
  const environment = { PATH: process.env['PATH'] ?? '', ...command.environment }
  const child = spawn(process.execPath, [command.file], { env: environment, stdio: ['ignore', log, log] })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) throw new Error(`${command.file} does not start.`)
  pin(pid, cores.measured)
  await waitUntil(`an answer of ${command.readyUrl}`, { timeoutMs: 20_000 }, async () => await isReady(child, command))
  return {
    pid,
    cpuMs: () => {
      const fields =
        readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
          .split(') ')[1]
          ?.split(' ') ?? []
      return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerSecond
    },
    rssBytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) * 1_024,
    stop: async () => {
      const exited = new Promise<void>((resolve) => void child.once('exit', () => resolve()))
      child.kill('SIGKILL')
      await exited
    },
  }
}

/** Keeps a process, threads included, on one core; where that cannot be done the figures say less. */
export function pin(pid: number, core: number): void {
  spawnSync('taskset', ['-a', '-c', '-p', String(core), String(pid)], { stdio: 'ignore' })
}

async function isReady(
  child: ChildProcess,
  { readyUrl, logFile }: { readonly readyUrl: string; readonly logFile: string },
): Promise<boolean> {
  if (child.exitCode !== null) throw new Error(`It ended at once: see ${logFile}.`)
  const response = await fetch(readyUrl).catch(() => null)
  await response?.body?.cancel()
  return response?.ok === true
}
