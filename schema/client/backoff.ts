/** Longest wait between two attempts unless told otherwise. */
export const defaultWaitMsMax = 15_000

/** Milliseconds to wait before the attempt after `failures` failed ones: doubling from one second to `waitMsMax`, at random between a quarter and the whole of it. */
export function jitteredWaitMs(failures: number, waitMsMax: number): number {
  return Math.min(waitMsMax, 1_000 * 2 ** failures) * (0.25 + 0.75 * Math.random())
}

/** Waits between attempts of one thing. */
export interface Backoff {
  /** Whether an action is still to be run. */
  readonly isWaiting: () => boolean
  /** Runs `action` after a wait that grows with each call since the last `reset`. */
  readonly later: (action: () => void) => void
  /** All is well again. */
  readonly reset: () => void
  /** What is still to be run is not. */
  readonly cancel: () => void
}

/** A backoff that has not failed yet; see `jitteredWaitMs`. */
export function openBackoff(waitMsMax: number): Backoff {
  let timer: ReturnType<typeof setTimeout> | null = null
  let failures = 0
  return {
    isWaiting: () => timer !== null,
    later: (action) => {
      const waitMs = jitteredWaitMs(failures, waitMsMax)
      failures += 1
      timer = setTimeout(() => {
        timer = null
        action()
      }, waitMs)
    },
    reset: () => {
      failures = 0
    },
    cancel: () => {
      if (timer !== null) clearTimeout(timer)
    },
  }
}
