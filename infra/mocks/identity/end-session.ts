import type { Answer } from './answer.ts'
import { isSameRedirect, sessionCookie, type SignInSettings, type Visit } from './authorize.ts'
import { refusalPage } from './sign-in-page.ts'

/** Sends a browser that is signed out back to where the client wants it (OpenID Connect RP-Initiated Logout 1.0), its cookie taken away. */
export function answerEndSession({ redirectUris }: SignInSettings, { issuer, parameters }: Visit): Answer {
  const target = parameters.get('post_logout_redirect_uri') ?? ''
  if (!redirectUris.some((registered) => isSameRedirect(registered, target)))
    return refusalPage('post_logout_redirect_uri is not one of those registered for this client.')
  const location = new URL(target)
  const state = parameters.get('state')
  if (state !== null) location.searchParams.set('state', state)
  const cookie = `${sessionCookie(issuer)}=; Path=${new URL(issuer).pathname}; HttpOnly; SameSite=Lax; Max-Age=0`
  return { status: 303, headers: { location: location.href, 'set-cookie': cookie } }
}
