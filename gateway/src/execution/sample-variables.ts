import {
  getNullableType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql'

const scalars: Readonly<Record<string, unknown>> = { Int: 0, Float: 0, Boolean: false }

/** Values for the variables an operation cannot do without, so that it can be planned although nobody asks for it. */
export function sampleVariables(schema: GraphQLSchema, operation: OperationDefinitionNode): Readonly<Record<string, unknown>> {
  const required = (operation.variableDefinitions ?? []).flatMap(({ variable, type, defaultValue }) => {
    const found = typeFromAST(schema, type)
    return !isInputType(found) || defaultValue !== undefined ? [] : [[variable.name.value, found] as const]
  })
  return sampleObject(required)
}

function sampleObject(fields: readonly (readonly [name: string, type: GraphQLInputType])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(fields.filter(([, type]) => isNonNullType(type)).map(([name, type]) => [name, sampleValue(type)]))
}

/** The smallest value of an input type. */
export function sampleValue(type: GraphQLInputType): unknown {
  const nullable = getNullableType(type)
  if (isListType(nullable)) return []
  if (isEnumType(nullable)) return nullable.getValues()[0]?.name
  if (!isInputObjectType(nullable)) return scalars[String(nullable)] ?? ''
  const fields = Object.values(nullable.getFields()).filter(({ defaultValue }) => defaultValue === undefined)
  return sampleObject(fields.map((field) => [field.name, field.type]))
}
