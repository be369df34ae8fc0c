import type { IncomingMessage } from 'node:http'
import type { ServerFor } from '../graph-servers.ts'
import type { Metrics } from '@iommi/shared/metrics'
import type { Logger } from '@iommi/shared/telemetry'
import { grantsFor } from '../auth/grants.ts'
import type { Session } from '../auth/session.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { VerifyToken } from '../auth/verify-token.ts'
import type { LiveRequest } from '../execution/live-request.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { ResolveOperation } from '../persisted-operations/resolve-operation.ts'
import type { Bucket } from '../limits/budget-bucket.ts'
import type { LiveConnections } from './live-connections.ts'
import type { LiveHub, LiveSubscription } from './live-hub.ts'
import type { LiveScope } from './live-renderer.ts'
import type { MessageCharges } from './message-charges.ts'

/** What every transport of subscriptions works with. */
export interface LiveKit {
  readonly serverFor: ServerFor
  readonly resolve: ResolveOperation
  readonly verify: VerifyToken
  readonly sessions: Pick<Sessions, 'open'>
  readonly hub: Pick<LiveHub, 'subscribe'>
  readonly connections: LiveConnections
  readonly charges: Pick<MessageCharges, 'add'>
  readonly policiesOf: (request: IncomingMessage) => ReadonlySet<string>
  readonly limits: LiveLimits
  readonly metrics: Pick<Metrics, 'request'>
  readonly log: Logger
}

/** What a client that stays connected is held to. */
export interface LiveLimits {
  readonly bodyBytesMax: number
  readonly requestTimeoutMs: number
  readonly subscriptionsPerSocketMax: number
  /** Time a client has to say who it is. */
  readonly socketInitTimeoutMs: number
  /** Time between two signs of life; a socket that does not answer one before the next is cut. */
  readonly pingIntervalMs: number
}

/** As whom a session may see what, over a connection with these policies. */
export function scopeOf({ caller }: Pick<Session, 'caller'>, policies: ReadonlySet<string>): LiveScope {
  return { ...caller, grants: grantsFor(caller.actor, policies) }
}

/** Keeps subscriptions in step with the session they were made in: what its owner may have less is gone with the next event. */
export function followSession(
  session: Session,
  policies: ReadonlySet<string>,
  { subscriptions, onEnd }: { readonly subscriptions: Iterable<LiveSubscription>; readonly onEnd: (reason: string) => void },
): void {
  session.onChange((change) => {
    if (change.kind === 'ended') return onEnd(sentences[change.reason])
    for (const subscription of subscriptions) subscription.reauthorize(scopeOf(session, policies))
  })
}

const sentences = {
  expired: 'The token has expired.',
  revoked: 'The token does not count any more.',
  disabled: 'The user is disabled.',
} as const

/** Charges what is sent to the budget that the subscription was admitted from. */
export function chargeTo({ charges }: Pick<LiveKit, 'charges'>, bucket: Bucket | null): (cost: number) => void {
  return (cost) => {
    if (bucket !== null) charges.add(bucket, cost)
  }
}

/** What an operation came to: a stream that can begin, or whatever `answer` is. */
export interface Begun<Answer> {
  readonly live: LiveRequest | null
  /** What the operation was paid from. */
  readonly bucket: Bucket | null
  readonly answer: Answer
}

/** Runs a request with a context that lets subscriptions begin. */
export async function begin<Answer>(context: GatewayContext, run: (context: GatewayContext) => Promise<Answer>): Promise<Begun<Answer>> {
  let live: LiveRequest | null = null
  let bucket: Bucket | null = null
  const answer = await run({ ...context, onSubscription: (request) => (live = request), onAdmitted: (admitted) => (bucket = admitted) })
  return { live, bucket, answer }
}
