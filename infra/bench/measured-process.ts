import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { startNode, type NodeCommand } from '../dev/node-process.ts'
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

/** What to measure, and where it answers once it is ready. */
export interface MeasuredCommand extends NodeCommand {
  readonly readyUrl: string
}

/** Starts a Node program on the measured core, and returns when it is ready. It ends when this process does, and when it does not get ready. */
export async function startMeasured(command: MeasuredCommand): Promise<MeasuredProcess> {
  const child = startNode(command)
  const { pid } = child
  pin(pid, cores.measured)
  let ended: string | null = null
  void child.exited.then((how) => (ended = how))
  try {
    await waitUntil(`an answer of ${command.readyUrl}`, { timeoutMs: 20_000 }, async () => {
      if (ended !== null) throw new Error(`${command.file} did not start (${ended}): see ${command.logFile}.`)
      return await isReady(command.readyUrl)
    })
  } catch (error) {
    await child.stop(0)
    throw error
  }
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
    // Nothing in it is worth draining.
    stop: async () => await child.stop(0),
  }
}

/** Keeps a process, threads and children to come included, on one core; where that cannot be done the figures say less. */
export function pin(pid: number, core: number): void {
  setCores(pid, String(core))
}

/** Lets a process have every core again. */
export function unpin(pid: number): void {
  setCores(pid, `0-${String(cpus().length - 1)}`)
}

function setCores(pid: number, list: string): void {
  spawnSync('taskset', ['-a', '-c', '-p', list, String(pid)], { stdio: 'ignore' })
}

async function isReady(readyUrl: string): Promise<boolean> {
  const response = await fetch(readyUrl).catch(() => null)
  await response?.body?.cancel()
  return response?.ok === true
}
