import { newId } from '@iommi/shared/ids'
import { client, service } from '@iommi/shared/testing/test-context'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { findProducts } from '../src/products/product-repo.ts'
import { findPrices, findVariants, pageVariants } from '../src/products/variant-repo.ts'
import { pageCategoriesOf } from '../src/categories/category-repo.ts'
import { findLevels } from '../src/stock/stock-repo.ts'
import { admin, codesOf, everyActor, partner, tenantSlugs, useCatalog, type GivenVariant, type Loose } from './catalog-fixture.ts'

// Spied on, not replaced: the queries run, and are counted.
vi.mock('../src/products/product-repo.ts', { spy: true })
vi.mock('../src/products/variant-repo.ts', { spy: true })
vi.mock('../src/categories/category-repo.ts', { spy: true })
vi.mock('../src/stock/stock-repo.ts', { spy: true })

const fixture = useCatalog()
const shopper = client(newId('customer'))

const productsDocument = /* GraphQL */ `
  query ($where: ProductWhereInput, $orderBy: ProductOrderInput, $first: Int, $after: String, $last: Int, $before: String) {
    products(where: $where, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      edges {
        cursor
        node {
          id
          name
        }
      }
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
  }
`
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
  const tenant = () => fixture[slug]
  const other = () => (slug === 'acme' ? fixture.globex : fixture.acme)
  // Sorted by name: one, Two, TWO (b), three… whatever the case.
  const rows = [
    { name: 'delta', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Red', 'Blue'], onHand: 4 },
    { name: 'Alpha', kind: 'SERVICE', status: 'PUBLISHED', categoryNames: ['Blue'] },
    { name: 'Echo', kind: 'GOOD', status: 'ARCHIVED', categoryNames: ['Red'] },
    { name: 'bravo', kind: 'GOOD', status: 'DRAFT', categoryNames: [] },
    { name: 'Charlie', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Green'] },
    { name: 'bravo', kind: 'GOOD', status: 'PUBLISHED', categoryNames: ['Green', 'red'] },
    { name: 'Foxtrot', kind: 'SERVICE', status: 'DRAFT', categoryNames: ['Blue'] },
  ]
  let given: readonly GivenVariant[] = []
  const idOf = (index: number) => given[index]?.productId ?? ''
  const variantOf = (index: number) => given[index]?.variantId ?? ''
  beforeAll(async () => {
    given = await fixture.given(tenant(), rows)
  })
  const read = async (args: Readonly<Record<string, unknown>> = {}, actor = admin): Promise<Loose> => {
    const result = await fixture.run(tenant(), actor, productsDocument, args)
    expect(result.errors).toBeUndefined()
    return result.data?.['products']
  }
  const namesOf = (page: Loose): readonly string[] => page.nodes.map((node: Loose) => node.name)
  const idsOf = (page: Loose): readonly string[] => page.edges.map((edge: Loose) => edge.node.id)
  const byName = ['Alpha', 'bravo', 'bravo', 'Charlie', 'delta', 'Echo', 'Foxtrot']

  describe('products', () => {
    it('is sorted by name in any case, or by time of entry, either way, ties by id', async () => {
      expect(namesOf(await read())).toEqual(byName)
      expect(idsOf(await read()).slice(1, 3)).toEqual([idOf(3), idOf(5)])
      const sorted = async (field: string, direction: string) => idsOf(await read({ orderBy: { field, direction } }))
      expect(await sorted('NAME', 'DESC')).toEqual(idsOf(await read()).toReversed())
      expect(await sorted('CREATED_AT', 'ASC')).toEqual(given.map(({ productId }) => productId))
      expect(await sorted('CREATED_AT', 'DESC')).toEqual(given.map(({ productId }) => productId).toReversed())
    })

    it.each([
      ['NAME', 'ASC'],
      ['NAME', 'DESC'],
      ['CREATED_AT', 'ASC'],
      ['CREATED_AT', 'DESC'],
    ])('pages exactly in both directions by %s %s, for every page size', async (field, direction) => {
      const orderBy = { field, direction }
      const all = idsOf(await read({ orderBy }))
      for (const size of [1, 2, 3, 6, 7, 8]) {
        const forwards: string[] = []
        let page = await read({ orderBy, first: size })
        forwards.push(...idsOf(page))
        while (page.pageInfo.hasNextPage) {
          page = await read({ orderBy, first: size, after: page.pageInfo.endCursor })
          forwards.push(...idsOf(page))
        }
        expect(forwards).toEqual(all)
        const backwards: string[] = []
        page = await read({ orderBy, last: size })
        backwards.unshift(...idsOf(page))
        while (page.pageInfo.hasPreviousPage) {
          page = await read({ orderBy, last: size, before: page.pageInfo.startCursor })
          backwards.unshift(...idsOf(page))
        }
        expect(backwards).toEqual(all)
      }
    })

    it('holds every condition given', async () => {
      const category = async (name: string): Promise<string> => {
        const { data } = await fixture.run(tenant(), admin, '{ categories(first: 100) { nodes { id name } } }')
        return data?.['categories'].nodes.find((node: Loose) => node.name === name).id
      }
      const where = async (condition: object, actor = admin) => namesOf(await read({ where: condition }, actor))
      expect(await where({ kind: { in: ['SERVICE'] } })).toEqual(['Alpha', 'Foxtrot'])
      expect(await where({ status: { in: ['DRAFT', 'ARCHIVED'] } })).toEqual(['bravo', 'Echo', 'Foxtrot'])
      expect(await where({ id: { in: [idOf(0), idOf(2), newId('product')] } })).toEqual(['delta', 'Echo'])
      expect(await where({ sku: { in: [given[4]?.sku.toLowerCase(), 'nothing', 'a\u0000b'] } })).toEqual(['Charlie'])
      expect(await where({ categoryId: { in: [await category('Red')] } })).toEqual(['bravo', 'delta', 'Echo'])
      expect(await where({ categoryId: { in: [await category('Red'), await category('Green')] }, kind: { in: ['GOOD'] } })).toEqual([
        'bravo',
        'Charlie',
        'delta',
        'Echo',
      ])
      expect(await where({ categoryId: { in: [await category('Blue')] }, status: { in: ['DRAFT'] } })).toEqual(['Foxtrot'])
      expect(await where({ id: { in: [] } })).toEqual([])
      expect(await where({ id: null, kind: null })).toEqual(byName)
      expect(await where({ status: { in: ['DRAFT'] } }, shopper)).toEqual([])
    })

    it('refuses too many values, too large a page and a cursor of another list, with the rule named', async () => {
      const endCursor = (await read({ first: 1 })).pageInfo.endCursor
      const refusals = [
        [{ where: { id: { in: Array.from({ length: 101 }, () => newId('product')) } } }, 'where.id.in: at most 100 values are allowed.'],
        [{ where: { kind: { in: Array.from({ length: 101 }, () => 'GOOD') } } }, 'where.kind.in: at most 100 values are allowed.'],
        [{ where: { id: { in: ['nonsense'] } } }, 'An id of the form product_<26 characters> is expected here.'],
        [{ first: 101 }, 'first: 101 is not allowed; a page has 0 to 100 items.'],
        [
          { first: 1, after: endCursor, orderBy: { field: 'CREATED_AT', direction: 'ASC' } },
          'after: this is not a cursor of this list in this order.',
        ],
      ] as const
      for (const [args, message] of refusals) {
        const result = await fixture.run(tenant(), admin, productsDocument, args)
        expect([codesOf(result), result.errors?.[0]?.message]).toEqual([['BAD_USER_INPUT'], message])
      }
    })

    it('shows clients and partners what is published, employees and services everything, and the roleless nothing', async () => {
      for (const [kind, actor] of Object.entries(everyActor)) {
        const result = await fixture.run(tenant(), actor, productsDocument, {})
        const isOutside = kind === 'client' || kind === 'partner'
        const seen = isOutside ? ['Alpha', 'bravo', 'Charlie', 'delta'] : byName
        expect([kind, result.errors === undefined ? namesOf(result.data?.['products']) : codesOf(result)]).toEqual([
          kind,
          kind === 'employee without a role' ? ['FORBIDDEN'] : seen,
        ])
      }
    })
  })

  describe('one product or variant', () => {
    const document = /* GraphQL */ `
      query ($product: ID!, $variant: ID!, $sku: String!) {
        product(id: $product) {
          name
        }
        productVariant(id: $variant) {
          sku
        }
        productVariantBySku(sku: $sku) {
          sku
        }
      }
    `
    const nothing = { product: null, productVariant: null, productVariantBySku: null }
    const one = async (index: number, actor = admin, who = tenant()) => {
      const { productId, variantId, sku } = given[index] ?? { productId: '', variantId: '', sku: '' }
      return await fixture.run(who, actor, document, { product: productId, variant: variantId, sku: sku.toLowerCase() })
    }

    it('is found by id and by SKU in any case', async () => {
      const sku = given[0]?.sku
      expect(await one(0)).toEqual({ data: { product: { name: 'delta' }, productVariant: { sku }, productVariantBySku: { sku } } })
    })

    it.each([
      ['a draft', 3],
      ['archived', 2],
    ])('does not exist for clients and partners while it is %s', async (_state, index) => {
      for (const actor of [shopper, partner]) expect(await one(index, actor)).toEqual({ data: nothing })
      expect((await one(index)).data?.['product']).toEqual({ name: rows[index]?.name })
    })

    it("looks the same when it is another tenant's, when it does not exist and when the id is none", async () => {
      expect(await one(0, admin, other())).toEqual({ data: nothing })
      const missing = { product: newId('product'), variant: newId('variant'), sku: newId('sku') }
      expect(await fixture.run(tenant(), admin, document, missing)).toEqual({ data: nothing })
      expect(await fixture.run(tenant(), admin, document, { product: 'x', variant: 'x', sku: ' ' })).toEqual({ data: nothing })
    })

    it('is for every role and for nobody without one', async () => {
      for (const [kind, actor] of Object.entries(everyActor)) {
        const isRefused = kind === 'employee without a role'
        expect([kind, codesOf(await one(0, actor))]).toEqual([kind, isRefused ? ['FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN'] : []])
      }
    })
  })

  it('prices a variant in the currency asked for, else in the tenant’s own', async () => {
    const source = `query ($id: ID!) { productVariant(id: $id) {
      own: price { amountMinor currency exponent } euro: price(currency: EUR) { amountMinor } yen: price(currency: JPY) { amountMinor } } }`
    const { data } = await fixture.run(tenant(), shopper, source.replaceAll(/EUR|JPY/g, '"$&"'), { id: variantOf(0) })
    const currency = tenant().defaultCurrency
    expect(data?.['productVariant']).toEqual({
      own: { amountMinor: currency === 'GBP' ? 1_999 : 2_340, currency, exponent: 2 },
      euro: { amountMinor: 2_340 },
      yen: null,
    })
  })

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
