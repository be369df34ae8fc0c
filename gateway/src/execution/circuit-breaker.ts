import { BrokenCircuitError, CircuitState, circuitBreaker, CountBreaker, handleWhen } from 'cockatiel'
import { AppError } from '@iommi/shared/errors'

/** How a circuit breaker works. */
export interface BreakerOptions {
  /** How long nobody is let through before one call tries again. Milliseconds. */
  readonly openMs: number
  /** Whether an error says that the other side is in trouble. */
  readonly isFailure: (error: unknown) => boolean
  /** Whether an error says nothing about the other side: it must not close an open breaker. */
  readonly isUnknown: (error: unknown) => boolean
  readonly onChange: (state: BreakerState) => void
}

/** Closed lets everybody through, open nobody, half-open one call at a time. */
export type BreakerState = 'closed' | 'open' | 'half-open'

/** Stops calls to what does not answer. */
export interface Breaker {
  /** Runs `call`, or throws UPSTREAM_UNAVAILABLE at once while the breaker is open. */
  run<Result>(call: () => Promise<Result>): Promise<Result>
}

// Of the last 20 calls, once there are 5: half of them failed.
const windowCalls = 20
const callsMin = 5
// The library opens above this share, not at it.
const failedShare = 0.49

/** A breaker that opens when half of the last calls failed. */
export function openBreaker({ openMs, isFailure, isUnknown, onChange }: BreakerOptions): Breaker {
  const policy = circuitBreaker(
    handleWhen((error) => isFailure(error) || (policy.state === CircuitState.HalfOpen && isUnknown(error))),
    { halfOpenAfter: openMs, breaker: new CountBreaker({ threshold: failedShare, size: windowCalls, minimumNumberOfCalls: callsMin }) },
  )
  policy.onStateChange(() => onChange(stateNames[policy.state]))
  return {
    run: async (call) => {
      // The library would let them wait for the one that tries.
      if (policy.state === CircuitState.HalfOpen) throw unavailable()
      try {
        return await policy.execute(call)
      } catch (error) {
        throw error instanceof BrokenCircuitError ? unavailable() : error
      }
    },
  }
}

const stateNames: Readonly<Record<CircuitState, BreakerState>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
}

function unavailable(): AppError {
  return new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system does not answer right now.', { retryable: true })
}
