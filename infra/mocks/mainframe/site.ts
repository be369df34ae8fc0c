import type { Dataset } from './dataset.ts'
import type { Drop } from './drop.ts'
import type { FaultPlay } from './fault-play.ts'
import { playFaults } from './fault-play.ts'
import type { JournalEvent } from './journal-entry.ts'

/** Where the mainframe works: its directories, what it knows, its clock (milliseconds since 1970) and the seed of its faults. */
export interface Site {
  readonly drop: Drop
  readonly dataset: Dataset
  readonly now: () => number
  readonly seed: string
}

/** The faults of a batch as it comes this time. */
export function playForBatch(site: Site, { tenant, seq }: { readonly tenant: string; readonly seq: number }): FaultPlay {
  const subject = `${tenant}/${String(seq)}`
  const attempt = (site.dataset.state.attempts.get(subject) ?? 0) + 1
  return playFaults(site.dataset.state.faults, site.seed, { subject, attempt })
}

/** The faults that struck, as events. */
export function faultEvents(play: FaultPlay): readonly JournalEvent[] {
  return play.struck().map((struck) => ({ kind: 'fault', ...struck }))
}
