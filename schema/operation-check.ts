/** What has to hold of a client's folder before its operations are registered, and after. */
import {
  getNamedType,
  GraphQLError,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  OperationTypeNode,
  parse,
  typeFromAST,
  validate,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { personalFields } from './impersonal-types.ts'
import type { Graphs } from './operation-graphs.ts'
import {
  ClientFolderError,
  currentEntry,
  manifestEntryOf,
  readClientFolder,
  relayMap,
  type ClientFolder,
  type ManifestEntry,
} from './operation-manifest.ts'
import { compileVariables } from './operation-variables.ts'

/** A client's folder with the operations of its files; every problem is one line that names client, operation and rule. */
export interface CheckedClient {
  readonly directory: string
  readonly folder: ClientFolder
  readonly entries: readonly ManifestEntry[]
  /** What publishing cannot mend. */
  readonly problems: readonly string[]
  /** What publishing mends. */
  readonly unpublished: readonly string[]
}

/** Checks a client's folder against the graph it is for. A folder that cannot be read is a ClientFolderError. */
export function checkClient(directory: string, graphs: Graphs): CheckedClient {
  const folder = readClientFolder(directory)
  const graph = graphs.get(folder.client.graph)
  if (graph === undefined) {
    throw new ClientFolderError(`${folder.name}: client.json: there is no ${folder.client.graph} graph, for nothing is tagged so`)
  }
  const files = readdirSync(directory).filter((file) => file.endsWith('.graphql'))
  const read = files.toSorted().map((file) => checkFile(join(directory, file), file.slice(0, -'.graphql'.length), folder, graph))
  const entries = read.flatMap(({ entry }) => (entry === null ? [] : [entry]))
  return {
    directory,
    folder,
    entries,
    problems: [...read.flatMap(({ problems }) => problems), ...strayRules(folder, entries)],
    unpublished: unpublished(directory, folder, entries),
  }
}

interface CheckedFile {
  readonly entry: ManifestEntry | null
  readonly problems: readonly string[]
}

function checkFile(path: string, name: string, folder: ClientFolder, graph: GraphQLSchema): CheckedFile {
  const says = (rule: string): string => `${folder.name} ${name}: ${rule}`
  try {
    const entry = manifestEntryOf(readFileSync(path, 'utf8'))
    const document = parse(entry.body)
    const invalid = validate(graph, document).map((error) => `${error.message} (${folder.client.graph} graph)`)
    const problems = [
      ...(entry.name === name ? [] : [`the operation is named ${entry.name}: name file and operation alike`]),
      ...(folder.client.revoked.includes(entry.id)
        ? ['this text is revoked: delete the file, or change the operation and publish it']
        : []),
      ...invalid,
      ...(invalid.length === 0 ? ruleProblems(folder, entry.name, document, graph) : []),
    ]
    return { entry, problems: problems.map(says) }
  } catch (error) {
    return { entry: null, problems: [says(parseProblem(error))] }
  }
}

function parseProblem(error: unknown): string {
  if (!(error instanceof GraphQLError)) return error instanceof Error ? error.message : String(error)
  const [place] = error.locations ?? []
  return `does not parse: ${error.message}${place === undefined ? '' : ` (line ${String(place.line)}, column ${String(place.column)})`}`
}

/** The rules of client.json for one operation; a partner's needs some. */
function ruleProblems({ client }: ClientFolder, name: string, document: DocumentNode, graph: GraphQLSchema): readonly string[] {
  const rules = Object.hasOwn(client.operations, name) ? client.operations[name] : undefined
  if (rules === undefined) {
    return client.graph === 'partner' ? ['client.json has no rules for it: give variables, costMax, requestsPerMinute and expiresOn'] : []
  }
  return [
    ...(rules.variables === undefined ? [] : variablesProblems(rules.variables, document, graph)),
    ...(rules.cacheSeconds === undefined ? [] : cacheProblems(document, graph)),
  ]
}

/** What keeps an answer out of caches that others share. */
function cacheProblems(document: DocumentNode, graph: GraphQLSchema): readonly string[] {
  const isQuery = document.definitions.every(
    (node) => node.kind !== Kind.OPERATION_DEFINITION || node.operation === OperationTypeNode.QUERY,
  )
  if (!isQuery) return ['cacheSeconds: is for queries only']
  return personalFields(graph, document).map((field) => `cacheSeconds: ${field} may be about somebody, so nobody else may keep the answer`)
}

function variablesProblems(schema: Readonly<Record<string, unknown>>, document: DocumentNode, graph: GraphQLSchema): readonly string[] {
  try {
    compileVariables(schema)
  } catch (error) {
    return [`variables: is no valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`]
  }
  const isClosed = schema['type'] === 'object' && schema['additionalProperties'] === false
  const declared = document.definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? (node.variableDefinitions ?? []) : []))
  const types = new Map(declared.map((node) => [node.variable.name.value, typeFromAST(graph, node.type)]))
  const properties = asRecord(schema['properties'])
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const lacking = declared.filter((node) => node.type.kind === Kind.NON_NULL_TYPE && node.defaultValue === undefined)
  return [
    ...(isClosed ? [] : ['variables: has to be {"type": "object", "additionalProperties": false, …}, or it lets anything through']),
    ...lacking
      .map((node) => node.variable.name.value)
      .filter((name) => !required.includes(name))
      .map((name) => `variables: has to require "${name}", which the operation does`),
    ...Object.entries(properties).flatMap(([name, property]) => {
      const type = types.get(name)
      return isInputType(type) ? misfits(property, type, name) : [`variables: the operation has no variable "${name}"`]
    }),
  ]
}

