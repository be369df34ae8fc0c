/** Checks every subgraph's SDL against the schema conventions and prints what breaks which; exits with 1 if anything does. */
import { pathToFileURL } from 'node:url'
import {
  Kind,
  parse,
  print,
  visit,
  type DefinitionNode,
  type DocumentNode,
  type EnumTypeDefinitionNode,
  type FieldDefinitionNode,
  type InputObjectTypeDefinitionNode,
  type ObjectTypeDefinitionNode,
  type TypeNode,
} from 'graphql'
import { readDeprecation } from './deprecation.ts'
import { unsizedLists } from './list-size-conventions.ts'
import { readSubgraphs, type SubgraphSource } from './subgraph-list.ts'
import { misplacedTags } from './tag-conventions.ts'

/** Every breach of a convention, each as `subgraph: Type.field: rule`. */
export function findBreaches(subgraphs: readonly SubgraphSource[]): readonly string[] {
  const documents = subgraphs.map(({ name, sdl }) => ({ name, document: parse(sdl) }))
  const local = documents.flatMap(({ name, document }) => breachesOf(document).map((breach) => `${name}: ${breach}`))
  return [...local, ...differingSharedTypes(documents)]
}

function breachesOf(document: DocumentNode): readonly string[] {
  const fieldsOf = (name: string): readonly FieldDefinitionNode[] =>
    document.definitions.flatMap((node) => {
      const isObject = node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION
      return isObject && node.name.value === name ? (node.fields ?? []) : []
    })
  return [
    ...undescribed(document),
    ...undatedDeprecations(document),
    ...fieldsOf('Mutation').flatMap((field) => mutationBreaches(document, field)),
    ...rootTypes.flatMap((type) => fieldsOf(type).flatMap((field) => accessBreaches(type, field))),
    ...objectTypes(document).flatMap(objectBreaches),
    ...requiresWithArguments(document),
    ...unsizedLists(document),
    ...misplacedTags(document),
  ]
}

function objectTypes(document: DocumentNode): readonly ObjectTypeDefinitionNode[] {
  return document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION)
}

const rootTypes = ['Query', 'Mutation', 'Subscription']
const accessDirectives = new Set(['authenticated', 'requiresScopes', 'policy'])

/** The gateway lets everybody ask for what says nothing of who may. */
function accessBreaches(type: string, { name, directives = [] }: FieldDefinitionNode): readonly string[] {
  const given = directives.map((directive) => directive.name.value)
  const isForServices = name.value.startsWith('_')
  if (isForServices) return given.includes('inaccessible') ? [] : [`${type}.${name.value}: is for services, so it is @inaccessible`]
  const isGuarded = given.some((directive) => accessDirectives.has(directive))
  return isGuarded ? [] : [`${type}.${name.value}: says who may ask, by @authenticated, @requiresScopes or @policy`]
}

/** What comes with an interface or a key needs no words of its own. */
const selfExplaining = new Set(['id', 'field', 'message'])

function undescribed(document: DocumentNode): readonly string[] {
  const breaches: string[] = []
  const check = (owner: string) => (node: { readonly name: { readonly value: string }; readonly description?: unknown }) => {
    const isRoot = owner === '' && rootTypes.includes(node.name.value)
    if (node.description === undefined && !isRoot && !selfExplaining.has(node.name.value))
      breaches.push(`${owner}${node.name.value}: has no description`)
  }
  const members = (node: ObjectTypeDefinitionNode | InputObjectTypeDefinitionNode | EnumTypeDefinitionNode): void => {
    check('')(node)
    const children = node.kind === Kind.ENUM_TYPE_DEFINITION ? node.values : node.fields
    children?.forEach(check(`${node.name.value}.`))
  }
  visit(document, {
    ObjectTypeDefinition: members,
    InputObjectTypeDefinition: members,
    EnumTypeDefinition: members,
    ScalarTypeDefinition: check(''),
    InterfaceTypeDefinition: check(''),
    UnionTypeDefinition: check(''),
  })
  return breaches
}

function undatedDeprecations(document: DocumentNode): readonly string[] {
  const breaches: string[] = []
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== 'deprecated') return
      const reason = node.arguments?.find(({ name }) => name.value === 'reason')?.value
      const isDated = reason?.kind === Kind.STRING && readDeprecation(reason.value) !== null
      if (!isDated) breaches.push(`${print(node)}: says "use X since YYYY-MM-DD; removed after YYYY-MM-DD", the second day later`)
    },
  })
  return breaches
}

