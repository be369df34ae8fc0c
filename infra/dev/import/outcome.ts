/** What can become of a line, in the sequence of the summary. */
export const outcomeKinds = ['imported', 'already imported', 'cancelled', 'partly cancelled', 'skipped'] as const

/**
 * What became of a line of the file. `cancelled` and `partly cancelled` are lines of cancellation invoices: all, or only some, of their
 * quantity was taken back from imported orders.
 */
export interface Outcome {
  readonly lineNumber: number
  readonly invoiceNo: string
  readonly kind: (typeof outcomeKinds)[number]
  /** One of a small number of reasons the summary counts; null unless skipped. */
  readonly reason: string | null
  /** What is particular to this line, for the report. */
  readonly detail: string | null
}

/** A skipped line of the file. */
export interface SkippedLine {
  readonly lineNumber: number
  readonly invoiceNo: string
  readonly reason: string
  readonly detail: string | null
}

/** How many lines ended in which way. */
export interface OutcomeCounts {
  readonly byKind: Readonly<Record<Outcome['kind'], number>>
  /** Of the skipped lines, by reason. */
  readonly byReason: ReadonlyMap<string, number>
  /** All of them. */
  readonly lines: number
}

/** Counts before any line. */
export const noOutcomes: OutcomeCounts = {
  byKind: { imported: 0, 'already imported': 0, cancelled: 0, 'partly cancelled': 0, skipped: 0 },
  byReason: new Map(),
  lines: 0,
}

/** The counts with these outcomes added. */
export function countOutcomes(counts: OutcomeCounts, outcomes: readonly Outcome[]): OutcomeCounts {
  const byKind = { ...counts.byKind }
  const byReason = new Map(counts.byReason)
  for (const { kind, reason } of outcomes) {
    byKind[kind] += 1
    if (reason !== null) byReason.set(reason, (byReason.get(reason) ?? 0) + 1)
  }
  return { byKind, byReason, lines: counts.lines + outcomes.length }
}

/** The outcome of a skipped line. */
export function skipped({ lineNumber, invoiceNo, reason, detail }: SkippedLine): Outcome {
  return { lineNumber, invoiceNo, kind: 'skipped', reason, detail }
}
