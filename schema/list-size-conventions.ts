import { Kind, print, specifiedScalarTypes, type DocumentNode, type FieldDefinitionNode, type TypeNode } from 'graphql'

/** How a field that answers a page says how long it may be: as long as it is asked for, 20 when it is not. */
const pageSize =
  '@listSize(slicingArguments: ["first", "last"], sizedFields: ["edges", "nodes"], requireOneSlicingArgument: false, assumedSize: 20)'

/** Every list of objects whose length the cost of an operation could not be told from, as `Type.field: rule`. Lists of scalars and enums cost nothing, however long. */
export function unsizedLists(document: DocumentNode): readonly string[] {
  const leaves = leafTypes(document)
  return document.definitions.flatMap((node) => {
    const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
    if (!isObject || node.name.value.startsWith('_')) return []
    return (node.fields ?? []).flatMap((field) => breachesOf(node.name.value, field, leaves))
  })
}

function breachesOf(type: string, field: FieldDefinitionNode, leaves: ReadonlySet<string>): readonly string[] {
  const name = field.name.value
  const answered = nameOf(field.type)
  // The field that answers the page says how long these are.
  const isOfPage = type.endsWith('Connection') && (name === 'edges' || name === 'nodes')
  if (name.startsWith('_') || isOfPage) return []
  const given = field.directives?.filter((directive) => directive.name.value === 'listSize').map(print) ?? []
  if (answered.endsWith('Connection')) return given[0] === pageSize ? [] : [`${type}.${name}: says ${pageSize}`]
  if (!isList(field.type) || leaves.has(answered)) return []
  return isAssumed(field) ? [] : [`${type}.${name}: says how long the list usually is, by @listSize(assumedSize: …)`]
}

function isAssumed({ directives = [] }: FieldDefinitionNode): boolean {
  return directives
    .filter((directive) => directive.name.value === 'listSize')
    .flatMap((directive) => directive.arguments ?? [])
    .some(({ name, value }) => name.value === 'assumedSize' && value.kind === Kind.INT && Number(value.value) > 0)
}

function leafTypes({ definitions }: DocumentNode): ReadonlySet<string> {
  const own = definitions.flatMap((node) =>
    node.kind === Kind.SCALAR_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_DEFINITION ? [node.name.value] : [],
  )
  return new Set([...specifiedScalarTypes.map(({ name }) => name), ...own])
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type))
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)
}
