/** What kind of operation. */
export type OperationType = 'QUERY' | 'MUTATION' | 'SUBSCRIPTION'

/** Which operation of which document. */
export interface OperationKey {
  /** SHA-256 of the document, or `other` for operations that were too many to be told apart. */
  readonly operationId: string
  /** Empty for an operation without a name. */
  readonly operationName: string
}

/** How often a client sent an operation on one day (UTC), and what came of it. */
export interface OperationUsageRecord extends OperationKey {
  /** Midnight at which the day begins. */
  readonly day: Date
  readonly client: string
  /** Null for operations that were too many to be told apart. */
  readonly operationType: OperationType | null
  readonly isRegistered: boolean
  readonly requests: number
  /** Requests whose answer had errors. */
  readonly errors: number
  /** Sum of measured costs. */
  readonly cost: number
}

/** The operation id under which operations are counted that were too many to be told apart. */
export const otherOperations = 'other'

const dayMs = 86_400_000

/** How long counts are kept. */
export const usageRetentionMs = 400 * dayMs

/** The beginning of the day (UTC) that an instant lies in. */
export function dayOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / dayMs) * dayMs)
}

/** Which operation it is, as one text. */
export function operationKey({ operationId, operationName }: OperationKey): string {
  return `${operationId} ${operationName}`
}

/** Whose count of which operation and day it is, as one text. */
export function usageKey({ day, client, ...key }: Pick<OperationUsageRecord, 'day' | 'client'> & OperationKey): string {
  return JSON.stringify([day.toISOString(), client, operationKey(key)])
}

/** The counts with those of which `isOther` is true added up, each client's and day's as its operation `other`. */
export function foldIntoOther<Usage extends OperationUsageRecord & { readonly fields: readonly string[] }>(
  usages: readonly Usage[],
  isOther: (usage: Usage) => boolean,
): readonly Usage[] {
  const folded = new Map<string, Usage>()
  for (const usage of usages) {
    const placed = isOther(usage) ? toOther(usage) : usage
    const key = usageKey(placed)
    const before = folded.get(key)
    folded.set(key, before === undefined ? placed : plus(before, placed))
  }
  return [...folded.values()]
}

function toOther<Usage extends OperationUsageRecord & { readonly fields: readonly string[] }>(usage: Usage): Usage {
  return { ...usage, operationId: otherOperations, operationName: '', operationType: null, isRegistered: false, fields: [] }
}

function plus<Usage extends OperationUsageRecord>(a: Usage, b: Usage): Usage {
  return { ...a, requests: a.requests + b.requests, errors: a.errors + b.errors, cost: a.cost + b.cost }
}
