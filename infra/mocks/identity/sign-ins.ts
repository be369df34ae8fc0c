import { randomBytes, randomUUID } from 'node:crypto'

/** Whom somebody signed in as. */
export interface Person {
  readonly tenantId: string
  readonly role: string
  readonly name: string
}

/** Somebody who is signed in at this provider. */
export interface Session {
  /** The `sid` of the tokens made in it. */
  readonly id: string
  /** The secret by which the browser shows that it is its own. */
  readonly cookie: string
  readonly person: Person
}

/** What an authorization code stands for. */
export interface Grant {
  readonly sessionId: string
  readonly person: Person
  readonly clientId: string
  readonly redirectUri: string
  /** BASE64URL(SHA256(verifier)). */
  readonly codeChallenge: string
  readonly nonce: string | null
  readonly scope: string
}

/** A grant that a code or a refresh token was redeemed for, and the refresh token that comes next. */
export interface Redeemed {
  readonly grant: Grant
  readonly refreshToken: string
}

/** Sessions, authorization codes and refresh tokens, in memory: a restart ends them all. */
export interface SignIns {
  readonly open: (person: Person) => Session
  /** The session with this cookie; null when there is none, or not any more. */
  readonly find: (cookie: string | null) => Session | null
  /** Everybody who is signed in. */
  readonly all: () => readonly Session[]
  /** Ends the session and what was granted in it: its refresh tokens are worthless from now on. */
  readonly end: (sessionId: string) => void
  /** A code that can be redeemed once, within 60 seconds. */
  readonly issueCode: (grant: Grant) => string
  /** What the code stands for, if `isOurs` says so. A second time gives null, and takes back what the first gave. */
  readonly redeemCode: (code: string, isOurs: (grant: Grant) => boolean) => Redeemed | null
  /** The next refresh token for this one. A second time gives null, and takes back all that came of the same code. */
  readonly redeemRefreshToken: (token: string) => Redeemed | null
}

const codeLifetimeMs = 60_000
const sessionLifetimeMs = 12 * 3_600_000

interface Ticket {
  readonly family: string
  readonly expiresAtMs: number
  isUsed: boolean
}

/** Opens an empty store; `now` is the clock in milliseconds since 1970. */
export function openSignIns(now: () => number): SignIns {
  const sessions = new Map<string, Session & { readonly expiresAtMs: number }>()
  // All that comes of one code: while its grant is here, its refresh tokens count.
  const families = new Map<string, Grant>()
  const codes = new Map<string, Ticket>()
  const refreshTokens = new Map<string, Ticket>()

  const isOpen = (sessionId: string): boolean => (sessions.get(sessionId)?.expiresAtMs ?? 0) > now()
  const issue = (tickets: Map<string, Ticket>, family: string, lifetimeMs: number): string => {
    dropExpired(tickets, now())
    const secret = secretText()
    tickets.set(secret, { family, expiresAtMs: now() + lifetimeMs, isUsed: false })
    return secret
  }
  const redeem = (ticket: Ticket | undefined, isOurs: (grant: Grant) => boolean): Redeemed | null => {
    if (ticket === undefined || ticket.expiresAtMs <= now()) return null
    const grant = families.get(ticket.family)
    if (grant === undefined || !isOpen(grant.sessionId) || !isOurs(grant)) return null
    // Somebody else has it, too: nobody can tell who is the right one.
    if (ticket.isUsed) families.delete(ticket.family)
    if (ticket.isUsed) return null
    ticket.isUsed = true
    return { grant, refreshToken: issue(refreshTokens, ticket.family, sessionLifetimeMs) }
  }
  const end = (sessionId: string): void => {
    sessions.delete(sessionId)
    for (const [family, grant] of families) if (grant.sessionId === sessionId) families.delete(family)
  }
  return {
    open: (person) => {
      for (const { id, expiresAtMs } of sessions.values()) if (expiresAtMs <= now()) end(id)
      const session = { id: randomUUID(), cookie: secretText(), person, expiresAtMs: now() + sessionLifetimeMs }
      sessions.set(session.id, session)
      return session
    },
    find: (cookie) => [...sessions.values()].find((session) => session.cookie === cookie && isOpen(session.id)) ?? null,
    all: () => [...sessions.values()].filter(({ id }) => isOpen(id)),
    end,
    issueCode: (grant) => {
      const family = secretText()
      families.set(family, grant)
      return issue(codes, family, codeLifetimeMs)
    },
    redeemCode: (code, isOurs) => redeem(codes.get(code), isOurs),
    redeemRefreshToken: (token) => redeem(refreshTokens.get(token), () => true),
  }
}

function dropExpired(tickets: Map<string, Ticket>, nowMs: number): void {
  for (const [secret, { expiresAtMs }] of tickets) if (expiresAtMs <= nowMs) tickets.delete(secret)
}

function secretText(): string {
  return randomBytes(32).toString('base64url')
}
