/** What a change of an output type means to who reads it. */
import {
  getNamedType,
  isAbstractType,
  isEnumType,
  isListType,
  isNonNullType,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'

/** One change, at the coordinate (`Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`, `Type`) where it was made. */
export interface Finding {
  readonly coordinate: string
  readonly what: string
}

/** A schema and the one that follows it. */
export interface SchemaPair {
  readonly before: GraphQLSchema
  readonly after: GraphQLSchema
}

/** What breaks whoever reads a field of type `before` when it is `after`; null when nothing does. A type that is null less often does not. */
export function outputChange(before: GraphQLOutputType, after: GraphQLOutputType): string | null {
  if (getNamedType(before).name !== getNamedType(after).name || listDepth(before) !== listDepth(after)) {
    return `is now ${String(after)}, was ${String(before)}`
  }
  return isNullableWhereItWasNot(before, after) ? `may now be null: is ${String(after)}, was ${String(before)}` : null
}

function listDepth(type: GraphQLOutputType): number {
  const nullable = isNonNullType(type) ? type.ofType : type
  return isListType(nullable) ? 1 + listDepth(nullable.ofType) : 0
}

function isNullableWhereItWasNot(before: GraphQLOutputType, after: GraphQLOutputType): boolean {
  if (isNonNullType(before) && !isNonNullType(after)) return true
  const [was, is] = [isNonNullType(before) ? before.ofType : before, isNonNullType(after) ? after.ofType : after]
  return isListType(was) && isListType(is) && isNullableWhereItWasNot(was.ofType, is.ofType)
}

/** What may newly come out of a type that an operation reads: enum values, and members of a union or interface. It breaks nobody who expects that. */
export function additions({ before, after }: SchemaPair, type: GraphQLNamedType): readonly Finding[] {
  const now = after.getType(type.name)
  if (isEnumType(type) && isEnumType(now)) {
    const added = now.getValues().filter(({ name }) => type.getValue(name) === undefined)
    return added.map(({ name }) => ({ coordinate: `${type.name}.${name}`, what: 'may now be answered' }))
  }
  if (!isAbstractType(type) || !isAbstractType(now)) return []
  const known = new Set(before.getPossibleTypes(type).map(({ name }) => name))
  const added = after.getPossibleTypes(now).filter(({ name }) => !known.has(name))
  return added.map(({ name }) => ({ coordinate: type.name, what: `may now be a ${name}` }))
}
