import { newId, uuidFromId } from '@iommi/shared/ids'
import { service } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, importDocument, schemaOf, tenantSlugs, useCatalog, type GivenVariant } from './catalog-fixture.ts'

const fixture = useCatalog()

const readDocument = /* GraphQL */ `
  query ($sku: String!) {
    productVariantBySku(sku: $sku) {
      id
      sku
      name
      prices {
        amountMinor
        currency
        exponent
      }
      stock {
        onHand
        levels {
          location {
            code
          }
          onHand
          version
        }
      }
      product {
        id
        kind
        name
        description
        status
        version
        categories {
          nodes {
            name
          }
        }
      }
    }
  }
`

describe.each(tenantSlugs)('_importProducts of %s', (slug) => {
  const tenant = () => fixture[slug]
  const table = (name: string) => fixture.admin(`${schemaOf[slug]}.${name}`)
  type Result = GivenVariant & { readonly importKey: string; readonly isNew: boolean }
  const importProducts = async (products: readonly object[]): Promise<readonly Result[]> => {
    const result = await fixture.run(tenant(), service, importDocument, { input: { products } })
    expect(result.errors).toBeUndefined()
    return result.data?.['_importProducts'].results
  }
  const read = async (sku: string) => (await fixture.run(tenant(), admin, readDocument, { sku })).data?.['productVariantBySku']
  const count = async (name: string) => (await fixture.admin`select count(*)::int as n from ${table(name)}`)[0]?.['n']
  const row = (sku: string, more: object = {}) => ({ importKey: `key of ${sku}`, sku, name: `Name of ${sku}`, kind: 'GOOD', ...more })
  const typesOf = async (aggregateId: string) =>
    (await fixture.admin`select type from ${table('outbox')} where aggregate_id = ${aggregateId} order by position`).map(
      (event) => event['type'],
    )

  it('takes over a product with everything that belongs to it', async () => {
    const sku = newId('sku')
    const [result] = await importProducts([
      row(sku, {
        description: 'Two lines\nof text',
        categoryNames: ['Widgets', 'Blue things', 'widgets'],
        prices: [
          { currency: 'JPY', amountMinor: 500 },
          { currency: 'GBP', amountMinor: 0 },
        ],
        onHand: 42,
      }),
    ])
    expect(result).toEqual({
      importKey: `key of ${sku}`,
      productId: expect.stringMatching(/^product_/),
      variantId: expect.stringMatching(/^variant_/),
      isNew: true,
    })
    expect(await read(sku.toUpperCase())).toEqual({
      id: result?.variantId,
      sku,
      name: null,
      prices: [
        { amountMinor: 0, currency: 'GBP', exponent: 2 },
        { amountMinor: 500, currency: 'JPY', exponent: 0 },
      ],
      stock: { onHand: 42, levels: [{ location: { code: 'MAIN' }, onHand: 42, version: 1 }] },
      product: {
        id: result?.productId,
        kind: 'GOOD',
        name: `Name of ${sku}`,
        description: 'Two lines\nof text',
        status: 'PUBLISHED',
        version: 1,
        categories: { nodes: [{ name: 'Blue things' }, { name: 'Widgets' }] },
      },
    })
    expect(await typesOf(result?.productId ?? '')).toEqual(['io.iommi.product.created.v1'])
    expect(await typesOf(result?.variantId ?? '')).toEqual(['io.iommi.stock.changed.v1'])
  })

  it('keeps no stock of services, and none where none is given', async () => {
    const [good, done] = [newId('sku'), newId('sku')]
    await importProducts([row(good), row(done, { kind: 'SERVICE', onHand: 5, status: 'DRAFT' })])
    expect((await read(good)).stock).toEqual({ onHand: 0, levels: [] })
    expect([(await read(done)).stock, (await read(done)).product.status]).toEqual([null, 'DRAFT'])
  })

  it('changes nothing when repeated, in any case of the SKU, and answers the ids that exist', async () => {
    const sku = newId('sku')
    const [first] = await importProducts([row(sku, { onHand: 3 })])
    const before = [await count('products'), await count('stock_movements'), await count('outbox'), await read(sku)]
    const again = await importProducts([
      row(sku.toUpperCase(), { name: 'Other', onHand: 99, categoryNames: [] }),
      row(sku, { kind: 'SERVICE' }),
    ])
    expect(again).toEqual([
      { importKey: `key of ${sku.toUpperCase()}`, productId: first?.productId, variantId: first?.variantId, isNew: false },
      { importKey: `key of ${sku}`, productId: first?.productId, variantId: first?.variantId, isNew: false },
    ])
    expect([await count('products'), await count('stock_movements'), await count('outbox'), await read(sku)]).toEqual(before)
  })

  it('enters a SKU that comes twice in one call once, as first spelled', async () => {
    const sku = `a${newId('sku')}`
    const results = await importProducts([row(sku), row(newId('sku')), row(sku.toUpperCase())])
    expect(results.map(({ isNew }) => isNew)).toEqual([true, true, false])
    expect(results[2]?.variantId).toBe(results[0]?.variantId)
    expect((await read(sku)).sku).toBe(sku)
  })

  it('enters every SKU once when 20 calls bring the same 250 rows at once, in any sequence', { timeout: 60_000 }, async () => {
    const skus = Array.from({ length: 250 }, () => newId('sku'))
    const shelves = ['Shelf 0', 'Shelf 1', 'Shelf 2']
    // The categories exist already: making them would let one call go on at a time.
    await importProducts([row(newId('sku'), { categoryNames: shelves })])
    const rows = skus.map((sku, index) => row(sku, { onHand: 1, categoryNames: [shelves[index % 3]] }))
    const before = await count('products')
    const calls = await Promise.all(
      Array.from({ length: 20 }, async (_each, index) => await importProducts(index % 2 === 0 ? rows : rows.toReversed())),
    )
    const all = calls.flat()
    expect(all.filter(({ isNew }) => isNew)).toHaveLength(250)
    expect(new Set(all.map(({ importKey, variantId }) => `${importKey} ${variantId}`)).size).toBe(250)
    expect(await count('products')).toBe(Number(before) + 250)
    const levels = await fixture.admin`select distinct on_hand, version from ${table('stock_levels')}
      where variant_id in ${fixture.admin(all.map(({ variantId }) => uuidFromId('variant', variantId)))}`
    expect(levels).toEqual([{ on_hand: 1, version: 1 }])
    expect(
      await fixture.admin`select v.id from ${table('product_variants')} v left join ${table('products')} p
      on p.tenant_id = v.tenant_id and p.id = v.product_id where p.id is null`,
    ).toEqual([])
  })

  it('refuses a call that breaks a rule whole, and names the row', async () => {
    const sku = newId('sku')
    const wrong = [
      [row('')],
      [row('x'.repeat(65))],
      [row(newId('sku'), { name: ' ' })],
      [row(newId('sku'), { onHand: -1 })],
      [row(newId('sku'), { onHand: 10_000_001 })],
      [row(newId('sku'), { prices: [{ currency: 'EUR', amountMinor: -1 }] })],
    ]
    for (const rows of wrong) {
      const result = await fixture.run(tenant(), service, importDocument, { input: { products: [row(sku), ...rows] } })
      expect(codesOf(result)).toEqual(['BAD_USER_INPUT'])
      expect(result.errors?.[0]?.message).toMatch(/^products\.1\./)
    }
    const many = await fixture.run(tenant(), service, importDocument, {
      input: { products: Array.from({ length: 251 }, () => row(newId('sku'))) },
    })
    expect(codesOf(many)).toEqual(['BAD_USER_INPUT'])
    expect(codesOf(await fixture.run(tenant(), service, importDocument, { input: { products: [] } }))).toEqual(['BAD_USER_INPUT'])
    expect(await read(sku)).toBeNull()
  })

  it("leaves another tenant's product of the same SKU alone", async () => {
    const sku = newId('sku')
    const other = slug === 'acme' ? fixture.globex : fixture.acme
    const [theirs] = await fixture.given(other, [{ sku }])
    const [ours] = await importProducts([row(sku)])
    expect(ours?.isNew).toBe(true)
    expect(ours?.variantId).not.toBe(theirs?.variantId)
  })

  it('answers services and nobody else, who import nothing', async () => {
    for (const [kind, actor] of Object.entries(everyActor)) {
      const sku = newId('sku')
      const result = await fixture.run(tenant(), actor, importDocument, { input: { products: [row(sku)] } })
      expect([kind, codesOf(result)]).toEqual([kind, kind === 'service' ? [] : ['FORBIDDEN']])
      expect([kind, (await read(sku)) === null]).toEqual([kind, kind !== 'service'])
    }
  })
})
