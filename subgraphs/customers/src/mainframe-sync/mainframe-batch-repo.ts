import type { TenantTx } from '@iommi/shared/database'
import { keyset, type PageRequest } from '@iommi/shared/pagination'
import { mainframeBatches } from '../profile-sync/tables.ts'

/** A file of profiles for the mainframe, without its bytes. */
export interface MainframeBatchRecord {
  readonly id: string
  readonly sequence: number
  readonly state: 'CREATED' | 'SENT' | 'ACKED' | 'VOID'
  readonly recordCount: number
  readonly createdAt: Date
  readonly sentAt: Date | null
  readonly ackedAt: Date | null
  /** How often the file was written. */
  readonly sendCount: number
  /** Of the last answer; null before any. */
  readonly returnCode: number | null
  readonly reason: string | null
}

/** One page of batches, newest first, as `keyset` limits it. */
export async function listBatches(tx: TenantTx, page: PageRequest): Promise<readonly MainframeBatchRecord[]> {
  const { where, orderBy, limit } = keyset(page, [mainframeBatches.createdAt, mainframeBatches.id], 'desc')
  return await tx
    .select({
      id: mainframeBatches.id,
      sequence: mainframeBatches.sequence,
      state: mainframeBatches.state,
      recordCount: mainframeBatches.recordCount,
      createdAt: mainframeBatches.createdAt,
      sentAt: mainframeBatches.sentAt,
      ackedAt: mainframeBatches.ackedAt,
      sendCount: mainframeBatches.sends,
      returnCode: mainframeBatches.returnCode,
      reason: mainframeBatches.reason,
    })
    .from(mainframeBatches)
    .where(where)
    .orderBy(...orderBy)
    .limit(limit)
}
