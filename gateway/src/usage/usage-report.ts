import { newId } from '@iommi/shared/ids'
import type { OperationType, UsageCount } from './usage-counts.ts'

/** A count as it is reported. */
export interface ReportedOperation {
  /** An instant of the day (UTC). */
  readonly day: Date
  readonly client: string
  readonly operationId: string
  readonly operationName: string | null
  /** Null for operations that were too many to be told apart. */
  readonly operationType: OperationType | null
  readonly isRegistered: boolean
  readonly requests: number
  readonly errors: number
  /** A whole number. */
  readonly cost: number
  /** Empty where a report that got through had them. */
  readonly fields: readonly string[]
}

/** Counts of one tenant. */
export interface UsageReport {
  /** The same whenever the report is sent: whoever takes it counts it once. */
  readonly reportId: string
  readonly operations: readonly ReportedOperation[]
}

const operationsPerReportMax = 100
const fieldsPerReportMax = 5_000

/** As many reports as one tenant's counts need, each small enough for one call; with fields only where `isDescribed` does not know them. */
export function reportsOf(counts: readonly UsageCount[], isDescribed: (key: string) => boolean): readonly UsageReport[] {
  const reports: { readonly reportId: string; readonly operations: ReportedOperation[] }[] = []
  // Fields of an operation that several clients send are told once.
  const told = new Set<string>()
  let fieldCount = 0
  for (const count of counts) {
    const key = describedKey(count.tenantId, count)
    const fields = isDescribed(key) || told.has(key) ? [] : fieldsIn(count)
    told.add(key)
    fieldCount += fields.length
    const last = reports.at(-1)
    const operation = { ...toOperation(count), fields }
    if (last !== undefined && last.operations.length < operationsPerReportMax && fieldCount <= fieldsPerReportMax) {
      last.operations.push(operation)
      continue
    }
    reports.push({ reportId: newId('report'), operations: [operation] })
    fieldCount = fields.length
  }
  return reports
}

function toOperation({
  dayMs,
  client,
  operationId,
  operationName,
  operationType,
  ...count
}: UsageCount): Omit<ReportedOperation, 'fields'> {
  const { isRegistered, requests, errors, cost } = count
  const operation = { client, operationId, operationName, operationType, isRegistered }
  return { day: new Date(dayMs), ...operation, requests, errors, cost: Math.max(0, Math.round(cost)) }
}

// What somebody else computes must not keep the counts from being reported.
function fieldsIn({ fieldsOf }: UsageCount): readonly string[] {
  try {
    return fieldsOf().slice(0, fieldsPerReportMax)
  } catch {
    return []
  }
}

/** The key of a tenant's operation of a document. */
export function describedKey(tenantId: string, { operationId, operationName }: Pick<UsageCount, 'operationId' | 'operationName'>): string {
  return `${tenantId} ${operationId} ${operationName ?? ''}`
}
