import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '@iommi/shared/errors'
import { readBody } from '@iommi/shared/http-server'
import type { Logger } from '@iommi/shared/telemetry'
import { Refusal } from '../refusal.ts'
import { readLogoutToken } from './logout-token.ts'
import type { Revocations } from './revocations.ts'
import type { TrustedIssuer } from './signed-token.ts'

/** What `/backchannel-logout` needs. */
export interface LogoutEndpoint {
  readonly issuers: readonly TrustedIssuer[]
  readonly revocations: Revocations
  readonly log: Logger
  /** The clock: UTC. */
  readonly now: () => Date
}

interface Outcome {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** The error code and its description; left out on success. */
  readonly problem?: readonly [code: string, description: string]
}

const bodyBytesMax = 16_384

/**
 * Answers a provider's notice that somebody has logged out (OpenID Connect Back-Channel Logout 1.0 §2.5–2.8). 200 means that every
 * gateway will know within two seconds; 503 that this one knows and the others may not: the provider has to send it again.
 */
export async function answerLogout(endpoint: LogoutEndpoint, exchange: LogoutExchange): Promise<void> {
  const { status, headers, problem } = await logOut(endpoint, exchange)
  const { request, response, requestId } = exchange
  if (problem !== undefined) endpoint.log.warn({ requestId, status, reason: problem[1] }, 'logout refused')
  // Gone while it was still sending, or before there was an answer.
  if (response.destroyed || (request.destroyed && !request.complete)) return
  response.writeHead(status, { 'cache-control': 'no-store', ...headers, ...(problem === undefined ? {} : { 'content-type': jsonType }) })
  response.end(problem === undefined ? undefined : JSON.stringify({ error: problem[0], error_description: problem[1] }))
}

/** A request for `/backchannel-logout`. */
export interface LogoutExchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly requestId: string
}

const jsonType = 'application/json; charset=utf-8'

async function logOut(endpoint: LogoutEndpoint, { request, requestId }: LogoutExchange): Promise<Outcome> {
  if (request.method !== 'POST') return refused(405, 'Only POST is answered here.', { allow: 'POST' })
  try {
    const token = await readToken(request)
    if (typeof token !== 'string') return token
    const { revocation, notice } = await readLogoutToken(endpoint.issuers, token, endpoint.now())
    const isNew = await endpoint.revocations.revoke(revocation, notice)
    if (!isNew) return refused(400, 'This logout token has been used before.')
    endpoint.log.info({ requestId, dependency: revocation.issuer, reason: revocation.of }, 'logged out')
    return { status: 200 }
  } catch (error) {
    return outcomeOf(error)
  }
}

async function readToken(request: IncomingMessage): Promise<string | Outcome> {
  const [type = ''] = (request.headers['content-type'] ?? '').split(';', 1)
  if (type.trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    return refused(400, 'The body must be application/x-www-form-urlencoded.')
  }
  const body = await readBody(request, bodyBytesMax)
  if (body === null) return refused(413, `A logout may have at most ${String(bodyBytesMax)} bytes.`, { connection: 'close' })
  const [token, ...others] = new URLSearchParams(body.toString()).getAll('logout_token')
  if (token === undefined || others.length > 0) return refused(400, 'The form must have the parameter logout_token once.')
  return token
}

function outcomeOf(error: unknown): Outcome {
  if (error instanceof Refusal && error.code === 'UNAUTHENTICATED') return refused(400, error.message)
  if (!(error instanceof AppError) || error.code !== 'UPSTREAM_UNAVAILABLE') throw error
  return { status: 503, headers: { 'retry-after': '1' }, problem: ['temporarily_unavailable', error.message] }
}

function refused(status: number, description: string, headers: Readonly<Record<string, string>> = {}): Outcome {
  return { status, headers, problem: ['invalid_request', description] }
}
