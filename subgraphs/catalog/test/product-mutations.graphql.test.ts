import { newId } from '@iommi/shared/ids'
import { idempotencyKeyReused } from '@iommi/shared/user-errors'
import { describe, expect, it } from 'vitest'
import { admin, codesOf, everyActor, tenantSlugs, useCatalog } from './catalog-fixture.ts'
import { documents, productMutations, type MutationName } from './product-mutations-fixture.ts'

const fixture = useCatalog()

describe.each(tenantSlugs)('product mutations of %s', (slug) => {
  const { tenant, count, mutate, valid, everything } = productMutations(fixture, slug)
  const names = Object.keys(valid) as MutationName[]

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
})
