import { userDisabled, userEnabled, userRolesChanged } from '@iommi/schema/events/customer-events'
import type { EventEnvelope, Topic } from '@iommi/schema/events/event'
import { AppError } from '@iommi/shared/errors'
import { newId } from '@iommi/shared/ids'
import type { Logger } from '@iommi/shared/telemetry'
import { Refusal } from '../refusal.ts'
import { admissionKey, isAway, type Admission, type CallerAdmission } from './admit-caller.ts'
import { callerFor, loggedOut, type Caller } from './authenticate.ts'
import { coalescingQueue, type CoalescingQueue } from './coalescing-queue.ts'
import type { Identity } from './identity.ts'
import type { Revocations } from './revocations.ts'
import { newSession, type KeptSession, type Session, type SessionEnd } from './session.ts'
import type { VerifyToken } from './verify-token.ts'

/**
 * Calls `onEvents` with every event that a tenant's topic gets after the call, in order; with an empty list where some may be
 * missing. Returns what ends that.
 */
export type FollowTopic = (tenantId: string, topic: Topic, onEvents: (events: readonly EventEnvelope[]) => void) => () => void

/** What sessions are kept by. */
export interface SessionOptions {
  readonly verify: VerifyToken
  readonly admission: CallerAdmission
  readonly revocations: Revocations
  readonly follow: FollowTopic
  readonly log: Logger
  /** The clock: UTC. */
  readonly now: () => Date
  /** Every session's user is asked about anew after about this time, whatever the events say. Default one minute. */
  readonly recheckMs?: number
  /** Time to the first repeat of a question that got no answer; doubles up to `recheckMs`. Default two seconds. */
  readonly retryMs?: number
}

/** All open sessions of this process. */
export interface Sessions {
  /** A session for a token; throws what a request with it would be refused with. Whoever opens one has to close it. */
  open(token: string, request: { readonly requestId: string; readonly traceparent: string | null }): Promise<Session>
  /** Ends those of callers whose access has been taken away. */
  revoke(isRevoked: (caller: Caller) => boolean): void
  /** Closes all of them, without a word to their listeners. */
  stop(): void
}

/** A tenant of which there are sessions, or somebody is opening one: its users' events are followed. */
interface Watch {
  readonly groups: Map<string, Group>
  /** Since when everything that changed is known: admissions asked for before may be outdated. On the clock of `performance.now()`. */
  newsAtMs: number
  /** Calls of `open` under way. */
  opening: number
  readonly unfollow: () => void
}

/** Sessions about which one question is asked: those of one user with the same claims. */
interface Group {
  readonly key: string
  readonly watch: Watch
  readonly sessions: Set<KeptSession>
  /** Of the token that was brought last. */
  identity: Identity
  admission: Admission
  timer: NodeJS.Timeout | undefined
  /** Time to the next repeat while there is no answer. */
  retryMs: number
}

interface Keeper {
  readonly options: Required<SessionOptions>
  readonly watches: Map<string, Watch>
  readonly rechecks: CoalescingQueue<Group>
  isStopped: boolean
}

const concurrentQuestionsMax = 16
const userEvents: ReadonlySet<string> = new Set([userRolesChanged, userDisabled, userEnabled].map(({ type }) => type))

/**
 * Keeps sessions: one ends when its token expires, its owner logs out or is disabled, and changes with the user's roles. It hears
 * of these by the tenant's events, within a second of the event; by asking anew, within 75 seconds. A customers service that is away ends none.
 */
export function openSessions(given: SessionOptions): Sessions {
  const keeper: Keeper = {
    options: { recheckMs: 60_000, retryMs: 2_000, ...given },
    watches: new Map(),
    rechecks: coalescingQueue(concurrentQuestionsMax, async (group) => await recheck(keeper, group)),
    isStopped: false,
  }
  const unlisten = given.revocations.onRevoked((isHit) => {
    for (const session of allSessions(keeper)) if (isHit(session.identity)) end(keeper, session, 'revoked')
  })
  return {
    open: async (token, request) => {
      const identity = await given.verify(token)
      const watch = watchOf(keeper, identity.tenantId)
      watch.opening += 1
      try {
        return await openWatched(keeper, watch, { identity, request })
      } finally {
        watch.opening -= 1
        letGo(keeper, identity.tenantId, watch)
      }
    },
    revoke: (isRevoked) => {
      for (const session of allSessions(keeper)) if (isRevoked(session.caller)) end(keeper, session, 'revoked')
    },
    stop: () => {
      keeper.isStopped = true
      unlisten()
      for (const session of allSessions(keeper)) session.close()
    },
  }
}

interface Opening {
  readonly identity: Identity
  readonly request: Parameters<Sessions['open']>[1]
}

