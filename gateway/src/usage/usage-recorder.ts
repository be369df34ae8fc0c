import { AppError } from '@iommi/shared/errors'
import { pause, startLoop } from '@iommi/shared/lifecycle'
import type { Logger } from '@iommi/shared/telemetry'
import { LRUCache } from 'lru-cache'
import { openUsageCounts, type OperationUse, type UsageCount } from './usage-counts.ts'
import { describedKey, reportsOf, type UsageReport } from './usage-report.ts'

/**
 * Delivers a report. Rejects when it is not known to be taken, and then gets the same report again; a BAD_USER_INPUT
 * says that it will never be taken.
 */
export type SendUsage = (tenantId: string, report: UsageReport, signal: AbortSignal) => Promise<void>

/** What a recorder works with. */
export interface UsageRecorderOptions {
  readonly send: SendUsage
  readonly log: Logger
  readonly now: () => Date
  /** Time between two reports. Default ten seconds. */
  readonly everyMs?: number
  /** How many different entries are counted at once. Default 10,000. */
  readonly entriesMax?: number
  /** How long `stop` tries to get rid of what was counted. Default 1.5 seconds: less than a process has left after draining. */
  readonly stopTimeoutMs?: number
}

/** Counts which client sends which operation. */
export interface UsageRecorder {
  /** Counts a request that has been answered. Costs about a microsecond, never fails, and waits for nothing. */
  readonly record: (use: OperationUse) => void
  /** Reports what is left, and tries again for a moment where it is not taken; what is lost then is logged with its number. */
  readonly stop: () => Promise<void>
}

const describedMax = 20_000
const sendTimeoutMs = 10_000
const stopPauseMs = 200

interface Recording {
  readonly options: UsageRecorderOptions
  readonly counts: ReturnType<typeof openUsageCounts>
  /** Reports by tenant that were made and are not known to be taken. While a tenant has any, its counts wait. */
  readonly pending: Map<string, readonly UsageReport[]>
  /** Operations whose fields the tenant's customers have been told. */
  readonly described: LRUCache<string, true>
}

/**
 * Opens a recorder that reports every ten seconds. What cannot be sent is kept and sent again as it was, and what is
 * counted meanwhile is added up: so being away for long costs no more memory than being there.
 */
export function openUsageRecorder(options: UsageRecorderOptions): UsageRecorder {
  const { log, now, everyMs = 10_000, entriesMax = 10_000, stopTimeoutMs = 1_500 } = options
  let wasFull = false
  const onFull = (): void => {
    if (!wasFull) log.warn({ count: entriesMax }, 'too many different operations: the rarest are counted together')
    wasFull = true
  }
  const recording: Recording = {
    options,
    counts: openUsageCounts(entriesMax, onFull),
    pending: new Map(),
    described: new LRUCache({ max: describedMax }),
  }
  const loop = startLoop({ name: 'operation-usage', idleMs: everyMs, log }, async (stopping) => {
    await reportAll(recording, stopping)
    return false
  })
  return {
    record: (use) => recording.counts.add(use, now()),
    stop: async () => {
      await loop.stop()
      await reportRest(recording, stopTimeoutMs)
    },
  }
}

async function reportRest(recording: Recording, timeoutMs: number): Promise<void> {
  const timeout = AbortSignal.timeout(timeoutMs)
  for (;;) {
    try {
      return await reportAll(recording, timeout)
    } catch (error) {
      await pause(stopPauseMs, timeout)
      if (timeout.aborted) return logLoss(recording, error)
    }
  }
}

function logLoss({ options, pending, counts }: Recording, error: unknown): void {
  const waiting = [...pending.values()].flat().flatMap(({ operations }) => operations)
  const count = [...waiting, ...counts.take(() => true)].reduce((sum, { requests }) => sum + requests, 0)
  options.log.error({ err: error, count }, 'requests were not reported to the operation usage')
}

/** Sends every tenant's reports; a tenant's failure keeps no other from being reported. Throws the first failure. */
async function reportAll(recording: Recording, signal: AbortSignal): Promise<void> {
  const { counts, pending } = recording
  const failures: unknown[] = []
  const sendTo = async (tenantIds: readonly string[]): Promise<void> => {
    for (const tenantId of tenantIds) {
      await sendReports(recording, tenantId, signal).catch((error: unknown) => failures.push(error))
    }
  }
  await sendTo([...pending.keys()])
  const taken = byTenant(counts.take((tenantId) => !pending.has(tenantId)))
  for (const [tenantId, of] of taken)
    pending.set(
      tenantId,
      reportsOf(of, (key) => recording.described.has(key)),
    )
  await sendTo([...taken.keys()])
  if (failures.length > 0) throw failures[0]
}

/** Sends a tenant's reports in turn until one is not taken. */
async function sendReports({ options, pending, described }: Recording, tenantId: string, signal: AbortSignal): Promise<void> {
  for (const report of pending.get(tenantId) ?? []) {
    try {
      await options.send(tenantId, report, AbortSignal.any([signal, AbortSignal.timeout(sendTimeoutMs)]))
      noteFields(described, tenantId, report)
    } catch (error) {
      if (!isRefused(error)) throw error
      const count = report.operations.reduce((sum, { requests }) => sum + requests, 0)
      options.log.error({ err: error, tenantId, count }, 'a report of the operation usage was refused and is dropped')
    }
    pending.set(tenantId, pending.get(tenantId)?.slice(1) ?? [])
  }
  pending.delete(tenantId)
}

function noteFields(described: Recording['described'], tenantId: string, { operations }: UsageReport): void {
  for (const operation of operations) {
    if (operation.fields.length > 0) described.set(describedKey(tenantId, operation), true)
  }
}

/** Sending it again would end the same way. */
function isRefused(error: unknown): boolean {
  return error instanceof AppError && error.code === 'BAD_USER_INPUT'
}

function byTenant(counts: readonly UsageCount[]): ReadonlyMap<string, readonly UsageCount[]> {
  const tenants = new Map<string, UsageCount[]>()
  for (const count of counts) {
    const list = tenants.get(count.tenantId)
    if (list === undefined) tenants.set(count.tenantId, [count])
    else list.push(count)
  }
  return tenants
}
