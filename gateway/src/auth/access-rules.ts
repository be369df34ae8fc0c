import {
  isTypeDefinitionNode,
  isTypeExtensionNode,
  Kind,
  visit,
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type SchemaDefinitionNode,
  type SchemaExtensionNode,
  type ValueNode,
} from 'graphql'

/** Names of which all of one inner list are needed: `[[a, b], [c]]` is "a and b, or c". */
export type Alternatives = readonly (readonly string[])[]

/** What `@requiresScopes` and `@policy` ask for at one place. `@authenticated` asks for nothing more: nobody gets here without a token. */
export interface Requirement {
  readonly scopes: Alternatives
  readonly policies: Alternatives
}

/** The requirements of a supergraph: by type, and by `Type.field`. Composition has carried those of objects over to their interfaces. */
export interface AccessRules {
  readonly types: ReadonlyMap<string, Requirement>
  readonly fields: ReadonlyMap<string, Requirement>
}

/** The name of the only policy there is: the caller's address is on the list of `ADMIN_ADDRESSES`. */
export const allowedAddress = 'allowed-address'

const features: ReadonlySet<string> = new Set(['authenticated', 'requiresScopes', 'policy'])
const scalars: ReadonlySet<string> = new Set(['requiresScopes__Scope', 'policy__Policy'])
const specUrl = 'https://specs.apollo.dev/'

/** Reads the access rules out of a supergraph. Throws where it asks for something this gateway could not enforce. */
export function readAccessRules(supergraph: DocumentNode): AccessRules {
  const types = new Map<string, Requirement>()
  const fields = new Map<string, Requirement>()
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION) refuseRenamed(definition)
    // Composition writes none; what one said would get lost.
    if (isTypeExtensionNode(definition)) throw new Error(`${definition.name.value} is extended; a supergraph defines each type once`)
    if (!isTypeDefinitionNode(definition)) continue
    const type = definition.name.value
    add(types, type, definition.directives)
    const isComposite = definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.INTERFACE_TYPE_DEFINITION
    const members: readonly FieldDefinitionNode[] = isComposite ? (definition.fields ?? []) : []
    for (const { name, directives } of members) add(fields, `${type}.${name.value}`, directives)
  }
  return { types, fields }
}

/** The supergraph without everything that belongs to the access rules: ApolloGateway refuses to load it with them. */
export function stripAccessRules(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, {
    Directive: (node) => (isAccessDirective(node) || featureOf(node) !== null ? null : undefined),
    DirectiveDefinition: ({ name }) => (features.has(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (scalars.has(name.value) ? null : undefined),
  })
}

function add(into: Map<string, Requirement>, place: string, directives: readonly ConstDirectiveNode[] = []): void {
  const scopes = argumentOf(directives, 'requiresScopes', 'scopes')
  const policies = argumentOf(directives, 'policy', 'policies')
  const unknown = policies.flat().find((policy) => policy !== allowedAddress)
  if (unknown !== undefined) throw new Error(`${place} asks for the policy ${unknown}, which this gateway does not know`)
  if (scopes.length + policies.length > 0) into.set(place, { scopes, policies })
}

function argumentOf(directives: readonly ConstDirectiveNode[], directive: string, argument: string): Alternatives {
  const value = directives
    .filter(({ name }) => name.value === directive)
    .flatMap((applied) => applied.arguments ?? [])
    .find(({ name }) => name.value === argument)?.value
  return itemsOf(value).map((all) => itemsOf(all).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])))
}

function itemsOf(value: ValueNode | undefined): readonly ValueNode[] {
  return value?.kind === Kind.LIST ? value.values : []
}

function isAccessDirective({ name }: DirectiveNode): boolean {
  return features.has(name.value)
}

/** Which of our features a `@link` brings in, or null. */
function featureOf(directive: DirectiveNode): string | null {
  if (directive.name.value !== 'link') return null
  const url = stringArgument(directive, 'url') ?? ''
  const feature = url.startsWith(specUrl) ? url.slice(specUrl.length).split('/', 1)[0] : undefined
  return feature !== undefined && features.has(feature) ? feature : null
}

// Under another name a directive would be carried along, and enforced by nobody.
function refuseRenamed({ directives = [] }: SchemaDefinitionNode | SchemaExtensionNode): void {
  for (const directive of directives) {
    const feature = featureOf(directive)
    if (feature === null) continue
    const isRenamed = stringArgument(directive, 'as') !== null || directive.arguments?.some(({ name }) => name.value === 'import') === true
    if (isRenamed) throw new Error(`@${feature} has another name in this supergraph; it must be called by its own`)
  }
}

function stringArgument(directive: DirectiveNode, name: string): string | null {
  const value = directive.arguments?.find((argument) => argument.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : null
}
