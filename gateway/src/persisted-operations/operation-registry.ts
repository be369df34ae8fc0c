import type { ClientFolder, GraphName, ManifestEntry, OperationRules } from '@iommi/schema/operation-manifest'
import { compileVariables, type VariablesCheck } from '@iommi/schema/operation-variables'

/** An operation that a client may call by its id. */
export interface RegisteredOperation {
  readonly id: string
  readonly name: string
  readonly text: string
  /** The client's folder below `schema/operations`: `dashboard`, `partners/globalparts`. */
  readonly client: string
  readonly rules: OperationRules
  /** What is wrong with variables; empty when they are within the rules. */
  readonly checkVariables: VariablesCheck
}

/** A partner, as far as its operations go. */
export interface RegisteredPartner {
  readonly isRevoked: boolean
  readonly operations: ReadonlyMap<string, RegisteredOperation>
}

/** All operations that are registered now. */
export interface OperationRegistry {
  /** Operations of all our own clients of a graph, by id. */
  readonly ofGraph: (graph: GraphName) => ReadonlyMap<string, RegisteredOperation>
  /** A partner of that name of that tenant; the same name at another tenant is somebody else. */
  readonly findPartner: (tenantId: string, name: string) => RegisteredPartner | null
  /** Whether a document's text is that of a registered operation, whoever's. */
  readonly isRegistered: (text: string) => boolean
}

const anything: VariablesCheck = () => []
const none: ReadonlyMap<string, RegisteredOperation> = new Map()

/** The registry of these clients. Throws where an operation's rules cannot be applied. */
export function operationRegistry(folders: readonly ClientFolder[]): OperationRegistry {
  const graphs = new Map<GraphName, Map<string, RegisteredOperation>>()
  const partners = new Map<string, RegisteredPartner>()
  const texts = new Set<string>()
  for (const folder of folders) {
    const { name, client } = folder
    const operations = registeredOf(folder)
    if (!client.isRevoked) for (const { text } of operations) texts.add(text)
    const byId = new Map(operations.map((operation) => [operation.id, operation]))
    if (client.graph === 'partner') {
      partners.set(partnerKey(client.tenant, name), { isRevoked: client.isRevoked, operations: byId })
    } else if (!client.isRevoked) {
      graphs.set(client.graph, new Map([...(graphs.get(client.graph) ?? none), ...byId]))
    }
  }
  return {
    ofGraph: (graph) => graphs.get(graph) ?? none,
    findPartner: (tenantId, name) => partners.get(partnerKey(tenantId, name)) ?? null,
    isRegistered: (text) => texts.has(text),
  }
}

function registeredOf(folder: ClientFolder): readonly RegisteredOperation[] {
  return folder.manifest.operations.map((entry) => registered(folder, entry))
}

function registered({ name, client }: ClientFolder, entry: ManifestEntry): RegisteredOperation {
  const rules = Object.hasOwn(client.operations, entry.name) ? (client.operations[entry.name] ?? {}) : {}
  return {
    id: entry.id,
    name: entry.name,
    text: entry.body,
    client: client.graph === 'partner' ? `partners/${name}` : name,
    rules,
    checkVariables: rules.variables === undefined ? anything : compiled(rules.variables, `${name} ${entry.name}`),
  }
}

function compiled(schema: Readonly<Record<string, unknown>>, of: string): VariablesCheck {
  try {
    return compileVariables(schema)
  } catch (error) {
    throw new Error(`${of}: variables: ${error instanceof Error ? error.message : 'is no JSON Schema'}`, { cause: error })
  }
}

function partnerKey(tenantId: string, name: string): string {
  return `${tenantId} ${name}`
}
