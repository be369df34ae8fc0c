import { isPlainText } from '@iommi/shared/text-fields'

/** What kind of operation. */
export type OperationType = 'QUERY' | 'MUTATION' | 'SUBSCRIPTION'

/** One request for an operation, once it has been answered. */
export interface OperationUse {
  readonly tenantId: string
  /** The name that the client is known by; shortened to 100 characters of one line. */
  readonly client: string
  /** SHA-256 of the document's text in hexadecimal: the id by which a registered operation is called. */
  readonly operationId: string
  /** Which operation of the document; null for one without a name. */
  readonly operationName: string | null
  readonly operationType: OperationType
  readonly isRegistered: boolean
  /** The measured cost. */
  readonly cost: number
  readonly hasErrors: boolean
  /** Coordinates of the fields that the operation asks for. Asked for later, and not for each request. */
  readonly fieldsOf: () => readonly string[]
}

/** What has been counted of one operation of one client on one day. */
export interface UsageCount {
  readonly tenantId: string
  /** Midnight (UTC) at which the day begins, in milliseconds since 1970. */
  readonly dayMs: number
  readonly client: string
  /** `other` for operations that were too many to be told apart. */
  readonly operationId: string
  readonly operationName: string | null
  /** Null for operations that were too many to be told apart. */
  readonly operationType: OperationType | null
  readonly fieldsOf: () => readonly string[]
  isRegistered: boolean
  requests: number
  errors: number
  cost: number
}

/** Counts by day, client and operation, of at most so many different ones. */
export interface UsageCounts {
  /** Adds a request. One look-up, unless the operation is new. */
  readonly add: (use: OperationUse, at: Date) => void
  /** Hands out what has been counted for tenants of which `wanted` is true, and counts anew. */
  readonly take: (wanted: (tenantId: string) => boolean) => readonly UsageCount[]
}

const other = 'other'
const oneDayMs = 86_400_000
const clientCharactersMax = 100
const nameCharactersMax = 255

/**
 * Empty counts. Beyond `entriesMax` different entries the smallest are counted together, as the operation `other` of
 * their client, and clients beyond that as the client `other`; `onFull` is told each time that happens.
 */
export function openUsageCounts(entriesMax: number, onFull: () => void): UsageCounts {
  const counts = new Map<string, UsageCount>()
  return {
    add: (use, at) => {
      const dayMs = Math.floor(at.getTime() / oneDayMs) * oneDayMs
      const known = counts.get(keyOf(use, dayMs))
      if (known !== undefined) return plus(known, use)
      const place = placeOf(use, dayMs)
      const key = keyOf(place, dayMs)
      const count = counts.get(key) ?? newCount(use, place)
      plus(count, use)
      counts.set(key, count)
      if (counts.size <= entriesMax) return
      onFull()
      mergeSmallest(counts, Math.floor(entriesMax * 0.75))
    },
    take: (wanted) => {
      const taken = [...counts].filter(([, { tenantId }]) => wanted(tenantId))
      for (const [key] of taken) counts.delete(key)
      return taken.map(([, count]) => count)
    },
  }
}

type Place = Pick<UsageCount, 'tenantId' | 'dayMs' | 'client' | 'operationId' | 'operationName'>

function keyOf({ tenantId, client, operationId, operationName }: Omit<Place, 'dayMs'>, dayMs: number): string {
  return `${operationId} ${operationName ?? ''} ${String(dayMs)} ${tenantId} ${client}`
}

function plus(count: UsageCount, { hasErrors, cost, isRegistered }: OperationUse): void {
  count.requests += 1
  count.errors += hasErrors ? 1 : 0
  count.cost += cost
  count.isRegistered = isRegistered
}

/** Where a use is counted: under names that customers takes. */
function placeOf({ tenantId, client, operationId, operationName }: OperationUse, dayMs: number): Place {
  const name = operationName === null ? null : operationName.slice(0, nameCharactersMax)
  return { tenantId, dayMs, client: clientName(client), operationId, operationName: name }
}

function newCount({ operationType, fieldsOf, isRegistered }: OperationUse, place: Place): UsageCount {
  return { ...place, operationType, fieldsOf, isRegistered, requests: 0, errors: 0, cost: 0 }
}

/** What customers takes for a client's name. */
function clientName(client: string): string {
  if (client.length > 0 && client.length <= clientCharactersMax && isPlainText(client) && client.trim() === client) return client
  const text = Array.from(client).filter(isPlainText).slice(0, clientCharactersMax).join('').trim()
  return text === '' ? 'unknown' : text
}

/** Counts together until at most `sizeMax` entries are left, the smallest first. */
function mergeSmallest(counts: Map<string, UsageCount>, sizeMax: number): void {
  // Once into the operation `other` of each client; where clients are too many themselves, once more into the client `other`.
  for (let round = 0; round < 2 && counts.size > sizeMax; round += 1) {
    const bySize = [...counts].toSorted(([, a], [, b]) => a.requests - b.requests)
    for (const [key, count] of bySize) {
      if (counts.size <= sizeMax) return
      const parent = parentOf(count)
      if (parent === null) continue
      counts.delete(key)
      mergeInto(counts, parent, count)
    }
  }
}

function parentOf(count: UsageCount): Place | null {
  if (count.operationId !== other) return { ...count, operationId: other, operationName: null }
  return count.client === other ? null : { ...count, client: other }
}

function mergeInto(counts: Map<string, UsageCount>, parent: Place, count: UsageCount): void {
  const key = keyOf(parent, parent.dayMs)
  const merged = counts.get(key) ?? {
    ...parent,
    operationType: null,
    fieldsOf: () => [],
    isRegistered: false,
    requests: 0,
    errors: 0,
    cost: 0,
  }
  merged.requests += count.requests
  merged.errors += count.errors
  merged.cost += count.cost
  counts.set(key, merged)
}
