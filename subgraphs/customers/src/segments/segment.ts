import type { SegmentRule } from './segment-rule.ts'

/** A group of customers by rule. */
export interface SegmentRecord {
  readonly id: string
  readonly name: string
  readonly description: string | null
  readonly rule: SegmentRule
  /** Counts the changes of name, description and rule. */
  readonly version: number
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** Segments a tenant has at most. */
export const segmentsMax = 100

/** What to change; a field left out stays. */
export interface SegmentChange {
  readonly name?: string | undefined
  readonly description?: string | null | undefined
  readonly rule?: SegmentRule | undefined
}

/** The segment after `change`, one version on, or null when it changes nothing. */
export function changedSegment(segment: SegmentRecord, change: SegmentChange, now: Date): SegmentRecord | null {
  const { name = segment.name, description = segment.description, rule = segment.rule } = change
  const isSame = name === segment.name && description === segment.description && JSON.stringify(rule) === JSON.stringify(segment.rule)
  return isSame ? null : { ...segment, name, description, rule, version: segment.version + 1, updatedAt: now }
}
