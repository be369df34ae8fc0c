import DataLoader from 'dataloader'
import { toConnection, type Connection, type PageRequest } from './pagination.ts'

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

/** How the pages of a list under many parents are fetched together. */
export interface ChildPages<Node> {
  /** One page (and an item more, as `keyset` limits it) for each parent, in one query, sorted within the parent. */
  readonly fetch: (parents: readonly string[], request: PageRequest) => Promise<readonly Node[]>
  readonly parentOf: (node: Node) => string
  readonly sortValues: (node: Node) => readonly (string | number | Date)[]
}

/** A per-request loader of the same page of a list under many parents: one query for all parents that ask for equal pages. */
export function connectionLoader<Node>(pages: ChildPages<Node>): (parent: string, request: PageRequest) => Promise<Connection<Node>> {
  const loaders = new Map<string, DataLoader<string, readonly Node[]>>()
  return async (parent, request) => {
    const key = JSON.stringify(request)
    const loader = loaders.get(key) ?? listLoader((parents) => pages.fetch(parents, request), pages.parentOf)
    loaders.set(key, loader)
    return toConnection(request, await loader.load(parent), pages.sortValues)
  }
}
