import { setTimeout as pause } from 'node:timers/promises'
import { isAlive } from './process-table.ts'

/** A process that ends when this one does, however this one ends. */
export interface RunningProcess {
  readonly pid: number
  /** Settles once the process has ended, with words for a log line ("exit code 1", "killed by SIGKILL"). */
  readonly exited: Promise<string>
  /** Asks the process to end, kills it after `timeoutMs`, and returns when it is gone. May be repeated. */
  readonly stop: (timeoutMs?: number) => Promise<void>
}

/** Waits for a process that was asked to end; kills it after `timeoutMs`. */
export async function endWithin(timeoutMs: number, process_: Pick<RunningProcess, 'pid' | 'exited'>): Promise<void> {
  const isGone = await Promise.race([process_.exited.then(() => true), pause(timeoutMs, false, { ref: false })])
  if (!isGone && isAlive(process_.pid)) process.kill(process_.pid, 'SIGKILL')
  await process_.exited
}

/** Words for how a process ended; a shell reports a signal as 128 + its number. */
export function describeExit(code: number | null, signal: string | null): string {
  if (signal !== null) return `killed by ${signal}`
  if (code === 137) return 'killed by SIGKILL'
  return `exit code ${String(code)}`
}
