/** Every failure a client can see besides `INTERNAL_SERVER_ERROR`. Adding one is an API change: describe it in the README. */
export type ErrorCode = 'BAD_USER_INPUT' | 'UNAUTHENTICATED' | 'FORBIDDEN' | 'CONFLICT' | 'RATE_LIMITED' | 'UPSTREAM_UNAVAILABLE'

/**
 * A failure the caller is told about, its message included. Any other thrown
 * value is a bug: the gateway reports it as INTERNAL_SERVER_ERROR with the request id only.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: ErrorCode
  /** True when the same call may succeed later unchanged. */
  readonly retryable: boolean

  constructor(code: ErrorCode, publicMessage: string, options: { readonly cause?: unknown; readonly retryable?: boolean } = {}) {
    super(publicMessage, { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
  }
}

/** A broken assumption of ours. Its message is logged, never shown. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/** States what must hold. A violation is our bug, never the user's. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (condition === false || condition === null || condition === undefined) throw new InvariantError(message)
}
