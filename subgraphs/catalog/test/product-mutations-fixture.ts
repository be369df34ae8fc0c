import { newId } from '@iommi/shared/ids'
import type { Tenant } from '@iommi/shared/tenant'
import { expect } from 'vitest'
import { admin, schemaOf, type CatalogFixture, type Loose, type tenantSlugs } from './catalog-fixture.ts'

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

/** Every mutation of products and categories, as the tests send it. */
export const documents = {
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

/** Name of a mutation of products or categories. */
export type MutationName = keyof typeof documents

/** What the tests of one tenant's mutations arrange, send and look at. */
export interface ProductMutations {
  readonly tenant: () => Tenant
  readonly other: () => Tenant
  /** How many rows a table has. */
  readonly count: (name: string) => Promise<unknown>
  /** Type, version and data of what was published about a product; oldest first. */
  readonly eventsOf: (id: string) => Promise<readonly unknown[]>
  /** Runs a mutation as an admin and returns its payload. */
  readonly mutate: (name: MutationName, input: object, who?: Tenant) => Promise<Loose>
  readonly productInput: (overrides?: object) => object
  readonly givenProduct: (overrides?: object) => Promise<Loose>
  readonly givenCategory: (name?: string) => Promise<Loose>
  /** Input with which each mutation succeeds, and what must not change when it is refused. */
  readonly valid: Readonly<Record<MutationName, () => Promise<object>>>
  /** Everything the mutations write, as one text. */
  readonly everything: () => Promise<string>
}

/** Prepares the tests of one tenant's mutations of products and categories. */
export function productMutations(fixture: CatalogFixture, slug: (typeof tenantSlugs)[number]): ProductMutations {
  const tenant = () => fixture[slug]
  const other = () => (slug === 'acme' ? fixture.globex : fixture.acme)
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  const count = async (name: string) => (await fixture.admin`select count(*)::int as n from ${table(name)}`)[0]?.['n']
  const eventsOf = async (id: string) =>
    (await fixture.admin`select type, aggregate_version, data from ${table('outbox')} where aggregate_id = ${id} order by position`).map(
      (event) => [event['type'], event['aggregate_version'], event['data']],
    )
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
  return { tenant, other, count, eventsOf, mutate, productInput, givenProduct, givenCategory, valid, everything }
}
