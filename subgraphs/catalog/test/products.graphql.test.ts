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
  setProductTranslation: `mutation ($input: SetProductTranslationInput!) {
    setProductTranslation(input: $input) { product { version translations { locale name description } } userErrors { code field message } } }`,
  setProductMedia: `mutation ($input: SetProductMediaInput!) {
    setProductMedia(input: $input) { product { version media(first: 100) { nodes { id kind url alt position } } }
      userErrors { code field message } } }`,
  setCategoryTranslation: `mutation ($input: SetCategoryTranslationInput!, $locale: String) {
    setCategoryTranslation(input: $input) { category { id name(locale: $locale) } userErrors { code field message } } }`,
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
    setProductTranslation: async () => ({ productId: (await givenProduct()).id, locale: 'de', name: 'Apparat' }),
    setProductMedia: async () => ({ productId: (await givenProduct()).id, media: [{ kind: 'IMAGE', url: 'https://cdn.example/1.jpg' }] }),
    setCategoryTranslation: async () => ({ categoryId: (await givenCategory()).id, locale: 'de', name: 'Regal' }),
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
        (select jsonb_agg(t order by t.product_id, t.locale) from ${table('product_translations')} t) as translations,
        (select jsonb_agg(t order by t.category_id, t.locale) from ${table('category_translations')} t) as category_translations,
        (select jsonb_agg(m order by m.id) from ${table('product_media')} m) as media,
        (select jsonb_agg(d order by d.product_id) from ${table('product_documents')} d) as documents,
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
      expect(await count('outbox')).toBe(Number(events) + (name.includes('Category') ? 0 : 1))
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
      ['setProductTranslation', { locale: 'de_AT' }, 'locale'],
      ['setProductTranslation', { locale: '' }, 'locale'],
      ['setProductTranslation', { locale: `de-${'x-abcdefgh-'.repeat(4)}a` }, 'locale'],
      ['setProductTranslation', { name: 'x'.repeat(201) }, 'name'],
      ['setProductTranslation', { description: 'x'.repeat(5_001) }, 'description'],
      ['setProductMedia', { media: [{ kind: 'IMAGE', url: 'http://cdn.example/1.jpg' }] }, 'media', '0', 'url'],
      ['setProductMedia', { media: [{ kind: 'IMAGE', url: 'https://user:secret@cdn.example/1.jpg' }] }, 'media', '0', 'url'],
      ['setProductMedia', { media: [{ kind: 'IMAGE', url: 'javascript:alert(1)' }] }, 'media', '0', 'url'],
      ['setProductMedia', { media: [{ kind: 'IMAGE', url: `https://cdn.example/${'é'.repeat(400)}` }] }, 'media', '0', 'url'],
      ['setProductMedia', { media: [{ kind: 'IMAGE', url: 'https://a.example/', alt: 'x'.repeat(301) }] }, 'media', '0', 'alt'],
      [
        'setProductMedia',
        {
          media: [
            { kind: 'IMAGE', url: 'https://a.example' },
            { kind: 'IMAGE', url: 'HTTPS://A.example:443/' },
          ],
        },
        'media',
      ],
      [
        'setProductMedia',
        { media: Array.from({ length: 51 }, (_each, n) => ({ kind: 'IMAGE', url: `https://a.example/${String(n)}` })) },
        'media',
      ],
      ['setCategoryTranslation', { name: 'x'.repeat(101) }, 'name'],
      ['setCategoryTranslation', { locale: 'german!' }, 'locale'],
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

  describe('setProductTranslation', () => {
    it('sets, replaces and removes the texts of one locale, raises the version and publishes that', async () => {
      const { id: productId } = await givenProduct()
      const set = async (input: object) => (await mutate('setProductTranslation', { productId, ...input })).product
      expect(await set({ locale: 'DE-at', name: 'Dings', description: 'Fein.', expectedVersion: 1 })).toEqual({
        version: 2,
        translations: [{ locale: 'de-AT', name: 'Dings', description: 'Fein.' }],
      })
      expect((await set({ locale: 'de', description: 'Gut.' })).translations).toEqual([
        { locale: 'de', name: null, description: 'Gut.' },
        { locale: 'de-AT', name: 'Dings', description: 'Fein.' },
      ])
      expect(await set({ locale: 'de-AT', name: 'Dings', description: null })).toEqual({
        version: 4,
        translations: [
          { locale: 'de', name: null, description: 'Gut.' },
          { locale: 'de-AT', name: 'Dings', description: null },
        ],
      })
      expect(await set({ locale: 'de-AT', expectedVersion: 4 })).toEqual({
        version: 5,
        translations: [{ locale: 'de', name: null, description: 'Gut.' }],
      })
      expect((await eventsOf(productId)).at(-1)).toEqual(['io.iommi.product.updated.v1', 5, { productId, version: 5 }])
    })

    it('writes and publishes nothing when nothing changes', async () => {
      const { id: productId } = await givenProduct()
      await mutate('setProductTranslation', { productId, locale: 'fr', name: 'Machin' })
      for (const input of [{ locale: 'FR', name: 'Machin', description: null }, { locale: 'it' }])
        expect((await mutate('setProductTranslation', { productId, ...input })).product.version).toBe(2)
      expect(await eventsOf(productId)).toHaveLength(2)
    })

    it('refuses an outdated version, and a 51st locale', async () => {
      const { id: productId } = await givenProduct()
      const { product, userErrors } = await mutate('setProductTranslation', { productId, locale: 'de', name: 'X', expectedVersion: 9 })
      expect([product, userErrors]).toEqual([
        { version: 1, translations: [] },
        [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: 'The product has version 1 by now.' }],
      ])
      for (let n = 0; n < 50; n += 1) {
        const locale = `de-x-${String(n).padStart(2, '0')}`
        expect((await mutate('setProductTranslation', { productId, locale, name: 'X' })).userErrors).toEqual([])
      }
      expect((await mutate('setProductTranslation', { productId, locale: 'fr', name: 'X' })).userErrors).toEqual([
        { code: 'TOO_MANY_TRANSLATIONS', field: ['input', 'locale'], message: 'A product has at most 50 translations.' },
      ])
      expect((await mutate('setProductTranslation', { productId, locale: 'de-x-00', name: 'Y' })).userErrors).toEqual([])
    })

    it('shows each text in the locale asked for, else in the next more general one that has it, else its own', async () => {
      const { id: productId } = await givenProduct({ name: 'Thing', description: 'Own.' })
      await mutate('setProductTranslation', { productId, locale: 'de', name: 'Ding', description: 'Deutsch.' })
      await mutate('setProductTranslation', { productId, locale: 'de-AT', name: 'Dings' })
      await mutate('setProductTranslation', { productId, locale: 'zh-Hant', description: '中文' })
      const source = `query ($id: ID!, $locale: String) {
        product(id: $id) { plain: name name(locale: $locale) description(locale: $locale) } }`
      const seen = async (locale: string) => {
        const { data } = await fixture.run(tenant(), admin, source, { id: productId, locale })
        expect(data?.['product'].plain).toBe('Thing')
        return [data?.['product'].name, data?.['product'].description]
      }
      expect(await seen('de-at')).toEqual(['Dings', 'Deutsch.'])
      expect(await seen('de-AT-1996')).toEqual(['Dings', 'Deutsch.'])
      expect(await seen('de-CH')).toEqual(['Ding', 'Deutsch.'])
      expect(await seen('de-x-shop')).toEqual(['Ding', 'Deutsch.'])
      expect(await seen('zh-Hant-TW')).toEqual(['Thing', '中文'])
      expect(await seen('fr')).toEqual(['Thing', 'Own.'])
      const refused = await fixture.run(tenant(), admin, source, { id: productId, locale: 'not a locale' })
      expect(codesOf(refused)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT'])
    })
  })

  describe('setProductMedia', () => {
    const image = { kind: 'IMAGE', url: 'https://cdn.example/front.jpg', alt: 'From the front' }
    const manual = { kind: 'DOCUMENT', url: 'https://cdn.example/manual.pdf', alt: null }

    it('sets all media in their order, keeps the id of an address that stays, and publishes that', async () => {
      const { id: productId } = await givenProduct()
      const first = (await mutate('setProductMedia', { productId, media: [image, manual], expectedVersion: 1 })).product
      expect(first).toEqual({
        version: 2,
        media: {
          nodes: [
            { id: expect.stringMatching(/^media_/), ...image, position: 0 },
            { id: expect.stringMatching(/^media_/), ...manual, position: 1 },
          ],
        },
      })
      const film = { kind: 'VIDEO', url: 'https://cdn.example/film.mp4' }
      const second = (await mutate('setProductMedia', { productId, media: [manual, { ...film, alt: 'Film' }] })).product
      expect(second.media.nodes).toEqual([
        { id: first.media.nodes[1].id, ...manual, position: 0 },
        { id: expect.stringMatching(/^media_/), ...film, alt: 'Film', position: 1 },
      ])
      expect((await mutate('setProductMedia', { productId, media: [] })).product).toEqual({ version: 4, media: { nodes: [] } })
      expect((await eventsOf(productId)).at(-1)).toEqual(['io.iommi.product.updated.v1', 4, { productId, version: 4 }])
    })

    it('writes and publishes nothing when nothing changes, however the address is spelled', async () => {
      const { id: productId } = await givenProduct()
      const before = (await mutate('setProductMedia', { productId, media: [image] })).product
      const same = await mutate('setProductMedia', { productId, media: [{ ...image, url: 'HTTPS://CDN.example:443/front.jpg' }] })
      expect(same).toEqual({ product: before, userErrors: [] })
      expect(await eventsOf(productId)).toHaveLength(2)
    })

    it('refuses an outdated version with the product as it is', async () => {
      const { id: productId } = await givenProduct()
      expect(await mutate('setProductMedia', { productId, media: [image], expectedVersion: 2 })).toEqual({
        product: { version: 1, media: { nodes: [] } },
        userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'], message: 'The product has version 1 by now.' }],
      })
    })

    it('is paged both ways', async () => {
      const { id } = await givenProduct()
      const media = Array.from({ length: 12 }, (_each, n) => ({ kind: 'IMAGE', url: `https://cdn.example/${String(n)}.jpg` }))
      await mutate('setProductMedia', { productId: id, media })
      const source = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) { product(id: $id) {
        media(first: $first, after: $after, last: $last, before: $before) { nodes { position } pageInfo { startCursor endCursor } } } }`
      const page = async (args: object): Promise<Loose> =>
        (await fixture.run(tenant(), admin, source, { id, ...args })).data?.['product'].media
      const positions = ({ nodes }: Loose) => nodes.map(({ position }: Loose) => position)
      const forwards = await page({ first: 5 })
      expect(positions(forwards)).toEqual([0, 1, 2, 3, 4])
      expect(positions(await page({ first: 3, after: forwards.pageInfo.endCursor }))).toEqual([5, 6, 7])
      const backwards = await page({ last: 4 })
      expect(positions(backwards)).toEqual([8, 9, 10, 11])
      expect(positions(await page({ last: 2, before: backwards.pageInfo.startCursor }))).toEqual([6, 7])
    })
  })

  it.each(['setProductTranslation', 'setProductMedia'] as const)(
    "%s hides another tenant's product as not found and does not touch it",
    async (name) => {
      const input = await valid[name]()
      const before = await everything()
      for (const productId of [(input as { productId: string }).productId, newId('product')]) {
        expect(await mutate(name, { ...input, productId }, other())).toEqual({
          product: null,
          userErrors: [{ code: 'PRODUCT_NOT_FOUND', field: ['input', 'productId'], message: 'There is no such product.' }],
        })
      }
      expect(await everything()).toBe(before)
    },
  )

  describe('setCategoryTranslation', () => {
    const setCategory = async (input: object, locale: string, who = tenant()): Promise<Loose> => {
      const variables = { input: { idempotencyKey: newId('key'), ...input }, locale }
      return (await fixture.run(who, admin, documents.setCategoryTranslation, variables)).data?.['setCategoryTranslation']
    }

    it('sets, replaces and removes the name in one locale', async () => {
      const { id: categoryId, name } = await givenCategory()
      expect(await setCategory({ categoryId, locale: 'de', name: 'Regal' }, 'de-CH')).toEqual({
        category: { id: categoryId, name: 'Regal' },
        userErrors: [],
      })
      expect((await setCategory({ categoryId, locale: 'de', name: 'Fach' }, 'de')).category.name).toBe('Fach')
      expect((await setCategory({ categoryId, locale: 'de', name: null }, 'de')).category.name).toBe(name)
    })

    it('refuses a 51st locale', async () => {
      const { id: categoryId } = await givenCategory()
      for (let n = 0; n < 50; n += 1) await setCategory({ categoryId, locale: `de-x-${String(n).padStart(2, '0')}`, name: 'X' }, 'de')
      expect((await setCategory({ categoryId, locale: 'fr', name: 'X' }, 'de')).userErrors).toEqual([
        { code: 'TOO_MANY_TRANSLATIONS', field: ['input', 'locale'], message: 'A category has at most 50 translations.' },
      ])
    })

    it("hides another tenant's category as not found and does not touch it", async () => {
      const { id } = await givenCategory()
      const before = await everything()
      for (const categoryId of [id, newId('category')]) {
        expect(await setCategory({ categoryId, locale: 'de', name: 'Stolen' }, 'de', other())).toEqual({
          category: null,
          userErrors: [{ code: 'CATEGORY_NOT_FOUND', field: ['input', 'categoryId'], message: 'There is no such category.' }],
        })
      }
      expect(await everything()).toBe(before)
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
