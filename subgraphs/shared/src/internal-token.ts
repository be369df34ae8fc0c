import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Actor } from './request-context.ts'

const role = z.enum(['admin', 'customer-service', 'order-manager', 'client', 'partner', 'system'])
const identity = { id: z.string().min(1), name: z.string(), roles: z.array(role) }
const actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['employee', 'partner', 'system']), ...identity }),
  z.object({ kind: z.literal('client'), ...identity, customerId: z.string().min(1) }),
])
const claims = z.object({
  iss: z.string(),
  aud: z.string(),
  tenantId: z.uuid(),
  actor,
  /** The person or program a service acts for, where it acts for one. */
  onBehalfOf: z.string().nullable(),
  method: z.string(),
  bodySha256: z.string(),
  /** Seconds since 1970; at most 30 s after signing. */
  exp: z.number(),
})

const lifetimeSeconds = 30

/** What one service says to another about a call: who, for which tenant, and which body. */
export type InternalClaims = z.infer<typeof claims>

/** A call to be signed. */
export interface InternalCall {
  readonly caller: string
  readonly callee: string
  readonly tenantId: string
  readonly actor: Actor
  readonly onBehalfOf?: string
  readonly body: string | Buffer
}

/** Signs a call (HMAC-SHA256 under the pair's key): `<claims>.<mac>`, valid for 30 s, for this body and callee only. */
export function signInternalToken(key: string, call: InternalCall, now: Date): string {
  const payload: InternalClaims = {
    iss: call.caller,
    aud: call.callee,
    tenantId: call.tenantId,
    // A claim is plain JSON: the roles become a mutable list.
    actor: { ...call.actor, roles: [...call.actor.roles] },
    onBehalfOf: call.onBehalfOf ?? null,
    method: 'POST',
    bodySha256: sha256(call.body),
    exp: Math.floor(now.getTime() / 1_000) + lifetimeSeconds,
  }
  const encoded = Buffer.from(JSON.stringify(payload)).toString('base64url')
  return `${encoded}.${mac(key, encoded)}`
}

/**
 * The claims of a token that `callee` may trust, or null: unknown caller, wrong key, another
 * callee, another method or body, expired. `keys` maps each caller to the key shared with it.
 */
export function verifyInternalToken(
  keys: ReadonlyMap<string, string>,
  request: { readonly callee: string; readonly method: string; readonly token: string; readonly body: Buffer; readonly now: Date },
): InternalClaims | null {
  const [encoded, signature] = request.token.split('.')
  if (encoded === undefined || signature === undefined) return null
  const parsed = claims.safeParse(parseJson(Buffer.from(encoded, 'base64url').toString()))
  if (!parsed.success) return null
  const key = keys.get(parsed.data.iss)
  if (key === undefined || !equal(signature, mac(key, encoded))) return null
  const seconds = request.now.getTime() / 1_000
  const isFresh = parsed.data.exp > seconds && parsed.data.exp <= seconds + 2 * lifetimeSeconds
  const isForUs = parsed.data.aud === request.callee && parsed.data.method === request.method
  return isFresh && isForUs && equal(parsed.data.bodySha256, sha256(request.body)) ? parsed.data : null
}

function mac(key: string, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(text).digest('base64url')
}

function sha256(body: string | Buffer): string {
  return createHash('sha256').update(body).digest('base64url')
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
