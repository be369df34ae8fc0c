import type { IncomingMessage } from 'node:http'
import { newId } from '@iommi/shared/ids'

const requestIdPattern = /^[A-Za-z0-9_-]{1,100}$/

/** The caller's `x-request-id` where it is harmless, otherwise a new id. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && requestIdPattern.test(given) ? given : newId('request')
}

/** What the caller says about its trace; null where it says nothing. */
export function traceparentOf(request: IncomingMessage): string | null {
  const given = request.headers['traceparent']
  return typeof given === 'string' ? given : null
}

/** The path of the request's URL, without the query. */
export function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

/** What follows the path, question mark included. */
export function searchOf(request: IncomingMessage): string {
  return (request.url ?? '/').slice(pathOf(request).length)
}
