/** How far a customer's profile has got on its way to the mainframe. */
export interface MainframeSyncRecord {
  readonly customerId: string
  readonly desiredVersion: number
  readonly ackedVersion: number
  /** Until when a worker is sending it. */
  readonly leaseUntil: Date | null
  readonly parkedAt: Date | null
  /** Since when the mainframe is behind; null when it is not. */
  readonly firstDirtyAt: Date | null
  readonly batchId: string | null
  readonly lastErrorCode: string | null
  readonly lastErrorField: string | null
  readonly lastErrorMessage: string | null
  /** Since when the mainframe is behind, and for the others when it caught up. */
  readonly listedAt: Date
  /** Of the newest change that is on its way or has arrived. */
  readonly traceparent: string | null
}

/** Where a profile stands on its way. */
export type MainframeSyncState = 'PENDING' | 'SENT' | 'SYNCED' | 'PARKED'

/** The state, which follows from the row: a lease that has run out means that nobody knows, so it is to be sent again. */
export function stateOf(sync: MainframeSyncRecord, now: Date): MainframeSyncState {
  if (sync.ackedVersion === sync.desiredVersion) return 'SYNCED'
  if (sync.parkedAt !== null) return 'PARKED'
  return sync.leaseUntil !== null && sync.leaseUntil > now ? 'SENT' : 'PENDING'
}

/** Whole seconds since the mainframe fell behind, null when it has the newest version. */
export function lagSecondsOf({ firstDirtyAt }: Pick<MainframeSyncRecord, 'firstDirtyAt'>, now: Date): number | null {
  return firstDirtyAt === null ? null : Math.max(0, Math.floor((now.getTime() - firstDirtyAt.getTime()) / 1_000))
}

/** Why the mainframe refused, where it did. */
export function rejectOf({
  lastErrorCode,
  lastErrorField,
  lastErrorMessage,
}: Pick<MainframeSyncRecord, 'lastErrorCode' | 'lastErrorField' | 'lastErrorMessage'>): {
  readonly code: string
  readonly field: string | null
  readonly message: string
} | null {
  return lastErrorCode === null ? null : { code: lastErrorCode, field: lastErrorField, message: lastErrorMessage ?? '' }
}
