import type { ServerResponse } from 'node:http'
import { shownRefusal, type Refusal } from './refusal.ts'

/** Refuses a request as a whole, in the form of a GraphQL answer. */
export function sendRefusal(response: ServerResponse, refusal: Refusal, requestId: string): void {
  sendText(response, refusal.status, {
    type: 'application/json; charset=utf-8',
    text: JSON.stringify({ errors: [shownRefusal(refusal, requestId)] }),
    headers: refusal.headers,
  })
}

/** Sends an answer that nobody but the caller may keep, unless `cacheControl` says otherwise. Says nothing to a client that has gone. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: {
    readonly type: string
    readonly text: string
    readonly headers?: Readonly<Record<string, string>>
    readonly cacheControl?: string
  },
): void {
  if (response.destroyed || response.headersSent) return
  response.writeHead(status, { ...body.headers, 'content-type': body.type, 'cache-control': body.cacheControl ?? 'private, no-store' })
  response.end(body.text)
}
