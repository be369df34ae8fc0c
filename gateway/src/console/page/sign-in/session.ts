/** What a token endpoint gives. */
export interface Tokens {
  readonly accessToken: string
  /** Null where the issuer gives none: then signing in again is the only way to a new token. */
  readonly refreshToken: string | null
  /** Says to the issuer who is signing out. */
  readonly idToken: string | null
  readonly expiresAtMs: number
}

/** Somebody who is signed in. Tokens are kept in memory and nowhere else. */
export interface Session {
  /** An access token with some life left; a new one where the old one is about to expire. */
  readonly token: () => Promise<string>
  /** A new access token, however good the old one seems. */
  readonly renew: () => Promise<string>
  /** The id token of the last renewal; null where there is none. */
  readonly idToken: () => string | null
  /** Stops renewing: from now on no token is asked for, and the end is not told. */
  readonly close: () => void
}

/** What a session is opened with. */
export interface SessionOptions {
  readonly tokens: Tokens
  /** Asks the issuer for new tokens. Rejects with a SignedOut when the refresh token does not count any more. */
  readonly refresh: (refreshToken: string) => Promise<Tokens>
  /** Called once when no token can be had any more. */
  readonly onEnd: () => void
}

/** That the issuer gives no tokens without somebody signing in again. */
export class SignedOut extends Error {
  override readonly name = 'SignedOut'
}

// Used up sooner, a token could expire on its way.
const lifeLeftMsMin = 30_000
const renewalLeadMs = 60_000

/** Opens a session on the tokens of somebody who just signed in, and keeps them fresh. */
export function openSession({ tokens, refresh, onEnd }: SessionOptions): Session {
  let current = tokens
  let renewing: Promise<string> | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let isOver = false
  const schedule = (delayMs: number): void => {
    if (timer !== null) clearTimeout(timer)
    if (isOver) return
    timer = setTimeout(() => void renew().catch(() => schedule(lifeLeftMsMin / 3)), delayMs)
  }
  const scheduleNext = (): void => {
    const leftMs = current.expiresAtMs - Date.now()
    if (current.refreshToken !== null) schedule(Math.max(leftMs - renewalLeadMs, leftMs / 2, 1_000))
  }
  const end = (): never => {
    const wasOver = isOver
    close()
    if (!wasOver) onEnd()
    throw new SignedOut('Nobody is signed in any more.')
  }
  const renewOnce = async (): Promise<string> => {
    if (isOver || current.refreshToken === null) return end()
    try {
      current = await refresh(current.refreshToken)
    } catch (error) {
      if (error instanceof SignedOut) return end()
      throw error
    }
    scheduleNext()
    return current.accessToken
  }
  const renew = (): Promise<string> => (renewing ??= renewOnce().finally(() => (renewing = null)))
  const close = (): void => {
    isOver = true
    if (timer !== null) clearTimeout(timer)
  }
  scheduleNext()
  return {
    token: async () => {
      const leftMs = current.expiresAtMs - Date.now()
      if (leftMs > lifeLeftMsMin) return current.accessToken
      try {
        return await renew()
      } catch (error) {
        // The issuer is away for a moment: what is left of the old one is better than nothing.
        if (leftMs > 0 && !(error instanceof SignedOut)) return current.accessToken
        throw error
      }
    },
    renew,
    idToken: () => current.idToken,
    close,
  }
}
