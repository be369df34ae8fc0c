import { Refusal } from '../refusal.ts'

/** What a request asks to run, whatever transport it came by. */
export interface AskedOperation {
  /** The document; empty where only an id was sent. */
  readonly query: string
  /** sha256 of the document, 64 hexadecimal digits; null where none was sent. */
  readonly id: string | null
  /** Whether the id may be told what it stands for (Apollo's automatic persisted queries). */
  readonly isAutomatic: boolean
  readonly variables: Readonly<Record<string, unknown>>
}

/** The parts of a request that say what to run, as they came. */
export interface RequestParts {
  readonly query?: unknown
  readonly documentId?: unknown
  readonly variables?: unknown
  readonly extensions?: unknown
}

/**
 * Reads which operation is asked for: a document, `documentId: "sha256:<64 hex>"`, or Apollo's
 * `extensions.persistedQuery {version: 1, sha256Hash}`. Throws a Refusal for an id that is none, and for two that differ.
 */
export function readAskedOperation({ query, documentId, variables, extensions }: RequestParts): AskedOperation {
  const hash = hashOf(extensions)
  const document = documentIdOf(documentId)
  if (hash !== null && document !== null && hash !== document) {
    throw new Refusal('BAD_REQUEST', 'documentId and extensions.persistedQuery name different operations; send one of them.')
  }
  return {
    query: typeof query === 'string' ? query : '',
    id: document ?? hash,
    isAutomatic: hash !== null,
    variables: isRecord(variables) ? variables : {},
  }
}

/** `extensions` without what has been understood here. */
export function withoutPersistedQuery(extensions: unknown): Readonly<Record<string, unknown>> | undefined {
  if (!isRecord(extensions)) return undefined
  const { persistedQuery: _understood, ...others } = extensions
  return others
}

function hashOf(extensions: unknown): string | null {
  if (!isRecord(extensions) || extensions['persistedQuery'] === undefined || extensions['persistedQuery'] === null) return null
  const { persistedQuery } = extensions
  const { version, sha256Hash }: Readonly<Record<string, unknown>> = isRecord(persistedQuery) ? persistedQuery : {}
  if (version !== 1 || typeof sha256Hash !== 'string' || !/^[0-9a-f]{64}$/i.test(sha256Hash)) {
    throw new Refusal('BAD_REQUEST', 'extensions.persistedQuery must be {version: 1, sha256Hash: 64 hexadecimal digits}.')
  }
  return sha256Hash.toLowerCase()
}

function documentIdOf(documentId: unknown): string | null {
  if (documentId === undefined || documentId === null) return null
  const [, id] = typeof documentId === 'string' ? (/^sha256:([0-9a-f]{64})$/i.exec(documentId) ?? []) : []
  if (id === undefined) throw new Refusal('BAD_REQUEST', 'documentId must be "sha256:" and 64 hexadecimal digits.')
  return id.toLowerCase()
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
