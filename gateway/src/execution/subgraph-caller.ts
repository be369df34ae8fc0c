import { pause } from '@iommi/shared/lifecycle'
import type { CallContext, InternalClient } from '@iommi/shared/internal-client'
import type { Logger } from '@iommi/shared/telemetry'
import { callFailureOf, type CallFailure } from './call-failure.ts'
import { openBreaker, type Breaker } from './circuit-breaker.ts'
import { retryBudget, type RetryBudget } from './retry-budget.ts'

/** Calls one subgraph, as long as it makes sense. */
export interface SubgraphCaller {
  /**
   * Like `InternalClient.post`. A read that did not get through is sent once more while there is time and budget for it;
   * nothing else is ever sent twice. UPSTREAM_UNAVAILABLE at once while the subgraph's circuit breaker is open.
   */
  readonly call: (context: CallContext, body: string, kind: 'read' | 'write') => Promise<string>
  /** The same for operations of the gateway's own, sent once. */
  readonly client: InternalClient
}

/** How a subgraph is called. */
export interface SubgraphCallerOptions {
  readonly subgraph: string
  readonly client: InternalClient
  readonly log: Logger
  /** How long all attempts of one call may take together. */
  readonly timeoutMs: number
  /** How long an open circuit breaker stays open. Default two seconds. */
  readonly openMs?: number
}

const retryable: ReadonlySet<CallFailure> = new Set(['unreachable', 'overloaded'])
const troubles: ReadonlySet<CallFailure> = new Set(['unreachable', 'overloaded', 'failed', 'too-slow'])
const pauseMs = 50

interface Calling {
  readonly client: InternalClient
  readonly breaker: Breaker
  readonly budget: RetryBudget
  readonly timeoutMs: number
}

/** A failed attempt, and what it says of the subgraph. */
class FailedAttempt extends Error {
  override readonly name = 'FailedAttempt'
  readonly failure: CallFailure

  constructor(failure: CallFailure, cause: unknown) {
    super(failure, { cause })
    this.failure = failure
  }
}

/** A caller with a circuit breaker and a budget of retries of its own. */
export function openSubgraphCaller({ subgraph, client, log, timeoutMs, openMs = 2_000 }: SubgraphCallerOptions): SubgraphCaller {
  const breaker = openBreaker({
    openMs,
    isFailure: (error) => error instanceof FailedAttempt && troubles.has(error.failure),
    isUnknown: (error) => error instanceof FailedAttempt && error.failure === 'abandoned',
    onChange: (state) => log.warn({ subgraph, reason: state }, 'circuit breaker changed'),
  })
  const calling: Calling = { client, breaker, budget: retryBudget(), timeoutMs }
  const call: SubgraphCaller['call'] = (context, body, kind) => callTwice(calling, { context, body, isRepeatable: kind === 'read' })
  return {
    call,
    client: { post: (context, body) => call(context, body, 'write'), close: () => client.close() },
  }
}

interface Call {
  readonly context: CallContext
  readonly body: string
  readonly isRepeatable: boolean
}

async function callTwice(calling: Calling, { context, body, isRepeatable }: Call): Promise<string> {
  const endsMs = performance.now() + calling.timeoutMs
  const { signal } = context
  calling.budget.deposit()
  try {
    return await attempt(calling, { context, body, signal })
  } catch (error) {
    const mayRepeat = isRepeatable && error instanceof FailedAttempt && retryable.has(error.failure)
    if (!mayRepeat || !calling.budget.withdraw()) throw withoutAttempt(error)
  }
  await pause(pauseMs, signal)
  const within = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(endsMs - performance.now())))])
  const deadlineMs = Math.min(context.deadlineMs ?? endsMs, endsMs)
  try {
    return await attempt(calling, { context: { ...context, signal: within, deadlineMs }, body, signal })
  } catch (error) {
    throw withoutAttempt(error)
  }
}

/** `signal` is the request's own: an attempt that it ends says nothing about the subgraph. */
async function attempt(
  { client, breaker }: Calling,
  { context, body, signal }: { readonly context: CallContext; readonly body: string; readonly signal: AbortSignal },
): Promise<string> {
  return await breaker.run(async () => {
    try {
      return await client.post(context, body)
    } catch (error) {
      throw new FailedAttempt(callFailureOf(error, signal), error)
    }
  })
}

function withoutAttempt(error: unknown): unknown {
  return error instanceof FailedAttempt ? error.cause : error
}
