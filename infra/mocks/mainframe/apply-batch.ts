import type { AckResult } from './ack-file.ts'
import type { BatchDetail } from './batch-file.ts'
import { hashOf } from './checksum.ts'
import type { PoisonRules, Rejection } from './reject-rules.ts'
import { findRejection } from './reject-rules.ts'

/** What is on file of a customer. */
export interface StoredProfile {
  readonly version: number
  /** SHA-256 of the record as stored, lower-case hexadecimal. */
  readonly hash: string
}

/** What becomes of one detail of a batch. */
export type Verdict =
  | { readonly kind: 'stored'; readonly customer: string; readonly version: number; readonly hash: string; readonly record: Buffer }
  | { readonly kind: 'kept'; readonly customer: string; readonly version: number; readonly stored: StoredProfile }
  | {
      readonly kind: 'rejected'
      readonly customer: string
      readonly version: number
      readonly stored: StoredProfile | null
      readonly rejection: Rejection
    }

/** What the details of a batch meet. */
export interface ApplyRules {
  readonly findStored: (customer: string) => StoredProfile | null
  readonly poison: PoisonRules
  /** As a fault: versions are not compared. */
  readonly isVersionBlind: boolean
  /** The record as it goes to disk: the same bytes, unless a fault is played. */
  readonly recordToStore: (record: Buffer, index: number) => Buffer
}

/**
 * Decides about each detail, in the order of the batch: what is not newer than the stored version is not looked at any further; what breaks a
 * rule is rejected; the rest is stored. A later detail of the same customer meets what an earlier one stored.
 */
export function applyBatch(details: readonly BatchDetail[], rules: ApplyRules): readonly Verdict[] {
  const storedNow = new Map<string, StoredProfile>()
  return details.map((detail, index) => {
    const verdict = decide(detail, storedNow.get(detail.customer) ?? rules.findStored(detail.customer), { ...rules, index })
    if (verdict.kind === 'stored') storedNow.set(detail.customer, verdict)
    return verdict
  })
}

function decide(
  { customer, version, record }: BatchDetail,
  stored: StoredProfile | null,
  { poison, isVersionBlind, recordToStore, index }: ApplyRules & { readonly index: number },
): Verdict {
  if (!isVersionBlind && stored !== null && version <= stored.version) return { kind: 'kept', customer, version, stored }
  const rejection = findRejection(record, poison)
  if (rejection !== null) return { kind: 'rejected', customer, version, stored, rejection }
  const asStored = recordToStore(record, index)
  return { kind: 'stored', customer, version, hash: hashOf(asStored), record: asStored }
}

/** What the ack says of a verdict. */
export function ackResult(verdict: Verdict): AckResult {
  const { customer } = verdict
  const stored = verdict.kind === 'stored' ? verdict : verdict.stored
  const about = { customer, storedVersion: stored?.version ?? 0, storedHash: stored?.hash ?? '' }
  if (verdict.kind !== 'rejected') return { ...about, resultCode: 0, field: '', reason: '' }
  return { ...about, resultCode: 4, ...verdict.rejection }
}
