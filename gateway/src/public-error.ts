import { GraphQLError, type GraphQLFormattedError } from 'graphql'
import { isPublicCode, isPublicSubgraphCode, type PublicCode } from './error-codes.ts'

/**
 * What a client is told of an error: those with a code on the list keep message, code and
 * `retryable`, all others become INTERNAL_SERVER_ERROR. No suggestions, subgraph names or stacks.
 * Every transport's errors pass through here.
 */
export function publicError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const place = {
    ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
    ...(formatted.path === undefined ? {} : { path: untilList(formatted.path) }),
  }
  const code = publicCode(formatted, error)
  if (code === null) return { message: 'Internal server error', ...place, extensions: { code: 'INTERNAL_SERVER_ERROR' } }
  const isRetryable = formatted.extensions?.['retryable'] === true
  return { message: withoutSuggestion(formatted.message), ...place, extensions: { code, ...(isRetryable ? { retryable: true } : {}) } }
}

/** An error with the id of the request it belongs to. */
export function withRequestId(error: GraphQLFormattedError, requestId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, requestId } }
}

/** The code of an error as the client sees it. */
export function codeOf(error: GraphQLFormattedError): string {
  const code = error.extensions?.['code']
  return isPublicCode(code) ? code : 'INTERNAL_SERVER_ERROR'
}

function publicCode({ extensions }: GraphQLFormattedError, error: unknown): PublicCode | null {
  const code = innermostCode(error) ?? extensions?.['code']
  const isAllowed = extensions?.['serviceName'] === undefined ? isPublicCode : isPublicSubgraphCode
  return isAllowed(code) && code !== 'INTERNAL_SERVER_ERROR' ? code : null
}

// Apollo Server wraps what a validation rule reports, and gives it a code of its own.
function innermostCode(error: unknown): unknown {
  if (!(error instanceof GraphQLError)) return null
  return innermostCode(error.originalError) ?? error.extensions['code']
}

// The gateway marks "each item of this list" by an @: no client could find that place.
function untilList(path: readonly (string | number)[]): readonly (string | number)[] {
  const list = path.indexOf('@')
  return list === -1 ? path : path.slice(0, list)
}

function withoutSuggestion(message: string): string {
  return message.replace(/ ?Did you mean [^]*$/, '')
}
