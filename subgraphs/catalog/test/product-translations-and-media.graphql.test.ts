import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { productMutations } from './product-mutations-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const { tenant, other, eventsOf, mutate, givenProduct, valid, everything } = productMutations(fixture, slug)

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
})
