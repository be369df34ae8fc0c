import { get } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandError } from './command.ts'
import { readLogTail } from './log-tail.ts'
import type { RunningProcess } from './running-process.ts'
import { waitUntil } from './wait-until.ts'

/** What to keep running. */
export interface Supervision {
  readonly name: string
  readonly logFile: string
  readonly launch: () => Promise<RunningProcess> | RunningProcess
  /** True once the process does its work; asked until it is. */
  readonly isReady: () => Promise<boolean>
  /** Told of every crash and every come-back, one line each. */
  readonly report: (line: string) => void
}

/** A process that comes back when it dies. */
export interface Supervised {
  /** Launches it and returns once it is ready. Throws with the end of its log when it ends before that; it is not tried again then. */
  readonly start: () => Promise<void>
  readonly pid: () => number | null
  /** Sends a signal to the process of this moment; a deadly one is answered by a restart. */
  readonly kill: (signal: NodeJS.Signals) => void
  /** Returns once it is ready; after `kill` that is the process that comes after the killed one. */
  readonly waitReady: (timeoutMs?: number) => Promise<void>
  /** Stops it and starts it again without counting that as a crash. */
  readonly restart: () => Promise<void>
  /** Drains it, kills it after ten seconds, and does not start it again. May be repeated. */
  readonly stop: () => Promise<void>
}

const readyTimeoutMs = 60_000
const restartDelayMsMin = 100
const restartDelayMsMax = 5_000
// Whoever lived this long did not die of what killed the one before.
const steadyMs = 10_000

interface State {
  running: RunningProcess | null
  /** The process that is about to end because we said so. */
  doomedPid: number | null
  wasReady: boolean
  isRestarting: boolean
  crashes: number
  /** Why it was given up. */
  failure: Error | null
}

/** Puts a process under supervision; nothing runs before `start`. */
export function supervise(options: Supervision): Supervised {
  const state: State = { running: null, doomedPid: null, wasReady: false, isRestarting: false, crashes: 0, failure: null }
  const stopped = new AbortController()
  let kept: Promise<void> = Promise.resolve()

  const isReadyNow = async (): Promise<boolean> => {
    if (state.failure !== null) throw state.failure
    if (stopped.signal.aborted) throw new Error(`${options.name} was stopped before it was ready.`)
    return state.running !== null && state.running.pid !== state.doomedPid && (await options.isReady())
  }
  const waitReady = async (timeoutMs = readyTimeoutMs): Promise<void> => {
    await waitUntil(`${options.name} is not ready`, { timeoutMs, intervalMs: 40 }, isReadyNow)
  }

  return {
    start: async () => {
      kept = keepRunning(options, state, stopped.signal).catch((error: unknown) => {
        state.failure = error instanceof Error ? error : new Error(String(error))
      })
      await waitReady()
      state.wasReady = true
    },
    pid: () => state.running?.pid ?? null,
    kill: (signal) => {
      if (state.running === null) return
      if (signal !== 'SIGSTOP' && signal !== 'SIGCONT') state.doomedPid = state.running.pid
      process.kill(state.running.pid, signal)
    },
    waitReady,
    restart: async () => {
      state.isRestarting = state.running !== null
      state.doomedPid = state.running?.pid ?? null
      await state.running?.stop()
      await waitReady()
    },
    stop: async () => {
      stopped.abort()
      await state.running?.stop()
      await kept
    },
  }
}

async function keepRunning(options: Supervision, state: State, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    const launchedAt = Date.now()
    const how = await runOnce(options, state, stopped)
    if (stopped.aborted) return
    if (state.isRestarting) {
      state.isRestarting = false
      continue
    }
    if (!state.wasReady)
      throw new CommandError(`${options.name} did not start (${how}). The end of ${options.logFile}:\n${readLogTail(options.logFile)}`)
    state.crashes = Date.now() - launchedAt > steadyMs ? 0 : state.crashes + 1
    const delayMs = Math.min(restartDelayMsMax, restartDelayMsMin * 2 ** state.crashes)
    options.report(`${options.name} ended (${how}); it starts again in ${String(delayMs / 1000)} s. Log: ${options.logFile}`)
    await pause(delayMs, undefined, { signal: stopped }).catch(() => undefined)
  }
}

/** Launches the process and waits until it has ended; returns how. */
async function runOnce(options: Supervision, state: State, stopped: AbortSignal): Promise<string> {
  let running: RunningProcess
  try {
    running = await options.launch()
  } catch (error) {
    if (!state.wasReady) throw error
    return error instanceof Error ? error.message : String(error)
  }
  state.running = running
  // Stopped while it was being launched: nobody could know this process.
  if (stopped.aborted) await running.stop()
  if (state.wasReady) void reportComeback(options, state, running)
  const how = await running.exited
  state.running = null
  return how
}

async function reportComeback(options: Supervision, state: State, running: RunningProcess): Promise<void> {
  try {
    const isOver = async (): Promise<boolean> => state.running !== running || (await options.isReady())
    await waitUntil(`${options.name} is not ready`, { timeoutMs: readyTimeoutMs, intervalMs: 40 }, isOver)
    if (state.running === running) options.report(`${options.name} is ready again.`)
  } catch (error) {
    options.report(`${error instanceof Error ? error.message : String(error)}. Log: ${options.logFile}`)
  }
}

/** True when a GET of `url` is answered with 200 within a second. */
export async function isHealthy(url: string): Promise<boolean> {
  return await new Promise((resolve) => {
    const request = get(url, { timeout: 1_000, agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => {
      resolve(false)
    })
  })
}
