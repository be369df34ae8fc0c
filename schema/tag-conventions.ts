import { Kind, type DirectiveNode, type DocumentNode, type FieldDefinitionNode, type InputValueDefinitionNode } from 'graphql'
import { graphNames } from './operation-manifest.ts'

/** `internal` is everything: nothing is tagged for it. */
const tags: ReadonlySet<string> = new Set(graphNames.filter((name) => name !== 'internal'))

/** Every tag that is no graph's, and every argument that is in other graphs than its field, as `Type.field: rule`. */
export function misplacedTags(document: DocumentNode): readonly string[] {
  return document.definitions.flatMap((node) => {
    if (!('directives' in node) || !('name' in node) || node.name === undefined) return []
    const type = node.name.value
    const isObject =
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
    const fields = isObject ? (node.fields ?? []) : []
    const members = 'fields' in node ? (node.fields ?? []) : 'values' in node ? (node.values ?? []) : []
    return [
      ...unknownTags(type, node.directives),
      ...members.flatMap((member) => unknownTags(`${type}.${member.name.value}`, member.directives)),
      ...fields.flatMap((field) =>
        (field.arguments ?? []).flatMap((argument) => argumentBreaches(`${type}.${field.name.value}`, field, argument)),
      ),
    ]
  })
}

/** An argument does not inherit from its field: without tags of its own nobody of those graphs could pass it. */
function argumentBreaches(coordinate: string, field: FieldDefinitionNode, argument: InputValueDefinitionNode): readonly string[] {
  const place = `${coordinate}(${argument.name.value}:)`
  const expected = tagsOf(field.directives).join()
  return [
    ...unknownTags(place, argument.directives),
    ...(tagsOf(argument.directives).join() === expected ? [] : [`${place}: has the tags of its field`]),
  ]
}

function unknownTags(place: string, directives: readonly DirectiveNode[] | undefined): readonly string[] {
  const known = [...tags].map((tag) => `"${tag}"`).join(' or ')
  return tagsOf(directives)
    .filter((tag) => !tags.has(tag))
    .map((tag) => `${place}: has the tag "${tag}" of no graph; there is ${known}`)
}

function tagsOf(directives: readonly DirectiveNode[] = []): readonly string[] {
  return directives
    .filter(({ name }) => name.value === 'tag')
    .flatMap((directive) => directive.arguments ?? [])
    .flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : []))
    .toSorted()
}
