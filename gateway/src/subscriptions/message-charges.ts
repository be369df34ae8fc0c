import type { Bucket } from '../limits/budget-bucket.ts'
import type { Budget } from '../limits/budget.ts'

/** What messages of subscriptions cost, taken from the budgets of the clients that they went to. */
export interface MessageCharges {
  /** Adds a cost to what the client of this budget owes; it is taken within five seconds. */
  readonly add: (bucket: Bucket, cost: number) => void
  /** Takes what is left. */
  readonly stop: () => Promise<void>
}

// Each time costs a command for each client.
const everyMs = 5_000

/**
 * Collects the costs of messages. A message is sent whatever it costs, for nothing is skipped: a client that has no budget left goes on
 * getting them, and its next requests and subscriptions wait.
 */
export function openMessageCharges({ debit }: Pick<Budget, 'debit'>): MessageCharges {
  let owed = new Map<string, Bucket>()
  const take = async (): Promise<void> => {
    const due = [...owed.values()]
    owed = new Map()
    await Promise.all(due.map((bucket) => debit(bucket)))
  }
  // A budget never fails.
  const timer = setInterval(() => void take(), everyMs).unref()
  return {
    add: (bucket, cost) => owed.set(bucket.key, { ...bucket, amount: (owed.get(bucket.key)?.amount ?? 0) + cost }),
    stop: async () => {
      clearInterval(timer)
      await take()
    },
  }
}
