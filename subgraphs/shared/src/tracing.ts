import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span as ApiSpan,
} from '@opentelemetry/api'
import { randomBytes } from 'node:crypto'
import { AppError } from './errors.ts'
import { endedWithin } from './lifecycle.ts'

/** The tracing of this process, once started. */
export interface Tracing {
  /** Sends what is not sent yet, for at most 1.5 s. */
  stop(): Promise<void>
}

/** A piece of work under way, as it is shown. */
export type Span = ApiSpan

/** A piece of work to be shown: a name out of few, and attributes without personal data, ids of people or parameters. */
export interface SpanWish {
  readonly name: string
  readonly kind?: keyof typeof kinds
  readonly attributes?: Attributes
}

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const

const scope = 'iommi'
/** The name of errors that only carry an expected outcome out of the transaction they roll back. */
const refusal = 'Refusal'
const sendEveryMs = 500
const sendTimeoutMs = 5_000
const stopTimeoutMs = 1_500
const statementLengthMax = 1_000
// https://www.w3.org/TR/trace-context/#traceparent-header-field-values, version 00; all-zero ids are invalid.
const pattern = /^00-(?<traceId>(?!0{32})[0-9a-f]{32})-(?<spanId>(?!0{16})[0-9a-f]{16})-(?<flags>[0-9a-f]{2})$/

/**
 * Sends every span of this process to the OTLP/HTTP collector at `endpoint`. Without one nothing is loaded, recorded or sent; a
 * collector that is away loses spans and disturbs nothing else. Once per process: the API's registration is global.
 */
export async function startTracing(options: { readonly service: string; readonly endpoint: string | undefined }): Promise<Tracing> {
  if (options.endpoint === undefined) return { stop: () => Promise.resolve() }
  const [{ BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, { resourceFromAttributes }] = await Promise.all([
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const exporter = new OTLPTraceExporter({ url: `${options.endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: sendTimeoutMs })
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': options.service }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: sendEveryMs, exportTimeoutMillis: sendTimeoutMs })],
  })
  provider.register()
  return {
    stop: async () => {
      await endedWithin(stopTimeoutMs, provider.shutdown())
      trace.disable()
      context.disable()
      propagation.disable()
    },
  }
}

/** Runs `work` in a span below the one under way; without one there is none to add to, and `work` runs alone. */
export async function inSpan<Result>(wish: SpanWish, work: (span: Span | null) => Promise<Result>): Promise<Result> {
  return trace.getActiveSpan() === undefined ? await work(null) : await run(start(wish, context.active()), work)
}

/** Runs `work` in a span below the one that `traceparent` names; in a trace of its own where that is null or nonsense. */
export async function inSpanOf<Result>(traceparent: string | null, wish: SpanWish, work: (span: Span) => Promise<Result>): Promise<Result> {
  return await run(start(wish, contextOf(traceparent)), work)
}

/** Runs `work` once, in a span below each of the traces that it is done for, each of which says how many of `traceparents` it stands for. */
export async function inSpansOf<Result>(
  traceparents: readonly (string | undefined)[],
  wish: SpanWish,
  work: () => Promise<Result>,
): Promise<Result> {
  const counts = new Map<string, number>()
  for (const traceparent of traceparents) if (traceparent !== undefined) counts.set(traceparent, (counts.get(traceparent) ?? 0) + 1)
  const spans = [...counts].map(([traceparent, count]) => {
    const attributes = { ...wish.attributes, 'messaging.batch.message_count': count }
    return start({ ...wish, attributes }, contextOf(traceparent))
  })
  try {
    return await work()
  } catch (error) {
    for (const span of spans) markThrown(span, error)
    throw error
  } finally {
    for (const span of spans) span.end()
  }
}

/** The `traceparent` of the span under way, or `otherwise` where there is none. */
export function currentTraceparent(otherwise: string | null): string | null {
  const span = trace.getActiveSpan()
  return span === undefined ? otherwise : formatted(span.spanContext())
}

/** The trace under way, or null. */
export function currentTraceId(): string | null {
  return trace.getActiveSpan()?.spanContext().traceId ?? null
}

/** The trace that a traceparent belongs to. */
export function traceIdOf(traceparent: string): string | undefined {
  return parse(traceparent)?.traceId
}

/** Continues a caller's trace where its traceparent is valid and begins one otherwise. The span id is always a new one of ours. */
export function nextTraceparent(given: string | null): string {
  const { traceId, traceFlags } = parse(given) ?? {}
  const flags = (traceFlags ?? 1).toString(16).padStart(2, '0')
  return `00-${traceId ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags}`
}

/** Says of a span by which kind of error it ended, a code or a class and never a message; and whether the fault is ours. */
export function markFailed(span: Span, errorType: string, isOurFault: boolean): void {
  span.setAttribute('error.type', errorType)
  if (isOurFault) span.setStatus({ code: SpanStatusCode.ERROR })
}

/** Notes a statement that the span under way sends, without its parameters. */
export function noteStatement(text: string): void {
  const span = trace.getActiveSpan()
  if (span?.isRecording() !== true) return
  span.addEvent('sql', { 'db.query.text': text.replaceAll(/\s+/g, ' ').trim().slice(0, statementLengthMax) })
}

function start({ name, kind = 'internal', attributes = {} }: SpanWish, parent: ReturnType<typeof contextOf>): Span {
  return trace.getTracer(scope).startSpan(name, { kind: kinds[kind], attributes }, parent)
}

async function run<Result>(span: Span, work: (span: Span) => Promise<Result>): Promise<Result> {
  try {
    return await context.with(trace.setSpan(context.active(), span), () => work(span))
  } catch (error) {
    markThrown(span, error)
    throw error
  } finally {
    span.end()
  }
}

function markThrown(span: Span, error: unknown): void {
  if (error instanceof AppError) markFailed(span, error.code, error.code === 'UPSTREAM_UNAVAILABLE')
  else if (error instanceof Error) markFailed(span, error.name, error.name !== refusal)
  else markFailed(span, typeof error, true)
}

type SpanContext = ReturnType<Span['spanContext']>

function contextOf(traceparent: string | null): typeof ROOT_CONTEXT {
  const parent = parse(traceparent)
  return parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true })
}

function parse(traceparent: string | null): SpanContext | null {
  const { traceId, spanId, flags } = pattern.exec(traceparent ?? '')?.groups ?? {}
  if (traceId === undefined || spanId === undefined || flags === undefined) return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) }
}

function formatted({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`
}
