import { setTimeout as pause } from 'node:timers/promises'

interface WaitOptions {
  readonly timeoutMs: number
  readonly intervalMs?: number
}

/**
 * Asks `check` again and again until it answers something other than `false`, and returns that.
 * Throws `what` when the deadline passes first; an error thrown by `check` ends the wait at once.
 */
export async function waitUntil<T>(what: string, options: WaitOptions, check: () => Promise<T | false> | T | false): Promise<T> {
  const deadline = Date.now() + options.timeoutMs
  for (;;) {
    const answer = await check()
    if (answer !== false) return answer
    if (Date.now() >= deadline) throw new Error(`${what}: not within ${String(options.timeoutMs / 1000)} s`)
    await pause(options.intervalMs ?? 20)
  }
}
