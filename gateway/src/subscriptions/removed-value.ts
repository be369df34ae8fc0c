import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  typeFromAST,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'

/** A document with the values of its variables, as they were given. */
export interface GivenVariables {
  readonly document: DocumentNode
  readonly variables: Readonly<Record<string, unknown>>
}

/**
 * What of the variables' values, valid in the schema `before`, is not there in the schema `after`: the coordinate of the first
 * field of an input or value of an enum. Null when there is no such thing.
 */
export function findRemovedValue(before: GraphQLSchema, after: GraphQLSchema, { document, variables }: GivenVariables): string | null {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    for (const { variable, type: node } of definition.variableDefinitions ?? []) {
      const type = typeFromAST(before, node)
      const found = isInputType(type) ? findIn(after, type, variables[variable.name.value]) : null
      if (found !== null) return found
    }
  }
  return null
}

function findIn(after: GraphQLSchema, given: GraphQLInputType, value: unknown): string | null {
  if (value === null || value === undefined) return null
  const type = getNullableType(given)
  if (isListType(type)) return firstOf(Array.isArray(value) ? value : [value], (item) => findIn(after, type.ofType, item))
  if (isEnumType(type)) {
    const now = after.getType(type.name)
    if (typeof value !== 'string' || (isEnumType(now) && now.getValue(value) !== undefined)) return null
    return `${type.name}.${value}`
  }
  if (!isInputObjectType(type)) return null
  const now = after.getType(type.name)
  const known = isInputObjectType(now) ? now.getFields() : {}
  return firstOf(Object.entries(value), ([name, field]) => {
    const declared = type.getFields()[name]
    if (declared === undefined || known[name] === undefined) return `${type.name}.${name}`
    return findIn(after, declared.type, field)
  })
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => string | null): string | null {
  for (const item of items) {
    const found = find(item)
    if (found !== null) return found
  }
  return null
}
