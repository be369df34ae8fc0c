import type { SyncKit } from './sync-kit.ts'

/** Work on one after the other, over and over again. */
export interface Turns<Item> {
  /** Does `work` for each of `items`, those aside that have to wait, until `stopping` aborts. What fails is logged, never thrown. */
  readonly each: (items: readonly Item[], stopping: AbortSignal, work: (item: Item) => Promise<void>) => Promise<void>
}

/** What turns are taken with: `operation` names them in the log, `keyOf` tells their items apart. */
export interface TurnOptions<Item> extends Pick<SyncKit, 'log' | 'now'> {
  readonly operation: string
  readonly keyOf: (item: Item) => string
}

interface Failing {
  readonly count: number
  readonly until: number
}

const firstWaitMs = 100
const waitMaxMs = 5_000

/** Takes turns such that an item that fails keeps no other waiting: it alone waits, longer each time up to 5 s, until it does well again. */
export function takeTurns<Item>({ log, now, operation, keyOf }: TurnOptions<Item>): Turns<Item> {
  let failing: ReadonlyMap<string, Failing> = new Map()
  return {
    each: async (items, stopping, work) => {
      const still = new Map<string, Failing>()
      for (const item of items) {
        const key = keyOf(item)
        const before = failing.get(key)
        if (before !== undefined && (stopping.aborted || before.until > now().getTime())) still.set(key, before)
        else if (!stopping.aborted)
          await work(item).catch((error: unknown) => {
            const count = (before?.count ?? 0) + 1
            still.set(key, { count, until: now().getTime() + Math.min(waitMaxMs, firstWaitMs * 2 ** (count - 1)) })
            log.warn({ err: error, operation, attempt: count }, 'one of several failed and waits alone')
          })
      }
      failing = still
    },
  }
}
