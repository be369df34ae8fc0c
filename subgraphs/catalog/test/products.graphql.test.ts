import { newId } from '@iommi/shared/ids'
import { idempotencyKeyReused } from '@iommi/shared/user-errors'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, schemaOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'

const fixture = useCatalog()

const productFields = /* GraphQL */ `
  fragment ProductFields on Product {
    id
    kind
    name
    description
    status
    version
    categories {
      nodes {
        id
        name
      }
    }
    variants {
      nodes {
        id
        sku
        name
        prices {
          amountMinor
          currency
        }
      }
    }
  }
`
const documents = {
  createProduct: `mutation ($input: CreateProductInput!) {
    createProduct(input: $input) { product { ...ProductFields } userErrors { code field message } } } ${productFields}`,
  updateProduct: `mutation ($input: UpdateProductInput!) {
    updateProduct(input: $input) { product { ...ProductFields } userErrors { code field message } } } ${productFields}`,
  addProductVariant: `mutation ($input: AddProductVariantInput!) {
    addProductVariant(input: $input) { productVariant { id sku name prices { amountMinor currency } product { version } }
      product { ...ProductFields } userErrors { code field message } } } ${productFields}`,
  updateProductVariant: `mutation ($input: UpdateProductVariantInput!) {
    updateProductVariant(input: $input) { productVariant { id sku name prices { amountMinor currency } product { version } }
      product { version } userErrors { code field message } } }`,
  createCategory: `mutation ($input: CreateCategoryInput!) {
    createCategory(input: $input) { category { id name } userErrors { code field message } } }`,
} as const
type MutationName = keyof typeof documents

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const tenant = () => fixture[slug]
  const other = () => (slug === 'acme' ? fixture.globex : fixture.acme)
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  const count = async (name: string) => (await fixture.admin`select count(*)::int as n from ${table(name)}`)[0]?.['n']
  const eventsOf = async (id: string) =>
    (await fixture.admin`select type, aggregate_version, data from ${table('outbox')} where aggregate_id = ${id} order by position`).map(
      (event) => [event['type'], event['aggregate_version'], event['data']],
    )
  /** Runs a mutation as an admin and returns its payload. */
  const mutate = async (name: MutationName, input: object, who = tenant()): Promise<Loose> => {
    const result = await fixture.run(who, admin, documents[name], { input: { idempotencyKey: newId('key'), ...input } })
    expect(result.errors).toBeUndefined()
    return result.data?.[name]
  }
  const productInput = (overrides: object = {}) => ({
    kind: 'GOOD',
    name: 'Widget',
    variants: [{ sku: newId('sku'), prices: [{ amountMinor: 1_999, currency: 'EUR' }] }],
    ...overrides,
  })
  const givenProduct = async (overrides: object = {}) => (await mutate('createProduct', productInput(overrides))).product
  const givenCategory = async (name = newId('shelf')) => (await mutate('createCategory', { name })).category

  /** Input with which each mutation succeeds, and what must not change when it is refused. */
  const valid: Readonly<Record<MutationName, () => Promise<object>>> = {
    createProduct: async () => productInput(),
    updateProduct: async () => ({ productId: (await givenProduct()).id, name: 'Other name' }),
    addProductVariant: async () => ({ productId: (await givenProduct()).id, sku: newId('sku') }),
    updateProductVariant: async () => ({ variantId: (await givenProduct()).variants.nodes[0].id, name: 'large' }),
    createCategory: async () => ({ name: newId('shelf') }),
  }
  const names = Object.keys(valid) as MutationName[]
  /** Everything the mutations write, as one text. */
  const everything = async () =>
    JSON.stringify(
      await fixture.admin`select
        (select jsonb_agg(p order by p.id) from ${table('products')} p) as products,
        (select jsonb_agg(v order by v.id) from ${table('product_variants')} v) as variants,
        (select jsonb_agg(r order by r.variant_id, r.currency) from ${table('variant_prices')} r) as prices,
        (select jsonb_agg(c order by c.id) from ${table('categories')} c) as categories,
        (select count(*) from ${table('outbox')}) as events, (select count(*) from ${table('idempotency_keys')}) as keys`,
    )

  describe('every mutation', () => {
    it.each(names)('%s is for admins; everybody else is refused and changes nothing', async (name) => {
      for (const [kind, actor] of Object.entries(everyActor)) {
        const input = { idempotencyKey: newId('key'), ...(await valid[name]()) }
        const before = await everything()
        const result = await fixture.run(tenant(), actor, documents[name], { input })
        const isAllowed = kind === 'admin' || kind === 'service'
        expect([kind, codesOf(result)]).toEqual([kind, isAllowed ? [] : ['FORBIDDEN']])
        expect([kind, (await everything()) === before]).toEqual([kind, !isAllowed])
      }
    })

    it.each(names)('%s has one effect and 20 equal answers for 20 equal requests at once', async (name) => {
      const input = { idempotencyKey: newId('key'), ...(await valid[name]()) }
      const events = await count('outbox')
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => await fixture.run(tenant(), admin, documents[name], { input })),
      )
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]?.errors).toBeUndefined()
      expect(answers[0]?.data?.[name].userErrors).toEqual([])
      expect(await count('outbox')).toBe(Number(events) + (name === 'createCategory' ? 0 : 1))
    })

    it.each(names)('%s refuses the same key with another input', async (name) => {
      const idempotencyKey = newId('key')
      const [first, second] = [await valid[name](), await valid[name]()]
      expect((await mutate(name, { idempotencyKey, ...first })).userErrors).toEqual([])
      const before = await everything()
      expect((await mutate(name, { idempotencyKey, ...second })).userErrors).toEqual([idempotencyKeyReused])
      expect(await everything()).toBe(before)
    })

    it.each([
      ['createProduct', { name: '' }, 'name'],
      ['createProduct', { name: 'x'.repeat(201) }, 'name'],
      ['createProduct', { status: 'ARCHIVED' }, 'status'],
      ['createProduct', { description: 'x'.repeat(5_001) }, 'description'],
      ['createProduct', { variants: [] }, 'variants'],
      ['createProduct', { variants: [{ sku: 'same' }, { sku: 'SAME' }] }, 'variants'],
      ['createProduct', { variants: [{ sku: '' }] }, 'variants', '0', 'sku'],
      [
        'createProduct',
        { variants: [{ sku: 'a', prices: [{ amountMinor: -1, currency: 'EUR' }] }] },
        'variants',
        '0',
        'prices',
        '0',
        'amountMinor',
      ],
      ['createProduct', { categoryIds: ['nonsense'] }, 'categoryIds', '0'],
      ['createProduct', { idempotencyKey: '' }, 'idempotencyKey'],
      ['updateProduct', { name: 'a\u0000b' }, 'name'],
      ['updateProduct', { productId: 'nonsense' }, 'productId'],
      ['addProductVariant', { sku: 'x'.repeat(65) }, 'sku'],
      ['addProductVariant', { name: '' }, 'name'],
      ['updateProductVariant', { name: 'x'.repeat(101) }, 'name'],
      [
        'updateProductVariant',
        {
          prices: [
            { amountMinor: 1, currency: 'EUR' },
            { amountMinor: 2, currency: 'EUR' },
          ],
        },
        'prices',
      ],
      ['createCategory', { name: ' ' }, 'name'],
    ] as const)('%s refuses %j as INVALID_INPUT, names the field and changes nothing', async (name, overrides, ...path) => {
      const input = { ...(await valid[name]()), ...overrides }
      const before = await everything()
      const payload = await mutate(name, input)
      expect(payload.userErrors).toEqual([{ code: 'INVALID_INPUT', field: ['input', ...path], message: expect.stringMatching(/\.$/) }])
      expect(await everything()).toBe(before)
    })
  })

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

  describe('createCategory', () => {
    it('refuses a name that is taken, in any case, with the category that has it', async () => {
      const name = `Shelf ${newId('x')}`
      const category = await givenCategory(name)
      expect(await mutate('createCategory', { name: name.toUpperCase() })).toEqual({
        category,
        userErrors: [{ code: 'NAME_TAKEN', field: ['input', 'name'], message: 'Another category has this name.' }],
      })
      expect((await mutate('createCategory', { name }, other())).userErrors).toEqual([])
    })

    it('gives one name to one of 20 who want it at once', async () => {
      const name = `Shelf ${newId('x')}`
      const payloads = await Promise.all(Array.from({ length: 20 }, async () => await mutate('createCategory', { name })))
      expect(new Set(payloads.map((payload) => payload.category.id)).size).toBe(1)
      expect(payloads.filter((payload) => payload.userErrors.length === 0)).toHaveLength(1)
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
