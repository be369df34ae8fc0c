import { withoutMapping, type AddressList } from '@iommi/shared/address-list'
import { readBody } from '@iommi/shared/http-server'
import { sendText } from './answer.ts'
import { bearerToken, type Authenticate } from './auth/authenticate.ts'
import type { SubgraphCaller } from './execution/subgraph-caller.ts'
import type { Exchange } from './graphql-endpoint.ts'
import { Refusal } from './refusal.ts'

/** What a router of another make comes in by, to call the subgraphs itself. */
export interface SubgraphDoor {
  /** From where; what stands in `x-forwarded-for` does not count. */
  readonly addresses: AddressList
  readonly authenticate: Authenticate
  readonly callers: ReadonlyMap<string, Pick<SubgraphCaller, 'call'>>
  readonly bodyBytesMax: number
}

const prefix = '/subgraphs/'

/** The subgraph that a path of this door names; null for every other path. */
export function subgraphOf(path: string): string | null {
  return path.startsWith(prefix) ? path.slice(prefix.length) : null
}

/**
 * Answers one request for a subgraph, as the caller of its bearer token: the router plans, and what it asks for is signed here. Everything
 * a subgraph has can be asked for this way, so it is open to the router's addresses only.
 */
export async function answerSubgraph(door: SubgraphDoor, exchange: Exchange, name: string): Promise<void> {
  const { request, response, requestId, traceparent, signal, deadlineMs } = exchange
  const caller = door.addresses.has(withoutMapping(request.socket.remoteAddress ?? '')) ? door.callers.get(name) : undefined
  if (caller === undefined) throw new Refusal('NOT_FOUND', 'There is nothing here. GraphQL is answered at /graphql.')
  if (request.method !== 'POST') throw new Refusal('METHOD_NOT_ALLOWED', 'Only POST is answered here.', { headers: { allow: 'POST' } })
  const body = await readBody(request, door.bodyBytesMax)
  if (body === null) throw new Refusal('PAYLOAD_TOO_LARGE', `A request may have at most ${String(door.bodyBytesMax)} bytes.`)
  const { tenantId, actor } = await door.authenticate(bearerToken(request), { requestId, traceparent })
  // Whether it may be repeated is the router's to know.
  const text = await caller.call({ tenantId, actor, requestId, traceparent, signal, deadlineMs }, body.toString(), 'write')
  sendText(response, 200, { type: 'application/json; charset=utf-8', text })
}
