import { newId } from '@iommi/shared/ids'
import { service } from '@iommi/shared/testing/test-context'
import { isObjectType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { schema } from '../src/schema.ts'
import { admin as boss, schemaOf, useCatalog } from './catalog-fixture.ts'

// Every root field and entity, read from the schema, with another tenant's ids: the answer is the one for ids of nobody.
const fixture = useCatalog()
const { run, given, admin } = fixture

interface Ids {
  readonly productId: string
  readonly variantId: string
  readonly categoryId: string
  readonly locationId: string
  readonly orderId: string
  readonly sku: string
}
interface Case {
  readonly document: string
  readonly variables: (ids: Ids) => Readonly<Record<string, unknown>>
  readonly isForServices?: boolean
}

const change = (name: string, answer: string, input: (ids: Ids) => object): Case => ({
  document: `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${answer} userErrors { code field } } }`,
  variables: (ids) => ({ input: { idempotencyKey: newId('key'), ...input(ids) } }),
})
const serviceCase = (document: string, variables: Case['variables']): Case => ({ document, variables, isForServices: true })
const stockLine = ({ variantId }: Ids) => [{ variantId, quantity: 1 }]

const cases: Readonly<Record<string, Case>> = {
  'Query.product': { document: 'query ($id: ID!) { product(id: $id) { id } }', variables: ({ productId }) => ({ id: productId }) },
  'Query.productVariant': {
    document: 'query ($id: ID!) { productVariant(id: $id) { id } }',
    variables: ({ variantId }) => ({ id: variantId }),
  },
  'Query.productVariantBySku': {
    document: 'query ($sku: String!) { productVariantBySku(sku: $sku) { id } }',
    variables: ({ sku }) => ({ sku }),
  },
  'Query.products': {
    document:
      'query ($search: String, $where: ProductWhereInput) { products(search: $search, where: $where) { nodes { id } totalCount facets { field } } }',
    variables: ({ sku, productId }) => ({ search: sku, where: { id: { in: [productId] } } }),
  },
  'Query.categories': { document: '{ categories(first: 100) { nodes { id } } }', variables: () => ({}) },
  'Query.stockLocations': { document: '{ stockLocations(first: 100) { nodes { id } } }', variables: () => ({}) },
  'Query.stockMovements': {
    document: 'query ($variantId: ID!) { stockMovements(variantId: $variantId) { nodes { id } } }',
    variables: ({ variantId }) => ({ variantId }),
  },
  'Query._events': serviceCase('{ _events(topic: "catalog-events", afterSeq: 0, first: 10) { seq events } }', () => ({})),
  'Query._entities': {
    document: 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Product { id } ... on ProductVariant { sku } } }',
    variables: ({ productId, variantId }) => ({
      r: [
        { __typename: 'Product', id: productId },
        { __typename: 'ProductVariant', id: variantId },
      ],
    }),
  },
  'Query._service': { document: '{ _service { __typename } }', variables: () => ({}) },
  'Mutation.createProduct': change('createProduct', 'product { kind }', ({ categoryId }) => ({
    kind: 'GOOD',
    name: 'Mine',
    categoryIds: [categoryId],
    variants: [{ sku: newId('sku') }],
  })),
  'Mutation.updateProduct': change('updateProduct', 'product { id }', ({ productId }) => ({ productId, name: 'Mine' })),
  'Mutation.addProductVariant': change('addProductVariant', 'productVariant { id }', ({ productId }) => ({ productId, sku: newId('sku') })),
  'Mutation.updateProductVariant': change('updateProductVariant', 'productVariant { id }', ({ variantId }) => ({
    variantId,
    name: 'Mine',
  })),
  'Mutation.setProductTranslation': change('setProductTranslation', 'product { id }', ({ productId }) => ({
    productId,
    locale: 'de',
    name: 'Mein',
  })),
  'Mutation.setProductMedia': change('setProductMedia', 'product { id }', ({ productId }) => ({ productId, media: [] })),
  'Mutation.setCategoryTranslation': change('setCategoryTranslation', 'category { id }', ({ categoryId }) => ({
    categoryId,
    locale: 'de',
    name: 'Mein',
  })),
  'Mutation.createCategory': change('createCategory', '', () => ({ name: newId('c') })),
  'Mutation.createStockLocation': change('createStockLocation', '', () => ({ code: newId('l').slice(-12), name: 'Mine' })),
  'Mutation.adjustStock': change('adjustStock', 'stockLevel { onHand }', ({ variantId, locationId }) => ({
    variantId,
    locationId,
    delta: 1,
    reason: 'RECEIPT',
  })),
  'Mutation._reserveStock': serviceCase(
    'mutation ($input: _ReserveStockInput!) { _reserveStock(input: $input) { lines { sku } userErrors { code } } }',
    (ids) => ({ input: { orderId: newId('order'), lines: stockLine(ids) } }),
  ),
  'Mutation._releaseStock': serviceCase(
    'mutation ($input: _ReleaseStockInput!) { _releaseStock(input: $input) { released } }',
    ({ orderId }) => ({
      input: { orderId },
    }),
  ),
  'Mutation._shipStock': serviceCase('mutation ($input: _ShipStockInput!) { _shipStock(input: $input) { shipped short } }', (ids) => ({
    input: { shipmentId: newId('shipment'), orderId: ids.orderId, lines: stockLine(ids) },
  })),
  'Mutation._importProducts': serviceCase(
    'mutation ($input: _ImportProductsInput!) { _importProducts(input: $input) { results { isNew } } }',
    ({ sku }) => ({ input: { products: [{ importKey: sku, sku, name: 'Mine', kind: 'GOOD' }] } }),
  ),
}

