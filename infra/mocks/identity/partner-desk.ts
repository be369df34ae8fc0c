import type { IncomingMessage } from 'node:http'
import { badRequest, type Answer } from './answer.ts'
import type { IssuedSecret, PartnerClient, PartnerClients, PartnerProblem } from './partner-clients.ts'

const namePattern = /^[a-z][a-z0-9-]{1,39}$/
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const loopback: ReadonlySet<string | undefined> = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1'])

const refusals: Readonly<Record<PartnerProblem, Answer>> = {
  exists: conflict('exists', 'The partner has a client already.'),
  unknown: { status: 404, body: { error: 'unknown', error_description: 'There is no client of that partner.' } },
  'two-secrets': conflict('two-secrets', 'The partner has two secrets already: retire the older one first.'),
  'one-secret': conflict('one-secret', 'The partner has one secret only: rotate it first, or remove the client.'),
}

/** Whether the operator asks: a program on this machine. Pages are told apart by the origin that browsers send along. */
export function isOperator({ headers, socket }: IncomingMessage): boolean {
  return loopback.has(socket.remoteAddress) && headers.origin === undefined
}

/** Everybody who has a client; no secrets. */
export function listPartners(clients: PartnerClients): Answer {
  return { status: 200, body: { partners: clients.list() } }
}

/** Does what the operator asks for: `add` (form: `partner`, `tenant_id`), `rotate`, `retire` or `remove` (form: `partner`). */
export async function changePartners(clients: PartnerClients, action: string, form: URLSearchParams): Promise<Answer> {
  const [partner, tenantId] = [form.get('partner') ?? '', form.get('tenant_id') ?? '']
  if (!namePattern.test(partner)) return badRequest('invalid_request', `partner must match ${namePattern.source}.`)
  switch (action) {
    case 'add':
      if (!uuid.test(tenantId)) return badRequest('invalid_request', 'tenant_id must be a UUID.')
      return told(await clients.add(partner, tenantId))
    case 'rotate':
      return told(await clients.rotate(partner))
    case 'retire':
      return told(clients.retire(partner))
    case 'remove':
      return told(clients.remove(partner))
    default:
      return { status: 404, body: { error: 'not_found' } }
  }
}

function told(result: IssuedSecret | PartnerClient | PartnerProblem): Answer {
  if (typeof result === 'string') return refusals[result]
  return { status: 200, body: 'client' in result ? { ...result.client, clientSecret: result.secret } : result }
}

function conflict(error: string, description: string): Answer {
  return { status: 409, body: { error, error_description: description } }
}
