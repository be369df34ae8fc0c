import type { Tenant } from '@iommi/shared/tenant'
import { beforeAll } from 'vitest'
import type { CatalogFixture, GivenVariant, tenantSlugs } from './catalog-fixture.ts'

// Sorted by name: one, Two, TWO (b), three… whatever the case.
/** The products that the tests of one tenant read; in the order of entry. */
export const rows = [
  { name: 'delta', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Red', 'Blue'], onHand: 4 },
  { name: 'Alpha', kind: 'SERVICE', status: 'PUBLISHED', categoryNames: ['Blue'] },
  { name: 'Echo', kind: 'GOOD', status: 'ARCHIVED', categoryNames: ['Red'] },
  { name: 'bravo', kind: 'GOOD', status: 'DRAFT', categoryNames: [] },
  { name: 'Charlie', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Green'] },
  { name: 'bravo', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Green', 'red'] },
  { name: 'Foxtrot', kind: 'SERVICE', status: 'DRAFT', categoryNames: ['Blue'] },
]

/** The products of one tenant as they were entered. */
export interface ReadProducts {
  readonly tenant: () => Tenant
  readonly other: () => Tenant
  /** One variant for each row, once the tests run. */
  readonly given: readonly GivenVariant[]
  readonly idOf: (index: number) => string
  readonly variantOf: (index: number) => string
}

/** Enters the products before the tests of one tenant. */
export function useReadProducts(fixture: CatalogFixture, slug: (typeof tenantSlugs)[number]): ReadProducts {
  const tenant = () => fixture[slug]
  const other = () => (slug === 'acme' ? fixture.globex : fixture.acme)
  const given: GivenVariant[] = []
  const idOf = (index: number) => given[index]?.productId ?? ''
  const variantOf = (index: number) => given[index]?.variantId ?? ''
  beforeAll(async () => {
    given.push(...(await fixture.given(tenant(), rows)))
  })
  return { tenant, other, given, idOf, variantOf }
}
