import type { ServerResponse } from 'node:http'

/** What a request is answered with: JSON, a page, or nothing but headers. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
  readonly html?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A form or a client that breaks a rule, as RFC 6749 §5.2 has it. */
export function badRequest(error: string, description: string): Answer {
  return { status: error === 'invalid_client' ? 401 : 400, body: { error, error_description: description } }
}

/** Sends an answer that nobody keeps. Any page may read it: those of a development gateway do, from another port. */
export function send(response: ServerResponse, { status, body, html, headers }: Answer): void {
  const type = html === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8'
  const text = html ?? (body === undefined ? undefined : JSON.stringify(body))
  response.writeHead(status, {
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': 'authorization, content-type',
    'cache-control': 'no-store',
    ...(text === undefined ? {} : { 'content-type': type }),
    ...headers,
  })
  response.end(text)
}
