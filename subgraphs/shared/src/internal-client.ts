import { Pool, type Dispatcher } from 'undici'
import { AppError } from './errors.ts'
import { signInternalToken } from './internal-token.ts'
import { secondsSince, type CallOutcome, type Metrics } from './metrics.ts'
import type { Actor } from './request-context.ts'
import { currentTraceparent, inSpanOf } from './tracing.ts'

/** For whom a call is made, and how long the caller still waits. */
export interface CallContext {
  readonly tenantId: string
  readonly actor: Actor
  readonly onBehalfOf?: string
  readonly requestId: string
  readonly traceparent: string | null
  readonly signal: AbortSignal
  /** When the caller stops waiting, on the clock of `performance.now()`; the service is told how long that still is. */
  readonly deadlineMs?: number
}

/** A connection pool to one service of ours. */
export interface InternalClient {
  /**
   * Sends a GraphQL request (JSON text) under a token of its own and resolves to the JSON text of
   * the answer. UPSTREAM_UNAVAILABLE when the service is away, slow, or answers nonsense.
   */
  post(context: CallContext, body: string): Promise<string>
  close(): Promise<void>
}

/** Whom to call and how. */
export interface InternalClientOptions {
  readonly caller: string
  readonly callee: string
  readonly url: string
  /** The pair's key, hexadecimal. */
  readonly key: string
  readonly timeoutMs?: number
  readonly connections?: number
  readonly metrics?: Metrics | undefined
}

/** The cause of UPSTREAM_UNAVAILABLE where a service answered with a status other than 200. */
export class UnexpectedStatus extends Error {
  override readonly name = 'UnexpectedStatus'
  readonly status: number

  constructor(status: number) {
    super(`status ${String(status)}`)
    this.status = status
  }
}

const timeoutMsUsual = 3_000
const answerBytesMax = 5 * 1024 * 1024

/** A client for `callee`; calls end after `timeoutMs` (3 s) at the latest. */
export function internalClient(options: InternalClientOptions): InternalClient {
  const { caller, callee, url, key, timeoutMs = timeoutMsUsual, connections = 32 } = options
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, {
    connections,
    keepAliveTimeout: 60_000,
    // The deadline of a call is about both.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Also of an answer that does not say how long it is.
    maxResponseSize: answerBytesMax,
    connect: { timeout: 1_000 },
  })
  return {
    post: async (context, body) =>
      await observed(options, context, async (deadline) => {
        const token = signInternalToken(key, { caller, callee, body, ...context }, new Date())
        const traceparent = currentTraceparent(context.traceparent)
        const response = await pool.request({
          method: 'POST',
          path: pathname,
          body,
          signal: AbortSignal.any([context.signal, deadline]),
          headers: {
            'content-type': 'application/json',
            authorization: `Internal ${token}`,
            'x-request-id': context.requestId,
            'x-timeout-ms': String(remainingMs(context, timeoutMs)),
            ...(traceparent === null ? {} : { traceparent }),
          },
        })
        return await readAnswer(response)
      }),
    close: () => pool.close(),
  }
}

/** Makes the call in a span, until its deadline, and counts it; what goes wrong becomes UPSTREAM_UNAVAILABLE. */
async function observed(
  { callee, metrics, timeoutMs = timeoutMsUsual }: InternalClientOptions,
  context: CallContext,
  send: (deadline: AbortSignal) => Promise<string>,
): Promise<string> {
  const startMs = performance.now()
  const deadline = startDeadline(timeoutMs)
  const call = async (): Promise<string> => await send(deadline.signal)
  const wish = { name: `call ${callee}`, kind: 'client', attributes: { 'peer.service': callee } } as const
  try {
    const answer = await inSpanOf(currentTraceparent(context.traceparent), wish, call)
    metrics?.call({ callee, outcome: 'ok' }, secondsSince(startMs))
    return answer
  } catch (error) {
    metrics?.call({ callee, outcome: outcomeOf(error, context.signal) }, secondsSince(startMs))
    throw error instanceof AppError ? error : unavailable(error)
  } finally {
    deadline.clear()
  }
}

/**
 * Like `AbortSignal.timeout`, but what has come by then is read first: an answer does not count as late because this process was busy
 * while it came.
 */
function startDeadline(ms: number): { readonly signal: AbortSignal; readonly clear: () => void } {
  const over = new AbortController()
  const end = (): void => over.abort(new DOMException('The call took too long.', 'TimeoutError'))
  const timer = setTimeout(() => setImmediate(end), ms)
  return { signal: over.signal, clear: () => clearTimeout(timer) }
}

function outcomeOf(error: unknown, signal: AbortSignal): CallOutcome {
  if (signal.aborted) return 'abandoned'
  return error instanceof Error && error.name === 'TimeoutError' ? 'too_slow' : 'failed'
}

function remainingMs({ deadlineMs }: CallContext, timeoutMs: number): number {
  if (deadlineMs === undefined) return timeoutMs
  return Math.max(1, Math.min(timeoutMs, Math.ceil(deadlineMs - performance.now())))
}

async function readAnswer(response: Dispatcher.ResponseData): Promise<string> {
  if (response.statusCode !== 200) {
    await response.body.dump()
    throw unavailable(new UnexpectedStatus(response.statusCode))
  }
  if (Number(response.headers['content-length'] ?? 0) > answerBytesMax) {
    await response.body.dump({ limit: 0 })
    throw unavailable(new Error('answer too large'))
  }
  const text = await response.body.text()
  if (text.length > answerBytesMax) throw unavailable(new Error('answer too large'))
  return text
}

function unavailable(cause: unknown): AppError {
  return new AppError('UPSTREAM_UNAVAILABLE', 'A part of the system does not answer right now.', { cause, retryable: true })
}
