import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Metrics } from '@iommi/shared/metrics'
import type { Logger } from '@iommi/shared/telemetry'
import type { Sessions } from '../auth/sessions.ts'
import type { VerifyToken } from '../auth/verify-token.ts'
import type { GraphSet } from '../execution/graph-set.ts'
import type { SubgraphCaller } from '../execution/subgraph-caller.ts'
import type { ServerFor } from '../graph-servers.ts'
import type { Exchange } from '../graphql-endpoint.ts'
import type { Budget } from '../limits/budget.ts'
import type { ResolveOperation } from '../persisted-operations/resolve-operation.ts'
import type { EventFeed } from './event-feed.ts'
import { answerStream } from './http-stream.ts'
import { openLiveConnections, type ConnectionLimits } from './live-connections.ts'
import { openLiveHub } from './live-hub.ts'
import type { LiveKit, LiveLimits } from './live-kit.ts'
import { liveMetrics } from './live-metrics.ts'
import { openMessageCharges } from './message-charges.ts'
import type { StreamFormat } from './stream-format.ts'
import { openWebsockets } from './websocket.ts'

/** Subscriptions, over every transport there is. */
export interface Live {
  /** Answers a request with a stream: Server-Sent Events or multipart. */
  readonly answerStream: (exchange: Exchange, format: StreamFormat) => Promise<void>
  /** Takes a connection over as a WebSocket. */
  readonly upgrade: (request: IncomingMessage, raw: Duplex, head: Buffer) => void
  /** Asks clients to connect elsewhere, spread over `spreadMs`, then cuts off who is left. */
  readonly stop: (spreadMs: number) => Promise<void>
}

/** What subscriptions are served with. */
export interface LiveOptions {
  readonly feed: EventFeed
  readonly graphs: GraphSet
  readonly serverFor: ServerFor
  readonly resolve: ResolveOperation
  readonly budget: Budget
  readonly verify: VerifyToken
  readonly sessions: Sessions
  readonly callers: ReadonlyMap<string, SubgraphCaller>
  readonly policiesOf: (request: IncomingMessage) => ReadonlySet<string>
  readonly origins: ReadonlySet<string>
  readonly cursorKey: string
  readonly limits: LiveLimits & ConnectionLimits & { readonly checkpointIntervalMs: number }
  readonly metrics: Metrics
  readonly log: Logger
}

/** Serves subscriptions of a gateway that is loaded. */
export function openLive(options: LiveOptions): Live {
  const { graphs, limits, log } = options
  const hub = openLiveHub({
    feed: options.feed,
    graphFor: graphs.graphFor,
    metrics: liveMetrics(options.metrics),
    cursorKey: options.cursorKey,
    callers: options.callers,
    requestTimeoutMs: limits.requestTimeoutMs,
    checkpointMs: limits.checkpointIntervalMs,
    log,
  })
  for (const gateway of graphs.all.values()) {
    gateway.onSchemaLoadOrUpdate(() => {
      hub.replan().catch((error: unknown) => log.error({ err: error }, 'subscriptions not planned anew'))
    })
  }
  const connections = openLiveConnections(limits)
  const charges = openMessageCharges(options.budget)
  const kit: LiveKit = { ...options, hub, connections, charges }
  const websockets = openWebsockets({ ...kit, limits, origins: options.origins })
  return {
    answerStream: async (exchange, format) => await answerStream(kit, exchange, format),
    upgrade: websockets.upgrade,
    stop: async (spreadMs) => {
      await connections.drain(spreadMs)
      websockets.stop()
      hub.stop()
      await charges.stop()
    },
  }
}
