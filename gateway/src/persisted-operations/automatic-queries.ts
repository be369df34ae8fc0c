import { LRUCache } from 'lru-cache'

/** Documents that our own clients told this gateway the ids of (Apollo's automatic persisted queries), by tenant. */
export interface AutomaticQueries {
  readonly find: (tenantId: string, id: string) => string | null
  readonly keep: (tenantId: string, id: string, text: string) => void
}

const charactersMax = 10_000_000

/** Keeps the ten million characters used last; a client whose document has gone sends it again. */
export function automaticQueries(): AutomaticQueries {
  const texts = new LRUCache<string, string>({ maxSize: charactersMax, sizeCalculation: (text) => text.length + 200 })
  return {
    find: (tenantId, id) => texts.get(keyOf(tenantId, id)) ?? null,
    keep: (tenantId, id, text) => void texts.set(keyOf(tenantId, id), text),
  }
}

function keyOf(tenantId: string, id: string): string {
  return `${tenantId} ${id}`
}
