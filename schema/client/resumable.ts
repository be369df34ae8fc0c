import type { GraphQLFormattedError } from 'graphql'
import type { FormattedExecutionResult, SubscribePayload } from 'graphql-ws'
import { defaultWaitMsMax, openBackoff } from './backoff.ts'
import { closeCodeOf, isFinalClose } from './connection.ts'
import { openQueue } from './message-queue.ts'
import { watchSilence } from './silence.ts'
import { openPosition } from './stream-position.ts'
import { subscribeAnew, type LiveClient } from './subscribe-anew.ts'

/** Settings of `resumable`; none is needed. */
export interface ResumableOptions {
  /** With this many messages not yet taken, the subscription is put down, and taken up again once they are; 1,000 unless told. */
  readonly bufferedMax?: number
  /** After this long without any message the connection is taken for dead and made anew; 75 s unless told: the server says something every 30 s. */
  readonly silenceMsMax?: number
  /** The longest wait between two attempts; 15 s unless told. */
  readonly waitMsMax?: number
}

/** The server refuses to go on with a subscription. */
export class SubscriptionError extends Error {
  override readonly name = 'SubscriptionError'
  /** `extensions.code` of the first error, for example OPERATION_INVALIDATED; null when the connection was refused. */
  readonly code: string | null
  /** The part of the schema that is gone, for OPERATION_INVALIDATED; else null. */
  readonly coordinate: string | null
  /** The close code of the connection, for example 4401 for a token that does not count; null when the operation was refused. */
  readonly closeCode: number | null
  /** The errors as the server sent them. */
  readonly errors: readonly GraphQLFormattedError[]

  constructor(errors: readonly GraphQLFormattedError[], closeCode: number | null = null) {
    const [first] = errors
    super(first?.message ?? `The server refuses the connection, close code ${String(closeCode)}.`)
    this.code = textOf(first?.extensions?.['code'])
    this.coordinate = textOf(first?.extensions?.['coordinate'])
    this.closeCode = closeCode
    this.errors = errors
  }
}

/**
 * Runs a subscription that takes the variable `after`, for as long as the caller iterates, over a graphql-ws client as it comes.
 * Whatever dies in between, each event is yielded exactly once and in order: the newest `cursor` seen is passed on as `after`.
 * Ends after ResyncRequired and when the server completes; throws a SubscriptionError when the server refuses to go on.
 */
export function resumable<Data = Record<string, unknown>>(
  client: LiveClient,
  operation: SubscribePayload,
  options: ResumableOptions = {},
): AsyncIterableIterator<FormattedExecutionResult<Data>> {
  if (!/\$after\b/.test(operation.query)) throw new Error('The operation must declare the variable $after and pass it on as `after`.')
  const { bufferedMax = 1_000, silenceMsMax = 75_000, waitMsMax = defaultWaitMsMax } = options
  const position = openPosition(operation)
  const backoff = openBackoff(waitMsMax)
  let putDown: (() => void) | null = null
  let isAnswered = false
  const begin = (): void => {
    if (putDown !== null || backoff.isWaiting()) return
    silence.heard()
    putDown = subscribeAnew<Data>(client, makePayload, { next: receive, error: onFailure, complete: () => finish() })
  }
  const pause = (): void => {
    putDown?.()
    putDown = null
  }
  const stop = (): void => {
    pause()
    backoff.cancel()
    silence.stop()
  }
  const finish = (error?: Error): void => {
    stop()
    queue.end(error)
  }
  const makePayload = (): SubscribePayload => {
    isAnswered = false
    return position.payload()
  }
  const receive = (result: FormattedExecutionResult<Data>): void => {
    silence.heard()
    if (!isAnswered && result.errors !== undefined && !result.data) return onFailure(result.errors)
    isAnswered = true
    backoff.reset()
    const step = position.advance(result)
    if (step === 'repeated') return
    queue.push(result)
    if (step === 'last') finish()
    else if (queue.size() >= bufferedMax) pause()
  }
  const onFailure = (error: unknown): void => {
    pause()
    const refusal = refusalOf(error)
    if (refusal === null) backoff.later(begin)
    else finish(refusal)
  }
  const queue = openQueue<FormattedExecutionResult<Data>>({ onEmpty: begin, onLeave: stop })
  const silence = watchSilence(silenceMsMax, () => {
    if (putDown !== null) client.terminate()
  })
  begin()
  return queue
}

// What would be met again: errors that do not say `retryable`, close codes that are final. Null for what may pass.
function refusalOf(failure: unknown): SubscriptionError | null {
  if (!Array.isArray(failure)) return isFinalClose(failure) ? new SubscriptionError([], closeCodeOf(failure)) : null
  // By protocol, and by graphql-ws's validation, a list is a list of errors.
  const errors = failure as readonly GraphQLFormattedError[]
  return errors.every(({ extensions }) => extensions?.['retryable'] === true) ? null : new SubscriptionError(errors)
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
