import type { Logger } from '@iommi/shared/telemetry'
import type { Redis } from 'ioredis'
import { bucketState, budgetKey, retryAfterMs, type Bucket, type BucketState, type BudgetChange } from './budget-bucket.ts'
import { localBudget, type BudgetAnswer } from './budget-local.ts'
import { outageGuard } from './budget-outage.ts'
import { applyShared } from './budget-script.ts'

/** What became of a charge. */
export interface Charge {
  readonly isAdmitted: boolean
  /** Time until it would be admitted: 0 when it was; null when it never will be, being larger than a bucket. */
  readonly retryAfterMs: number | null
  /** In the order of the buckets. */
  readonly states: readonly BucketState[]
  /** Whether this process alone knows of it. */
  readonly isLocal: boolean
}

/**
 * Leaky buckets that all gateways of a Redis share. Nothing here fails, or waits for longer than `waitMs`: while Redis is away each
 * gateway has buckets of its own, of the same size, and none is ever fuller than its capacity.
 */
export interface Budget {
  /** Takes the amounts of all buckets, each another one, or of none when one has too little. */
  readonly charge: (buckets: readonly Bucket[]) => Promise<Charge>
  /** Gives back some of what a charge took from a bucket, where it was taken: at most the bucket's `amount`. Once per charge. */
  readonly refund: (charge: Charge, bucket: Bucket, amount: number) => Promise<BucketState>
  /** Takes the bucket's `amount` whether it is there or not, down to a debt of one capacity. */
  readonly debit: (bucket: Bucket) => Promise<BucketState>
}

/** What budgets are kept in. */
export interface BudgetOptions {
  /** Best one that fails fast (`openRedis`); one that hangs is not waited for. */
  readonly redis: Redis
  readonly log: Logger
  /** The clock of buckets in this process; shared ones go by Redis'. */
  readonly now?: () => Date
  /** How many buckets this process remembers. Default 10,000. */
  readonly localBucketsMax?: number
  /** How long Redis may take for an answer before this process goes by its own buckets. Default 50. */
  readonly waitMs?: number
}

const probeIntervalMs = 250
const probed: Bucket = { key: budgetKey({ tenantId: 'gateway', client: 'probe' }, 'cost'), capacity: 1, restorePerSecond: 1, amount: 1 }

/** Opens the budgets; nothing has to be closed. Needs no Redis to begin with. */
export function openBudget({ redis, log, now = () => new Date(), localBucketsMax = 10_000, waitMs = 50 }: BudgetOptions): Budget {
  const local = localBudget({ now, bucketsMax: localBucketsMax })
  // It writes: a Redis that answers and takes nothing, being full or read-only, is away.
  const guard = outageGuard({ waitMs, probeIntervalMs, now, log, probe: () => applyShared(redis, 'debit', [probed]) })
  const shared = async (change: BudgetChange, buckets: readonly Bucket[]): Promise<BudgetAnswer | null> => {
    // It was taken from a bucket of this process by then.
    const giveBack = ({ isAdmitted }: BudgetAnswer): void => {
      if (isAdmitted && change !== 'refund') applyShared(redis, 'refund', buckets).catch(() => undefined)
    }
    const answer = await guard.attempt(() => applyShared(redis, change, buckets), giveBack)
    if (answer !== null) for (const [index, bucket] of buckets.entries()) local.note(bucket, answer.used[index] ?? 0)
    return answer
  }
  const change = async (kind: BudgetChange, bucket: Bucket): Promise<BucketState> => {
    const { used } = (await shared(kind, [bucket])) ?? local.apply(kind, [bucket])
    return bucketState(bucket, used[0] ?? 0)
  }
  return {
    charge: async (buckets) => {
      const answer = await shared('charge', buckets)
      const { isAdmitted, used } = answer ?? local.apply('charge', buckets)
      const states = buckets.map((bucket, index) => bucketState(bucket, used[index] ?? 0))
      return { isAdmitted, retryAfterMs: isAdmitted ? 0 : retryAfterMs(buckets, states), states, isLocal: answer === null }
    },
    refund: async ({ isAdmitted, isLocal }, bucket, amount) => {
      const back = { ...bucket, amount: isAdmitted ? Math.min(amount, bucket.amount) : 0 }
      if (!isLocal) return await change('refund', back)
      return bucketState(bucket, local.apply('refund', [back]).used[0] ?? 0)
    },
    debit: async (bucket) => await change('debit', bucket),
  }
}
