import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { newId } from '@iommi/shared/ids'

const requestIdPattern = /^[A-Za-z0-9_-]{1,100}$/
// https://www.w3.org/TR/trace-context/#traceparent-header-field-values, version 00; all-zero ids are invalid.
const traceparentPattern = /^00-(?<traceId>(?!0{32})[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?<flags>[0-9a-f]{2})$/

/** The caller's `x-request-id` where it is harmless, otherwise a new id. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && requestIdPattern.test(given) ? given : newId('request')
}

/** The trace this request belongs to: the caller's where its `traceparent` is valid, otherwise a new one. The span is always ours. */
export function traceparentOf(request: IncomingMessage): string {
  const given = request.headers['traceparent']
  const { traceId, flags } = traceparentPattern.exec(typeof given === 'string' ? given : '')?.groups ?? {}
  return `00-${traceId ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '01'}`
}

/** The path of the request's URL, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

/** What follows the path, question mark included. */
export function searchOf(request: IncomingMessage): string {
  return (request.url ?? '/').slice(pathOf(request).length)
}
