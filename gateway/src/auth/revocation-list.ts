import { createHash } from 'node:crypto'
import { clockSkewSeconds, type Identity } from './identity.ts'
import { tokenLifetimeMaxMs } from './signed-token.ts'

/** That tokens under a key issued at or before `cutoffSeconds` do not count; `isShared` where other gateways can know it. */
export interface RevocationEntry {
  readonly key: string
  readonly cutoffSeconds: number
  readonly isShared: boolean
}

type Known = Omit<RevocationEntry, 'key'>

type IsHit = (identity: Identity) => boolean

/** What one process knows of revoked tokens. Keys are hashes: nobody's name is kept. */
export interface RevocationList {
  readonly keyOf: (issuer: string, of: 'sub' | 'sid', value: string) => string
  readonly isRevoked: IsHit
  /** Takes over entries: of several for a key the latest cut-off counts. Listeners hear of those that change something. */
  readonly raise: (entries: readonly RevocationEntry[]) => void
  /** Those that other gateways cannot know. */
  readonly unshared: () => readonly RevocationEntry[]
  /** From now on none of them counts as shared. */
  readonly unshareAll: () => void
  /** Forgets those whose tokens have all expired. */
  readonly forgetOld: () => void
  readonly onRevoked: (listener: (isHit: IsHit) => void) => () => void
}

/** An empty list; `now` is the clock in UTC. */
export function revocationList(now: () => Date): RevocationList {
  // Those raised last stand last.
  const known = new Map<string, Known>()
  const listeners = new Set<(isHit: IsHit) => void>()
  const keys = new WeakMap<Identity, readonly string[]>()
  // A token is looked at for every request, and its identity is the same object for a minute.
  const keysOf = (identity: Identity): readonly string[] => {
    const found = keys.get(identity) ?? allKeysOf(identity)
    keys.set(identity, found)
    return found
  }
  const isRevoked: IsHit = (identity) =>
    known.size > 0 && keysOf(identity).some((key) => identity.issuedAtSeconds <= (known.get(key)?.cutoffSeconds ?? -1))
  const tell = (news: ReadonlySet<string>): void => {
    if (news.size === 0) return
    for (const listener of listeners) listener((identity) => keysOf(identity).some((key) => news.has(key)) && isRevoked(identity))
  }
  return {
    keyOf: hashOf,
    isRevoked,
    raise: (entries) => tell(new Set(entries.filter((entry) => isNews(known, entry)).map(({ key }) => key))),
    unshared: () => [...known].flatMap(([key, entry]) => (entry.isShared ? [] : [{ key, ...entry }])),
    unshareAll: () => {
      for (const [key, entry] of known) known.set(key, { ...entry, isShared: false })
    },
    forgetOld: () => {
      const oldestSeconds = (now().getTime() - tokenLifetimeMaxMs) / 1_000 - clockSkewSeconds
      for (const [key, { cutoffSeconds }] of known) {
        if (cutoffSeconds >= oldestSeconds) return
        known.delete(key)
      }
    },
    onRevoked: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Notes an entry; true when tokens stop counting by it that counted before. */
function isNews(known: Map<string, Known>, { key, cutoffSeconds, isShared }: RevocationEntry): boolean {
  const before = known.get(key)
  if (before !== undefined && before.cutoffSeconds >= cutoffSeconds) {
    if (isShared && before.cutoffSeconds === cutoffSeconds) known.set(key, { cutoffSeconds, isShared })
    return false
  }
  known.delete(key)
  known.set(key, { cutoffSeconds, isShared })
  return true
}

function allKeysOf({ issuer, subject, sessionId }: Identity): readonly string[] {
  return [hashOf(issuer, 'sub', subject), ...(sessionId === null ? [] : [hashOf(issuer, 'sid', sessionId)])]
}

function hashOf(issuer: string, of: 'sub' | 'sid', value: string): string {
  return createHash('sha256')
    .update(JSON.stringify([issuer, of, value]))
    .digest('base64url')
}
