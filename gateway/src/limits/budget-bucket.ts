/** What one request, or one message, wants of one budget. */
export interface Bucket {
  /** Made by `budgetKey`. Buckets that are charged together belong to one client. */
  readonly key: string
  /** What is there when nothing was taken; more than 0. */
  readonly capacity: number
  /** What comes back each second; 0 or more. */
  readonly restorePerSecond: number
  /** What is wanted; 0 or more. */
  readonly amount: number
}

/** What is left in a bucket. */
export interface BucketState {
  readonly key: string
  readonly capacity: number
  readonly restorePerSecond: number
  /** At most `capacity`; below 0 after debits, down to minus `capacity`. */
  readonly available: number
}

/** What changes a bucket: a charge has to fit, a debit need not, a refund gives back. */
export type BudgetChange = 'charge' | 'debit' | 'refund'

/** Rounding of fractions must not turn away who has waited as long as told. */
export const roundingMax = 1e-6

const prefix = 'gateway:'

/**
 * The Redis key of a client's budget: begins with the tenant, and all of one client are in one slot of a cluster. `name` is `cost`,
 * `requests`, or an operation's. Different tenants, clients or names never share a key.
 */
export function budgetKey(owner: { readonly tenantId: string; readonly client: string }, name: string): string {
  return `${prefix}{${encodeURIComponent(owner.tenantId)}:budget:${encodeURIComponent(owner.client)}}:${encodeURIComponent(name)}`
}

/** What is used up of a bucket `elapsedMs` after `used` was. A clock that goes back restores nothing. */
export function usedAfter({ restorePerSecond }: Bucket, used: number, elapsedMs: number): number {
  return Math.max(0, used - (Math.max(0, elapsedMs) / 1_000) * restorePerSecond)
}

/** Whether what is wanted is there. */
export function hasRoom({ capacity, amount }: Bucket, used: number): boolean {
  return used + wanted(amount) <= capacity + roundingMax
}

/** What is used up of a bucket after a change. */
export function usedBy(change: BudgetChange, { capacity, amount }: Bucket, used: number): number {
  if (change === 'refund') return Math.max(0, used - wanted(amount))
  return change === 'debit' ? Math.min(used + wanted(amount), 2 * capacity) : used + wanted(amount)
}

/** What is left of a bucket of which `used` is used up. */
export function bucketState({ key, capacity, restorePerSecond }: Bucket, used: number): BucketState {
  return { key, capacity, restorePerSecond, available: capacity - used }
}

/** Time until all that is wanted will be there, if nobody else takes any: 0 when it is; null when it never will be. */
export function retryAfterMs(buckets: readonly Bucket[], states: readonly BucketState[]): number | null {
  let longestMs = 0
  for (const [index, { capacity, restorePerSecond, amount }] of buckets.entries()) {
    const missing = wanted(amount) - (states[index]?.available ?? capacity)
    if (missing <= roundingMax) continue
    if (wanted(amount) > capacity + roundingMax || restorePerSecond <= 0) return null
    longestMs = Math.max(longestMs, Math.ceil((missing / restorePerSecond) * 1_000))
  }
  return longestMs
}

/** An amount as it is counted: none where it is none. */
export function wanted(amount: number): number {
  return amount > 0 ? Math.min(amount, Number.MAX_SAFE_INTEGER) : 0
}
