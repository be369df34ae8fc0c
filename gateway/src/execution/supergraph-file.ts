import { readFile, stat } from 'node:fs/promises'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { Logger } from '@iommi/shared/telemetry'
import { hashOf, readSupergraphs, type Supergraphs } from '../supergraph.ts'

/** A file that is looked at again and again. */
export interface WatchedFile extends Loop {
  /** Looks now, and takes what is there without waiting for a second look. */
  readonly check: () => Promise<void>
}

/** What to watch, and what to do with it. */
export interface SupergraphFileOptions {
  readonly file: string
  readonly served: () => Supergraphs
  readonly replace: (supergraphs: Supergraphs) => Promise<void>
  readonly log: Logger
  /** Time between two looks, milliseconds. */
  readonly pollMs: number
}

/**
 * Serves what appears in the file, once it has stayed the same from one look to the next: half a file can be a valid
 * supergraph with fields missing. One that cannot be served is refused, once, with the reason in the log.
 */
export function watchSupergraphFile({ file, served, replace, log, pollMs }: SupergraphFileOptions): WatchedFile {
  let seen = ''
  let judged = ''
  let judgedHash = served().hash
  let turn: Promise<void> = Promise.resolve()
  const judge = async (): Promise<void> => {
    const text = await readFile(file, 'utf8')
    const hash = hashOf(text)
    const isKnown = hash === judgedHash || hash === served().hash
    judgedHash = hash
    if (isKnown) return
    try {
      await replace(readSupergraphs(text))
      log.info({ schema: hash }, 'supergraph swapped')
    } catch (error) {
      log.error({ schema: hash, reason: error instanceof Error ? error.message : 'unknown' }, 'supergraph refused')
    }
  }
  const look = async (isSettled: (now: string) => boolean): Promise<void> => {
    const now = await appearance(file)
    if (now !== judged && isSettled(now)) {
      await judge()
      judged = now
    }
    seen = now
  }
  // One look at a time, whoever asks for it.
  const inTurn = async (isSettled: (now: string) => boolean): Promise<void> => {
    turn = turn.catch(() => undefined).then(() => look(isSettled))
    await turn
  }
  const loop = startLoop({ name: 'supergraph file', idleMs: pollMs, log }, async () => {
    await inTurn((now) => now === seen)
    return false
  })
  return { stop: () => loop.stop(), check: () => inTurn(() => true) }
}

async function appearance(file: string): Promise<string> {
  const { mtimeMs, size, ino } = await stat(file)
  return [mtimeMs, size, ino].join(' ')
}
