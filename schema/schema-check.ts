import { findBreakingChanges } from './breaking-changes.ts'
import type { Composition } from './compose.ts'
import { findOperationBreaks } from './operation-breaks.ts'
import { graphsOf, type Graphs } from './operation-graphs.ts'
import { graphNames } from './operation-manifest.ts'
import type { Finding } from './operation-output-breaks.ts'
import { compileVariables } from './operation-variables.ts'
import type { RegisteredOperation } from './registered-operations.ts'

/** What the gate compares: two compositions, and who has registered what. */
export interface SchemaCheck {
  /** Null when there is nothing earlier: then only operations are checked. */
  readonly before: Composition | null
  readonly after: Composition
  readonly operations: readonly RegisteredOperation[]
  readonly today: Date
}

/** What the gate found, a line each. It passes when `operations` and `changes` are empty. */
export interface SchemaReport {
  /** `<client> <operation>: <coordinate>: <what>` of each registered operation that breaks. */
  readonly operations: readonly string[]
  /** `<graphs>: <path>: <what>` of each breaking change that no overdue deprecation excuses. */
  readonly changes: readonly string[]
  /** What is new and breaks nobody: remarks of composition, and what operations may newly be answered. */
  readonly notes: readonly string[]
}

/** Compares two versions of the schema in each graph, and follows every registered operation through the graph of its client. */
export async function checkSchema({ before, after, operations, today }: SchemaCheck): Promise<SchemaReport> {
  const graphs = { before: before === null ? null : graphsOf(before.supergraphSdl), after: graphsOf(after.supergraphSdl) }
  const found = operations.map((operation) => ({ operation, ...operationFindings(graphs, operation) }))
  const linesOf = (kind: 'breaks' | 'notes'): readonly string[] =>
    found.flatMap((each) => each[kind].map((finding) => operationLine(each.operation, finding)))
  const known = new Set(before?.hints)
  return {
    operations: distinct(linesOf('breaks')),
    changes: graphs.before === null ? [] : await graphChanges(graphs.before, graphs.after, today),
    notes: distinct([...after.hints.filter((hint) => !known.has(hint)), ...linesOf('notes')]),
  }
}

function operationFindings(
  graphs: { readonly before: Graphs | null; readonly after: Graphs },
  { graph, document, variables }: RegisteredOperation,
): { readonly breaks: readonly Finding[]; readonly notes: readonly Finding[] } {
  const after = graphs.after.get(graph)
  if (after === undefined) return { breaks: [{ coordinate: graph, what: 'there is no such graph, for nothing is tagged so' }], notes: [] }
  const unreadable = unreadableVariables(variables)
  if (unreadable !== null) return { breaks: [{ coordinate: 'variables', what: unreadable }], notes: [] }
  return findOperationBreaks({ before: graphs.before?.get(graph) ?? after, after }, document, variables)
}

function unreadableVariables(variables: RegisteredOperation['variables']): string | null {
  try {
    if (variables !== undefined) compileVariables(variables)
    return null
  } catch (error) {
    return `client.json has no valid JSON Schema: ${error instanceof Error ? error.message : String(error)}`
  }
}

function operationLine({ client, name, id, isCurrent }: RegisteredOperation, { coordinate, what }: Finding): string {
  return `${client} ${name}: ${coordinate}: ${what}${isCurrent ? '' : ` (earlier text ${id.slice(0, 12)})`}`
}

/** Breaking changes, each once with the graphs in which it is. A graph that was not there before cannot break. */
async function graphChanges(before: Graphs, after: Graphs, today: Date): Promise<readonly string[]> {
  const graphsByChange = new Map<string, string[]>()
  for (const name of graphNames) {
    const [was, is] = [before.get(name), after.get(name)]
    const changes = was === undefined ? [] : is === undefined ? ['the whole graph is gone'] : await findBreakingChanges(was, is, today)
    for (const change of changes) graphsByChange.set(change, [...(graphsByChange.get(change) ?? []), name])
  }
  return [...graphsByChange].map(([change, names]) => `${names.join(', ')}: ${change}`)
}

function distinct(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)]
}
