import type { Metrics } from '@iommi/shared/metrics'

/** What is counted of subscriptions, by tenant. */
export interface LiveMetrics {
  /** Operations executed for messages. */
  readonly executed: (tenantId: string, count: number) => void
  /** Messages that went out to clients. */
  readonly delivered: (tenantId: string, count: number) => void
  /** Says where to look for how things stand. */
  readonly observe: (look: () => LiveState) => void
}

/** How subscriptions stand. */
export interface LiveState {
  /** Event streams that are followed. */
  readonly sources: ReadonlyMap<string, number>
  readonly channels: readonly {
    readonly tenantId: string
    readonly readers: number
    readonly catchingUp: number
    /** Events that the slowest client is behind. */
    readonly lagMax: number
  }[]
}

type Values = readonly (readonly [tenantId: string, value: number])[]

/** Counters and gauges of subscriptions among the process's metrics. */
export function liveMetrics(metrics: Metrics): LiveMetrics {
  const labels = ['tenant'] as const
  const executions = metrics.counter('iommi_live_executions_total', 'Operations executed for messages of subscriptions, by tenant.', labels)
  const deliveries = metrics.counter('iommi_live_deliveries_total', 'Messages sent to subscribers, by tenant.', labels)
  return {
    executed: (tenantId, count) => executions.inc({ tenant: tenantId }, count),
    delivered: (tenantId, count) => deliveries.inc({ tenant: tenantId }, count),
    observe: (look) => {
      const lookOnce = oncePerTurn(look)
      const gauge = (name: string, help: string, read: (state: LiveState) => Values): void =>
        metrics.gauge(name, help, labels, () => read(lookOnce()).map(([tenant, value]) => ({ labels: { tenant }, value })))
      gauge('iommi_live_sources', 'Event streams that are followed, by tenant.', ({ sources }) => [...sources])
      gauge('iommi_live_subscribers', 'Open subscriptions, by tenant.', ({ channels }) =>
        sum(channels.map((each) => [each.tenantId, each.readers])),
      )
      gauge('iommi_live_channels', 'Operations that are executed once for each event, by tenant.', ({ channels }) =>
        sum(channels.map((each) => [each.tenantId, 1])),
      )
      gauge('iommi_live_catching_up', 'Subscribers that are fed at a pace of their own, by tenant.', ({ channels }) =>
        sum(channels.map((each) => [each.tenantId, each.catchingUp])),
      )
      gauge('iommi_live_lag_events', 'Events that the slowest subscriber is behind, by tenant.', ({ channels }) =>
        largest(channels.map((each) => [each.tenantId, each.lagMax])),
      )
    },
  }
}

/** Gauges that are read together show one moment, looked at once: every reader of every channel is counted for it. */
function oncePerTurn(look: () => LiveState): () => LiveState {
  let state: LiveState | null = null
  return () => {
    if (state === null) queueMicrotask(() => (state = null))
    state ??= look()
    return state
  }
}

function sum(values: Values): Values {
  return combine(values, (left, right) => left + right)
}

function largest(values: Values): Values {
  return combine(values, Math.max)
}

function combine(values: Values, join: (left: number, right: number) => number): Values {
  const found = new Map<string, number>()
  for (const [tenantId, value] of values) found.set(tenantId, join(found.get(tenantId) ?? 0, value))
  return [...found]
}
