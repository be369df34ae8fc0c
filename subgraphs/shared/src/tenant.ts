/** A customer of ours: a company whose data nobody else may see. */
export interface Tenant {
  /** UUID; tokens carry it. */
  readonly id: string
  readonly slug: string
  /** Suffix of the tenant's own Postgres schema; null when it shares the pooled tables. */
  readonly schemaSuffix: string | null
  /** ISO 4217 code that prices and orders have when the caller names none. */
  readonly defaultCurrency: string
  readonly isActive: boolean
}

/** The Postgres schema that holds the tenant's rows of one subgraph. */
export function schemaOf(subgraph: string, tenant: Pick<Tenant, 'schemaSuffix'>): string {
  return tenant.schemaSuffix === null ? subgraph : `${subgraph}__${tenant.schemaSuffix}`
}

/** The Postgres schemas that a subgraph has: the one that tenants share, and the own ones of premium tenants. */
export function schemasOf(subgraph: string, tenants: readonly Pick<Tenant, 'schemaSuffix'>[]): ReadonlySet<string> {
  return new Set([subgraph, ...tenants.map((tenant) => schemaOf(subgraph, tenant))])
}
