import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import { inEachSchema } from './each-schema.ts'
import type { SyncKit } from './sync-kit.ts'
import { findLastAcked, readBacklogs } from './work-finding-repo.ts'

/** What is known of the pipeline's progress. */
export interface Progress {
  /** When the mainframe was last heard of, by whichever process, or this one started. */
  readonly lastAnswerAt: Date
  /** Since when a profile could have been sent that was not; null when there is none. */
  readonly dueSince: Date | null
  /** When a file was last seen that the mainframe had left lying for long; null when never. */
  readonly lastAwayAt: Date | null
}

const mainframeIsAwayAfterMs = 10_000

/**
 * Whether the process has wedged: profiles were due and nothing was heard for `stuckMs` although the mainframe took files all the while. A
 * file that lies there means that the mainframe is away or busy, which no restart of ours would change; when it is back it has some time to
 * answer. Profiles under a lease, or waiting after a failure, wait by design.
 */
export function isStuck({ lastAnswerAt, dueSince, lastAwayAt }: Progress, now: Date, stuckMs: number): boolean {
  return dueSince !== null && ![dueSince, lastAnswerAt, lastAwayAt].some((at) => at !== null && isWithin(at, now, stuckMs))
}

function isWithin(since: Date, now: Date, ms: number): boolean {
  return now.getTime() - since.getTime() < ms
}

/** What the watch needs besides the kit. */
export interface WatchOptions {
  readonly everyMs: number
  readonly stuckMs: number
  /** When this process last heard of the mainframe, or started. */
  readonly lastAnswerAt: () => Date
  /** Ends the process, to be started again. */
  readonly onStuck: () => void
}

/** Reads the backlog for the metrics, and calls `onStuck` when nothing moves any more, until stopped. */
export function startWatch(kit: SyncKit, options: WatchOptions): Loop {
  let lastAwayAt: Date | null = null
  return startLoop({ name: 'mainframe-watch', idleMs: options.everyMs, log: kit.log }, async () => {
    const now = kit.now()
    const backlogs = await inEachSchema(kit, (tx) => readBacklogs(tx, now))
    kit.metrics.backlog(backlogs)
    const fileWaitingSince = await kit.drop.oldestWaitingAt()
    if (fileWaitingSince !== null && !isWithin(fileWaitingSince, now, mainframeIsAwayAfterMs)) lastAwayAt = now
    const dueSince = earliest(backlogs.flatMap((backlog) => backlog.dueSince ?? []))
    const own: Progress = { lastAnswerAt: options.lastAnswerAt(), dueSince, lastAwayAt }
    if (!isStuck(own, now, options.stuckMs)) return false
    // Another process may have taken every ack.
    const lastAnswerAt = latest([own.lastAnswerAt, ...(await inEachSchema(kit, findLastAcked))])
    if (!isStuck({ ...own, lastAnswerAt }, now, options.stuckMs)) return false
    kit.log.error({ operation: 'mainframe-watch' }, 'no answer although the mainframe takes files: giving up')
    options.onStuck()
    return false
  })
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.length === 0 ? null : new Date(Math.min(...dates.map((date) => date.getTime())))
}

function latest(dates: readonly Date[]): Date {
  return new Date(Math.max(...dates.map((date) => date.getTime())))
}