function mutationBreaches(document: DocumentNode, field: FieldDefinitionNode): readonly string[] {
  const name = `Mutation.${field.name.value}`
  const [input, ...others] = field.arguments ?? []
  if (input?.name.value !== 'input' || others.length > 0) return [`${name}: takes exactly one argument, input`]
  // Service operations are repeated under natural keys instead.
  if (field.name.value.startsWith('_')) return []
  const rules: readonly (readonly [holds: boolean, rule: string])[] = [
    [fieldType(document, nameOf(input.type), 'idempotencyKey') === 'ID!', 'its input has idempotencyKey: ID!'],
    [nameOf(field.type).endsWith('Payload'), 'answers a payload'],
    [/^\[\w+Error!\]!$/.test(fieldType(document, nameOf(field.type), 'userErrors')), 'its payload has userErrors: [<Mutation>Error!]!'],
  ]
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${name}: ${rule}`)
}

/** The type of a type's or input's field as SDL, or nothing. */
function fieldType(document: DocumentNode, typeName: string, fieldName: string): string {
  const types = document.definitions.filter(
    (node) => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION,
  )
  const fields = types.find((node) => node.name.value === typeName)?.fields ?? []
  const field = fields.find((each) => each.name.value === fieldName)
  return field === undefined ? '' : print(field.type)
}

function objectBreaches(type: ObjectTypeDefinitionNode): readonly string[] {
  const name = type.name.value
  if (name.startsWith('_')) return []
  const fields = new Set(type.fields?.map((field) => field.name.value))
  const isNode = type.interfaces?.some((each) => each.name.value === 'Node') === true
  const isStub = type.directives?.some((each) => each.name.value === 'key') === true
  const missing = name.endsWith('Connection') ? ['edges', 'nodes', 'pageInfo'].filter((field) => !fields.has(field)) : []
  const references = (type.fields ?? []).filter(
    (field) => /[a-z]Id$/.test(field.name.value) && !['eventId', 'batchId', 'operationId'].includes(field.name.value),
  )
  const connections = (type.fields ?? []).filter((field) => nameOf(field.type).endsWith('Connection'))
  return [
    ...(fields.has('id') && !isNode && !isStub ? [`${name}: has an id and implements Node`] : []),
    ...missing.map((field) => `${name}: a connection has ${field}`),
    ...references.map((field) => `${name}.${field.name.value}: refers to the object, not to its id`),
    ...connections
      .filter((field) => !hasPaging(field))
      .map((field) => `${name}.${field.name.value}: takes first, after, last, before, all optional`),
  ]
}

function hasPaging(field: FieldDefinitionNode): boolean {
  const types = new Map(field.arguments?.map((argument) => [argument.name.value, print(argument.type)]))
  return types.get('first') === 'Int' && types.get('last') === 'Int' && types.get('after') === 'String' && types.get('before') === 'String'
}

function requiresWithArguments(document: DocumentNode): readonly string[] {
  const breaches: string[] = []
  visit(document, {
    Directive: (node) => {
      if (node.name.value === 'requires' && print(node).includes('(', 10))
        breaches.push(`${print(node)}: has arguments, which mix with the client's`)
    },
  })
  return breaches
}

/** Types that several subgraphs declare whole are the same everywhere; entities differ by nature. */
function differingSharedTypes(documents: readonly { readonly name: string; readonly document: DocumentNode }[]): readonly string[] {
  const seen = new Map<string, { readonly text: string; readonly subgraph: string }>()
  const breaches: string[] = []
  for (const { name: subgraph, document } of documents) {
    for (const node of document.definitions.filter(isValueType)) {
      const text = print(node)
      const before = seen.get(node.name.value)
      if (before !== undefined && before.text !== text)
        breaches.push(`${subgraph}: ${node.name.value}: differs from the one in ${before.subgraph}`)
      seen.set(node.name.value, before ?? { text, subgraph })
    }
  }
  return breaches
}

function isValueType(node: DefinitionNode): node is DefinitionNode & { readonly name: { readonly value: string } } {
  if (!('name' in node) || node.name === undefined || rootTypes.includes(node.name.value)) return false
  const isEntity = node.kind === Kind.OBJECT_TYPE_DEFINITION && node.directives?.some((each) => each.name.value === 'key') === true
  return !isEntity && node.kind.endsWith('TypeDefinition')
}

function nameOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const breaches = findBreaches(readSubgraphs())
  process.stdout.write(breaches.length === 0 ? 'schema conventions hold\n' : `${breaches.join('\n')}\n`)
  process.exitCode = breaches.length === 0 ? 0 : 1
}
