import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { admin, tenantSlugs, useCatalog } from './catalog-fixture.ts'
import { productMutations } from './product-mutations-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const { tenant, other, eventsOf, mutate, givenProduct } = productMutations(fixture, slug)

  describe('addProductVariant', () => {
    it('adds a variant with its prices, raises the product’s version and publishes that', async () => {
      const product = await givenProduct()
      const sku = newId('sku')
      const payload = await mutate('addProductVariant', {
        productId: product.id,
        expectedVersion: 1,
        sku,
        name: 'large',
        prices: [{ amountMinor: 5, currency: 'JPY' }],
      })
      const added = { id: expect.stringMatching(/^variant_/), sku, name: 'large', prices: [{ amountMinor: 5, currency: 'JPY' }] }
      expect(payload).toEqual({
        productVariant: { ...added, product: { version: 2 } },
        product: { ...product, version: 2, variants: { nodes: [...product.variants.nodes, added] } },
        userErrors: [],
      })
      expect((await eventsOf(product.id)).at(-1)).toEqual(['io.iommi.product.updated.v1', 2, { productId: product.id, version: 2 }])
    })

    it('refuses a SKU that is taken, in any case, and an outdated version, with the product as it is', async () => {
      const product = await givenProduct()
      const taken = product.variants.nodes[0].sku.toUpperCase()
      expect(await mutate('addProductVariant', { productId: product.id, sku: taken })).toEqual({
        productVariant: null,
        product,
        userErrors: [{ code: 'SKU_TAKEN', field: ['input', 'sku'], message: 'Another variant has this SKU.' }],
      })
      expect(await mutate('addProductVariant', { productId: product.id, sku: newId('sku'), expectedVersion: 7 })).toEqual({
        productVariant: null,
        product,
        userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: 'The product has version 1 by now.' }],
      })
    })

    it("hides another tenant's product as not found and does not touch it", async () => {
      const product = await givenProduct()
      for (const productId of [product.id, newId('product')]) {
        expect(await mutate('addProductVariant', { productId, sku: newId('sku') }, other())).toEqual({
          productVariant: null,
          product: null,
          userErrors: [{ code: 'PRODUCT_NOT_FOUND', field: ['input', 'productId'], message: 'There is no such product.' }],
        })
      }
      expect((await mutate('updateProduct', { productId: product.id })).product).toEqual(product)
    })
  })

  describe('updateProductVariant', () => {
    it('changes name and prices, raises the product’s version and publishes that', async () => {
      const product = await givenProduct()
      const [variant] = product.variants.nodes
      const prices = [
        { amountMinor: 0, currency: 'EUR' },
        { amountMinor: Number.MAX_SAFE_INTEGER, currency: 'USD' },
      ]
      expect(await mutate('updateProductVariant', { variantId: variant.id, name: 'large', prices, expectedVersion: 1 })).toEqual({
        productVariant: { ...variant, name: 'large', prices, product: { version: 2 } },
        product: { version: 2 },
        userErrors: [],
      })
      expect((await eventsOf(product.id)).at(-1)).toEqual(['io.iommi.product.updated.v1', 2, { productId: product.id, version: 2 }])
      expect(await mutate('updateProductVariant', { variantId: variant.id, name: null, prices: [] })).toEqual({
        productVariant: { ...variant, name: null, prices: [], product: { version: 3 } },
        product: { version: 3 },
        userErrors: [],
      })
    })

    it('writes and publishes nothing when nothing changes', async () => {
      const product = await givenProduct()
      const [variant] = product.variants.nodes
      expect(await mutate('updateProductVariant', { variantId: variant.id, name: null, prices: variant.prices })).toEqual({
        productVariant: { ...variant, product: { version: 1 } },
        product: { version: 1 },
        userErrors: [],
      })
      expect(await eventsOf(product.id)).toHaveLength(1)
    })

    it('refuses an outdated version with the variant as it is now', async () => {
      const product = await givenProduct()
      const [variant] = product.variants.nodes
      expect(await mutate('updateProductVariant', { variantId: variant.id, name: 'large', expectedVersion: 2 })).toEqual({
        productVariant: { ...variant, product: { version: 1 } },
        product: { version: 1 },
        userErrors: [
          { code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: "The variant's product has version 1 by now." },
        ],
      })
    })

    it("hides another tenant's variant as not found and does not touch it", async () => {
      const product = await givenProduct()
      for (const variantId of [product.variants.nodes[0].id, newId('variant')]) {
        expect(await mutate('updateProductVariant', { variantId, prices: [] }, other())).toEqual({
          productVariant: null,
          product: null,
          userErrors: [{ code: 'VARIANT_NOT_FOUND', field: ['input', 'variantId'], message: 'There is no such variant.' }],
        })
      }
      expect((await mutate('updateProduct', { productId: product.id })).product).toEqual(product)
    })

    it('lets one of 50 win who change the same version at once', async () => {
      const product = await givenProduct()
      const payloads = await Promise.all(
        Array.from({ length: 50 }, async (_each, index) =>
          mutate('updateProductVariant', {
            variantId: product.variants.nodes[0].id,
            prices: [{ amountMinor: index, currency: 'GBP' }],
            expectedVersion: 1,
          }),
        ),
      )
      const codes = payloads.flatMap((payload) => payload.userErrors.map((error: { code: string }) => error.code))
      expect(codes).toEqual(Array.from({ length: 49 }, () => 'VERSION_CONFLICT'))
      expect(await eventsOf(product.id)).toHaveLength(2)
    })
  })

  it('reads afresh after each mutation of one request', async () => {
    const product = await givenProduct()
    const [variant] = product.variants.nodes
    const source = `mutation ($a: UpdateProductVariantInput!, $b: UpdateProductVariantInput!) {
      a: updateProductVariant(input: $a) { productVariant { prices { amountMinor } product { version } } }
      b: updateProductVariant(input: $b) { productVariant { prices { amountMinor } product { version } } } }`
    const input = (amountMinor: number) => ({
      idempotencyKey: newId('key'),
      variantId: variant.id,
      prices: [{ amountMinor, currency: 'EUR' }],
    })
    expect((await fixture.run(tenant(), admin, source, { a: input(1), b: input(2) })).data).toEqual({
      a: { productVariant: { prices: [{ amountMinor: 1 }], product: { version: 2 } } },
      b: { productVariant: { prices: [{ amountMinor: 2 }], product: { version: 3 } } },
    })
  })
})
