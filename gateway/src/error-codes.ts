/**
 * Every code a client can see, with the HTTP status of a request that is refused as a whole for
 * it. Adding one is an API change: describe it in the README of this package.
 */
export const statusOfCode = {
  BAD_REQUEST: 400,
  BATCHING_NOT_ALLOWED: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  BAD_USER_INPUT: 400,
  TOKEN_LIMIT_EXCEEDED: 400,
  DEPTH_LIMIT_EXCEEDED: 400,
  ALIAS_LIMIT_EXCEEDED: 400,
  ROOT_FIELD_LIMIT_EXCEEDED: 400,
  DIRECTIVE_LIMIT_EXCEEDED: 400,
  SELECTION_LIMIT_EXCEEDED: 400,
  PAGE_SIZE_LIMIT_EXCEEDED: 400,
  ALIAS_NOT_ALLOWED: 400,
  COST_LIMIT_EXCEEDED: 400,
  SUBSCRIPTION_TRANSPORT_REQUIRED: 400,
  PERSISTED_QUERY_NOT_FOUND: 200,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  OPERATION_NOT_REGISTERED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  CONFLICT: 409,
  OPERATION_EXPIRED: 410,
  OPERATION_INVALIDATED: 410,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  RATE_LIMITED: 429,
  SUBSCRIPTION_LIMIT_EXCEEDED: 429,
  INTERNAL_SERVER_ERROR: 500,
  UPSTREAM_UNAVAILABLE: 503,
  REQUEST_TIMEOUT: 503,
} as const

/** A code a client can see. */
export type PublicCode = keyof typeof statusOfCode

/** Whether a code may be shown to clients. */
export function isPublicCode(code: unknown): code is PublicCode {
  return typeof code === 'string' && Object.hasOwn(statusOfCode, code)
}

/** Of the codes of an answer the one that weighs most, by its HTTP status; null where there is none. */
export function worstCode(codes: readonly string[]): PublicCode | null {
  const [worst = null] = codes.filter(isPublicCode).toSorted((left, right) => statusOfCode[right] - statusOfCode[left])
  return worst
}

// What a subgraph may tell a client. Its complaints about a document are about ours, not the client's.
const subgraphCodes: ReadonlySet<string> = new Set<PublicCode>([
  'BAD_USER_INPUT',
  'FORBIDDEN',
  'CONFLICT',
  'RATE_LIMITED',
  'UPSTREAM_UNAVAILABLE',
  'REQUEST_TIMEOUT',
])

/** Whether a code that came with a subgraph's answer may be shown to clients. */
export function isPublicSubgraphCode(code: unknown): code is PublicCode {
  return isPublicCode(code) && subgraphCodes.has(code)
}
