import { newId } from '@iommi/shared/ids'
import type { Tenant } from '@iommi/shared/tenant'
import { client } from '@iommi/shared/testing/test-context'
import { characterCount, isPlainText } from '@iommi/shared/text-fields'
import * as fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, partner, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { useProductSearch } from './product-search-fixture.ts'

const fixture = useCatalog()
const shopper = client(newId('customer'))

describe.each(tenantSlugs)('searching products of %s', (slug) => {
  const { tenant, ask, page, namesFor, ids } = useProductSearch(fixture, slug)

  describe('finds', () => {
    it.each([
      ['words in any case and order', 'PLATE rack', ['Rack for plate and cup', 'Rack']],
      ['beginnings of words', 'plat', ['Plate', 'Plateau', 'Rack for plate and cup', 'Rack']],
      ['the plural in the singular', 'wallets', ["Men's wallet"]],
      ['the plural of a word in y in the singular', 'berries', ['Berry box']],
      ['the plural of a word in x in the singular', 'berry boxes', ['Berry box']],
      ['letters without their accents', 'creme brulee', ['Crème brûlée dish']],
      ['letters with accents they do not have', 'pósteR', ['Łódź Größe poster']],
      ['letters that are no accented ones', 'lodz grosse', ['Łódź Größe poster']],
      ['accents that are encoded apart', 'Cre\u0300me', ['Crème brûlée dish']],
      ['words with an apostrophe, and without', 'mens', ["Men's wallet"]],
      ['words with a typographic apostrophe', 'men’s wallet', ["Men's wallet"]],
      ['SKUs in any case', 'rack-2', ['Rack']],
      ['SKUs without what separates their parts', 'rack2', ['Rack']],
      ['SKUs that look like numbers', '1e5x', ['Half number']],
      ['SKUs of odd signs', 'ab/12 É', ['Odd code']],
      ['nothing for a word nobody has', 'zyzzyva', []],
      ['nothing for signs', '&|!():*', []],
      ['nothing for a number that is almost a SKU', '85123C', []],
    ])('%s', async (_what, search, names) => {
      expect(await namesFor(search)).toEqual(names)
    })

    it('descriptions, names of variants, and translations', async () => {
      const [first] = await fixture.given(tenant(), [{ name: 'Quux', description: 'Handmade frobnicator.' }])
      const id = first?.productId ?? ''
      const run = async (name: string, input: object) =>
        await fixture.run(
          tenant(),
          admin,
          `mutation ($input: ${name.charAt(0).toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { userErrors { code } } }`,
          {
            input: { idempotencyKey: newId('key'), ...input },
          },
        )
      expect(await namesFor('frobnicator')).toEqual(['Quux'])
      await run('addProductVariant', { productId: id, sku: newId('sku'), name: 'Turquoise' })
      expect(await namesFor('turquoise')).toEqual(['Quux'])
      await run('setProductTranslation', { productId: id, locale: 'de', name: 'Klimbim', description: 'Handgemacht.' })
      expect(await namesFor('klimbim handgemacht')).toEqual(['Quux'])
      await run('updateProduct', { productId: id, name: 'Renamed quuz', description: null })
      expect([await namesFor('frobnicator'), await namesFor('quuz')]).toEqual([[], ['Renamed quuz']])
      await run('updateProductVariant', { variantId: first?.variantId, name: 'Vermilion' })
      expect(await namesFor('vermilion')).toEqual(['Renamed quuz'])
      await run('setProductTranslation', { productId: id, locale: 'de' })
      expect(await namesFor('klimbim')).toEqual([])
    })

    it('everything for an empty search', async () => {
      expect((await page({ search: '  ' })).totalCount).toBe((await page({})).totalCount)
    })
  })

  describe('with spelling mistakes', () => {
    it.each([
      ['doohikey', ['Doohickeys', 'Large doohickeys']],
      ['large doohikcey', ['Large doohickeys']],
      ['walet', ["Men's wallet"]],
      ['hangign heart', ['White hanging heart']],
      ['bruleé dihs', ['Crème brûlée dish']],
    ])('%s finds %j', async (search, names) => {
      expect(await namesFor(search)).toEqual(names)
    })

    it('counts similar words only where the words as typed find nothing the caller may see', async () => {
      // A draft has exactly this word: employees find that and nothing else, clients never learn of it.
      expect(await namesFor('wigdet')).toEqual(['Wigdet secret'])
      for (const actor of [shopper, partner]) expect(await namesFor('wigdet', actor)).toEqual(['Widget'])
    })
  })

  describe('ranks', () => {
    it('the SKU first, then the name, then words in the name, their beginnings, and the description', async () => {
      expect(await namesFor('plate')).toEqual(['Plate', 'Rack for plate and cup', 'Plateau', 'Rack'])
      expect(await namesFor('plateau')).toEqual(['Plateau'])
      const sku = await page({ search: '85123a', first: 1 })
      expect(sku.nodes).toEqual([{ id: ids.get('85123A'), name: 'White hanging heart' }])
    })

    it('a SKU before the product of that name', async () => {
      const [named, coded] = await fixture.given(tenant(), [{ name: 'Zebra7' }, { name: 'Horse', sku: 'zebra7' }])
      expect((await page({ search: 'Zebra7' })).nodes.map((node: Loose) => node.id)).toEqual([coded?.productId, named?.productId])
    })

    it('the worst first when asked to, and by name or time of entry just as well', async () => {
      const sorted = async (field: string, direction: string) =>
        (await page({ search: 'plate', orderBy: { field, direction } })).nodes.map((node: Loose) => node.name)
      expect(await sorted('RELEVANCE', 'ASC')).toEqual(['Rack', 'Plateau', 'Rack for plate and cup', 'Plate'])
      expect(await sorted('NAME', 'ASC')).toEqual(['Plate', 'Plateau', 'Rack', 'Rack for plate and cup'])
      expect(await sorted('CREATED_AT', 'DESC')).toHaveLength(4)
    })

    it('by name where nothing is searched for', async () => {
      const [byRelevance, byName] = [await page({ orderBy: { field: 'RELEVANCE', direction: 'DESC' } }), await page({})]
      expect(byRelevance.nodes).toEqual(byName.nodes)
    })
  })

  it('shows clients and partners what is published, employees and services everything, and the roleless nothing', async () => {
    for (const [kind, actor] of Object.entries(everyActor)) {
      const answer = await ask({ search: 'widget' }, actor)
      const isOutside = kind === 'client' || kind === 'partner'
      const isNobody = kind === 'employee without a role'
      expect([kind, codesOf(answer)]).toEqual([kind, isNobody ? ['FORBIDDEN'] : []])
      if (isNobody) continue
      const { nodes, totalCount, facets }: Loose = answer.data?.['products'] ?? {}
      const seen = isOutside ? ['Widget'] : ['Widget', 'Widget archived']
      expect([kind, nodes.map((node: Loose) => node.name), totalCount]).toEqual([kind, seen, seen.length])
      expect(facets[0].values).toEqual([{ value: 'GOOD', count: seen.length, label: null }])
    }
    expect((await page({ search: 'widget', where: { status: { in: ['ARCHIVED'] } } }, shopper)).totalCount).toBe(0)
    expect((await page({ search: 'old-1' }, shopper)).totalCount).toBe(0)
    expect((await page({ where: { NOT: { status: { in: ['PUBLISHED'] } } } }, shopper)).totalCount).toBe(0)
    expect((await page({ where: { OR: [{ status: { in: ['DRAFT'] } }, {}] } }, shopper)).facets[0].values).toEqual(
      (await page({}, shopper)).facets[0].values,
    )
  })

  it.each([['x'.repeat(201)], ['a\u0000b'], ['a\nb'], ['\ud800']])('refuses %j as a search', async (search) => {
    const answer = await ask({ search })
    expect([codesOf(answer), answer.errors?.[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      'search: at most 200 characters of one line are expected.',
    ])
  })

  it('takes long searches of many words, quotes and operators for what they are', async () => {
    for (const search of [
      "it's' \\ ' | & ! <-> (a:*B)",
      'a b c d e f g h i j k l m n o p q r s t',
      'ﷺ '.repeat(40),
      '日本語',
      'é'.repeat(200),
    ])
      expect((await page({ search })).totalCount).toBe(0)
    expect(await namesFor(`plate ${'rack '.repeat(30)}`)).toEqual(['Rack for plate and cup', 'Rack'])
  })

  it('finds whatever a product may be called by its name, and its SKU first', async () => {
    const text = (lengthMax: number) =>
      fc
        .string({ unit: 'binary', minLength: 1, maxLength: lengthMax })
        .map((each) => each.normalize('NFC').trim())
        .filter((each) => each !== '' && isPlainText(each) && characterCount(each) <= lengthMax)
    const names = fc.sample(
      fc.oneof(
        text(40),
        fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 }).filter((each) => each.trim() !== ''),
      ),
      80,
    )
    const skus = new Map(fc.sample(text(20), 80).map((sku) => [sku.toUpperCase(), sku]))
    const given = await fixture.given(
      tenant(),
      [...skus.values()].map((sku, n) => ({ sku, name: names[n] })),
    )
    const unfound: string[] = []
    for (const [n, { productId, sku }] of given.entries()) {
      const name = names[n]?.trim() ?? ''
      const [bySku, byName] = await Promise.all([page({ search: sku, first: 2 }), page({ search: name, first: 100 })])
      if (bySku.nodes[0]?.id !== productId) unfound.push(`SKU ${sku}`)
      // A name of signs alone has no words; of the rarest letters Postgres may know fewer than Node.
      const hasWord = /(?=[\u0030-\uFFFF])[\p{L}\p{Nd}]/u.test(name)
      if (hasWord && byName.totalCount < 100 && !byName.nodes.some((node: Loose) => node.id === productId)) unfound.push(`name ${name}`)
    }
    expect(unfound).toEqual([])
  })

  it('keeps a product with very much text', async () => {
    const description = Array.from({ length: 1_000 }, (_each, n) => `w${String(n)}`).join(' ')
    const [first] = await fixture.given(tenant(), [{ name: 'Encyclopaedia', description }])
    for (let n = 0; n < 40; n += 1) {
      const text = Array.from({ length: 900 }, (_each, index) => String.fromCodePoint(0x4e00 + ((n * 900 + index) % 20_000))).join(' ')
      await fixture.run(
        tenant(),
        admin,
        'mutation ($input: SetProductTranslationInput!) { setProductTranslation(input: $input) { userErrors { code } } }',
        {
          input: { idempotencyKey: newId('key'), productId: first?.productId, locale: `zh-x-${String(n)}`, description: text },
        },
      )
    }
    expect((await page({ search: 'encyclopaedia w999' })).nodes).toHaveLength(1)
  })

  it('answers the operation as it is registered', async () => {
    const source = readFileSync(new URL('../../../schema/operations/dashboard/SearchProducts.graphql', import.meta.url), 'utf8')
    const variables = { search: 'doohikey', where: null, orderBy: null, first: 1, after: null }
    const answer = await fixture.run(tenant(), shopper, source, variables)
    expect(answer.errors).toBeUndefined()
    expect(answer.data?.['products']).toMatchObject({
      edges: [
        {
          cursor: expect.any(String),
          node: {
            id: ids.get('DOO-1'),
            kind: 'GOOD',
            name: 'Doohickeys',
            variants: { nodes: [{ sku: 'DOO-1', stock: { available: 0 } }] },
          },
        },
      ],
      facets: [
        { field: 'KIND', values: [{ value: 'GOOD', count: 2 }] },
        { field: 'CATEGORY', values: [] },
        { field: 'PRICE', values: [{ value: '1000-2500', count: 2 }] },
        { field: 'AVAILABILITY', values: [{ value: 'UNAVAILABLE', count: 2 }] },
      ],
      pageInfo: { hasNextPage: true, endCursor: expect.any(String) },
    })
  })

  it("never finds another tenant's products, pooled or not, in a hundred searches in turn and at once", async () => {
    const stranger: Tenant = { ...fixture.acme, id: '019b0000-0000-7000-8000-00000000ffff', slug: 'stranger' }
    const word = `only${slug}`
    const [mine] = await fixture.given(tenant(), [{ name: `${word} thing`, sku: `${word}-1`, categoryNames: [word] }])
    const others = [slug === 'acme' ? fixture.globex : fixture.acme, stranger]
    const searches = [word, `${word}x`, `${word}-1`, `${word} thing`]
    const answers = await Promise.all(
      Array.from({ length: 120 }, async (_each, n) => {
        const who = [tenant(), ...others][n % 3] ?? tenant()
        return await page({ search: searches[n % 4] }, admin, who)
      }),
    )
    const own = answers.filter((_each, n) => n % 3 === 0)
    expect(own.map(({ nodes }) => nodes)).toEqual(own.map(() => [{ id: mine?.productId, name: `${word} thing` }]))
    const foreign = answers.filter((_each, n) => n % 3 !== 0)
    const nothing = {
      nodes: [],
      totalCount: 0,
      facets: ['KIND', 'CATEGORY', 'PRICE', 'AVAILABILITY'].map((field) => ({ field, values: [] })),
    }
    for (const answer of foreign) expect(answer).toMatchObject(nothing)
    // Whatever the stranger asks for: all it would see is its own, and it has nothing.
    for (const args of [{}, { where: { NOT: { id: { in: [] } } } }, { search: 'thing' }, { where: { categoryId: { in: [] } } }])
      expect(await page(args, admin, stranger)).toMatchObject(nothing)
  })
})
