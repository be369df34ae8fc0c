import { parse, type DocumentNode } from 'graphql'
import { currentEntry, readClientFolder, type GraphName } from './operation-manifest.ts'

/** A text that a client may send by its id, with the JSON Schema that limits its variables. */
export interface RegisteredOperation {
  readonly client: string
  readonly name: string
  readonly id: string
  readonly isCurrent: boolean
  readonly graph: GraphName
  readonly document: DocumentNode
  readonly variables: Readonly<Record<string, unknown>> | undefined
}

/** Every operation of these clients that gateways would accept that day (UTC, as 2027-12-31): nothing revoked, nothing expired. */
export function registeredOperations(directories: readonly string[], today: string): readonly RegisteredOperation[] {
  return directories.flatMap((directory) => {
    const { name: clientName, client, manifest } = readClientFolder(directory)
    if (client.isRevoked) return []
    const accepted = manifest.operations.filter(({ name }) => (client.operations[name]?.expiresOn ?? today) >= today)
    return accepted.map((entry) => ({
      client: clientName,
      name: entry.name,
      id: entry.id,
      isCurrent: currentEntry(manifest, entry.name) === entry,
      graph: client.graph,
      document: parse(entry.body),
      variables: client.operations[entry.name]?.variables,
    }))
  })
}
