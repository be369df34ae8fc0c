import { withTenant } from '@iommi/shared/database'
import type { CustomersContext } from '../context.ts'
import { requireStaff } from '../customers/customer-access.ts'
import { countAckedSince, countBacklog } from './mainframe-overview-repo.ts'
import { lagSecondsOf } from './mainframe-sync.ts'

/** How the tenant's way to the mainframe is doing. */
export interface MainframeOverview {
  readonly pendingCount: number
  readonly sentCount: number
  readonly parkedCount: number
  /** Null when nothing waits. */
  readonly oldestLagSeconds: number | null
  readonly ackedLastMinuteCount: number
}

const minuteMs = 60_000

/** Counts of this moment; what is not changed is a matter of two index ranges. */
export async function readMainframeOverview(context: CustomersContext): Promise<MainframeOverview> {
  requireStaff(context, 'mainframe:read')
  const now = context.now()
  return await withTenant(context, async (tx) => {
    const { oldestDirtyAt, ...counts } = await countBacklog(tx, now)
    const ackedLastMinuteCount = await countAckedSince(tx, new Date(now.getTime() - minuteMs))
    return { ...counts, oldestLagSeconds: lagSecondsOf({ firstDirtyAt: oldestDirtyAt }, now), ackedLastMinuteCount }
  })
}
