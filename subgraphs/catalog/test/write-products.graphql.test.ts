import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { tenantSlugs, useCatalog } from './catalog-fixture.ts'
import { productMutations } from './product-mutations-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const { other, count, eventsOf, mutate, productInput, givenProduct, givenCategory, everything } = productMutations(fixture, slug)

  describe('createProduct', () => {
    it('enters a product with variants, prices and categories, and publishes it', async () => {
      const [first, second] = [await givenCategory(`${newId('b')} shelf`), await givenCategory(`${newId('a')} shelf`)]
      const [small, large] = [newId('sku'), newId('sku')]
      const { product, userErrors } = await mutate('createProduct', {
        kind: 'GOOD',
        name: '  Blue widget ',
        description: 'Very blue.',
        status: 'PUBLISHED',
        categoryIds: [first.id, second.id, first.id],
        variants: [
          {
            sku: small,
            name: 'small',
            prices: [
              { amountMinor: 500, currency: 'GBP' },
              { amountMinor: 600, currency: 'EUR' },
            ],
          },
          { sku: large },
        ],
      })
      expect(userErrors).toEqual([])
      expect(product).toEqual({
        id: expect.stringMatching(/^product_/),
        kind: 'GOOD',
        name: 'Blue widget',
        description: 'Very blue.',
        status: 'PUBLISHED',
        version: 1,
        categories: { nodes: [second, first] },
        variants: {
          nodes: [
            {
              id: expect.stringMatching(/^variant_/),
              sku: small,
              name: 'small',
              prices: [
                { amountMinor: 600, currency: 'EUR' },
                { amountMinor: 500, currency: 'GBP' },
              ],
            },
            { id: expect.stringMatching(/^variant_/), sku: large, name: null, prices: [] },
          ],
        },
      })
      expect(await eventsOf(product.id)).toEqual([['io.iommi.product.created.v1', 1, { productId: product.id, version: 1 }]])
    })

    it('refuses a SKU that is taken, in any case, and enters nothing', async () => {
      const sku = `Sku${newId('x')}`
      await givenProduct({ variants: [{ sku }] })
      const before = await everything()
      const payload = await mutate('createProduct', productInput({ variants: [{ sku: newId('free') }, { sku: sku.toUpperCase() }] }))
      expect(payload).toEqual({
        product: null,
        userErrors: [{ code: 'SKU_TAKEN', field: ['input', 'variants', '1', 'sku'], message: 'Another variant has this SKU.' }],
      })
      expect(await everything()).toBe(before)
    })

    it('refuses a category that does not exist or is another tenant’s, and enters nothing', async () => {
      const foreign = (await mutate('createCategory', { name: newId('shelf') }, other())).category
      for (const categoryId of [newId('category'), foreign.id]) {
        const before = await everything()
        const payload = await mutate('createProduct', productInput({ categoryIds: [(await givenCategory()).id, categoryId] }))
        expect(payload).toEqual({
          product: null,
          userErrors: [{ code: 'CATEGORY_NOT_FOUND', field: ['input', 'categoryIds', '1'], message: 'There is no such category.' }],
        })
        expect(await count('products')).toBe(JSON.parse(before)[0].products.length)
      }
    })

    it('gives one SKU to one of 50 who want it at once', async () => {
      const sku = newId('sku')
      const payloads = await Promise.all(
        Array.from({ length: 50 }, async (_each, index) => {
          const variants = [{ sku: newId('a') }, { sku }, { sku: newId('z') }]
          return await mutate('createProduct', productInput({ variants: index % 2 === 0 ? variants : variants.toReversed() }))
        }),
      )
      const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code))
      expect(codes).toEqual(Array.from({ length: 49 }, () => 'SKU_TAKEN'))
    })

    it('leaves the same SKU to another tenant', async () => {
      const sku = newId('sku')
      await givenProduct({ variants: [{ sku }] })
      expect((await mutate('createProduct', productInput({ variants: [{ sku }] }), other())).userErrors).toEqual([])
    })
  })

  describe('updateProduct', () => {
    it('changes what is given, leaves the rest, raises the version and publishes that', async () => {
      const [from, to] = [await givenCategory(), await givenCategory()]
      const product = await givenProduct({ description: 'Old.', categoryIds: [from.id] })
      const first = await mutate('updateProduct', { productId: product.id, name: 'New name', status: 'PUBLISHED', expectedVersion: 1 })
      expect(first).toEqual({ product: { ...product, name: 'New name', status: 'PUBLISHED', version: 2 }, userErrors: [] })
      const second = await mutate('updateProduct', { productId: product.id, description: null, categoryIds: [to.id], expectedVersion: 2 })
      expect(second).toEqual({
        product: { ...first.product, description: null, version: 3, categories: { nodes: [to] } },
        userErrors: [],
      })
      expect(await eventsOf(product.id)).toEqual([
        ['io.iommi.product.created.v1', 1, { productId: product.id, version: 1 }],
        ['io.iommi.product.updated.v1', 2, { productId: product.id, version: 2 }],
        ['io.iommi.product.updated.v1', 3, { productId: product.id, version: 3 }],
      ])
    })

    it('writes and publishes nothing when nothing changes', async () => {
      const category = await givenCategory()
      const product = await givenProduct({ categoryIds: [category.id], description: 'Same.' })
      const same = { productId: product.id, name: 'Widget', description: 'Same.', status: 'DRAFT', categoryIds: [category.id, category.id] }
      expect(await mutate('updateProduct', same)).toEqual({ product, userErrors: [] })
      expect(await eventsOf(product.id)).toHaveLength(1)
    })

    it('refuses an outdated version with the product as it is now', async () => {
      const product = await givenProduct()
      const { product: now } = await mutate('updateProduct', { productId: product.id, name: 'Second' })
      expect(await mutate('updateProduct', { productId: product.id, name: 'Third', expectedVersion: 1 })).toEqual({
        product: now,
        userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: 'The product has version 2 by now.' }],
      })
      expect(await eventsOf(product.id)).toHaveLength(2)
    })

    it.each([
      ['PUBLISHED', 'DRAFT'],
      ['ARCHIVED', 'DRAFT'],
    ])('refuses to make a product that is %s a %s', async (status, to) => {
      const product = await givenProduct()
      const { product: now } = await mutate('updateProduct', { productId: product.id, status })
      expect(await mutate('updateProduct', { productId: product.id, status: to, name: 'Other' })).toEqual({
        product: now,
        userErrors: [
          { code: 'ILLEGAL_TRANSITION', field: ['input', 'status'], message: `A product that is ${status} cannot become ${to}.` },
        ],
      })
    })

    it('refuses a category that does not exist and keeps the product as it is', async () => {
      const product = await givenProduct()
      expect(await mutate('updateProduct', { productId: product.id, name: 'Other', categoryIds: [newId('category')] })).toEqual({
        product,
        userErrors: [{ code: 'CATEGORY_NOT_FOUND', field: ['input', 'categoryIds', '0'], message: 'There is no such category.' }],
      })
    })

    it("hides another tenant's product as not found and does not touch it", async () => {
      const product = await givenProduct()
      for (const productId of [product.id, newId('product')]) {
        expect(await mutate('updateProduct', { productId, name: 'Stolen' }, other())).toEqual({
          product: null,
          userErrors: [{ code: 'PRODUCT_NOT_FOUND', field: ['input', 'productId'], message: 'There is no such product.' }],
        })
      }
      expect((await mutate('updateProduct', { productId: product.id, name: 'Widget' })).product).toEqual(product)
    })

    it('lets one of 50 win who change the same version at once', async () => {
      const product = await givenProduct()
      const payloads = await Promise.all(
        Array.from({ length: 50 }, async (_each, index) =>
          mutate('updateProduct', { productId: product.id, name: `Name ${String(index)}`, expectedVersion: 1 }),
        ),
      )
      const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code))
      expect(codes).toEqual(Array.from({ length: 49 }, () => 'VERSION_CONFLICT'))
      const winner = payloads.find((payload) => payload.userErrors.length === 0)
      expect((await mutate('updateProduct', { productId: product.id })).product).toEqual(winner.product)
      expect(await eventsOf(product.id)).toHaveLength(2)
    })
  })
})
