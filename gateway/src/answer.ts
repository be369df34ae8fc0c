import type { ServerResponse } from 'node:http'
import { withRequestId } from './public-error.ts'
import type { Refusal } from './refusal.ts'

/** Refuses a request as a whole, in the form of a GraphQL answer. */
export function sendRefusal(response: ServerResponse, refusal: Refusal, requestId: string): void {
  const extensions = { code: refusal.code, ...(refusal.isRetryable ? { retryable: true } : {}) }
  const error = withRequestId({ message: refusal.message, extensions }, requestId)
  sendText(response, refusal.status, {
    type: 'application/json; charset=utf-8',
    text: JSON.stringify({ errors: [error] }),
    headers: refusal.headers,
  })
}

/** Sends an answer that nobody but the caller may keep. Says nothing to a client that has gone. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: { readonly type: string; readonly text: string; readonly headers?: Readonly<Record<string, string>> },
): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...body.headers, 'content-type': body.type, 'cache-control': 'private, no-store' })
  response.end(body.text)
}
