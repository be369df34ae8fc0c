import { z } from 'zod'

/** The topics of the product; each belongs to one subgraph. */
export type Topic = 'order-events' | 'catalog-events' | 'customer-events' | 'notification-events'

/** A kind of event: where it goes, its CloudEvents `type` with its version, and its payload. */
export interface EventDefinition<Data> {
  readonly topic: Topic
  readonly type: `io.iommi.${string}.v${number}`
  readonly data: z.ZodType<Data>
}

/** Declares a kind of event. Payloads carry ids and facts for filters and audiences, no personal data. */
export function defineEvent<Data>(definition: EventDefinition<Data>): EventDefinition<Data> {
  return definition
}

/**
 * An event as streams and logs carry it: CloudEvents 1.0 JSON (https://github.com/cloudevents/spec),
 * extended by `tenantid`, `seq` (gap-free within tenant and topic) and `aggregateversion`.
 */
export const eventEnvelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string(),
  source: z.string(),
  type: z.string(),
  /** Id of the thing that changed. */
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  data: z.record(z.string(), z.unknown()),
  tenantid: z.uuid(),
  seq: z.number().int().positive(),
  aggregateversion: z.number().int().nonnegative(),
  traceparent: z.string().optional(),
})

/** See `eventEnvelope`. */
export type EventEnvelope = z.infer<typeof eventEnvelope>

/** The subgraph whose event log holds a topic. */
export const ownerOfTopic: Readonly<Record<Topic, string>> = {
  'order-events': 'orders',
  'catalog-events': 'catalog',
  'customer-events': 'customers',
  'notification-events': 'notifications',
}