describe.each([
  ['acme', 'globex'],
  ['globex', 'acme'],
] as const)('the catalogue of %s, seen from %s', (owner, stranger) => {
  let foreign: Ids
  const snapshot = async () =>
    await admin`select (select json_agg(p order by p.id) from ${admin(`${schemaOf[owner]}.products`)} p) as products,
      (select json_agg(l order by l.variant_id) from ${admin(`${schemaOf[owner]}.stock_levels`)} l) as levels,
      (select count(*)::int from ${admin(`${schemaOf[owner]}.outbox`)}) as events`

  beforeAll(async () => {
    const tenant = fixture[owner]
    const [variant] = await given(tenant, [{ onHand: 5, categoryNames: ['Theirs'] }])
    const lists = await run(tenant, boss, '{ categories(first: 1) { nodes { id } } stockLocations(first: 1) { nodes { id } } }')
    const orderId = newId('order')
    foreign = {
      productId: variant?.productId ?? '',
      variantId: variant?.variantId ?? '',
      sku: variant?.sku ?? '',
      categoryId: lists.data.categories.nodes[0].id,
      locationId: lists.data.stockLocations.nodes[0].id,
      orderId,
    }
    const reserve = cases['Mutation._reserveStock']?.document ?? ''
    await run(tenant, service, reserve, { input: { orderId, lines: stockLine(foreign) } })
  })

  it('has a case for every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType)
    const fields = roots.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    expect(Object.keys(cases).toSorted()).toEqual(fields.toSorted())
  })

  it.each(Object.entries(cases))(
    '%s answers as for ids of nobody and touches nothing',
    async (_name, { document, variables, isForServices }) => {
      const nobody: Ids = {
        productId: newId('product'),
        variantId: newId('variant'),
        categoryId: newId('category'),
        locationId: newId('location'),
        orderId: newId('order'),
        sku: newId('sku').toUpperCase(),
      }
      const before = await snapshot()
      const ask = async (ids: Ids) => await run(fixture[stranger], isForServices === true ? service : boss, document, variables(ids))
      const theirs = await ask(foreign)
      expect(JSON.stringify(theirs)).toBe(JSON.stringify(await ask(nobody)))
      for (const id of [foreign.productId, foreign.variantId, foreign.categoryId, foreign.locationId])
        expect(JSON.stringify(theirs)).not.toContain(id)
      expect(await snapshot()).toEqual(before)
    },
  )
})