/** Where a JSON Schema allows what the type does not have: fields of inputs and values of enums, followed through properties and items. */
function misfits(schema: unknown, type: GraphQLInputType, path: string): readonly string[] {
  const nullable = isNonNullType(type) ? type.ofType : type
  const node = asRecord(schema)
  if (isListType(nullable)) {
    return node['items'] === undefined ? [] : misfits(node['items'], nullable.ofType, `${path}.items`)
  }
  if (isEnumType(nullable)) {
    const values = [...(Array.isArray(node['enum']) ? node['enum'] : []), ...('const' in node ? [node['const']] : [])]
    const unknown = values.filter((value) => typeof value === 'string' && nullable.getValue(value) === undefined)
    return unknown.map((value) => `variables: ${path} allows ${JSON.stringify(value)}, which ${nullable.name} does not have`)
  }
  if (!isInputObjectType(nullable)) return []
  const fields = nullable.getFields()
  return Object.entries(asRecord(node['properties'])).flatMap(([name, property]) => {
    const field = fields[name]
    if (field !== undefined) return misfits(property, field.type, `${path}.${name}`)
    return [`variables: ${path}.${name} does not exist, ${getNamedType(type).name} has no such field`]
  })
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : ({} as const)
}

function strayRules({ name, client, manifest }: ClientFolder, entries: readonly ManifestEntry[]): readonly string[] {
  const known = new Set([...entries, ...manifest.operations].map((entry) => entry.name))
  const stray = Object.keys(client.operations).filter((operation) => !known.has(operation))
  return stray.map((operation) => `${name} ${operation}: client.json has rules for it, but there is no file ${operation}.graphql`)
}

function unpublished(directory: string, { name, manifest }: ClientFolder, entries: readonly ManifestEntry[]): readonly string[] {
  const next = `run npm run operations -- publish --client ${name}`
  const changed = entries.filter((entry) => currentEntry(manifest, entry.name)?.id !== entry.id)
  const relayPath = join(directory, 'operations.json')
  const isFresh = existsSync(relayPath) && readFileSync(relayPath, 'utf8') === jsonFile(relayMap(manifest))
  return [
    ...changed.map((entry) => `${name} ${entry.name}: is not in manifest.json as it is now: ${next}`),
    ...(isFresh || changed.length > 0 ? [] : [`${name}: operations.json is not what manifest.json without the revoked ids makes: ${next}`]),
  ]
}

/** A generated JSON file's text. */
export function jsonFile(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
