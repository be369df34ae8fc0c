import {
  isCompositeType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

/** What says which fields an operation asks for. */
export interface Collecting {
  readonly schema: GraphQLSchema
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** Defaults filled in; without a prototype. */
  readonly variables: Readonly<Record<string, unknown>>
}

/** The fragments of a document by name. */
export function fragmentsOf({ definitions }: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  return fragments
}

/** The fields that an object of this type gets from the selection sets, each time one is there. What is left out by a condition is not. */
export function collectFields(
  { schema, fragments, variables }: Collecting,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly FieldNode[] {
  const found: FieldNode[] = []
  const spread = new Set<string>()
  const visit = (selection: SelectionNode): void => {
    if (!isIncluded(selection, variables)) return
    if (selection.kind === Kind.FIELD) {
      found.push(selection)
      return
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (spread.has(selection.name.value)) return
      spread.add(selection.name.value)
    }
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
    if (fragment !== undefined && isFor(schema, fragment.typeCondition?.name.value, type)) fragment.selectionSet.selections.forEach(visit)
  }
  for (const { selections } of sets) selections.forEach(visit)
  return found
}

/** The name of a field in the answer. */
export function responseKeyOf({ alias, name }: FieldNode): string {
  return alias?.value ?? name.value
}

/** Puts those together that are one field of the answer. */
export function mergeFields(nodes: readonly FieldNode[]): readonly (readonly FieldNode[])[] {
  const merged = new Map<string, FieldNode[]>()
  for (const node of nodes) {
    const key = responseKeyOf(node)
    const same = merged.get(key)
    if (same === undefined) merged.set(key, [node])
    else same.push(node)
  }
  return [...merged.values()]
}

function isFor(schema: GraphQLSchema, condition: string | undefined, type: GraphQLObjectType): boolean {
  if (condition === undefined || condition === type.name) return true
  const named = schema.getType(condition)
  return named !== undefined && isCompositeType(named) && !isObjectType(named) && schema.isSubType(named, type)
}

// A condition that is neither true nor false will be refused; until then it leaves nothing out.
function isIncluded({ directives = [] }: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return directives.every(({ name, arguments: given }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true
    const condition = given?.find((argument) => argument.name.value === 'if')?.value
    return condition === undefined || valueFromASTUntyped(condition, variables) !== (name.value === 'skip')
  })
}
