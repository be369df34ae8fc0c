import type { ApolloServerPlugin } from '@apollo/server'
import { readDeprecation, type Deprecation } from '@iommi/schema/deprecation'
import { TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql'
import type { GatewayContext } from '../gateway-context.ts'

/**
 * Says of an answer whose operation uses something deprecated since when that is so (`Deprecation`, RFC 9745) and from when on it may be
 * gone (`Sunset`, RFC 8594): of several things the earliest dates.
 */
export function deprecationHeaders(): ApolloServerPlugin<GatewayContext> {
  const known = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, DeprecationHeaders | null>>()
  const headersOf = (schema: GraphQLSchema, document: DocumentNode): DeprecationHeaders | null => {
    const ofSchema = known.get(schema) ?? new WeakMap<DocumentNode, DeprecationHeaders | null>()
    known.set(schema, ofSchema)
    const found = ofSchema.get(document)
    if (found !== undefined) return found
    const headers = headersFor(deprecationsIn(schema, document))
    ofSchema.set(document, headers)
    return headers
  }
  return {
    requestDidStart: () =>
      Promise.resolve({
        willSendResponse: ({ schema, document, operation, response: { http } }) => {
          // Without an operation the document was not valid.
          const headers = document === undefined || operation === undefined ? null : headersOf(schema, document)
          if (headers !== null) for (const [name, value] of Object.entries(headers)) http.headers.set(name, value)
          return Promise.resolve()
        },
      }),
  }
}

/** The headers by their names. */
export type DeprecationHeaders = Readonly<Record<'deprecation' | 'sunset', string>>

/** What a valid document uses that is deprecated, with both dates: fields, arguments, input fields and enum values. Pure. */
export function deprecationsIn(schema: GraphQLSchema, document: DocumentNode): readonly Deprecation[] {
  const reasons = new Set<string>()
  const note = (reason: string | null | undefined): void => {
    if (reason !== null && reason !== undefined) reasons.add(reason)
  }
  const typeInfo = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(typeInfo, {
      Field: () => note(typeInfo.getFieldDef()?.deprecationReason),
      Argument: () => note(typeInfo.getArgument()?.deprecationReason),
      ObjectField: ({ name }) => {
        const parent = typeInfo.getParentInputType()
        if (parent !== null && parent !== undefined && 'getFields' in parent) note(parent.getFields()[name.value]?.deprecationReason)
      },
      EnumValue: () => note(typeInfo.getEnumValue()?.deprecationReason),
    }),
  )
  return [...reasons].flatMap((reason) => readDeprecation(reason) ?? [])
}

/** The headers for these deprecations; null where there are none. */
export function headersFor(deprecations: readonly Deprecation[]): DeprecationHeaders | null {
  const [since] = deprecations.map((each) => each.since).toSorted()
  const [removedAfter] = deprecations.map((each) => each.removedAfter).toSorted()
  if (since === undefined || removedAfter === undefined) return null
  const gone = new Date(`${removedAfter}T00:00:00Z`)
  // It works all that day.
  gone.setUTCDate(gone.getUTCDate() + 1)
  return { deprecation: `@${String(Date.parse(`${since}T00:00:00Z`) / 1_000)}`, sunset: gone.toUTCString() }
}
