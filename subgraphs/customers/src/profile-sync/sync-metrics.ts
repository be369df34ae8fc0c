import type { Metrics } from '@iommi/shared/metrics'

/** What became of a batch file: written, written again, or answered in one of five ways. */
export type BatchEvent = 'sent' | 'sent_again' | 'stored' | 'some_rejected' | 'refused' | 'ended_abnormally' | 'garbled'

/** How far one tenant's profiles are. */
export interface Backlog {
  readonly tenantId: string
  /** Profiles that the mainframe has not confirmed, without those that are given up. */
  readonly waiting: number
  readonly parked: number
  /** Since when the one that has waited longest is waiting; null when none is. */
  readonly oldestAt: Date | null
  /** The same of those that could be sent at once: under no lease and not waiting after a failure, counted from the end of both. */
  readonly dueSince: Date | null
}

/** What the worker counts. */
export interface SyncMetrics {
  readonly batch: (event: BatchEvent) => void
  /** Profiles whose fate the mainframe has told. */
  readonly acked: (tenantId: string, outcome: 'stored' | 'rejected' | 'diverged', count: number) => void
  /** How things stand, as last read. */
  readonly backlog: (backlogs: readonly Backlog[]) => void
}

/** The worker's part of the process's metrics. */
export function openSyncMetrics(metrics: Metrics, now: () => Date): SyncMetrics {
  const batches = metrics.counter('iommi_mainframe_batches_total', 'Batch files by what became of them.', ['outcome'])
  const acks = metrics.counter('iommi_mainframe_acks_total', 'Profiles that the mainframe answered for, by tenant and outcome.', [
    'tenant',
    'outcome',
  ])
  let current: readonly Backlog[] = []
  const gauge = (name: string, help: string, value: (backlog: Backlog) => number): void =>
    metrics.gauge(name, help, ['tenant'], () => current.map((backlog) => ({ labels: { tenant: backlog.tenantId }, value: value(backlog) })))
  gauge('iommi_mainframe_backlog_profiles', 'Profiles that the mainframe has not confirmed, by tenant.', ({ waiting }) => waiting)
  gauge('iommi_mainframe_parked_profiles', 'Profiles given up until somebody acts, by tenant.', ({ parked }) => parked)
  gauge('iommi_mainframe_oldest_pending_seconds', 'How long the profile waits that waits longest, by tenant.', ({ oldestAt }) =>
    oldestAt === null ? 0 : Math.max(0, (now().getTime() - oldestAt.getTime()) / 1_000),
  )
  return {
    batch: (outcome) => batches.inc({ outcome }),
    acked: (tenant, outcome, count) => acks.inc({ tenant, outcome }, count),
    backlog: (backlogs) => {
      current = backlogs
    },
  }
}
