import type { Actor } from '@iommi/shared/request-context'
import type { Tenant } from '@iommi/shared/tenant'
import { beforeAll, expect } from 'vitest'
import { admin, type Answer, type CatalogFixture, type Loose, type tenantSlugs } from './catalog-fixture.ts'

const searchDocument = /* GraphQL */ `
  query (
    $search: String
    $where: ProductWhereInput
    $orderBy: ProductOrderInput
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    products(search: $search, where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        id
        name
      }
      totalCount
      facets {
        field
        values {
          value
          count
          label
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
    }
  }
`

/** What is on sale in the tests. Words are their own for each group, so that groups do not find each other. */
const goods = [
  { sku: 'DOO-1', name: 'Doohickeys', description: 'Useful for everything.' },
  { sku: 'DOO-2', name: 'Large doohickeys', description: 'Bigger.' },
  { sku: 'PLATE-1', name: 'Plate', description: 'A plate to eat from.' },
  { sku: 'RACK-1', name: 'Rack for plate and cup' },
  { sku: 'RACK-2', name: 'Rack', description: 'Holds any plate.' },
  { sku: 'PLATEAU', name: 'Plateau' },
  { sku: 'CAF-1', name: 'Crème brûlée dish' },
  { sku: 'LODZ-1', name: 'Łódź Größe poster' },
  { sku: '85123A', name: 'White hanging heart' },
  { sku: '85123B', name: 'White hanging holder' },
  { sku: 'AB/12 é', name: 'Odd code' },
  { sku: '1E5X', name: 'Half number' },
  { sku: 'MEN-1', name: "Men's wallet" },
  { sku: 'BERRY-1', name: 'Berry box' },
  { sku: 'DRAFT-1', name: 'Wigdet secret', status: 'DRAFT' },
  { sku: 'OLD-1', name: 'Widget archived', status: 'ARCHIVED' },
  { sku: 'WID-1', name: 'Widget' },
] as const

/** How the tests of one tenant search. */
export interface ProductSearch {
  readonly tenant: () => Tenant
  readonly ask: (args: Readonly<Record<string, unknown>>, actor?: Actor, who?: Tenant) => Promise<Answer>
  /** The page of products that is answered. */
  readonly page: (args: Readonly<Record<string, unknown>>, actor?: Actor, who?: Tenant) => Promise<Loose>
  readonly namesFor: (search: string, actor?: Actor) => Promise<readonly string[]>
  /** Product id by SKU, once the tests run. */
  readonly ids: ReadonlyMap<string, string>
}

/** Enters what is on sale before the tests of one tenant. */
export function useProductSearch(fixture: CatalogFixture, slug: (typeof tenantSlugs)[number]): ProductSearch {
  const tenant = () => fixture[slug]
  const ask = async (args: Readonly<Record<string, unknown>>, actor: Actor = admin, who: Tenant = tenant()): Promise<Answer> =>
    await fixture.run(who, actor, searchDocument, args)
  const page = async (args: Readonly<Record<string, unknown>>, actor: Actor = admin, who: Tenant = tenant()): Promise<Loose> => {
    const answer = await ask(args, actor, who)
    expect(answer.errors).toBeUndefined()
    return answer.data?.['products']
  }
  const namesFor = async (search: string, actor: Actor = admin): Promise<readonly string[]> => {
    const found = await page({ search, first: 100 }, actor)
    expect(found.totalCount).toBe(found.nodes.length)
    return found.nodes.map((node: Loose) => node.name)
  }
  const ids = new Map<string, string>()
  beforeAll(async () => {
    const given = await fixture.given(
      tenant(),
      goods.map((each) => ({ ...each, importKey: each.sku })),
    )
    for (const { sku, productId } of given) ids.set(sku, productId)
  })
  return { tenant, ask, page, namesFor, ids }
}
