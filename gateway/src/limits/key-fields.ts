import {
  Kind,
  parse,
  type ConstDirectiveNode,
  type DocumentNode,
  type InterfaceTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type SelectionSetNode,
  type TypeNode,
} from 'graphql'

/** For each type the names that the gateway itself asks for to go on in another subgraph: fields of keys and of `@requires`. */
export type KeyFields = ReadonlyMap<string, ReadonlySet<string>>

type FieldTypes = ReadonlyMap<string, ReadonlyMap<string, string>>
type CompositeDefinition = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

/** Reads the key fields out of a supergraph. */
export function readKeyFields(supergraph: DocumentNode): KeyFields {
  const composites = supergraph.definitions.filter(isComposite)
  const types: FieldTypes = new Map(
    composites.map((type) => [type.name.value, new Map((type.fields ?? []).map((field) => [field.name.value, namedType(field.type)]))]),
  )
  const found = new Map<string, Set<string>>()
  for (const type of composites) {
    const onType = fieldSets(type.directives ?? [], 'join__type', 'key')
    const onFields = (type.fields ?? []).flatMap((field) => fieldSets(field.directives ?? [], 'join__field', 'requires'))
    for (const set of [...onType, ...onFields]) collect(set, type.name.value, { types, found })
  }
  return found
}

function isComposite(definition: DocumentNode['definitions'][number]): definition is CompositeDefinition {
  return definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
}

function fieldSets(directives: readonly ConstDirectiveNode[], directive: string, argument: string): readonly SelectionSetNode[] {
  return directives
    .filter(({ name }) => name.value === directive)
    .flatMap((applied) => applied.arguments ?? [])
    .flatMap(({ name, value }) => (name.value === argument && value.kind === Kind.STRING ? [parseFieldSet(value.value)] : []))
}

function parseFieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('A field set is not a selection.')
  return definition.selectionSet
}

function collect(
  set: SelectionSetNode,
  typeName: string,
  into: { readonly types: FieldTypes; readonly found: Map<string, Set<string>> },
): void {
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, selection.typeCondition?.name.value ?? typeName, into)
    if (selection.kind !== Kind.FIELD) continue
    const names = into.found.get(typeName) ?? new Set()
    into.found.set(typeName, names.add(selection.name.value))
    const below = into.types.get(typeName)?.get(selection.name.value)
    if (selection.selectionSet !== undefined && below !== undefined) collect(selection.selectionSet, below, into)
  }
}

function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type)
}
