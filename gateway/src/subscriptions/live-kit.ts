import type { IncomingMessage } from 'node:http'
import type { ApolloServer } from '@apollo/server'
import type { Logger } from '@iommi/shared/telemetry'
import { grantsFor } from '../auth/grants.ts'
import type { Session } from '../auth/session.ts'
import type { Sessions } from '../auth/sessions.ts'
import type { LiveRequest } from '../execution/live-request.ts'
import type { GatewayContext } from '../gateway-context.ts'
import type { TokenLimits } from '../limits/limits.ts'
import type { LiveConnections } from './live-connections.ts'
import type { LiveHub, LiveSubscription } from './live-hub.ts'
import type { LiveScope } from './live-renderer.ts'

/** What every transport of subscriptions works with. */
export interface LiveKit {
  readonly server: ApolloServer<GatewayContext>
  readonly sessions: Pick<Sessions, 'open'>
  readonly hub: Pick<LiveHub, 'subscribe'>
  readonly connections: LiveConnections
  readonly policiesOf: (request: IncomingMessage) => ReadonlySet<string>
  readonly limits: LiveLimits
  readonly log: Logger
}

/** What a client that stays connected is held to. */
export interface LiveLimits extends TokenLimits {
  readonly bodyBytesMax: number
  readonly requestTimeoutMs: number
  readonly subscriptionsPerSocketMax: number
  /** Time a client has to say who it is. */
  readonly socketInitTimeoutMs: number
  /** Time between two signs of life; a socket that does not answer one before the next is cut. */
  readonly pingIntervalMs: number
}

/** What waits for a client may grow to this before nothing more is sent: it is fed at its own pace then. */
export const backlogBytesMax = 32 * 1024

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

/** What an operation came to: a stream that can begin, or whatever `answer` is. */
export interface Begun<Answer> {
  readonly live: LiveRequest | null
  readonly answer: Answer
}

/** Runs a request with a context that lets subscriptions begin. */
export async function begin<Answer>(context: GatewayContext, run: (context: GatewayContext) => Promise<Answer>): Promise<Begun<Answer>> {
  let live: LiveRequest | null = null
  const answer = await run({ ...context, onSubscription: (request) => (live = request) })
  return { live, answer }
}
