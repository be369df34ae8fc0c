import {
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type ExecutableDefinitionNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
} from 'graphql'

/**
 * Coordinates (`Type.field`) of the fields that an operation asks for, its fragments included, each once and sorted.
 * Introspection is not counted. None where the document has no such operation; fields that the schema lacks are left out.
 */
export function fieldsOfOperation(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): readonly string[] {
  const coordinates = new Set<string>()
  const reached = new Set<ExecutableDefinitionNode>(operationsNamed(document, operationName))
  const fragments = fragmentsOf(document)
  // Grows while it is walked: each definition adds the fragments that it spreads.
  for (const definition of reached) {
    const typeInfo = new TypeInfo(schema)
    const visitor = visitWithTypeInfo(typeInfo, {
      Field: () => {
        const [parent, field] = [typeInfo.getParentType(), typeInfo.getFieldDef()]
        if (parent && field && !isIntrospection(parent.name) && !isIntrospection(field.name))
          coordinates.add(`${parent.name}.${field.name}`)
      },
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value)
        if (fragment !== undefined) reached.add(fragment)
      },
    })
    visit(definition, visitor)
  }
  return [...coordinates].toSorted()
}

function operationsNamed(document: DocumentNode, operationName: string | null): readonly ExecutableDefinitionNode[] {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  return operationName === null ? operations.slice(0, 1) : operations.filter(({ name }) => name?.value === operationName)
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]))
}

function isIntrospection(name: string): boolean {
  return name.startsWith('__')
}
