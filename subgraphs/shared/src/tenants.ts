import type { Database } from './database.ts'
import { readTenants } from './database.ts'
import type { Tenant } from './tenant.ts'

/** The registry `platform.tenants`, cached for a few seconds: the only place schema names come from. */
export interface TenantRegistry {
  /** The tenant, or null when there is none. A tenant not in the cache is looked up at once. */
  find(id: string): Promise<Tenant | null>
  all(): Promise<readonly Tenant[]>
}

/** A registry over `db`; entries are at most `maxAgeMs` old. */
export function tenantRegistry(db: Database, maxAgeMs = 5_000): TenantRegistry {
  let loaded: { readonly at: number; readonly tenants: Promise<ReadonlyMap<string, Tenant>> } | null = null
  const load = (): Promise<ReadonlyMap<string, Tenant>> => {
    const entry = { at: performance.now(), tenants: readTenants(db).then((rows) => new Map(rows.map((row) => [row.id, row]))) }
    loaded = entry
    entry.tenants.catch(() => {
      if (loaded === entry) loaded = null
    })
    return entry.tenants
  }
  const current = (): Promise<ReadonlyMap<string, Tenant>> =>
    loaded !== null && performance.now() - loaded.at < maxAgeMs ? loaded.tenants : load()
  return {
    find: async (id) => (await current()).get(id) ?? (await load()).get(id) ?? null,
    all: async () => [...(await current()).values()],
  }
}
