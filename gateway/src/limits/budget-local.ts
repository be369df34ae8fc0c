import { LRUCache } from 'lru-cache'
import { hasRoom, usedAfter, usedBy, type Bucket, type BudgetChange } from './budget-bucket.ts'

/** What is used up of each bucket, in the order they were given, and whether all had room. */
export interface BudgetAnswer {
  readonly isAdmitted: boolean
  readonly used: readonly number[]
}

/** The buckets of one process, for as long as there are no shared ones. */
export interface LocalBudget {
  /** Changes all buckets; a charge changes none unless all have room. */
  readonly apply: (change: BudgetChange, buckets: readonly Bucket[]) => BudgetAnswer
  /** Takes note of what is used up of the shared bucket: never less is used up here then. */
  readonly note: (bucket: Bucket, used: number) => void
}

interface Level {
  readonly used: number
  readonly atMs: number
}

/** Makes empty buckets; beyond `bucketsMax` the one that was not asked for the longest is full again. */
export function localBudget({ now, bucketsMax }: { readonly now: () => Date; readonly bucketsMax: number }): LocalBudget {
  const levels = new LRUCache<string, Level>({ max: bucketsMax })
  const usedOf = (bucket: Bucket, atMs: number): number => {
    const level = levels.get(bucket.key)
    return level === undefined ? 0 : usedAfter(bucket, level.used, atMs - level.atMs)
  }
  return {
    apply: (change, buckets) => {
      const atMs = now().getTime()
      const before = buckets.map((bucket) => usedOf(bucket, atMs))
      if (change === 'charge' && !buckets.every((bucket, index) => hasRoom(bucket, before[index] ?? 0))) {
        return { isAdmitted: false, used: before }
      }
      const used = buckets.map((bucket, index) => usedBy(change, bucket, before[index] ?? 0))
      for (const [index, { key }] of buckets.entries()) levels.set(key, { used: used[index] ?? 0, atMs })
      return { isAdmitted: true, used }
    },
    note: (bucket, used) => {
      const atMs = now().getTime()
      levels.set(bucket.key, { used: Math.max(used, usedOf(bucket, atMs)), atMs })
    },
  }
}
