/** The files by which a client's operations are registered: `client.json`, written by hand, and `manifest.json`, written by publishing. */
import { Kind, parse, print } from 'graphql'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'

/** The graphs of the product, one for each kind of caller. */
export const graphNames = ['public', 'partner', 'internal'] as const

/** One of the graphs. */
export type GraphName = (typeof graphNames)[number]

const idPattern = /^[0-9a-f]{64}$/
const id = z.string().regex(idPattern, 'is no id: 64 hexadecimal digits, sha256 of the body')
const operationName = z.string().regex(/^[_A-Za-z][_0-9A-Za-z]*$/, 'is no name of an operation')
const wholeFromOne = z.number().int().min(1)

const operationRules = z.strictObject({
  /** JSON Schema (draft 2020-12) of the object of variables. */
  variables: z.record(z.string(), z.unknown()),
  costMax: wholeFromOne,
  requestsPerMinute: wholeFromOne,
  /** The last day on which it may be called, UTC. */
  expiresOn: z.iso.date(),
  /** How long anybody may keep the answer to a GET, seconds; only where nothing of it is about somebody. */
  cacheSeconds: z.number().int().min(1).max(86_400).optional(),
})

const common = { isRevoked: z.boolean().default(false), revoked: z.array(id).default([]) }
const firstParty = { ...common, operations: z.record(operationName, operationRules.partial()).default({}) }

/** `client.json`: which graph the client's operations are for, whom they belong to, and the rules of each. A partner's have every rule. */
export const ClientFile = z.discriminatedUnion('graph', [
  z.strictObject({ graph: z.literal('public'), ...firstParty }),
  z.strictObject({ graph: z.literal('internal'), ...firstParty }),
  z.strictObject({
    graph: z.literal('partner'),
    ...common,
    /** The tenant whose partner it is; the same name at another tenant is somebody else. */
    tenant: z.uuid(),
    operations: z.record(operationName, operationRules).default({}),
  }),
])

/** A client as its file says, with what was left out filled in. */
export type ClientFile = z.output<typeof ClientFile>

/** What limits one operation of a client; what is left out does not limit. */
export type OperationRules = ClientFile['operations'][string]

const manifestEntry = z
  .strictObject({ id, name: operationName, type: z.enum(['query', 'mutation', 'subscription']), body: z.string().min(1) })
  .refine((entry) => entry.id === operationId(entry.body), { path: ['id'], error: 'is not the sha256 of the body' })

/** `manifest.json` in Apollo's format. Several entries may have one name: earlier texts of an operation stay until they are revoked. */
export const Manifest = z.strictObject({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(manifestEntry).refine((entries) => new Set(entries.map((entry) => entry.id)).size === entries.length, {
    error: 'has an id twice',
  }),
})

/** A manifest that was read. */
export type Manifest = z.output<typeof Manifest>

/** One registered text. The later of two with the same name is the current one. */
export type ManifestEntry = Manifest['operations'][number]

/** A client's folder: its name is the folder's, and what `client.json` revokes is not in the manifest. */
export interface ClientFolder {
  readonly name: string
  readonly client: ClientFile
  readonly manifest: Manifest
}

/** Why a folder cannot be used; the message names the client, what is wrong and where. */
export class ClientFolderError extends Error {
  override readonly name = 'ClientFolderError'
}

/** A manifest without operations. */
export const emptyManifest: Manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations: [] }

/** The id of a registered text: sha256, 64 hexadecimal digits. */
export function operationId(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** The entry of a document, without comments and in one layout, so that neither changes the id. Throws for anything but one named operation. */
export function manifestEntryOf(text: string): ManifestEntry {
  const document = parse(text)
  const [operation, ...others] = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION)
  if (operation?.name === undefined || others.length > 0) throw new Error('has not exactly one operation with a name')
  const body = print(document)
  return { id: operationId(body), name: operation.name.value, type: operation.operation, body }
}

/** The manifest with these entries as the current ones. What was there stays, in its order; what is there already is not added again. */
export function appendOperations(manifest: Manifest, entries: readonly ManifestEntry[]): Manifest {
  const isCurrent = (entry: ManifestEntry): boolean => currentEntry(manifest, entry.name)?.id === entry.id
  const added = entries.filter((entry) => !isCurrent(entry))
  const ids = new Set(added.map((entry) => entry.id))
  return { ...manifest, operations: [...manifest.operations.filter((entry) => !ids.has(entry.id)), ...added] }
}

/** The manifest without these ids. */
export function withoutOperations(manifest: Manifest, ids: ReadonlySet<string>): Manifest {
  return { ...manifest, operations: manifest.operations.filter((entry) => !ids.has(entry.id)) }
}

/** The text registered last under that name. */
export function currentEntry(manifest: Manifest, name: string): ManifestEntry | undefined {
  return manifest.operations.findLast((entry) => entry.name === name)
}

/** `operations.json`: Relay's key to text, made of the manifest. */
export function relayMap(manifest: Manifest): Readonly<Record<string, string>> {
  return Object.fromEntries(manifest.operations.map((entry) => [entry.id, entry.body]))
}

/**
 * Reads a client's folder; one without `manifest.json` has published nothing yet. Throws a ClientFolderError for files that are not as
 * they should be and for a partner's operation without rules: nothing of it may be used.
 */
export function readClientFolder(directory: string): ClientFolder {
  const name = basename(directory)
  const client = readJson(name, join(directory, 'client.json'), ClientFile)
  const manifestPath = join(directory, 'manifest.json')
  const manifest = existsSync(manifestPath) ? readJson(name, manifestPath, Manifest) : emptyManifest
  const lawless = manifest.operations.find((entry) => client.graph === 'partner' && !Object.hasOwn(client.operations, entry.name))
  if (lawless !== undefined)
    throw new ClientFolderError(`${name} ${lawless.name}: is in manifest.json, but client.json has no rules for it`)
  // Also by hand, in client.json alone, revoking is enough: a folder that is refused would leave the id in use.
  return { name, client, manifest: withoutOperations(manifest, new Set(client.revoked)) }
}

/** The folders of all clients: each folder of the directory, and each of its folder `partners`. Sorted by path. */
export function clientDirectories(operationsDirectory: string): readonly string[] {
  const partners = join(operationsDirectory, 'partners')
  const firstParties = subdirectories(operationsDirectory).filter((directory) => directory !== partners)
  return [...firstParties, ...(existsSync(partners) ? subdirectories(partners) : [])]
}

function subdirectories(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(directory, entry.name))
    .toSorted()
}

function readJson<T extends z.ZodType>(client: string, path: string, schema: T): z.output<T> {
  const parsed = schema.safeParse(readJsonFile(client, path))
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${client}: ${basename(path)}: ${problemText(issue)}`)
  throw new ClientFolderError(problems.join('\n'))
}

function readJsonFile(client: string, path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? `is no JSON: ${error.message}` : 'cannot be read'
    throw new ClientFolderError(`${client}: ${basename(path)}: ${reason}`, { cause: error })
  }
}

function problemText({ path, message }: z.core.$ZodIssue): string {
  return path.length === 0 ? message : `${path.join('.')}: ${message}`
}
