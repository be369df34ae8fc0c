import type { Caller } from './authenticate.ts'
import type { Identity } from './identity.ts'

/** Why a session is over: its token expired, its owner logged out, or the user or tenant is not served any more. */
export type SessionEnd = 'expired' | 'revoked' | 'disabled'

/** What became of a session: it acts as somebody with other rights from now on, or is over. */
export type SessionChange = { readonly kind: 'caller'; readonly caller: Caller } | { readonly kind: 'ended'; readonly reason: SessionEnd }

/** What a token stands for as long as a connection is open: whoever holds one hears when it does not stand for the same any more. */
export interface Session {
  /** As whom it acts now. */
  readonly caller: Caller
  readonly identity: Identity
  /** Calls the listener with every change from now on, its end last; of a session that is over at once with its end. Returns what ends that. */
  onChange(listener: (change: SessionChange) => void): () => void
  /** Forgets the session; its listeners hear nothing more. May be repeated. */
  close(): void
}

/** A session in the hands of who decides about it. */
export interface KeptSession extends Session {
  changeCaller(caller: Caller): void
  end(reason: SessionEnd): void
}

/** Who a new session is about. */
export interface NewSession {
  readonly identity: Identity
  readonly caller: Caller
  /** How long the token still counts. */
  readonly lifetimeMs: number
  /** Told once when the session is over, whichever way. */
  readonly onOver: () => void
}

/** A session that ends when its token does. */
export function newSession({ identity, caller, lifetimeMs, onOver }: NewSession): KeptSession {
  const listeners = new Set<(change: SessionChange) => void>()
  let current = caller
  let state: 'open' | 'closed' | { readonly kind: 'ended'; readonly reason: SessionEnd } = 'open'
  const finish = (next: Exclude<typeof state, 'open'>): void => {
    if (state !== 'open') return
    state = next
    clearTimeout(timer)
    onOver()
    if (next !== 'closed') for (const listener of listeners) listener(next)
    listeners.clear()
  }
  const timer = setTimeout(() => finish({ kind: 'ended', reason: 'expired' }), lifetimeMs)
  timer.unref()
  return {
    identity,
    get caller() {
      return current
    },
    onChange: (listener) => {
      const ended = state
      if (ended === 'open') listeners.add(listener)
      // Later than the call: who listens is not ready for it before.
      else if (ended !== 'closed') queueMicrotask(() => listener(ended))
      return () => void listeners.delete(listener)
    },
    changeCaller: (changed) => {
      if (state !== 'open') return
      current = changed
      for (const listener of listeners) listener({ kind: 'caller', caller: changed })
    },
    end: (reason) => finish({ kind: 'ended', reason }),
    close: () => finish('closed'),
  }
}
