import { randomUUID } from 'node:crypto'
import { userJoined, userRolesChanged } from '@iommi/schema/events/customer-events'
import type { EventEnvelope } from '@iommi/schema/events/event'
import { eventSource } from '@iommi/shared/event-source'
import { streamKey } from '@iommi/shared/event-stream'
import { internalClient, type InternalClient } from '@iommi/shared/internal-client'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import type { ServerResponse } from 'node:http'
import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { callerAdmission, type CallerAdmission } from '../src/auth/admit-caller.ts'
import { openKeySet } from '../src/auth/key-set.ts'
import { openRevocations, type Revocations } from '../src/auth/revocations.ts'
import type { Session, SessionChange } from '../src/auth/session.ts'
import { openSessions, type SessionOptions, type Sessions } from '../src/auth/sessions.ts'
import { tokenVerifier, type VerifyToken } from '../src/auth/verify-token.ts'
import { openEventFeed, type EventFeed } from '../src/subscriptions/event-feed.ts'
import { useTestGateway, type TestGateway, type TestGatewayOptions } from './test-gateway.ts'
import { acme, globex } from './test-issuer.ts'

/** A session, and what its only listener heard. */
export interface Watched {
  readonly session: Session
  readonly changes: readonly SessionChange[]
}

type Claims = Readonly<Record<string, unknown>>

/** Sessions of a gateway beside the running one: with the same issuers, customers and Redis, and no ports of its own. */
export interface TestSessions {
  /** Gets the logouts. */
  readonly gateway: TestGateway
  readonly sessions: () => Sessions
  readonly admission: () => CallerAdmission
  readonly verify: VerifyToken
  /** Stops what there is and starts anew: nothing is remembered. The events are those of the streams unless `follow` says otherwise. */
  readonly restart: (options?: Partial<Pick<SessionOptions, 'follow' | 'recheckMs' | 'retryMs' | 'now'>>) => void
  readonly open: (claims?: Claims, realm?: 'employees' | 'clients') => Promise<Watched>
  /** Appends an event about a user to the tenant's stream, as the relay of customers does. */
  readonly publish: (tenantId: string, type: string, userId: string) => Promise<void>
  /** Sends the gateway a logout token. */
  readonly logOut: (claims: Claims) => Promise<void>
  /** From now on customers answers this to whether somebody may come in; what is returned counts the questions. */
  readonly admitAs: (answer: AdmissionAnswer) => () => number
}

/** What customers says of `user_of_somebody`. */
export type AdmissionAnswer = { readonly roles: readonly string[] } | 'DISABLED' | 'UNKNOWN_CUSTOMER' | 'away'

/** The request in which sessions are opened. */
export const request = { requestId: 'request_1', traceparent: null }

interface Parts {
  readonly redis: Redis
  readonly customers: InternalClient
  readonly revocations: Revocations
  readonly feed: EventFeed
  readonly verify: VerifyToken
}

const now = (): Date => new Date()

/** Starts everything before this file's tests and stops it after them; each test has sessions of its own. */
export function useTestSessions(ofGateway: Pick<TestGatewayOptions, 'clocks'> = {}): TestSessions {
  const gateway = useTestGateway(ofGateway)
  const lastSeq = new Map<string, number>()
  let parts: Parts | null = null
  let [admission, sessions]: [CallerAdmission | null, Sessions | null] = [null, null]
  const publish: TestSessions['publish'] = async (tenantId, type, userId) => {
    const seq = (lastSeq.get(tenantId) ?? 0) + 1
    lastSeq.set(tenantId, seq)
    const event = JSON.stringify(eventAbout(userId, { tenantId, type, seq }))
    await started(parts).redis.xadd(streamKey(tenantId, 'customer-events'), `${String(seq)}-0`, 'epoch', 'test.0', 'event', event)
  }
  const restart: TestSessions['restart'] = (options = {}) => {
    sessions?.stop()
    const { customers, feed, revocations, verify } = started(parts)
    admission = callerAdmission(customers)
    sessions = openSessions({ verify, revocations, admission, log: silentLogger, now, follow: feed.follow, ...options })
  }
  beforeAll(async () => {
    parts = await startParts(gateway)
    // Customers keeps no log here: where a topic stands is known by its stream.
    for (const tenantId of [acme, globex]) await publish(tenantId, userJoined.type, 'user_of_nobody')
  })
  afterAll(async () => await stopParts(started(parts)))
  beforeEach(() => restart())
  afterEach(() => {
    sessions?.stop()
    gateway.customers.answerAdmissionWith(null)
  })
  return {
    gateway,
    sessions: () => started(sessions),
    admission: () => started(admission),
    verify: async (token) => await started(parts).verify(token),
    restart,
    publish,
    open: async (claims = {}, realm = 'employees') => {
      const session = await started(sessions).open(await gateway.issuer.token(realm, claims), request)
      const changes: SessionChange[] = []
      session.onChange((change) => changes.push(change))
      return { session, changes }
    },
    logOut: async (claims) => {
      const body = `logout_token=${await gateway.issuer.logoutToken('employees', claims)}`
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      expect((await gateway.call('/backchannel-logout', { method: 'POST', headers, body })).status).toBe(200)
    },
    admitAs: (answer) => {
      let asked = 0
      gateway.customers.answerAdmissionWith((response) => {
        asked += 1
        answerAdmission(response, answer)
      })
      return () => asked
    },
  }
}

