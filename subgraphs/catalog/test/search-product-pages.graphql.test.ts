import { beforeAll, describe, expect, it } from 'vitest'
import { codesOf, schemaOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { useProductSearch } from './product-search-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('searching products of %s', (slug) => {
  const { tenant, ask, page } = useProductSearch(fixture, slug)

  describe('pages', () => {
    const word = slug === 'acme' ? 'gizmo' : 'gimmick'
    const mistyped = slug === 'acme' ? 'gizzmo' : 'gimmmick'
    const orders = [
      null,
      { field: 'RELEVANCE', direction: 'ASC' },
      { field: 'NAME', direction: 'DESC' },
      { field: 'CREATED_AT', direction: 'ASC' },
    ]
    const enter = async (names: readonly string[]) =>
      await fixture.given(
        tenant(),
        names.map((name) => ({ name })),
      )
    beforeAll(async () => {
      await enter(Array.from({ length: 23 }, (_each, n) => (n % 3 === 0 ? `${word} ${String(n)}` : `blue ${word}s ${String(n)}`)))
    })
    const idsOf = (found: Loose): readonly string[] => found.nodes.map((node: Loose) => node.id)
    const walk = async (args: Readonly<Record<string, unknown>>, between: () => Promise<unknown> = async () => undefined) => {
      const seen: string[] = []
      let after: string | null = null
      do {
        const found: Loose = await page({ first: 4, after, ...args })
        seen.push(...idsOf(found))
        after = found.pageInfo.hasNextPage ? found.pageInfo.endCursor : null
        if (after !== null) await between()
      } while (after !== null)
      return seen
    }

    it.each(orders)('exactly in both directions by %j', async (orderBy) => {
      for (const search of [word, mistyped]) {
        const all = idsOf(await page({ search, orderBy, first: 100 }))
        expect(all).toHaveLength(23)
        expect(await walk({ search, orderBy })).toEqual(all)
        const backwards: string[] = []
        let before: string | null = null
        do {
          const found: Loose = await page({ search, orderBy, last: 5, before })
          backwards.unshift(...idsOf(found))
          before = found.pageInfo.hasPreviousPage ? found.pageInfo.startCursor : null
        } while (before !== null)
        expect(backwards).toEqual(all)
      }
    })

    it.each(orders)(
      'stay where they are by %j while others enter products, even the first that is spelled like the search',
      async (orderBy) => {
        for (const search of [word, mistyped]) {
          const all = idsOf(await page({ search, orderBy, first: 100 }))
          const known = new Set(all)
          const seen = await walk({ search, orderBy }, async () => await enter([`${word} late`, `${mistyped} late`]))
          expect(seen.filter((id) => known.has(id))).toEqual(all)
          expect(new Set(seen).size).toBe(seen.length)
          await fixture.admin`update ${fixture.admin(`${schemaOf[slug]}.products`)} set name = 'gone', name_norm = 'GONE' where name like '%late'`
        }
      },
    )

    it('refuse a cursor of another search, and one made up', async () => {
      const { endCursor } = (await page({ search: word, first: 1 })).pageInfo
      const [list, rank, id] = JSON.parse(Buffer.from(endCursor, 'base64url').toString()) as [string, number, string]
      const forged = (...values: unknown[]) => Buffer.from(JSON.stringify([list, ...values])).toString('base64url')
      expect(codesOf(await ask({ search: word, after: forged(rank, id, rank) }))).toEqual([])
      const refused: object[] = [
        { search: mistyped, after: endCursor },
        { after: endCursor },
        { search: word, after: endCursor, orderBy: { field: 'NAME', direction: 'ASC' } },
        { search: word, after: forged(rank, id) },
        { search: word, after: forged(rank, id, 1e9) },
        { search: word, after: forged(rank, id, 0.5) },
        { search: word, after: forged(rank, 'nonsense', rank) },
        { search: word, after: forged('x', id, rank) },
        { search: word, after: forged(1e12, id, rank) },
      ]
      for (const args of refused) expect([args, codesOf(await ask({ ...args }))]).toEqual([args, ['BAD_USER_INPUT']])
    })
  })
})
