import { AppError } from '@iommi/shared/errors'
import { UnexpectedStatus } from '@iommi/shared/internal-client'

/**
 * Why a call of a subgraph failed. `unreachable`: the connection could not be made or broke; `overloaded`: status 503;
 * `failed`: another status above 499; `too-slow`: no answer in time; `abandoned`: our client went away or its time was up;
 * `unusable`: anything else, such as an answer nobody understands or a refused token.
 */
export type CallFailure = 'unreachable' | 'overloaded' | 'failed' | 'too-slow' | 'abandoned' | 'unusable'

const connectionErrors: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_SOCKET',
])

const slownessErrors: ReadonlySet<string> = new Set(['ETIMEDOUT', 'UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT'])

/** What an error of an internal call stands for; `signal` is the one of the request that the call was made for. */
export function callFailureOf(error: unknown, signal: AbortSignal): CallFailure {
  if (signal.aborted) return 'abandoned'
  const cause = error instanceof AppError ? error.cause : error
  if (cause instanceof UnexpectedStatus) {
    if (cause.status === 503) return 'overloaded'
    return cause.status >= 500 ? 'failed' : 'unusable'
  }
  if (cause instanceof DOMException && cause.name === 'TimeoutError') return 'too-slow'
  const code = codeOf(cause)
  if (slownessErrors.has(code)) return 'too-slow'
  return connectionErrors.has(code) ? 'unreachable' : 'unusable'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
