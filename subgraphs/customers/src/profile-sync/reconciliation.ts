import type { StoredProfile } from './extract-file.ts'

/**
 * How the mainframe differs from what it has confirmed. `MISSING`: it has nothing; `BEHIND`: an older version; `AHEAD`: a newer one;
 * `DIFFERENT`: the same version with another content; `UNKNOWN`: a customer that there is not.
 */
export type FindingKind = 'MISSING' | 'BEHIND' | 'AHEAD' | 'DIFFERENT' | 'UNKNOWN'

/** One difference. A version is 0 where there is none. */
export interface Finding {
  readonly kind: FindingKind
  readonly customerId: string
  readonly expectedVersion: number
  readonly storedVersion: number
}

/** What the mainframe confirmed before the extract was asked for, and has to have since. */
export interface ExpectedProfile {
  readonly customerId: string
  readonly version: number
  /** SHA-256 of the record; null when the profile cannot be encoded any more. */
  readonly hash: string | null
}

/** How a stored profile differs from the expected one, or null when it does not. */
export function compareProfile(expected: ExpectedProfile, stored: StoredProfile | undefined): Finding | null {
  const { customerId, version: expectedVersion } = expected
  const finding = (kind: FindingKind): Finding => ({ kind, customerId, expectedVersion, storedVersion: stored?.version ?? 0 })
  if (stored === undefined) return finding('MISSING')
  if (stored.version < expectedVersion) return finding('BEHIND')
  if (stored.version > expectedVersion) return finding('AHEAD')
  return stored.hash === expected.hash ? null : finding('DIFFERENT')
}

/** How many of each kind. */
export function countFindings(findings: readonly Finding[]): Readonly<Record<FindingKind, number>> {
  const counts = { MISSING: 0, BEHIND: 0, AHEAD: 0, DIFFERENT: 0, UNKNOWN: 0 }
  for (const { kind } of findings) counts[kind] += 1
  return counts
}
