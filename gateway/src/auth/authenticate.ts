import type { IncomingMessage } from 'node:http'
import type { Actor } from '@iommi/shared/request-context'
import { unauthenticated } from '../refusal.ts'
import type { CustomerOfClient } from './customer-of-client.ts'
import type { Identity } from './identity.ts'

/** Who is calling, and whose data it is about. */
export interface Caller {
  readonly tenantId: string
  readonly actor: Actor
}

/** Turns a bearer token into a caller. */
export type Authenticate = (token: string, request: { readonly requestId: string; readonly traceparent: string | null }) => Promise<Caller>

/** Verifies the token, and for a client finds the customer it is. */
export function authenticator(verify: (token: string) => Promise<Identity>, customerOf: CustomerOfClient): Authenticate {
  return async (token, request) => {
    const identity = await verify(token)
    return { tenantId: identity.tenantId, actor: await actorOf(identity, () => customerOf(identity, request)) }
  }
}

/** The token of `authorization: Bearer …`. */
export function bearerToken(request: IncomingMessage): string {
  const { authorization } = request.headers
  if (authorization === undefined) throw unauthenticated('A bearer token is required.')
  const [, token] = /^bearer +(\S+)$/i.exec(authorization) ?? []
  if (token === undefined) throw unauthenticated('The authorization header must be "Bearer" and a token.')
  return token
}

async function actorOf(identity: Identity, customerId: () => Promise<string>): Promise<Actor> {
  const { kind, name, roles } = identity
  if (kind === 'client') return { kind, id: identity.subject, name, roles, customerId: await customerId() }
  return { kind, id: identity.partner ?? identity.subject, name, roles }
}
