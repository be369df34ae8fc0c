import type { TenantTx } from '@iommi/shared/database'
import { and, count, gt, isNotNull, isNull, min, sql } from 'drizzle-orm'
import { mainframeSync } from '../tables.ts'

/** How many profiles stand where, among those that the mainframe is behind with. */
export interface Backlog {
  readonly pendingCount: number
  readonly sentCount: number
  readonly parkedCount: number
  /** Since when it has been behind with the one that has waited longest, parked ones aside; null when there is none. */
  readonly oldestDirtyAt: Date | null
}

/** Counts the profiles that the mainframe is behind with. */
export async function countBacklog(tx: TenantTx, now: Date): Promise<Backlog> {
  const isParked = isNotNull(mainframeSync.parkedAt)
  const isLeased = sql`coalesce(${mainframeSync.leaseUntil} > ${now.toISOString()}::timestamptz, false)`
  const [row] = await tx
    .select({
      all: count(),
      parkedCount: sql`count(*) filter (where ${isParked})`.mapWith(Number),
      sentCount: sql`count(*) filter (where not ${isParked} and ${isLeased})`.mapWith(Number),
      oldestDirtyAt: min(sql`case when ${mainframeSync.parkedAt} is null then ${mainframeSync.firstDirtyAt} end`).mapWith(
        mainframeSync.firstDirtyAt,
      ),
    })
    .from(mainframeSync)
    .where(isNotNull(mainframeSync.firstDirtyAt))
  const { all, parkedCount, sentCount, oldestDirtyAt } = row ?? { all: 0, parkedCount: 0, sentCount: 0, oldestDirtyAt: null }
  return { pendingCount: all - parkedCount - sentCount, sentCount, parkedCount, oldestDirtyAt }
}

/** How many profiles the mainframe has confirmed since `since`, and has to this moment. */
export async function countAckedSince(tx: TenantTx, since: Date): Promise<number> {
  // What is not behind is listed by when it was confirmed.
  return await tx.$count(mainframeSync, and(isNull(mainframeSync.firstDirtyAt), gt(mainframeSync.listedAt, since)))
}
