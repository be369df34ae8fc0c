import { applyTagFilterOnSubgraphs } from '@theguild/federation-composition'
import { Kind, parse, visit, type DefinitionNode, type DirectiveNode, type DocumentNode } from 'graphql'

/**
 * The supergraph in which everything without the tag is @inaccessible and no tags are left: what a gateway loads to serve that contract.
 * A field, argument, input field or enum value counts as tagged when it or its type is; a scalar or union when it is itself.
 * Throws when the supergraph uses the tag nowhere.
 */
export function contractOf(supergraph: DocumentNode, tag: string): DocumentNode {
  if (!tagsIn(supergraph).has(tag)) throw new Error(`The supergraph has @tag(name: "${tag}") nowhere, so that contract would be empty`)
  // The library asks for subgraphs, and goes by directives that look the same in a supergraph.
  const [filtered] = applyTagFilterOnSubgraphs([{ typeDefs: supergraph }], { include: new Set([tag]), exclude: new Set<string>() })
  const features = featuresOf(supergraph)
  const definitions = (filtered?.typeDefs.definitions ?? []).map((definition, index) => {
    const original = supergraph.definitions[index]
    return original !== undefined && isMachinery(original, features) ? original : definition
  })
  return features.has('inaccessible') ? { ...supergraph, definitions } : withInaccessible({ ...supergraph, definitions })
}

/** Every tag that the document applies. */
export function tagsIn(document: DocumentNode): ReadonlySet<string> {
  const tags = new Set<string>()
  visit(document, {
    Directive: (directive) => {
      const tag = directive.name.value === 'tag' ? stringArgument(directive, 'name') : null
      if (tag !== null) tags.add(tag)
    },
  })
  return tags
}

/** Definitions that planning lives on, such as `join__Graph`: clients never see them, and what hid them would break the supergraph. */
function isMachinery(definition: DefinitionNode, features: ReadonlySet<string>): boolean {
  if (!('name' in definition) || definition.name === undefined) return false
  const [feature = '', member] = definition.name.value.split('__', 2)
  return member !== undefined && features.has(feature)
}

/** The features that the supergraph links, such as `join`, by the names that it uses for them. */
function featuresOf(supergraph: DocumentNode): ReadonlySet<string> {
  const links = supergraph.definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? (definition.directives ?? []).filter(({ name }) => name.value === 'link') : [],
  )
  const names = links.map((link) => stringArgument(link, 'as') ?? stringArgument(link, 'url')?.split('/').at(-2) ?? '')
  return new Set(['link', ...names])
}

function stringArgument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : null
}

/** Composition links the feature only where a subgraph uses it; where it is not linked, the directive would hide nothing. */
function withInaccessible(supergraph: DocumentNode): DocumentNode {
  const [schema, directive] = parse(
    `extend schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
    directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION`,
    { noLocation: true },
  ).definitions
  const link = schema?.kind === Kind.SCHEMA_EXTENSION ? (schema.directives ?? []) : []
  const definitions = supergraph.definitions.map((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION ? { ...definition, directives: [...(definition.directives ?? []), ...link] } : definition,
  )
  return { ...supergraph, definitions: [...definitions, ...(directive === undefined ? [] : [directive])] }
}
