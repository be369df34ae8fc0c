import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import { inEachSchema } from './each-schema.ts'
import type { SyncKit } from './sync-kit.ts'
import { readBacklogs } from './work-finding-repo.ts'

/** What is known of the pipeline's progress. */
export interface Progress {
  /** When the mainframe was last heard of, or the process started. */
  readonly lastAnswerAt: Date
  /** Since when a profile has been waiting; null when none is. */
  readonly oldestAt: Date | null
  /** Since when a file has been lying there for the mainframe; null when none is. */
  readonly fileWaitingSince: Date | null
}

const mainframeIsAwayAfterMs = 10_000

/**
 * Whether the process has wedged: profiles have waited and nothing was heard for `stuckMs` although the mainframe takes files. A file that
 * lies there means that the mainframe is away or busy, which no restart of ours would change.
 */
export function isStuck(progress: Progress, now: Date, stuckMs: number): boolean {
  const { lastAnswerAt, oldestAt, fileWaitingSince } = progress
  if (oldestAt === null || isWithin(oldestAt, now, stuckMs) || isWithin(lastAnswerAt, now, stuckMs)) return false
  return fileWaitingSince === null || isWithin(fileWaitingSince, now, mainframeIsAwayAfterMs)
}

function isWithin(since: Date, now: Date, ms: number): boolean {
  return now.getTime() - since.getTime() < ms
}

/** What the watch needs besides the kit. */
export interface WatchOptions {
  readonly everyMs: number
  readonly stuckMs: number
  readonly lastAnswerAt: () => Date
  /** Ends the process, to be started again. */
  readonly onStuck: () => void
}

/** Reads the backlog for the metrics, and calls `onStuck` when nothing moves any more, until stopped. */
export function startWatch(kit: SyncKit, options: WatchOptions): Loop {
  return startLoop({ name: 'mainframe-watch', idleMs: options.everyMs, log: kit.log }, async () => {
    const backlogs = await inEachSchema(kit, readBacklogs)
    kit.metrics.backlog(backlogs)
    const waiting = backlogs.flatMap(({ oldestAt }) => oldestAt ?? [])
    const progress = {
      lastAnswerAt: options.lastAnswerAt(),
      oldestAt: waiting.reduce<Date | null>((oldest, at) => (oldest === null || at < oldest ? at : oldest), null),
      fileWaitingSince: await kit.drop.oldestWaitingAt(),
    }
    if (isStuck(progress, kit.now(), options.stuckMs)) {
      kit.log.error({ operation: 'mainframe-watch' }, 'no answer although the mainframe takes files: giving up')
      options.onStuck()
    }
    return false
  })
}
