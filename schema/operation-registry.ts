/** Publishing and revoking: the commands that change a client's files. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { jsonFile, type CheckedClient } from './operation-check.ts'
import {
  appendOperations,
  ClientFile,
  ClientFolderError,
  currentEntry,
  readClientFolder,
  relayMap,
  withoutOperations,
  type Manifest,
  type ManifestEntry,
} from './operation-manifest.ts'

/** Writes the manifests of a client whose files have no problems; gives the entries that are new. Nothing is written when none is. */
export function publishClient(checked: CheckedClient): readonly ManifestEntry[] {
  const { directory, folder, entries, unpublished } = checked
  const added = entries.filter((entry) => currentEntry(folder.manifest, entry.name)?.id !== entry.id)
  if (unpublished.length > 0) writeManifest(directory, appendOperations(folder.manifest, entries))
  return added
}

/** What revoking did: the ids refused from now on, and whether they were already. */
export interface Revocation {
  readonly ids: readonly string[]
  readonly isRepeat: boolean
}

/**
 * Takes an operation out of a client's manifests: by name every text of it, by id (or its first 8 or more digits) that text. May be
 * repeated with an id. Throws a ClientFolderError when there is no such operation.
 */
export function revokeOperation(directory: string, operation: string): Revocation {
  const { name, client, manifest } = readClientFolder(directory)
  const isMatch = (id: string): boolean => /^[0-9a-f]{8,64}$/.test(operation) && id.startsWith(operation)
  const already = client.revoked.filter(isMatch)
  const ids = manifest.operations.filter((entry) => entry.name === operation || isMatch(entry.id)).map((entry) => entry.id)
  if (ids.length === 0 && already.length > 0) return { ids: already, isRepeat: true }
  if (ids.length === 0) {
    throw new ClientFolderError(`${name} ${operation}: is not registered: npm run operations -- list --client ${name} shows what is`)
  }
  // In this sequence the folder refuses the ids from the first write on.
  const clientPath = join(directory, 'client.json')
  const changed = withRevoked(readFileSync(clientPath, 'utf8'), [...client.revoked, ...ids])
  writeManifest(directory, withoutOperations(manifest, new Set(ids)))
  replaceFile(clientPath, changed)
  return { ids, isRepeat: false }
}

/** The text of `client.json` with these ids as `revoked`; everything else stays as it was written. */
export function withRevoked(text: string, ids: readonly string[]): string {
  const quoted = ids.map((id) => `"${id}"`)
  const list = quoted.length === 1 ? `[${quoted.join('')}]` : `[\n${quoted.map((id) => `    ${id}`).join(',\n')}\n  ]`
  const present = /"revoked":\s*\[[^\]]*\]/
  // One property a line, so that a change is seen as one line.
  const lines = text.startsWith('{\n') ? text : jsonFile(JSON.parse(text))
  const changed = present.test(lines)
    ? lines.replace(present, `"revoked": ${list}`)
    : lines.replace(/"graph":\s*"\w+"/, (graph) => `${graph},\n  "revoked": ${list}`)
  const reread = ClientFile.parse(JSON.parse(changed))
  if (reread.revoked.join() !== ids.join()) throw new ClientFolderError('client.json: write "revoked" right behind "graph"')
  return changed
}

function writeManifest(directory: string, manifest: Manifest): void {
  replaceFile(join(directory, 'operations.json'), jsonFile(relayMap(manifest)))
  replaceFile(join(directory, 'manifest.json'), jsonFile(manifest))
}

/** Readers see the old file or the new one, never a part. */
function replaceFile(path: string, text: string): void {
  writeFileSync(`${path}.new`, text)
  renameSync(`${path}.new`, path)
}

/** An operation as `list` shows it. */
export interface ListedOperation {
  readonly client: string
  readonly operation: string
  readonly id: string
  readonly type: ManifestEntry['type'] | 'unknown'
  /** The last day on which it may be called; null when it does not expire. */
  readonly expiresOn: string | null
  readonly state: 'current' | 'earlier text' | 'expired' | 'revoked'
}

/** Every text that is or was registered for a client, those in use first; of a revoked one only the id is kept. */
export function listOperations(directory: string, today: string): readonly ListedOperation[] {
  const { name, client, manifest } = readClientFolder(directory)
  const listed = manifest.operations.map((entry): ListedOperation => {
    const expiresOn = client.operations[entry.name]?.expiresOn ?? null
    const isCurrent = currentEntry(manifest, entry.name) === entry
    const state = client.isRevoked
      ? 'revoked'
      : expiresOn !== null && expiresOn < today
        ? 'expired'
        : isCurrent
          ? 'current'
          : 'earlier text'
    return { client: name, operation: entry.name, id: entry.id, type: entry.type, expiresOn, state }
  })
  const revoked = client.revoked.map((id): ListedOperation => ({
    client: name,
    operation: '-',
    id,
    type: 'unknown',
    expiresOn: null,
    state: 'revoked',
  }))
  return [...listed.toSorted((one, other) => one.operation.localeCompare(other.operation)), ...revoked]
}
