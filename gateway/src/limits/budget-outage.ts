import type { Logger } from '@iommi/shared/telemetry'

/** Tells whether something outside is there, and asks it only while it is. */
export interface OutageGuard {
  /**
   * What `run` came to; null while the other side is away, at once, or once it has failed or not answered in time. What an answer
   * that came too late is good for is `onLate`'s business. Never fails.
   */
  readonly attempt: <Answer>(run: () => Promise<Answer>, onLate?: (answer: Answer) => void) => Promise<Answer | null>
}

/** What an outage is known by. */
export interface OutageOptions {
  /** How long an answer may take. */
  readonly waitMs: number
  /** Succeeds when the other side is there again. Asked as long as somebody attempts something, never twice at a time. */
  readonly probe: () => Promise<unknown>
  /** Time between the end of a probe and the next. */
  readonly probeIntervalMs: number
  readonly now: () => Date
  readonly log: Logger
}

const late = Symbol('late')

/** Makes a guard that believes the other side is there. Logs once when it goes away and once when it is back. */
export function outageGuard({ waitMs, probe, probeIntervalMs, now, log }: OutageOptions): OutageGuard {
  let isAway = false
  let isProbing = false
  let probedAtMs = 0
  const tryAgain = async (): Promise<void> => {
    isProbing = true
    try {
      await probe()
      isAway = false
      log.info({ dependency: 'redis' }, 'budgets shared again')
    } catch {
      probedAtMs = now().getTime()
    } finally {
      isProbing = false
    }
  }
  const goAway = (error: unknown): void => {
    if (isAway) return
    isAway = true
    log.warn({ err: error, dependency: 'redis' }, 'budgets not shared')
    void tryAgain()
  }
  return {
    attempt: async (run, onLate) => {
      if (isAway) {
        // Also when the clock was put back.
        if (!isProbing && Math.abs(now().getTime() - probedAtMs) >= probeIntervalMs) void tryAgain()
        return null
      }
      try {
        const running = run()
        const answer = await within(waitMs, running)
        if (answer !== late) return answer
        goAway(new Error(`no answer within ${String(waitMs)} ms`))
        running.then(onLate, () => undefined)
      } catch (error) {
        goAway(error)
      }
      return null
    },
  }
}

async function within<Answer>(waitMs: number, running: Promise<Answer>): Promise<Answer | typeof late> {
  return await new Promise((resolve, reject) => {
    // A process that was busy has answers waiting to be read: they are, before the second step.
    const timer = setTimeout(() => setImmediate(() => resolve(late)), waitMs)
    running.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
