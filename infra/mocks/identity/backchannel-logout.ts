import { randomUUID } from 'node:crypto'
import { badRequest, type Answer } from './answer.ts'
import type { KeyRing } from './key-ring.ts'
import type { Realm } from './realms.ts'

/** Who logged out, and whom to tell. */
export interface LogoutRequest {
  readonly realm: Realm
  readonly ring: KeyRing
  readonly issuer: string
  /** `subject`, `sid`, or both. */
  readonly form: URLSearchParams
  /** Where notices are sent. */
  readonly uris: readonly string[]
}

interface Delivery {
  readonly uri: string
  /** Null where nobody answered. */
  readonly status: number | null
}

const noticeLifetimeSeconds = 120
const deliveryTimeoutMs = 5_000

/**
 * Tells every registered address that somebody has logged out (OpenID Connect Back-Channel Logout 1.0), once each, and answers with
 * the statuses it got: of one session where the form names it, otherwise of all of the subject.
 */
export async function notifyLogout({ realm, ring, issuer, form, uris }: LogoutRequest): Promise<Answer> {
  const [subject, sid] = [form.get('subject') ?? '', form.get('sid') ?? '']
  if (subject === '' && sid === '') return badRequest('invalid_request', 'subject or sid is required.')
  const deliveries = await Promise.all(
    uris.map(async (uri) => {
      const now = Math.floor(Date.now() / 1000)
      const claims = { iss: issuer, aud: realm.audience, iat: now, exp: now + noticeLifetimeSeconds, jti: randomUUID() }
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
      const whom = { ...(subject === '' ? {} : { sub: subject }), ...(sid === '' ? {} : { sid }) }
      return await deliver(uri, await ring.sign({ ...claims, ...whom, events }, 'logout+jwt'))
    }),
  )
  return { status: 200, body: { deliveries } }
}

async function deliver(uri: string, logoutToken: string): Promise<Delivery> {
  try {
    const body = new URLSearchParams({ logout_token: logoutToken })
    const response = await fetch(uri, { method: 'POST', body, redirect: 'error', signal: AbortSignal.timeout(deliveryTimeoutMs) })
    await response.body?.cancel()
    return { uri, status: response.status }
  } catch {
    return { uri, status: null }
  }
}
