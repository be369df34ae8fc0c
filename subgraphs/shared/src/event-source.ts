import { eventEnvelope, type EventEnvelope } from '@iommi/schema/events/event'
import { z } from 'zod'
import type { EventPage } from './event-log.ts'
import { newId } from './ids.ts'
import type { InternalClient } from './internal-client.ts'
import { callService, type ServiceOperation } from './service-client.ts'
import type { Tenant } from './tenant.ts'

/** The event log of the subgraph that owns a topic. */
export interface EventSource {
  /** Up to 500 events after `afterSeq`, in order. UPSTREAM_UNAVAILABLE when the owner is away. */
  readonly read: (tenant: Pick<Tenant, 'id'>, request: { readonly topic: string; readonly afterSeq: number }) => Promise<EventPage>
}

const pageSize = 500
const readTimeoutMs = 5_000

const readOperation: ServiceOperation<{ readonly _events: EventPage }> = {
  document: /* GraphQL */ `
    query ($topic: String!, $afterSeq: SafeInt!, $first: Int!) {
      _events(topic: $topic, afterSeq: $afterSeq, first: $first) {
        epoch
        seq
        oldestSeq
        events
      }
    }
  `,
  answer: z.object({
    _events: z.object({
      epoch: z.string(),
      seq: z.number().int(),
      oldestSeq: z.number().int(),
      events: z.array(z.string().transform(parseEvent)),
    }),
  }),
}

/** The log behind `client`, read by the service field `_events` as the service `caller`. */
export function eventSource(client: InternalClient, caller: string): EventSource {
  return {
    read: async (tenant, { topic, afterSeq }) => {
      const context = {
        caller,
        tenant,
        actor: { kind: 'system', id: caller },
        requestId: newId('request'),
        traceparent: null,
        signal: AbortSignal.timeout(readTimeoutMs),
      } as const
      const { _events: page } = await callService(client, context, readOperation, { topic, afterSeq, first: pageSize })
      return page
    },
  }
}

/** An event from its JSON text; throws when it is none. */
export function parseEvent(text: string): EventEnvelope {
  return eventEnvelope.parse(JSON.parse(text))
}