/** Answers one question of whether somebody may come in. */
export function answerAdmission(response: ServerResponse | undefined, answer: AdmissionAnswer): void {
  if (response === undefined) throw new Error('nobody has asked')
  if (answer === 'away') {
    response.destroy()
    return
  }
  const isAdmitted = typeof answer === 'object'
  const yes = { isAdmitted, userId: 'user_of_somebody', roles: isAdmitted ? answer.roles : [], customerId: null, refusal: null }
  const payload = isAdmitted ? yes : { ...yes, userId: null, refusal: answer }
  response.end(JSON.stringify({ data: { _admitUser: payload } }))
}

/** An event about a user as it comes from the stream; of changed roles unless said otherwise. */
export function eventAbout(
  userId: string,
  about: { readonly tenantId?: string; readonly type?: string; readonly seq?: number } = {},
): EventEnvelope {
  const { tenantId = acme, type = userRolesChanged.type, seq = 1 } = about
  return {
    specversion: '1.0',
    id: randomUUID(),
    source: 'customers',
    type,
    subject: userId,
    time: now().toISOString(),
    datacontenttype: 'application/json',
    data: { userId, kind: 'EMPLOYEE', status: 'ACTIVE', version: 2 },
    tenantid: tenantId,
    seq,
    aggregateversion: 2,
  }
}

/** The roles a session has now. */
export const rolesOf = ({ session }: Watched): readonly string[] => session.caller.actor.roles

/** What a session told, shortly: `caller`, or the reason of its end. */
export const told = ({ changes }: Watched): readonly string[] =>
  changes.map((change) => (change.kind === 'ended' ? change.reason : change.kind))

/** Waits until a session has told exactly this. */
export async function untilTold(watched: Watched, wanted: readonly string[]): Promise<void> {
  await expect.poll(() => told(watched), waiting).toEqual(wanted)
}

/** How long to wait for something that takes milliseconds. */
export const waiting = { timeout: 5_000, interval: 20 }

async function startParts({ config, customers: subgraph }: TestGateway): Promise<Parts> {
  const issuers = (['employees', 'clients'] as const).map((realm) => {
    const settings = config[realm]
    return { realm, ...settings, keys: openKeySet({ issuer: settings.issuer, log: silentLogger }) }
  })
  const redis = openRedis(config.redisUrl)
  const customers = internalClient({ caller: 'gateway', callee: 'customers', url: subgraph.url, key: subgraph.key })
  const revocations = await openRevocations({ redis, log: silentLogger, now })
  const logs = new Map([['customers', eventSource(customers, 'gateway')]])
  const feed = openEventFeed({ redisUrl: config.redisUrl, redis, logs, log: silentLogger })
  return { redis, customers, revocations, feed, verify: tokenVerifier({ issuers, now }) }
}

async function stopParts({ redis, customers, revocations, feed }: Parts): Promise<void> {
  await Promise.all([feed.stop(), revocations.stop(), customers.close()])
  redis.disconnect()
}

function started<Part>(part: Part | null): Part {
  if (part === null) throw new Error('it runs once the tests do')
  return part
}
