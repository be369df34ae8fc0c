import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What this process counts. Labels come from short lists: no ids but tenants', no names that a caller chooses. */
export interface Metrics {
  /** A GraphQL request that was answered; `code` is OK or the code of the worst error in the answer. */
  request(labels: { readonly operationType: string; readonly code: string }, seconds: number): void
  /** A call of another service of ours. */
  call(labels: { readonly callee: string; readonly outcome: CallOutcome }, seconds: number): void
  /** A transaction, from asking the pool for a connection until commit or rollback. */
  transaction(labels: { readonly role: string; readonly outcome: TransactionOutcome }, seconds: number): void
  /** How long a transaction waited until a connection of the pool was its own and had begun. */
  connectionWait(role: string, seconds: number): void
  /** Events that got their number and are in the event log. */
  published(topic: string, count: number): void
  /** Events of one Postgres schema that wait for the relay; counted to 10,000. */
  backlog(schema: string, count: number): void
  /** A stream that stood behind its log when nothing new had come: Redis, or a relay, had lost something. */
  streamCaughtUp(topic: string): void
  /** An event that a consumer has handled, will try again, or has put aside. */
  consumed(labels: { readonly consumer: string; readonly outcome: 'handled' | 'failed' | 'dead' }, count: number): void
  /** A counter of one part of the process. */
  counter<Label extends string>(name: string, help: string, labels: readonly Label[]): Pick<Counter<Label>, 'inc'>
  /** A gauge of one part of the process: `read` says how things stand whenever somebody looks. */
  gauge<Label extends string>(name: string, help: string, labels: readonly Label[], read: () => readonly GaugeValue<Label>[]): void
  /** Everything in Prometheus' text format. */
  render(): Promise<{ readonly type: string; readonly text: string }>
}

/** A value of a gauge. */
export interface GaugeValue<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>
  readonly value: number
}

/** What became of a call: `abandoned` when the caller itself was over time or gone. */
export type CallOutcome = 'ok' | 'failed' | 'too_slow' | 'abandoned'

/** What became of a transaction: `unavailable` when the database was away or the time was up. */
export type TransactionOutcome = 'committed' | 'rolled_back' | 'unavailable'

// From one index look-up to the longest a request may take.
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** The metrics of one process, event-loop lag and memory among them. */
export function openMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const histogram = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Histogram<Label> =>
    new Histogram({ name, help, labelNames, buckets, registers })
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> =>
    new Counter({ name, help, labelNames, registers })

  const requests = histogram('iommi_request_duration_seconds', 'GraphQL requests by operation type and worst code.', [
    'operation_type',
    'code',
  ])
  const calls = histogram('iommi_internal_call_duration_seconds', 'Calls of other services by callee and outcome.', ['callee', 'outcome'])
  const transactions = histogram('iommi_database_transaction_duration_seconds', 'Transactions by pool and outcome.', ['role', 'outcome'])
  const waits = histogram('iommi_database_connection_wait_seconds', 'Time until a transaction has its connection, by pool.', ['role'])
  const published = counter('iommi_events_published_total', 'Events numbered into the event log, by topic.', ['topic'])
  const backlog = new Gauge({
    name: 'iommi_outbox_backlog_events',
    help: 'Events that wait for the relay, by Postgres schema; counted to 10,000.',
    labelNames: ['schema'] as const,
    registers,
  })
  const caughtUp = counter('iommi_stream_catch_ups_total', 'Streams that were behind their log without anything new, by topic.', ['topic'])
  const consumed = counter('iommi_events_consumed_total', 'Events by consumer and what became of them.', ['consumer', 'outcome'])

  return {
    request: ({ operationType, code }, seconds) => requests.observe({ operation_type: operationType, code }, seconds),
    call: (labels, seconds) => calls.observe(labels, seconds),
    transaction: (labels, seconds) => transactions.observe(labels, seconds),
    connectionWait: (role, seconds) => waits.observe({ role }, seconds),
    published: (topic, count) => published.inc({ topic }, count),
    backlog: (schema, count) => backlog.set({ schema }, count),
    streamCaughtUp: (topic) => caughtUp.inc({ topic }),
    consumed: (labels, count) => consumed.inc(labels, count),
    counter,
    gauge: <Label extends string>(name: string, help: string, labelNames: readonly Label[], read: () => readonly GaugeValue<Label>[]) => {
      const collect = function (this: Gauge<Label>): void {
        this.reset()
        for (const { labels, value } of read()) this.set(labels, value)
      }
      void new Gauge<Label>({ name, help, labelNames, registers, collect })
    },
    render: async () => ({ type: registry.contentType, text: await registry.metrics() }),
  }
}

/** Seconds since a time on the clock of `performance.now()`. */
export function secondsSince(startMs: number): number {
  return (performance.now() - startMs) / 1_000
}
