import DataLoader from 'dataloader'

/**
 * A per-request loader of things by key: keys asked for in the same tick are fetched by one call
 * of `fetch`, which may answer in any order and leave out what it does not find.
 */
export function keyedLoader<Thing>(
  fetch: (keys: readonly string[]) => Promise<readonly Thing[]>,
  keyOf: (thing: Thing) => string,
): DataLoader<string, Thing | null> {
  return new DataLoader<string, Thing | null>(
    async (keys) => {
      const found = new Map((await fetch(keys)).map((thing) => [keyOf(thing), thing]))
      return keys.map((key) => found.get(key) ?? null)
    },
    { maxBatchSize: 500 },
  )
}

/** A per-request loader of lists by their parent's key; parents without any get an empty list. */
export function listLoader<Item>(
  fetch: (parents: readonly string[]) => Promise<readonly Item[]>,
  parentOf: (item: Item) => string,
): DataLoader<string, readonly Item[]> {
  return new DataLoader<string, readonly Item[]>(
    async (parents) => {
      const lists = new Map<string, Item[]>(parents.map((parent) => [parent, []]))
      for (const item of await fetch(parents)) lists.get(parentOf(item))?.push(item)
      return parents.map((parent) => lists.get(parent) ?? [])
    },
    { maxBatchSize: 500 },
  )
}
