import type { IncomingMessage, ServerResponse } from 'node:http'

const methods = 'GET, POST'
const requestHeaders =
  'authorization, content-type, x-request-id, traceparent, apollo-require-preflight, x-apollo-operation-name, last-event-id'

/**
 * Lets pages of the allowed origins, compared whole, read the answer; all others get no CORS
 * header and their browsers keep it from them. Returns true when this was a preflight: it is answered then.
 */
export function answerCors(origins: ReadonlySet<string>, request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader('vary', 'origin')
  const { origin } = request.headers
  const isAllowed = origin !== undefined && origins.has(origin)
  if (isAllowed) {
    response.setHeader('access-control-allow-origin', origin)
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after')
  }
  if (request.method !== 'OPTIONS') return false
  if (isAllowed) {
    response.setHeader('access-control-allow-methods', methods)
    response.setHeader('access-control-allow-headers', requestHeaders)
    response.setHeader('access-control-max-age', '600')
  }
  response.writeHead(204).end()
  return true
}
