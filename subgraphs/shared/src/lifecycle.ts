import type { Logger } from './telemetry.ts'

/**
 * Runs `drain` once when the process is asked to stop (SIGTERM, SIGINT) or its launcher dies
 * (the IPC channel closes), then exits; exits with 1 when draining takes longer than `timeoutMs`.
 */
export function stopOnSignals(log: Logger, timeoutMs: number, drain: () => Promise<void>): void {
  let isStopping = false
  const stop = (signal: string): void => {
    if (isStopping) return
    isStopping = true
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), timeoutMs).unref()
    drain().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', () => stop('SIGTERM'))
  process.once('SIGINT', () => stop('SIGINT'))
  process.once('disconnect', () => stop('launcher gone'))
}

/** A loop in the background of a process. */
export interface Loop {
  /** Resolves when the round under way has ended. */
  stop(): Promise<void>
}

/** How a loop goes. */
export interface LoopOptions {
  readonly name: string
  readonly idleMs: number
  readonly log: Logger
  /** Has its listener called when there is something to do before `idleMs` are over; returns what ends that. */
  readonly onWake?: ((listener: () => void) => () => void) | undefined
}

// However often a loop is woken: what comes at about the same time is one round's work.
const wakeGapMs = 10

/**
 * Repeats `round` until stopped: at once while it returns true (there is more to do), otherwise
 * after `idleMs`, or when it is woken. A round that throws is logged and tried again, later each time up to 5 s.
 */
export function startLoop(options: LoopOptions, round: (signal: AbortSignal) => Promise<boolean>): Loop {
  const stopped = new AbortController()
  let woken = new AbortController()
  const stopListening = options.onWake?.(() => woken.abort())
  const rest = async (): Promise<void> => {
    await pause(wakeGapMs, stopped.signal)
    await pause(Math.max(0, options.idleMs - wakeGapMs), woken.signal)
  }
  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopped.signal.aborted) {
      try {
        // Before looking: what comes from here on is looked at again.
        woken = new AbortController()
        const hasMore = await round(stopped.signal)
        failures = 0
        if (!hasMore) await rest()
      } catch (error) {
        if (stopped.signal.aborted) return
        failures += 1
        options.log.warn({ err: error, operation: options.name, attempt: failures }, 'background round failed')
        await pause(Math.min(5_000, options.idleMs * 2 ** failures), stopped.signal)
      }
    }
  }
  const done = run()
  return {
    stop: async () => {
      stopListening?.()
      stopped.abort()
      woken.abort()
      await done
    },
  }
}

/** Waits `ms`, or less when `signal` aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}

/** Resolves once `work` has ended, in whatever way, and after `timeoutMs` at the latest; keeps no process alive by itself. */
export async function endedWithin(timeoutMs: number, work: Promise<unknown>): Promise<void> {
  const late = new Promise<void>((resolve) => void setTimeout(resolve, timeoutMs).unref())
  const ended = work.then(
    () => undefined,
    () => undefined,
  )
  await Promise.race([ended, late])
}
