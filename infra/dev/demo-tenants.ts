import type { TenantRow } from '@iommi/shared/migrate'
import { CommandError } from './command.ts'

/** The tenants of development and tests: one in the pooled tables, one with a schema of its own. The ids never change. */
export const demoTenants: readonly TenantRow[] = [
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

/** The demo tenant with this slug. Throws one line with the slugs there are. */
export function tenantNamed(slug: string): TenantRow {
  const tenant = demoTenants.find((each) => each.slug === slug)
  if (tenant !== undefined) return tenant
  throw new CommandError(`Unknown tenant "${slug}": --tenant is one of ${demoTenants.map((each) => each.slug).join(' or ')}.`)
}
