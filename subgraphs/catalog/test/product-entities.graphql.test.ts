import { newId } from '@iommi/shared/ids'
import { client, service } from '@iommi/shared/testing/test-context'
import { describe, expect, it, vi } from 'vitest'
import { findProducts } from '../src/products/product-repo.ts'
import { findPrices, findVariants } from '../src/products/variant-repo.ts'
import { findLevels } from '../src/stock/stock-repo.ts'
import { admin, partner, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { useReadProducts } from './read-products-fixture.ts'

// Spied on, not replaced: the queries run, and are counted.
vi.mock('../src/products/product-repo.ts', { spy: true })
vi.mock('../src/products/variant-repo.ts', { spy: true })
vi.mock('../src/stock/stock-repo.ts', { spy: true })

const fixture = useCatalog()
const shopper = client(newId('customer'))

const entitiesDocument = /* GraphQL */ `
  query ($representations: [_Any!]!) {
    _entities(representations: $representations) {
      ... on ProductVariant {
        id
        sku
        price {
          amountMinor
          currency
        }
        stock {
          available
        }
        product {
          id
          name
          status
        }
      }
      ... on Product {
        id
        name
        status
      }
    }
  }
`

describe.each(tenantSlugs)('reading products of %s', (slug) => {
  const { tenant, other, given, idOf, variantOf } = useReadProducts(fixture, slug)

  describe('entities', () => {
    const entities = async (representations: readonly object[], actor = admin, who = tenant()): Promise<Loose> => {
      const result = await fixture.run(who, actor, entitiesDocument, { representations })
      expect(result.errors).toBeUndefined()
      return result.data?.['_entities']
    }
    const variant = (id: string) => ({ __typename: 'ProductVariant', id })
    const product = (id: string) => ({ __typename: 'Product', id })

    it('show clients and partners what was ever for sale, behind what they own, and never a draft', async () => {
      const all = [0, 2, 3].flatMap((index) => [variant(variantOf(index)), product(idOf(index))])
      const statuses = (found: Loose) => found.map((entity: Loose) => entity?.product?.status ?? entity?.status ?? null)
      for (const actor of [shopper, partner]) {
        expect(statuses(await entities(all, actor))).toEqual(['PUBLISHED', 'PUBLISHED', 'ARCHIVED', 'ARCHIVED', null, null])
      }
      expect(statuses(await entities(all))).toEqual(['PUBLISHED', 'PUBLISHED', 'ARCHIVED', 'ARCHIVED', 'DRAFT', 'DRAFT'])
    })

    it("hide another tenant's as not existing", async () => {
      const foreign = [variant(variantOf(0)), product(idOf(0))]
      const missing = [variant(newId('variant')), product(newId('product')), variant('nonsense'), product('nonsense')]
      expect(await entities(foreign, admin, other())).toEqual([null, null])
      expect(await entities(missing)).toEqual([null, null, null, null])
    })

    it('resolve the 400 variants of a page of orders with one query each for variants, products, prices and stock', async () => {
      const many = (
        await Promise.all(
          [0, 1].map(async () =>
            fixture.given(
              tenant(),
              Array.from({ length: 200 }, () => ({ onHand: 3 })),
            ),
          ),
        )
      ).flat()
      const queries = [findVariants, findProducts, findPrices, findLevels].map((query) => vi.mocked(query))
      for (const query of queries) query.mockClear()
      const found = await entities(many.map(({ variantId }) => variant(variantId)))
      expect(found.map((entity: Loose) => [entity.sku, entity.stock.available, entity.product.id])).toEqual(
        many.map(({ sku, productId }) => [sku, 3, productId]),
      )
      expect(queries.map((query) => query.mock.calls.length)).toEqual([1, 1, 1, 1])
      const again = await entities(
        many.map(({ variantId }) => variant(variantId)),
        service,
      )
      expect(again).toHaveLength(400)
    })

    it('never cross tenants when the same ids are asked for a hundred times, in turn and at once', async () => {
      const ids = [variant(variantOf(0)), product(idOf(0))]
      const answers = await Promise.all(
        Array.from({ length: 100 }, async (_each, index) => await entities(ids, admin, index % 2 === 0 ? tenant() : other())),
      )
      expect(answers.filter((_each, index) => index % 2 === 0).every(([first]) => first.sku === given[0]?.sku)).toBe(true)
      expect(answers.filter((_each, index) => index % 2 === 1)).toEqual(Array.from({ length: 50 }, () => [null, null]))
    })
  })
})
