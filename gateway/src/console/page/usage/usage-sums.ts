/** A count as the graph answers it. */
export interface UsageRow {
  /** Midnight (UTC) at which the day begins. */
  readonly day: string
  readonly client: string
  readonly operationId: string
  readonly operationName: string | null
  readonly operationType: string | null
  readonly isRegistered: boolean
  readonly requests: number
  readonly errors: number
  readonly cost: number
  readonly fields: readonly string[]
}

/** What is added up. */
export interface UsageSum {
  readonly requests: number
  readonly errors: number
  readonly cost: number
}

/** An operation of a client over all days. */
export interface OperationSum
  extends UsageSum, Pick<UsageRow, 'client' | 'operationId' | 'operationName' | 'operationType' | 'isRegistered' | 'fields'> {
  readonly key: string
}

/** Everything together. */
export function sumOf(rows: readonly UsageSum[]): UsageSum {
  return rows.reduce((sum, row) => plus(sum, row), { requests: 0, errors: 0, cost: 0 })
}

/** The sum of each of the days, in their order; nothing where nothing was counted. */
export function sumsByDay(rows: readonly UsageRow[], days: readonly string[]): readonly UsageSum[] {
  return days.map((day) => sumOf(rows.filter((row) => row.day.startsWith(day))))
}

/** Each operation of each client with its days added up, the most requests first. Rows come newest first: whether it is registered is as of its newest day. */
export function sumsByOperation(rows: readonly UsageRow[]): readonly OperationSum[] {
  const sums = new Map<string, OperationSum>()
  for (const { day: _day, ...row } of rows) {
    const key = JSON.stringify([row.client, row.operationId, row.operationName])
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? { ...row, key } : { ...sum, ...plus(sum, row) })
  }
  return [...sums.values()].toSorted((a, b) => b.requests - a.requests)
}

function plus(a: UsageSum, b: UsageSum): UsageSum {
  return { requests: a.requests + b.requests, errors: a.errors + b.errors, cost: a.cost + b.cost }
}
