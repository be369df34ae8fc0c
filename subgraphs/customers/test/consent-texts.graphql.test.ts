import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { admin, agent, client, newKey, orderManager, partner, payloadIn, publishConsentText, service, shopOf } from './customers-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

describe.each(['acme', 'globex'] as const)('consent texts for %s', (slug) => {
  const shop = shopOf(database, slug)
  const publish = async (input: Input, actor: Actor = admin) =>
    payloadIn(await shop.as(actor, publishConsentText, { input: { idempotencyKey: newKey(), ...input } }), 'publishConsentText')
  const translations = [
    { locale: 'de', text: 'Dürfen wir?' },
    { locale: 'EN', text: ' May we?\nPlease. ' },
  ]

  it('publishes versions one after the other, each whole, and shows them to everybody', async () => {
    expect(await publish({ purpose: 'PROFILING', expectedVersion: 0, translations })).toEqual({
      consentText: {
        purpose: 'PROFILING',
        version: 1,
        publishedAt: shop.clock.now.toISOString(),
        translations: [
          { locale: 'de', text: 'Dürfen wir?' },
          { locale: 'en', text: 'May we?\nPlease.' },
        ],
      },
      userErrors: [],
    })
    expect(await publish({ purpose: 'PROFILING', expectedVersion: 1, translations: translations.slice(0, 1) })).toMatchObject({
      consentText: { version: 2, translations: [{ locale: 'de' }] },
    })
    const source = `query ($version: Int, $locale: String) {
      consentText(purpose: PROFILING, version: $version) { version translation(locale: $locale) { locale text } }
    }`
    for (const actor of [admin, agent, orderManager, partner, client(newId('customer')), service]) {
      expect(await shop.as(actor, source, { version: 1, locale: 'de-AT' })).toEqual({
        data: { consentText: { version: 1, translation: { locale: 'de', text: 'Dürfen wir?' } } },
        errors: [],
      })
      expect((await shop.as(actor, source)).data).toMatchObject({ consentText: { version: 2, translation: { locale: 'de' } } })
      expect((await shop.as(actor, '{ consentTexts { purpose version } }')).data).toMatchObject({
        consentTexts: expect.arrayContaining([{ purpose: 'PROFILING', version: 2 }]),
      })
    }
    for (const version of [0, 3, 2_147_483_647]) expect((await shop.as(agent, source, { version })).data).toEqual({ consentText: null })
    expect((await shop.as(agent, source, { version: 1, locale: 'nonsense!' })).data).toMatchObject({
      consentText: { translation: { locale: 'en' } },
    })
    const events = await database.admin.unsafe(
      `select type, aggregate_version, data from ${shop.table('outbox')} where tenant_id = $1 and aggregate_id = 'consent-text/PROFILING' order by position`,
      [shop.tenant.id],
    )
    expect([...events]).toEqual(
      [1, 2].map((version) => ({
        type: 'io.iommi.consent-text.published.v1',
        aggregate_version: version,
        data: { purpose: 'PROFILING', version },
      })),
    )
  })

  it('answers a version conflict with the newest text, and publishes one of 10 at once whole', async () => {
    await shop.publishText('ANALYTICS')
    const before = await shop.everything()
    expect(await publish({ purpose: 'ANALYTICS', expectedVersion: 0, translations })).toEqual({
      consentText: expect.objectContaining({ version: 1 }),
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
    })
    expect(await shop.everything()).toEqual(before)
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        publish({
          purpose: 'ANALYTICS',
          expectedVersion: 1,
          translations: [{ locale: index % 2 === 0 ? 'en' : 'de', text: String(index) }],
        }),
      ),
    )
    expect(answers.filter((answer) => JSON.stringify(answer).includes('"userErrors":[]'))).toHaveLength(1)
    const rows = await database.admin.unsafe(
      `select count(*)::int as n from ${shop.table('consent_texts')} where purpose = 'ANALYTICS' and version = 2 and tenant_id = $1`,
      [shop.tenant.id],
    )
    expect([...rows]).toEqual([{ n: 1 }])
  })

  it('answers 20 equal requests at once with one version, and another input as a reused key', async () => {
    const input = { idempotencyKey: newKey(), purpose: 'MARKETING_SMS', translations }
    const answers = await Promise.all(Array.from({ length: 20 }, () => publish(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ consentText: { version: 1 } })
    expect(await publish({ ...input, translations: translations.slice(1) })).toEqual({
      consentText: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
  })

  it.each([
    [['translations'], { translations: [] }],
    [['translations'], { translations: [...translations, { locale: 'de', text: 'X' }] }],
    [['translations'], { translations: Array.from({ length: 51 }, (_, index) => ({ locale: `en-${String(100 + index)}`, text: 'X' })) }],
    [['translations', '0', 'locale'], { translations: [{ locale: 'x', text: 'X' }] }],
    [['translations', '0', 'text'], { translations: [{ locale: 'en', text: ' ' }] }],
    [['translations', '0', 'text'], { translations: [{ locale: 'en', text: 'x'.repeat(10_001) }] }],
    [['idempotencyKey'], { idempotencyKey: '' }],
  ])('refuses bad %j by name and changes nothing', async (field, input) => {
    const before = await shop.everything()
    expect(await publish({ purpose: 'ANALYTICS', translations, ...input })).toEqual({
      consentText: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', ...field] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it.each([
    ['admin', admin, []],
    ['customer-service', agent, ['FORBIDDEN']],
    ['order-manager', orderManager, ['FORBIDDEN']],
    ['client', client(newId('customer')), ['FORBIDDEN']],
    ['partner', partner, ['FORBIDDEN']],
    ['system', service, []],
  ])('are published by admins only: %s', async (_name, actor, errors) => {
    const before = await shop.everything()
    const input = { idempotencyKey: newKey(), purpose: 'ANALYTICS', translations }
    expect((await shop.as(actor, publishConsentText, { input })).errors).toEqual(errors)
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })
})
