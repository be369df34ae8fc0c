import { newId } from '@iommi/shared/ids'
import { client } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, partner, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { rows, useReadProducts } from './read-products-fixture.ts'

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

describe.each(tenantSlugs)('reading products of %s', (slug) => {
  const { tenant, other, given, idOf, variantOf } = useReadProducts(fixture, slug)
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
})
