import { newId } from '@iommi/shared/ids'
import { client } from '@iommi/shared/testing/test-context'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { admin, schemaOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'

const fixture = useCatalog()
const shopper = client(newId('customer'))

interface Known {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly status: string
  readonly createdAt: string
  readonly skus: readonly string[]
  readonly categories: readonly string[]
  readonly prices: readonly { readonly currency: string; readonly amountMinor: number }[]
}
type Filter = Readonly<Record<string, unknown>>

const names = ['Alpha', 'alpha two', 'Älpha', 'ALPHABET', 'Beta', 'Straße 1', '100% cotton_x']
const kinds = ['GOOD', 'SERVICE']
const statuses = ['DRAFT', 'PUBLISHED', 'ARCHIVED']
const pick = <Value>(values: readonly Value[], n: number): Value => values[n % values.length] as Value
const fold = (text: string): string => text.normalize('NFC').toUpperCase()

function isIn(value: string, filter: Loose): boolean {
  return filter.in === undefined || filter.in.includes(value)
}

function textHolds(text: string, { in: values, startsWith }: Loose): boolean {
  const isOne = values === undefined || values.some((value: string) => fold(value.trim()) === fold(text))
  return isOne && (startsWith === undefined || fold(text).startsWith(fold(startsWith)))
}

function rangeHolds(value: string | number, { gte, lt }: Loose): boolean {
  return (gte === undefined || value >= gte) && (lt === undefined || value < lt)
}

/** What the filter language says, spelled out over plain objects. */
function holds(product: Known, where: Filter, ownCurrency: string): boolean {
  const conditions: Readonly<Record<string, (filter: Loose) => boolean>> = {
    AND: (each) => each.every((filter: Filter) => holds(product, filter, ownCurrency)),
    OR: (each) => each.some((filter: Filter) => holds(product, filter, ownCurrency)),
    NOT: (filter) => !holds(product, filter, ownCurrency),
    id: (filter) => isIn(product.id, filter),
    kind: (filter) => isIn(product.kind, filter),
    status: (filter) => isIn(product.status, filter),
    categoryId: (filter) => product.categories.some((category) => isIn(category, filter)),
    sku: (filter) => product.skus.some((sku) => textHolds(sku, filter)),
    name: (filter) => textHolds(product.name, filter),
    createdAt: (filter) => rangeHolds(product.createdAt, filter),
    price: (filter) =>
      product.prices.some((price) => price.currency === (filter.currency ?? ownCurrency) && rangeHolds(price.amountMinor, filter)),
  }
  return Object.entries(where).every(([name, filter]) => conditions[name]?.(filter))
}

describe.each(tenantSlugs)('filtering products of %s', (slug) => {
  const known: Known[] = []
  const categories: string[] = []
  const tenant = () => fixture[slug]
  const ask = async (source: string, variables: Filter = {}, actor = admin): Promise<Loose> => {
    const { data, errors } = await fixture.run(tenant(), actor, source, variables)
    if (errors !== undefined) throw new Error(errors[0]?.message)
    return data
  }
  const find = async (where: Filter, actor = admin): Promise<readonly string[]> => {
    const source =
      'query ($where: ProductWhereInput) { products(first: 100, where: $where) { nodes { id } totalCount facets { field values { value count } } } }'
    const { nodes, totalCount, facets } = (await ask(source, { where }, actor)).products
    expect(totalCount).toBe(nodes.length)
    const kindsCounted = facets[0].values.reduce((sum: number, value: Loose) => sum + Number(value.count), 0)
    expect(kindsCounted).toBe(totalCount)
    return nodes.map(({ id }: Loose) => id)
  }

  beforeAll(async () => {
    const given = await fixture.given(
      tenant(),
      Array.from({ length: 42 }, (_each, n) => ({
        name: pick(names, n),
        kind: pick(kinds, n),
        status: pick(statuses, n * 2 + (n % 5)),
        sku: `${pick(['Sku-a', 'sku-B', 'X_1', 'x%2'], n)}${String(n)}`,
        categoryNames: pick([[], ['One'], ['Two'], ['One', 'Two']], n),
        prices: pick(
          [
            [],
            [{ currency: 'GBP', amountMinor: n * 100 }],
            [
              { currency: 'EUR', amountMinor: n * 50 },
              { currency: 'GBP', amountMinor: 7 },
            ],
          ],
          n,
        ),
      })),
    )
    const products = fixture.admin(`${schemaOf[slug]}.products`)
    for (const [n, { productId, sku }] of given.entries()) {
      if (n % 3 === 0) {
        const input = { idempotencyKey: newId('key'), productId, sku: `second-${String(n)}`, prices: [{ currency: 'JPY', amountMinor: n }] }
        await fixture.run(
          tenant(),
          admin,
          'mutation ($input: AddProductVariantInput!) { addProductVariant(input: $input) { userErrors { code } } }',
          { input },
        )
      }
      const createdAt = new Date(Date.UTC(2026, 0, 1 + (n % 8)))
      await fixture.admin`update ${products} set created_at = ${createdAt} where name = ${pick(names, n)} and id in (
        select product_id from ${fixture.admin(`${schemaOf[slug]}.product_variants`)} where sku = ${sku})`
    }
    const source = `{ products(first: 100) { nodes { id name kind status createdAt categories { nodes { id } }
      variants { nodes { sku prices { currency amountMinor } } } } } categories { nodes { id } } }`
    const data = await ask(source)
    categories.push(...(data.categories.nodes.map(({ id }: Loose) => id) as string[]))
    for (const node of data.products.nodes) {
      known.push({
        ...node,
        categories: node.categories.nodes.map(({ id }: Loose) => id),
        skus: node.variants.nodes.map(({ sku }: Loose) => sku),
        prices: node.variants.nodes.flatMap(({ prices }: Loose) => prices),
      })
    }
  })

  const oneOf = (values: readonly string[]) => fc.subarray([...values]).map((chosen) => ({ in: chosen }))
  const range = <Value>(value: fc.Arbitrary<Value>) => fc.record({ gte: value, lt: value }, { requiredKeys: [] })
  // Ids are known once the tests run: an index stands for each until then.
  const leaf = fc.oneof(
    oneOf(kinds).map((kind) => ({ kind })),
    oneOf(statuses).map((status) => ({ status })),
    fc.subarray([0, 1]).map((chosen) => ({ categoryId: { in: chosen } })),
    fc.subarray([0, 5, 11, 40]).map((chosen) => ({ id: { in: chosen } })),
    fc
      .record(
        {
          startsWith: fc.constantFrom('a', 'ALPHA', 'alpha ', 'Ä', 'strass', '100%', '1', '_', '%'),
          in: fc.subarray([...names, ' alpha two ', 'a\u0000b']),
        },
        { requiredKeys: [] },
      )
      .map((name) => ({ name })),
    fc
      .record(
        {
          startsWith: fc.constantFrom('sku', 'X', 'x_', 'x%', 'SECOND-1', 'q'),
          in: fc.subarray(['SKU-A0', 'x%23', 'second-9', 'nothing']),
        },
        { requiredKeys: [] },
      )
      .map((sku) => ({ sku })),
    range(fc.nat(9).map((day) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString())).map((createdAt) => ({ createdAt })),
    fc
      .record({ currency: fc.constantFrom('GBP', 'EUR', 'JPY', 'USD'), gte: fc.nat(4_500), lt: fc.nat(4_500) }, { requiredKeys: [] })
      .map((price) => ({ price })),
  )
  const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc.array(tie('filter'), { minLength: 1, maxLength: 3 }).map((AND) => ({ AND })),
      fc.array(tie('filter'), { maxLength: 3 }).map((OR) => ({ OR })),
      tie('filter').map((NOT) => ({ NOT })),
      fc.tuple(leaf, leaf).map(([a, b]) => ({ ...a, ...b })),
    ),
  }))
  /** Puts ids where indexes stand, and leaves out conditions without any bound, which are no conditions. */
  const withIds = (where: Loose): Filter =>
    Object.fromEntries(
      Object.entries(where).map(([name, each]: [string, Loose]) => {
        if (name === 'AND' || name === 'OR') return [name, each.map(withIds)]
        if (name === 'NOT') return [name, withIds(each)]
        const ids = { id: known.map(({ id }) => id), categoryId: categories }[name]
        return [name, ids === undefined ? each : { in: each.in.map((index: number) => ids[index]) }]
      }),
    )

  it('finds exactly what a naive reading of the filter finds, counts it, and shows clients what of it is published', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async (given) => {
        const where = withIds(given)
        // A condition without any bound is none: naively it always holds, and so it must after NOT.
        fc.pre(!JSON.stringify(where).includes('{}'))
        const expected = known.filter((product) => holds(product, where, tenant().defaultCurrency))
        expect((await find(where)).toSorted()).toEqual(expected.map(({ id }) => id).toSorted())
        const published = expected.filter(({ status }) => status === 'PUBLISHED')
        expect((await find(where, shopper)).toSorted()).toEqual(published.map(({ id }) => id).toSorted())
      }),
      { numRuns: 100 },
    )
  })

  it('counts in a price band as many products as a filter by that band finds', async () => {
    const source = `query ($where: ProductWhereInput) { products(first: 0, where: $where) { totalCount facets { field values { value count } } } }`
    for (const currency of ['GBP', 'EUR', 'JPY', 'USD']) {
      const bands = (await ask(source, { where: { price: { currency } } })).products.facets.find(
        ({ field }: Loose) => field === 'PRICE',
      ).values
      expect(bands.map(({ value }: Loose) => Number.parseInt(value, 10))).toEqual(
        bands.map(({ value }: Loose) => Number.parseInt(value, 10)).toSorted((a: number, b: number) => a - b),
      )
      expect(bands).toHaveLength({ GBP: 3, EUR: 2, JPY: 1, USD: 0 }[currency] ?? 0)
      for (const { value, count } of bands) {
        const [gte, lt] = (value as string).split('-').map((bound) => (bound === '' ? undefined : Number(bound)))
        expect(await find({ price: { currency, gte, lt } })).toHaveLength(count as number)
      }
    }
  })

  it.each([
    [{ AND: [{ AND: [{ AND: [{ AND: [{ AND: [{}] }] }] }] }] }, 'where.AND.0.AND.0.AND.0.AND.0.AND.0: at most 5 levels are allowed.'],
    [{ OR: Array.from({ length: 50 }, () => ({})) }, 'where.OR.49: at most 50 filters may be combined.'],
    [{ sku: { in: Array.from({ length: 101 }, String) } }, 'where.sku.in: at most 100 values are allowed.'],
    [{ NOT: { name: { startsWith: '' } } }, 'where.NOT.name.startsWith: 1 to 100 characters of one line are expected.'],
    [{ OR: [{ categoryId: { in: ['nonsense'] } }] }, 'An id of the form category_<26 characters> is expected here.'],
  ])('refuses %j and names the rule', async (where, message) => {
    await expect(find(where)).rejects.toThrow(message)
  })

  it('says how many there are over all pages, and only when asked', async () => {
    const source =
      'query ($after: String) { products(first: 5, after: $after) { ...Counted pageInfo { endCursor } } } fragment Counted on ProductConnection { ... { totalCount } }'
    const first = (await ask(source)).products
    const second = (await ask(source, { after: first.pageInfo.endCursor })).products
    expect([first.totalCount, second.totalCount]).toEqual([42, 42])
  })
})
