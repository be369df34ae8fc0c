import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { admin, tenantSlugs, useCatalog, type Loose } from './catalog-fixture.ts'
import { documents, productMutations } from './product-mutations-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const { tenant, other, mutate, givenCategory, everything } = productMutations(fixture, slug)

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
})