async function openWatched(keeper: Keeper, watch: Watch, { identity, request }: Opening): Promise<Session> {
  const { admission, revocations, now } = keeper.options
  if (revocations.isRevoked(identity)) throw loggedOut()
  const key = admissionKey(identity)
  const admitted = watch.groups.get(key)?.admission ?? (await admission.admit(identity, request))
  // Between this and the end of the function nothing else happens: no news is missed.
  if (revocations.isRevoked(identity)) throw loggedOut()
  if (keeper.isStopped) throw new Refusal('UPSTREAM_UNAVAILABLE', 'The gateway is stopping.', { isRetryable: true })
  const group = watch.groups.get(key) ?? newGroup(keeper, watch, { key, identity, admission: admitted })
  group.identity = identity
  adopt(group, admitted)
  const session = newSession({
    identity,
    caller: callerFor(identity, group.admission),
    lifetimeMs: identity.expiresAtMs - now().getTime(),
    onOver: () => leave(keeper, group, session),
  })
  group.sessions.add(session)
  if (group.admission.askedAtMs < watch.newsAtMs) keeper.rechecks.add(group)
  return session
}

function watchOf(keeper: Keeper, tenantId: string): Watch {
  const found = keeper.watches.get(tenantId)
  if (found !== undefined) return found
  const unfollow = keeper.options.follow(tenantId, 'customer-events', (events) => hear(keeper, tenantId, events))
  const watch: Watch = { groups: new Map(), newsAtMs: performance.now(), opening: 0, unfollow }
  keeper.watches.set(tenantId, watch)
  return watch
}

function hear(keeper: Keeper, tenantId: string, events: readonly EventEnvelope[]): void {
  const watch = keeper.watches.get(tenantId)
  const mayHaveMissed = events.length === 0
  const userIds = new Set(events.filter(({ type }) => userEvents.has(type)).map(({ data }) => data['userId']))
  if (watch === undefined || (!mayHaveMissed && userIds.size === 0)) return
  watch.newsAtMs = performance.now()
  for (const group of watch.groups.values()) {
    if (mayHaveMissed || userIds.has(group.admission.userId)) keeper.rechecks.add(group)
  }
}

function newGroup(keeper: Keeper, watch: Watch, { key, identity, admission }: Pick<Group, 'key' | 'identity' | 'admission'>): Group {
  const { retryMs } = keeper.options
  const group: Group = { key, watch, sessions: new Set(), identity, admission, timer: undefined, retryMs }
  watch.groups.set(key, group)
  schedule(keeper, group, keeper.options.recheckMs)
  return group
}

async function recheck(keeper: Keeper, group: Group): Promise<void> {
  const { admission, recheckMs, retryMs, log } = keeper.options
  const request = { requestId: newId('request'), traceparent: null }
  try {
    adopt(group, await admission.askAgain(group.identity, request))
    group.retryMs = retryMs
    schedule(keeper, group, recheckMs)
  } catch (error) {
    if (keepsOut(error)) return endAll(keeper, group)
    if (!isAway(error)) log.error({ err: error, requestId: request.requestId }, 'session not checked')
    schedule(keeper, group, group.retryMs)
    group.retryMs = Math.min(recheckMs, group.retryMs * 2)
  }
}

function endAll(keeper: Keeper, { sessions }: Group): void {
  for (const session of sessions) end(keeper, session, 'disabled')
}

/** Takes over an answer unless there is a later one; sessions hear of it when it says something new. */
function adopt(group: Group, admission: Admission): void {
  const { askedAtMs, roles, customerId } = group.admission
  if (admission.askedAtMs < askedAtMs) return
  group.admission = admission
  const isSame = admission.customerId === customerId && admission.roles.join() === roles.join()
  if (!isSame) for (const session of group.sessions) session.changeCaller(callerFor(session.identity, admission))
}

// The user is disabled or unknown, or the tenant suspended.
function keepsOut(error: unknown): boolean {
  return (error instanceof Refusal || error instanceof AppError) && (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN')
}

function schedule({ rechecks }: Keeper, group: Group, ms: number): void {
  clearTimeout(group.timer)
  if (group.watch.groups.get(group.key) !== group) return
  // Those that were opened together are not asked about together for ever.
  group.timer = setTimeout(() => rechecks.add(group), ms * (0.75 + Math.random() / 2))
  group.timer.unref()
}

function end({ options }: Keeper, session: KeptSession, reason: SessionEnd): void {
  const { tenantId, kind } = session.identity
  options.log.info({ tenantId, actorKind: kind, reason }, 'session ended')
  session.end(reason)
}

function leave(keeper: Keeper, group: Group, session: KeptSession): void {
  const { watch, key, sessions } = group
  sessions.delete(session)
  if (sessions.size > 0) return
  clearTimeout(group.timer)
  keeper.rechecks.drop(group)
  watch.groups.delete(key)
  letGo(keeper, session.identity.tenantId, watch)
}

function letGo({ watches }: Keeper, tenantId: string, watch: Watch): void {
  if (watch.groups.size > 0 || watch.opening > 0 || watches.get(tenantId) !== watch) return
  watches.delete(tenantId)
  watch.unfollow()
}

function allSessions({ watches }: Keeper): readonly KeptSession[] {
  return [...watches.values()].flatMap(({ groups }) => [...groups.values()].flatMap(({ sessions }) => [...sessions]))
}
