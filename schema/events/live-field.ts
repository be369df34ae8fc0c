import type { z } from 'zod'
import type { EventDefinition, EventEnvelope, Topic } from './event.ts'

/** Who subscribes, as far as it decides which events concern them. */
export interface Viewer {
  readonly kind: 'employee' | 'client' | 'partner' | 'system'
  readonly roles: readonly string[]
  /** The customer a client acts for; null for all others. */
  readonly customerId: string | null
}

type PlainValue = string | number | boolean | null

/** A value of a message: what GraphQL can answer without asking anybody. An object with `__typename` and `id` refers to an entity. */
export type MessageValue = PlainValue | Readonly<Record<string, PlainValue>>

/** A field of `Subscription` and the events behind it. Pure: the same event, viewer and arguments give the same message. */
export interface LiveField {
  /** Its name in `schema.graphql` beside this file. */
  readonly name: string
  readonly topic: Topic
  /** The member of its union that carries a change; the others are `Checkpoint` and `ResyncRequired`. */
  readonly messageType: string
  /** Whether two viewers of the same roles and customer may see different values: then nothing is worked out for both at once. */
  readonly isPersonal: boolean
  /** A field of the message without which there is nothing to tell: where it is selected and comes back null, without an error, the message is left out. */
  readonly subject?: string
  /** Reads the field's arguments once; throws with a sentence that names the argument when they break a rule. */
  readonly select: (viewer: Viewer, args: Readonly<Record<string, unknown>>) => SelectMessage
}

/** The fields of an event's message besides `cursor` and `eventId`; null for an event that is not shown to this viewer under these arguments. */
export type SelectMessage = (event: EventEnvelope) => Readonly<Record<string, MessageValue>> | null

/** How a live field is declared: for which events, for whom, under which conditions, with which values. */
export interface LiveFieldDeclaration<Data, Where> extends Omit<LiveField, 'select' | 'topic'> {
  readonly events: readonly EventDefinition<Data>[]
  /** Shape of the argument `where`; everything in it is optional. */
  readonly where: z.ZodType<Where>
  readonly isFor: (data: Data, viewer: Viewer) => boolean
  readonly matches: (data: Data, where: Where) => boolean
  readonly fields: (data: Data, event: EventEnvelope) => Readonly<Record<string, MessageValue>>
}

/** Declares a live field over events of one topic. */
export function defineLiveField<Data, Where>(declaration: LiveFieldDeclaration<Data, Where>): LiveField {
  const { events, where, isFor, matches, fields, ...rest } = declaration
  const [first] = events
  if (first === undefined || events.some(({ topic }) => topic !== first.topic)) throw new Error(`${rest.name}: its events are of one topic`)
  const definitions = new Map<string, EventDefinition<Data>>(events.map((event) => [event.type, event]))
  return {
    ...rest,
    topic: first.topic,
    select: (viewer, args) => {
      const condition = readWhere(where, args['where'] ?? {})
      return (event) => {
        const definition = definitions.get(event.type)
        if (definition === undefined) return null
        const data = definition.data.parse(event.data)
        return isFor(data, viewer) && matches(data, condition) ? fields(data, event) : null
      }
    },
  }
}

function readWhere<Where>(schema: z.ZodType<Where>, given: unknown): Where {
  const { data, error } = schema.safeParse(given)
  if (error === undefined) return data
  const [issue] = error.issues
  throw new Error(`${['where', ...(issue?.path ?? [])].join('.')}: ${issue?.message ?? 'is not valid'}.`)
}

/** Whether a filter of the form `{ in: […] }` lets one of the values pass; a filter that says nothing lets everything pass. */
export function isIn(
  filter: { readonly in?: readonly string[] | null | undefined } | null | undefined,
  ...values: readonly (string | null)[]
): boolean {
  const wanted = filter?.in
  return wanted === null || wanted === undefined || values.some((value) => value !== null && wanted.includes(value))
}
