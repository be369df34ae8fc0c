import type { AckResult } from './ack-file.ts'

/** A record as it was sent. */
export interface SentRecord {
  readonly position: number
  readonly customerId: string
  readonly version: number
  readonly fence: number
  readonly sentHash: string
}

/**
 * What an ack means for a profile. `stored`: the mainframe has this version, byte for byte as we sent it. `rejected`: it refuses it.
 * `diverged`: it has something that we did not send, as this version or as a newer one. `contradicted`: it has less than it says.
 */
export type AckOutcome =
  | { readonly kind: 'stored'; readonly version: number }
  | { readonly kind: 'rejected'; readonly field: string | null; readonly reason: string }
  | { readonly kind: 'diverged'; readonly storedVersion: number }
  | { readonly kind: 'contradicted' }

/** Whether we ever sent this version with this hash. */
export type WasSent = (record: { readonly customerId: string; readonly version: number; readonly hash: string }) => boolean

/** Reads one result of an ack: a version counts only together with the hash of what was sent as that version. */
export function outcomeOf(sent: SentRecord, result: AckResult, wasSent: WasSent): AckOutcome {
  if (result.isRejected) return { kind: 'rejected', field: result.rejectField, reason: result.reason }
  const { storedVersion, storedHash } = result
  if (storedVersion < sent.version) return { kind: 'contradicted' }
  const isOurs =
    storedVersion === sent.version
      ? storedHash === sent.sentHash
      : wasSent({ customerId: sent.customerId, version: storedVersion, hash: storedHash })
  return isOurs ? { kind: 'stored', version: storedVersion } : { kind: 'diverged', storedVersion }
}
