import {
  doTypesOverlap,
  getNamedType,
  getNullableType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
  isScalarType,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLField,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql'

/**
 * What of a document, valid in the schema `before`, is not there or means another thing in the schema `after`: the schema
 * coordinate (https://spec.graphql.org/draft/#sec-Schema-Coordinates) of the first such thing. Null when the document can
 * go on as it is.
 */
export function findRemovedCoordinate(before: GraphQLSchema, after: GraphQLSchema, document: DocumentNode): string | null {
  const [found] = removedFrom(before, after, document)
  if (found !== undefined) return found
  // Whatever else may be wrong with it.
  const [error] = validate(after, document, specifiedRules, { maxErrors: 1, hideSuggestions: true })
  return error === undefined ? null : 'Subscription'
}

function removedFrom(before: GraphQLSchema, after: GraphQLSchema, document: DocumentNode): readonly string[] {
  const typeInfo = new TypeInfo(before)
  const found: string[] = []
  const note = (...coordinates: readonly (string | null)[]): void => void found.push(...coordinates.flatMap((each) => each ?? []))
  const parentName = (): string => typeInfo.getParentType()?.name ?? ''
  const visitor = visitWithTypeInfo(typeInfo, {
    NamedType: ({ name }) => note(after.getType(name.value) === undefined ? name.value : null),
    InlineFragment: ({ typeCondition }) => note(removedCondition(after, parentName(), typeCondition?.name.value ?? parentName())),
    Field: (node) => {
      const field = typeInfo.getFieldDef()
      if (field !== null && field !== undefined && !field.name.startsWith('__'))
        note(...removedFromField(after, parentName(), { node, field }))
    },
    ObjectField: ({ name }) => {
      const input = typeInfo.getParentInputType()
      if (input !== null && input !== undefined) note(removedInputField(after, getNamedType(input).name, name.value))
    },
    EnumValue: ({ value }) => {
      const type = typeInfo.getInputType()
      if (type !== null && type !== undefined) note(removedEnumValue(after, getNamedType(type).name, value))
    },
  })
  visit(document, visitor)
  return found
}

/** A fragment on a type that is no longer among those that its place may have. */
function removedCondition(after: GraphQLSchema, parent: string, condition: string): string | null {
  const [outer, inner] = [after.getType(parent), after.getType(condition)]
  return isCompositeType(outer) && isCompositeType(inner) && !doTypesOverlap(after, outer, inner) ? condition : null
}

interface UsedField {
  readonly node: FieldNode
  /** As it was. */
  readonly field: GraphQLField<unknown, unknown>
}

function removedFromField(after: GraphQLSchema, parent: string, { node, field }: UsedField): readonly string[] {
  const type = after.getType(parent)
  const now = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field.name] : undefined
  const coordinate = `${parent}.${field.name}`
  if (now === undefined || !isSameLeaf(field.type, now.type)) return [coordinate]
  const given: readonly ArgumentNode[] = node.arguments ?? []
  const names = given.map(({ name }) => name.value)
  const gone = names.filter((name) => !now.args.some((argument) => argument.name === name))
  const missing = now.args.filter((argument) => isRequiredArgument(argument) && !names.includes(argument.name)).map(({ name }) => name)
  return [...gone, ...missing].map((name) => `${coordinate}(${name}:)`)
}

function removedInputField(after: GraphQLSchema, input: string, field: string): string | null {
  const type = after.getType(input)
  return isInputObjectType(type) && type.getFields()[field] !== undefined ? null : `${input}.${field}`
}

function removedEnumValue(after: GraphQLSchema, name: string, value: string): string | null {
  const type = after.getType(name)
  return isEnumType(type) && type.getValue(value) !== undefined ? null : `${name}.${value}`
}

/** A scalar or enum that turned into another, or a list where there was none: who reads it would read it wrongly. */
function isSameLeaf(before: GraphQLOutputType, after: GraphQLOutputType): boolean {
  const [old, now] = [getNamedType(before), getNamedType(after)]
  const isLeaf = isScalarType(old) || isEnumType(old)
  return (!isLeaf || old.name === now.name) && listDepth(before) === listDepth(after)
}

function listDepth(type: GraphQLOutputType): number {
  const nullable = getNullableType(type)
  return 'ofType' in nullable ? 1 + listDepth(nullable.ofType) : 0
}
