/** A tenant as the migration registers it. */
export interface DemoTenant {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly tier: 'POOLED' | 'PREMIUM'
  readonly schemaSuffix: string | null
  readonly defaultCurrency: string
}

/** The tenants of development and tests: one in the pooled tables, one with a schema of its own. The ids never change. */
export const demoTenants: readonly DemoTenant[] = [
  {
    id: '01890000-0000-7000-8000-00000000acfe',
    slug: 'acme',
    name: 'Acme Widgets',
    tier: 'POOLED',
    schemaSuffix: null,
    defaultCurrency: 'GBP',
  },
  {
    id: '01890000-0000-7000-8000-000000010bee',
    slug: 'globex',
    name: 'Globex Corporation',
    tier: 'PREMIUM',
    schemaSuffix: 'globex',
    defaultCurrency: 'EUR',
  },
]
