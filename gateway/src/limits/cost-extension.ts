import type { BucketState } from './budget-bucket.ts'

/** What a client is told about its budget, under `extensions.cost`. */
export interface CostExtension {
  /** What the operation was admitted for. */
  readonly requestedQueryCost: number
  /** What it cost; null where nothing was executed. */
  readonly actualQueryCost: number | null
  readonly throttleStatus: {
    readonly maximumAvailable: number
    /** Whole units; below 0 while messages of subscriptions have been taken in advance. */
    readonly currentlyAvailable: number
    /** Units a second. */
    readonly restoreRate: number
  }
}

/** Says what an operation cost and what is left in the client's budget. Pure. */
export function costExtension(cost: { readonly requested: number; readonly actual: number | null }, budget: BucketState): CostExtension {
  return {
    requestedQueryCost: cost.requested,
    actualQueryCost: cost.actual,
    throttleStatus: {
      maximumAvailable: budget.capacity,
      currentlyAvailable: Math.floor(budget.available),
      restoreRate: budget.restorePerSecond,
    },
  }
}
