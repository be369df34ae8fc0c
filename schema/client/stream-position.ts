import type { FormattedExecutionResult, SubscribePayload } from 'graphql-ws'

/** How far a subscription has come. */
export interface StreamPosition {
  /** The operation with the newest cursor as its variable `after`; before any cursor was seen, the operation as it was given. */
  readonly payload: () => SubscribePayload
  /** Takes note of a message: `repeated` if its event has been here lately, `last` if nothing can come after it. */
  readonly advance: (result: FormattedExecutionResult<unknown>) => 'new' | 'repeated' | 'last'
}

// More than can be under way when one subscription takes over from another.
const eventIdsMax = 1_000

/** The position of a subscription with one root field, read from `cursor`, `eventId` and `__typename` of that field's value. */
export function openPosition(operation: SubscribePayload): StreamPosition {
  let newest: string | null = null
  const eventIds = new Set<string>()
  return {
    payload: () => (newest === null ? operation : { ...operation, variables: { ...operation.variables, after: newest } }),
    advance: (result) => {
      const message = rootValue(result.data)
      const { cursor, eventId, __typename } = message
      if (typeof eventId === 'string') {
        if (eventIds.has(eventId)) return 'repeated'
        eventIds.add(eventId)
        for (const oldest of eventIds) {
          if (eventIds.size <= eventIdsMax) break
          eventIds.delete(oldest)
        }
      }
      if (typeof cursor === 'string') newest = cursor
      return __typename === 'ResyncRequired' ? 'last' : 'new'
    },
  }
}

function rootValue(data: unknown): Readonly<Record<string, unknown>> {
  const [value]: unknown[] = isObject(data) ? Object.values(data) : []
  return isObject(value) ? value : {}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
