import type { ShownSpan } from './otlp.ts'

/** One trace as far as its spans have arrived, in the order of their starts. */
export interface Trace {
  readonly traceId: string
  readonly spans: readonly ShownSpan[]
  /** Spans beyond the most that are kept. */
  readonly left: number
}

/** What the list of traces says of one. */
export interface TraceSummary {
  readonly traceId: string
  readonly title: string
  readonly startUs: number
  /** Of the first span: how long the caller waited. */
  readonly answeredUs: number
  /** Until the last span ended, whoever waited for it. */
  readonly wholeUs: number
  readonly services: readonly string[]
  readonly spanCount: number
  readonly errorCount: number
}

/** Which traces to list. */
export interface TraceFilter {
  readonly service: string | null
  readonly onlyErrors: boolean
  readonly durationMsMin: number
}

/** The newest traces, in memory. */
export interface TraceStore {
  add(spans: readonly ShownSpan[]): void
  find(traceId: string): Trace | null
  /** Those that match, newest first. */
  list(filter: TraceFilter): readonly TraceSummary[]
  /** Every service a span came from. */
  services(): readonly string[]
}

interface Kept {
  readonly spans: ShownSpan[]
  left: number
}

/** A store of the last `tracesMax` (500) traces, each with `spansMax` (2,000) spans at most. */
export function traceStore({ tracesMax = 500, spansMax = 2_000 } = {}): TraceStore {
  const traces = new Map<string, Kept>()
  const addOne = (span: ShownSpan): void => {
    const kept = traces.get(span.traceId) ?? { spans: [], left: 0 }
    traces.set(span.traceId, kept)
    if (kept.spans.length < spansMax) kept.spans.push(span)
    else kept.left += 1
    const [oldest] = traces.size > tracesMax ? traces.keys() : []
    if (oldest !== undefined) traces.delete(oldest)
  }
  return {
    add: (spans) => {
      for (const span of spans) addOne(span)
    },
    find: (traceId) => {
      const kept = traces.get(traceId)
      return kept === undefined ? null : { traceId, spans: inOrder(kept.spans), left: kept.left }
    },
    list: (filter) =>
      [...traces]
        .map(([traceId, { spans, left }]) => summaryOf({ traceId, spans: inOrder(spans), left }))
        .filter((summary) => isWanted(summary, filter))
        .toSorted((one, other) => other.startUs - one.startUs),
    services: () => [...new Set([...traces.values()].flatMap(({ spans }) => spans.map(({ service }) => service)))].toSorted(),
  }
}

/** What a span is about, in a few words. */
export function titleOf({ name, attributes }: ShownSpan): string {
  const operation = attributes['graphql.operation.name'] ?? ''
  const about = operation === '' ? (attributes['graphql.root_fields'] ?? '') : operation
  return about === '' ? name : `${name} ${about}`
}

function inOrder(spans: readonly ShownSpan[]): readonly ShownSpan[] {
  return spans.toSorted((one, other) => one.startUs - other.startUs)
}

function summaryOf({ traceId, spans, left }: Trace): TraceSummary {
  const [first] = spans
  const root = spans.find(({ parentId }) => parentId === null) ?? first
  if (first === undefined || root === undefined) throw new Error('a trace has a span')
  return {
    traceId,
    title: `${root.service}: ${titleOf(root)}`,
    startUs: first.startUs,
    answeredUs: root.endUs - root.startUs,
    wholeUs: spans.reduce((end, { endUs }) => Math.max(end, endUs), 0) - first.startUs,
    services: [...new Set(spans.map(({ service }) => service))],
    spanCount: spans.length + left,
    errorCount: spans.filter(({ isError }) => isError).length,
  }
}

function isWanted(summary: TraceSummary, filter: TraceFilter): boolean {
  const isOfService = filter.service === null || summary.services.includes(filter.service)
  return isOfService && (!filter.onlyErrors || summary.errorCount > 0) && summary.answeredUs >= filter.durationMsMin * 1_000
}
