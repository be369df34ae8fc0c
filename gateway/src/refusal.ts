import { HeaderMap } from '@apollo/server'
import { AppError } from '@iommi/shared/errors'
import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { statusOfCode, type PublicCode } from './error-codes.ts'
import { withRequestId } from './public-error.ts'

/** A request refused as a whole. The message goes to the client. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly code: PublicCode
  readonly headers: Readonly<Record<string, string>>
  readonly isRetryable: boolean

  constructor(
    code: PublicCode,
    publicMessage: string,
    options: { readonly headers?: Readonly<Record<string, string>>; readonly isRetryable?: boolean; readonly cause?: unknown } = {},
  ) {
    super(publicMessage, { cause: options.cause })
    this.code = code
    this.headers = options.headers ?? {}
    this.isRetryable = options.isRetryable ?? false
  }

  get status(): number {
    return statusOfCode[this.code]
  }
}

/** A caller we do not know. The message says what is wrong with the token and quotes nothing of it. */
export function unauthenticated(publicMessage: string, cause?: unknown): Refusal {
  return new Refusal('UNAUTHENTICATED', publicMessage, { headers: { 'www-authenticate': 'Bearer' }, cause })
}

/** What a thrown value means for the whole request: refusals and AppErrors as they are, anything else as a bug of ours. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  if (error instanceof AppError) {
    const headers: Record<string, string> = error.retryable ? { 'retry-after': '1' } : {}
    return new Refusal(error.code, error.message, { headers, isRetryable: error.retryable, cause: error.cause })
  }
  return new Refusal('INTERNAL_SERVER_ERROR', 'Internal server error', { cause: error })
}

/** Whether a thrown value is a failure, ours or of what we depend on: a refusal for a rule or for want of room is none. */
export function isFailure(error: unknown): boolean {
  const isIntended = error instanceof Refusal && error.cause === undefined
  return !isIntended && toRefusal(error).status >= 500
}

/** The refusal as clients see it, on whatever transport. */
export function shownRefusal({ code, message, isRetryable }: Refusal, requestId: string): GraphQLFormattedError {
  return withRequestId({ message, extensions: { code, ...(isRetryable ? { retryable: true } : {}) } }, requestId)
}

/** The refusal as an error that Apollo Server answers with its status and headers. */
export function toGraphQLError(refusal: Refusal): GraphQLError {
  return new GraphQLError(refusal.message, {
    extensions: {
      code: refusal.code,
      ...(refusal.isRetryable ? { retryable: true } : {}),
      http: { status: refusal.status, headers: new HeaderMap(Object.entries(refusal.headers)) },
    },
  })
}
