import { z } from 'zod'

/** A span as it is shown. Times are microseconds since 1970. */
export interface ShownSpan {
  readonly traceId: string
  readonly spanId: string
  /** Null where the trace begins. */
  readonly parentId: string | null
  readonly service: string
  readonly name: string
  readonly kind: string
  readonly startUs: number
  readonly endUs: number
  readonly isError: boolean
  readonly attributes: Readonly<Record<string, string>>
  readonly events: readonly ShownEvent[]
}

/** Something that happened within a span, a statement for one. */
export interface ShownEvent {
  readonly name: string
  readonly atUs: number
  readonly attributes: Readonly<Record<string, string>>
}

const value: z.ZodType<string> = z.lazy(() =>
  z.union([
    z.object({ stringValue: z.string() }).transform(({ stringValue }) => stringValue),
    z.object({ intValue: z.union([z.string(), z.number()]) }).transform(({ intValue }) => String(intValue)),
    z.object({ doubleValue: z.number() }).transform(({ doubleValue }) => String(doubleValue)),
    z.object({ boolValue: z.boolean() }).transform(({ boolValue }) => String(boolValue)),
    z.object({ arrayValue: z.object({ values: z.array(value) }) }).transform(({ arrayValue }) => arrayValue.values.join(', ')),
    z.unknown().transform(() => ''),
  ]),
)

const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((list) => Object.fromEntries(list.map((attribute) => [attribute.key, attribute.value])))

const time = z.union([z.string().regex(/^\d+$/), z.number().int().nonnegative()]).transform((nanos) => Number(BigInt(nanos) / 1_000n))

const kinds = ['', 'internal', 'server', 'client', 'producer', 'consumer']

const span = z.object({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  kind: z.number().int().default(0),
  startTimeUnixNano: time,
  endTimeUnixNano: time,
  attributes,
  events: z.array(z.object({ name: z.string(), timeUnixNano: time, attributes })).default([]),
  status: z.object({ code: z.number().int().optional() }).default({}),
})

const request = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }).optional(),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

/** The spans of an OTLP/HTTP JSON request; null where the text is none. */
export function readOtlp(text: string): readonly ShownSpan[] | null {
  const parsed = request.safeParse(parseJson(text))
  if (!parsed.success) return null
  return parsed.data.resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const service = resource?.attributes['service.name'] ?? 'unknown'
    return scopeSpans.flatMap(({ spans }) => spans.map((each) => toShown(service, each)))
  })
}

function toShown(service: string, each: z.infer<typeof span>): ShownSpan {
  return {
    traceId: each.traceId,
    spanId: each.spanId,
    parentId: each.parentSpanId === undefined || each.parentSpanId === '' ? null : each.parentSpanId,
    service,
    name: each.name,
    kind: kinds[each.kind] ?? '',
    startUs: each.startTimeUnixNano,
    endUs: each.endTimeUnixNano,
    isError: each.status.code === 2,
    attributes: each.attributes,
    events: each.events.map((event) => ({ name: event.name, atUs: event.timeUnixNano, attributes: event.attributes })),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
