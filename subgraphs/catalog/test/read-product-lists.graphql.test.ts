import { newId } from '@iommi/shared/ids'
import { client } from '@iommi/shared/testing/test-context'
import { describe, expect, it, vi } from 'vitest'
import { pageVariants } from '../src/products/variant-repo.ts'
import { pageCategoriesOf } from '../src/categories/category-repo.ts'
import { admin, codesOf, everyActor, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { useReadProducts } from './read-products-fixture.ts'

// Spied on, not replaced: the queries run, and are counted.
vi.mock('../src/products/variant-repo.ts', { spy: true })
vi.mock('../src/categories/category-repo.ts', { spy: true })

const fixture = useCatalog()
const shopper = client(newId('customer'))

describe.each(tenantSlugs)('reading products of %s', (slug) => {
  const { tenant } = useReadProducts(fixture, slug)

  describe('nested lists', () => {
    const document = /* GraphQL */ `
      query ($first: Int, $after: String, $last: Int, $before: String) {
        products(where: { status: { in: [PUBLISHED] } }) {
          nodes {
            name
            categories(first: $first, after: $after, last: $last, before: $before) {
              nodes {
                name
              }
              pageInfo {
                hasNextPage
                hasPreviousPage
                startCursor
                endCursor
              }
            }
            variants(first: 2) {
              nodes {
                sku
              }
              pageInfo {
                hasNextPage
              }
            }
          }
        }
      }
    `
    const categoriesOf = async (name: string, args: Readonly<Record<string, unknown>>) => {
      const { data } = await fixture.run(tenant(), shopper, document, args)
      const { nodes, pageInfo } = data['products'].nodes.find((node: Loose) => node.name === name).categories
      return { names: nodes.map((node: Loose) => node.name), pageInfo }
    }

    it('give each parent its own page, with one query for all of them', async () => {
      vi.mocked(pageVariants).mockClear()
      vi.mocked(pageCategoriesOf).mockClear()
      const { data } = await fixture.run(tenant(), shopper, document, { first: 1 })
      const found = data?.['products'].nodes.map((node: Loose) => [
        node.name,
        node.categories.nodes.map((category: Loose) => category.name),
        node.categories.pageInfo.hasNextPage,
        node.variants.nodes.length,
      ])
      expect(found).toEqual([
        ['Alpha', ['Blue'], false, 1],
        ['bravo', ['Green'], true, 1],
        ['Charlie', ['Green'], false, 1],
        ['delta', ['Blue'], true, 1],
      ])
      expect(pageVariants).toHaveBeenCalledTimes(1)
      expect(pageCategoriesOf).toHaveBeenCalledTimes(1)
    })

    it('page both ways', async () => {
      const first = await categoriesOf('delta', { first: 1 })
      const second = await categoriesOf('delta', { first: 1, after: first.pageInfo.endCursor })
      expect([first.names, second.names, second.pageInfo.hasNextPage]).toEqual([['Blue'], ['Red'], false])
      expect((await categoriesOf('delta', { last: 1 })).names).toEqual(['Red'])
      expect((await categoriesOf('delta', { last: 1, before: second.pageInfo.startCursor })).names).toEqual(['Blue'])
    })

    it('page many variants in the order of entry', async () => {
      const skus = Array.from({ length: 5 }, () => newId('sku')).toReversed()
      const created = await fixture.run(
        tenant(),
        admin,
        'mutation ($input: CreateProductInput!) { createProduct(input: $input) { product { id } userErrors { code } } }',
        { input: { idempotencyKey: newId('key'), kind: 'GOOD', name: 'Zulu', variants: skus.map((sku) => ({ sku })) } },
      )
      const id = created.data?.['createProduct'].product.id
      const source = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { product(id: $id) {
        variants(first: $first, after: $after, last: $last, before: $before) { nodes { sku } pageInfo { startCursor endCursor } } } }`
      const page = async (args: object) => {
        const { nodes, pageInfo } = (await fixture.run(tenant(), admin, source, { id, ...args })).data['product'].variants
        return { skus: nodes.map((node: Loose) => node.sku), pageInfo }
      }
      const first = await page({ first: 2 })
      expect(first.skus).toEqual(skus.slice(0, 2))
      expect((await page({ first: 2, after: first.pageInfo.endCursor })).skus).toEqual(skus.slice(2, 4))
      const last = await page({ last: 2 })
      expect(last.skus).toEqual(skus.slice(3))
      expect((await page({ last: 2, before: last.pageInfo.startCursor })).skus).toEqual(skus.slice(1, 3))
    })
  })

  it('pages through categories by name, for every role and nobody without one', async () => {
    const source =
      'query ($first: Int, $after: String) { categories(first: $first, after: $after) { nodes { name } pageInfo { hasNextPage endCursor } } }'
    const first = (await fixture.run(tenant(), shopper, source, { first: 2 })).data?.['categories']
    const second = (await fixture.run(tenant(), shopper, source, { first: 2, after: first.pageInfo.endCursor })).data?.['categories']
    expect([...first.nodes, ...second.nodes].map((node: Loose) => node.name)).toEqual(['Blue', 'Green', 'Red'])
    expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false])
    for (const [kind, actor] of Object.entries(everyActor)) {
      expect([kind, codesOf(await fixture.run(tenant(), actor, source))]).toEqual([
        kind,
        kind === 'employee without a role' ? ['FORBIDDEN'] : [],
      ])
    }
  })
})
