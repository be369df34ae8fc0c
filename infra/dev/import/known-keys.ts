import { LRUCache } from 'lru-cache'
import { countRows, sendRows, type Refusal, type RowCounts } from './send-rows.ts'

/** Things the subgraphs know by natural keys; those used last are remembered. */
export interface KnownKeys<Row, Thing extends object> {
  /** The thing, or the refusal, for each key. The rows of keys that are not remembered are sent. */
  readonly resolve: (rows: ReadonlyMap<string, Row>) => Promise<ResolvedKeys<Thing>>
}

/** What came of resolving keys, and of the rows that were sent for it. */
export interface ResolvedKeys<Thing extends object> extends RowCounts {
  readonly things: ReadonlyMap<string, Thing | Refusal>
}

// A few megabytes: what is forgotten is asked for again, the answer is the same.
const rememberedMax = 20_000

/** Keys that `send` turns into things. */
export function knownKeys<Row, Thing extends object>(
  send: (rows: readonly Row[]) => Promise<readonly (Thing & { readonly isNew: boolean })[]>,
): KnownKeys<Row, Thing> {
  const remembered = new LRUCache<string, Thing | Refusal>({ max: rememberedMax })
  return {
    resolve: async (rows) => {
      const things = new Map<string, Thing | Refusal>()
      for (const key of rows.keys()) {
        const thing = remembered.get(key)
        if (thing !== undefined) things.set(key, thing)
      }
      const missing = [...rows].filter(([key]) => !things.has(key))
      const results = await sendRows(
        missing.map(([, row]) => row),
        send,
      )
      for (const [index, result] of results.entries()) {
        const [key] = missing[index] ?? []
        if (key === undefined) continue
        things.set(key, result)
        remembered.set(key, result)
      }
      return { things, ...countRows(results) }
    },
  }
}
