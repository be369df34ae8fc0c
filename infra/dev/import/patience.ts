import { AppError } from '@iommi/shared/errors'
import { setTimeout as pause } from 'node:timers/promises'
import { CommandError } from '../command.ts'

/** How long to go on with a service that fails. */
export interface Patience {
  /** From the first failure of a call; a failure that tells of no outage is given a tenth of it. */
  readonly giveUpAfterMs: number
  /** Told once when a service begins to fail. */
  readonly onOutage?: (service: string) => void
}

const delayMsMin = 100
const delayMsMax = 3_000

/**
 * Repeats a call that may be repeated until it succeeds, with growing pauses. Throws one line that says how to go on when a service does
 * not come back in time or does not let us in. BAD_USER_INPUT and what is no AppError is thrown as it is.
 */
export async function callPatiently<Answer>(service: string, patience: Patience, call: () => Promise<Answer>): Promise<Answer> {
  let failingSinceMs: number | null = null
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'BAD_USER_INPUT') throw error
      if (error.code === 'FORBIDDEN' || error.code === 'UNAUTHENTICATED') {
        throw new CommandError(`The ${service} subgraph refused the call: ${error.message}`, { cause: error })
      }
      failingSinceMs ??= performance.now()
      const limitMs = error.retryable ? patience.giveUpAfterMs : patience.giveUpAfterMs / 10
      if (performance.now() - failingSinceMs >= limitMs) throw gaveUp(service, limitMs, error)
      if (attempt === 0) patience.onOutage?.(service)
    }
    await pause(Math.min(delayMsMax, delayMsMin * 2 ** attempt))
  }
}

function gaveUp(service: string, limitMs: number, error: AppError): CommandError {
  const cause = error.cause instanceof Error && error.cause.message !== '' ? ` (${error.cause.message})` : ''
  return new CommandError(
    `The ${service} subgraph has been failing for ${String(Math.round(limitMs / 1000))} s: ${error.message}${cause} ` +
      'What was sent is kept: once it works again, run the same command and it continues where it stopped.',
    { cause: error },
  )
}
