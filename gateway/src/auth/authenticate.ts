import type { IncomingMessage } from 'node:http'
import { invariant } from '@iommi/shared/errors'
import type { Actor } from '@iommi/shared/request-context'
import { unauthenticated, type Refusal } from '../refusal.ts'
import type { Admission, Admit } from './admit-caller.ts'
import type { Identity } from './identity.ts'
import type { VerifyToken } from './verify-token.ts'

/** Who is calling, and whose data it is about. */
export interface Caller {
  readonly tenantId: string
  readonly actor: Actor
}

/** What a token alone says of a caller. */
export interface ClaimedCaller {
  readonly tenantId: string
  readonly actor: Pick<Actor, 'kind' | 'id'>
}

/** Turns a bearer token into a caller. */
export type Authenticate = (token: string, request: { readonly requestId: string; readonly traceparent: string | null }) => Promise<Caller>

/** What it takes to know a caller. */
export interface AuthenticatorParts {
  readonly verify: VerifyToken
  /** Whether a token stopped counting although it has not expired. */
  readonly isRevoked: (identity: Identity) => boolean
  readonly admit: Admit
}

/** Verifies the token, and asks whether who it is about may come in, and as what. */
export function authenticator({ verify, isRevoked, admit }: AuthenticatorParts): Authenticate {
  return async (token, request) => {
    const identity = await verify(token)
    if (isRevoked(identity)) throw loggedOut()
    return callerFor(identity, await admit(identity, request))
  }
}

/** The refusal of a token whose owner has logged out. */
export function loggedOut(): Refusal {
  return unauthenticated('The token does not count any more: its owner has logged out.')
}

/** Whom the gateway acts for when somebody is let in. */
export function callerFor(identity: Identity, admission: Pick<Admission, 'roles' | 'customerId'>): Caller {
  return { tenantId: identity.tenantId, actor: actorOf(identity, admission) }
}

/** Whom a token says it is about, as far as that says what may be asked for; whether he may come in is another question. */
export function claimedCaller({ tenantId, kind, partner, subject }: Identity): ClaimedCaller {
  return { tenantId, actor: { kind, id: partner ?? subject } }
}

/** The token of `authorization: Bearer …`. */
export function bearerToken(request: IncomingMessage): string {
  const { authorization } = request.headers
  if (authorization === undefined) throw unauthenticated('A bearer token is required.')
  const token = tokenIn(authorization)
  if (token === null) throw unauthenticated('The authorization header must be "Bearer" and a token.')
  return token
}

/** The token of a text that is "Bearer" and a token; null for any other. */
export function tokenIn(authorization: string): string | null {
  return /^bearer +(\S+)$/i.exec(authorization)?.[1] ?? null
}

function actorOf({ kind, name, subject, partner }: Identity, { roles, customerId }: Pick<Admission, 'roles' | 'customerId'>): Actor {
  if (kind !== 'client') return { kind, id: partner ?? subject, name, roles }
  invariant(customerId, 'a client that is let in is a customer')
  return { kind, id: subject, name, roles, customerId }
}
