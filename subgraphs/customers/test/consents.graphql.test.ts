import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  agent,
  client,
  consentsOf,
  hasConsent,
  newKey,
  orderManager,
  partner,
  payloadIn,
  publishConsentText,
  recordConsent,
  service,
  shopOf,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

interface Page {
  readonly nodes: readonly { readonly id: string; readonly decision: string; readonly textVersion: number | null }[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
}
interface Consents {
  readonly consents: readonly { readonly purpose: string; readonly latest: { readonly id: string } | null }[]
  readonly consentHistory: Page
}

const marketing = { purpose: 'MARKETING_EMAIL', decision: 'GRANTED', source: 'WEBSITE' } as const
const withdrawal = { ...marketing, decision: 'WITHDRAWN' } as const

describe.each(['acme', 'globex'] as const)('consents for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const record = async (input: Input, actor: Actor = agent) =>
    payloadIn(await shop.as(actor, recordConsent, { input: { idempotencyKey: newKey(), ...input } }), 'recordConsent') as {
      readonly consent: { readonly id: string } | null
      readonly userErrors: readonly unknown[]
    }
  const read = async (id: string, page: Input = {}, actor: Actor = agent) =>
    payloadIn(await shop.as(actor, consentsOf, { id, ...page }), 'customer') as Consents
  const has = async (id: string, purpose = 'MARKETING_EMAIL', at = shop) =>
    (await at.as(service, hasConsent, { id, purpose })).data?.['_hasConsent']
  const stateOf = async (id: string, purpose = 'MARKETING_EMAIL') => (await read(id)).consents.find((state) => state.purpose === purpose)
  const textVersion = () => shop.publishText('MARKETING_EMAIL')

  it('shows every purpose as not granted as long as the customer said nothing', async () => {
    const id = await shop.register()
    expect(await read(id)).toEqual({
      consents: ['MARKETING_EMAIL', 'MARKETING_SMS', 'ANALYTICS', 'PROFILING'].map((purpose) => ({
        purpose,
        isGranted: false,
        isOutdated: false,
        latest: null,
      })),
      consentHistory: { nodes: [], pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null } },
    })
    expect(await has(id)).toBe(false)
  })

  it('records a consent with text, source, time and who, and one event without personal data', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    const given = await record({ customerId, ...marketing, textVersion: version, textLocale: 'EN' })
    const consent = {
      id: expect.stringMatching(/^consent_[0-9a-z]{26}$/),
      purpose: 'MARKETING_EMAIL',
      decision: 'GRANTED',
      textVersion: version,
      textLocale: 'en',
      source: 'WEBSITE',
      occurredAt: shop.clock.now.toISOString(),
      recordedAt: shop.clock.now.toISOString(),
      actorKind: 'EMPLOYEE',
      actor: agent.id,
    }
    expect(given).toEqual({ consent, customer: { id: customerId, version: 1 }, userErrors: [] })
    const id = given.consent?.id ?? ''
    expect(await stateOf(customerId)).toEqual({ purpose: 'MARKETING_EMAIL', isGranted: true, isOutdated: false, latest: { id } })
    expect((await read(customerId)).consentHistory.nodes).toEqual([consent])
    expect(await has(customerId)).toBe(true)
    expect(await has(customerId, 'MARKETING_SMS')).toBe(false)
    expect(await shop.outbox(id)).toEqual([
      {
        kind: 'event',
        topic: 'customer-events',
        type: 'io.iommi.consent.recorded.v1',
        aggregate_version: 1,
        data: { consentId: id, customerId, purpose: 'MARKETING_EMAIL', decision: 'GRANTED' },
      },
    ])
  })

  it('takes the newest word as the one that counts, and keeps all of them, newest first', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    const words = [{ ...marketing, textVersion: version }, withdrawal, { ...marketing, textVersion: version, source: 'PAPER' }, withdrawal]
    for (const [index, word] of words.entries()) {
      await record({ customerId, ...word })
      expect(await has(customerId)).toBe(index % 2 === 0)
    }
    const { nodes } = (await read(customerId)).consentHistory
    expect(nodes.map(({ decision, textVersion: seen }) => [decision, seen])).toEqual([
      ['WITHDRAWN', null],
      ['GRANTED', version],
      ['WITHDRAWN', null],
      ['GRANTED', version],
    ])
    expect(await stateOf(customerId)).toMatchObject({ isGranted: false, latest: { id: nodes[0]?.id } })
  })

  it('adds nothing for a word that only repeats the newest one', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    const given = await record({ customerId, ...marketing, textVersion: version })
    expect(await record({ customerId, ...marketing, textVersion: version, source: 'PHONE' })).toEqual(given)
    const withdrawn = await record({ customerId, ...withdrawal, textVersion: version })
    expect(await record({ customerId, ...withdrawal, source: 'PHONE' })).toEqual(withdrawn)
    expect((await read(customerId)).consentHistory.nodes).toHaveLength(2)
  })

  it('refuses consent to a text that is unknown or has a newer version, and changes nothing', async () => {
    const customerId = await shop.register()
    const old = await textVersion()
    const current = await textVersion()
    const before = await shop.everything()
    const refused = (code: string, field: string) => ({
      consent: null,
      customer: { id: customerId, version: 1 },
      userErrors: [{ code, field: ['input', field] }],
    })
    expect(await record({ customerId, ...marketing, textVersion: old })).toEqual(refused('CONSENT_TEXT_OUTDATED', 'textVersion'))
    for (const unknown of [current + 1, 0, -1, 2_147_483_647]) {
      expect(await record({ customerId, ...marketing, textVersion: unknown })).toEqual(refused('CONSENT_TEXT_UNKNOWN', 'textVersion'))
    }
    expect(await record({ customerId, ...withdrawal, textVersion: current + 1 })).toEqual(refused('CONSENT_TEXT_UNKNOWN', 'textVersion'))
    expect(await record({ customerId, ...marketing, textVersion: current, textLocale: 'fr' })).toEqual(
      refused('CONSENT_TEXT_UNKNOWN', 'textLocale'),
    )
    expect(await record({ customerId, ...marketing, purpose: 'PROFILING', textVersion: 1 })).toEqual(
      refused('CONSENT_TEXT_UNKNOWN', 'textVersion'),
    )
    expect(await shop.everything()).toEqual(before)
  })

  it('accepts a withdrawal at any time: without a text, with an outdated one, and without a consent before', async () => {
    const customerId = await shop.register()
    const old = await textVersion()
    await record({ customerId, ...marketing, textVersion: old })
    await textVersion()
    expect(await record({ customerId, ...withdrawal, textVersion: old })).toMatchObject({ consent: { textVersion: old }, userErrors: [] })
    expect(await record({ customerId, ...withdrawal, purpose: 'PROFILING' })).toMatchObject({
      consent: { textVersion: null },
      userErrors: [],
    })
  })

  it('counts consent to an earlier text, says that it is outdated, and takes it anew', async () => {
    const customerId = await shop.register()
    await record({ customerId, ...marketing, textVersion: await textVersion() })
    const newer = await textVersion()
    expect(await stateOf(customerId)).toMatchObject({ isGranted: true, isOutdated: true })
    expect(await has(customerId)).toBe(true)
    await record({ customerId, ...marketing, textVersion: newer })
    expect(await stateOf(customerId)).toMatchObject({ isGranted: true, isOutdated: false })
    await record({ customerId, ...withdrawal })
    await textVersion()
    expect(await stateOf(customerId)).toMatchObject({ isGranted: false, isOutdated: false })
  })

  it('lets employees say when it was said; an earlier word does not undo a later one', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    await record({ customerId, ...withdrawal })
    const paper = { customerId, ...marketing, source: 'PAPER', textVersion: version, occurredAt: '2026-11-01T08:00:00.000Z' }
    expect(await record(paper)).toMatchObject({
      consent: { occurredAt: '2026-11-01T08:00:00.000Z', recordedAt: shop.clock.now.toISOString() },
      userErrors: [],
    })
    expect(await has(customerId)).toBe(false)
    expect((await read(customerId)).consentHistory.nodes.map(({ decision }) => decision)).toEqual(['WITHDRAWN', 'GRANTED'])
    const before = await shop.everything()
    const refused = { userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'occurredAt'] }] }
    expect(await record({ ...paper, occurredAt: new Date(shop.clock.now.getTime() + 1).toISOString() })).toMatchObject(refused)
    expect(await record(paper, client(customerId))).toMatchObject(refused)
    expect(await shop.everything()).toEqual(before)
  })

  it('does not let a clock that is behind undo what was said before', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    await record({ customerId, ...marketing, textVersion: version })
    const now = shop.clock.now
    shop.clock.now = new Date(now.getTime() - 60_000)
    expect(await record({ customerId, ...withdrawal })).toMatchObject({
      consent: { occurredAt: now.toISOString(), recordedAt: shop.clock.now.toISOString() },
    })
    shop.clock.now = now
    expect(await has(customerId)).toBe(false)
  })

  it.each([
    ['textVersion', { textVersion: null }],
    ['textLocale', { ...withdrawal, textVersion: null, textLocale: 'en' }],
    ['textLocale', { textLocale: 'x' }],
    ['customerId', { customerId: newId('order') }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('refuses a bad %s by name and changes nothing: %j', async (field, input) => {
    const customerId = await shop.register()
    const version = await textVersion()
    const before = await shop.everything()
    expect(await record({ customerId, ...marketing, textVersion: version, ...input })).toEqual({
      consent: null,
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('requires employees to say whose word it is', async () => {
    expect(await record(withdrawal)).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'customerId'] }] })
  })

  it('keeps 20 words at once in one order, the last of which counts', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        record({ customerId, ...(index % 2 === 0 ? { ...marketing, textVersion: version } : withdrawal) }),
      ),
    )
    const { consents, consentHistory } = await read(customerId, { first: 100 })
    // Repetitions were left out: words alternate.
    for (const [index, { decision }] of consentHistory.nodes.entries()) expect(decision).not.toBe(consentHistory.nodes[index + 1]?.decision)
    expect(consents[0]?.latest?.id).toBe(consentHistory.nodes[0]?.id)
    expect(await has(customerId)).toBe(consentHistory.nodes[0]?.decision === 'GRANTED')
  })

  it('answers 20 equal requests at once with one word and 20 equal payloads, and another input as a reused key', async () => {
    const customerId = await shop.register()
    const input = { idempotencyKey: newKey(), customerId, ...withdrawal }
    const answers = await Promise.all(Array.from({ length: 20 }, () => record(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect((await read(customerId)).consentHistory.nodes).toHaveLength(1)
    expect(await record({ ...input, source: 'PAPER' })).toEqual({
      consent: null,
      customer: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
  })

  it.each([
    ['admin', admin, []],
    ['customer-service', agent, []],
    ['order-manager', orderManager, ['FORBIDDEN']],
    ['partner', partner, ['FORBIDDEN']],
    ['system', service, []],
  ])('checks the role: %s', async (_name, actor, errors) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    const answer = await shop.as(actor, recordConsent, { input: { idempotencyKey: newKey(), customerId, ...withdrawal } })
    expect(answer.errors).toEqual(errors)
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('lets a client speak for itself, and does not show it who else recorded', async () => {
    const customerId = await shop.register()
    const me = client(customerId)
    const version = await textVersion()
    expect(await record({ ...marketing, textVersion: version }, me)).toMatchObject({
      consent: { actorKind: 'CLIENT', actor: null },
      userErrors: [],
    })
    await record({ customerId, ...withdrawal })
    expect((await read(customerId, {}, me)).consentHistory.nodes).toMatchObject([
      { actorKind: 'EMPLOYEE', actor: null },
      { actorKind: 'CLIENT', actor: null },
    ])
    expect((await read(customerId)).consentHistory.nodes).toMatchObject([{ actor: agent.id }, { actor: me.id }])
  })

  it("shows somebody else's, another tenant's and unknown customers alike as not found, and touches none", async () => {
    const [mine, theirs, foreign] = [await shop.register(), await shop.register(), await other.register()]
    const before = [await shop.everything(), await other.everything()]
    for (const [actor, customerId] of [
      [client(mine), theirs],
      [agent, foreign],
      [agent, newId('customer')],
    ] as const) {
      expect(await record({ customerId, ...withdrawal }, actor)).toEqual({
        consent: null,
        customer: null,
        userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
      })
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })

  it('pages the history exactly, forwards and backwards, through equal times', async () => {
    const customerId = await shop.register()
    const version = await textVersion()
    for (let index = 0; index < 7; index += 1)
      await record({ customerId, ...(index % 2 === 0 ? { ...marketing, textVersion: version } : withdrawal) })
    const all = (await read(customerId)).consentHistory.nodes.map(({ id }) => id)
    expect(new Set(all).size).toBe(7)
    const forwards: string[] = []
    let after: string | null = null
    do {
      const { nodes, pageInfo }: Page = (await read(customerId, { first: 3, after })).consentHistory
      forwards.push(...nodes.map(({ id }) => id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(forwards).toEqual(all)
    const backwards: string[] = []
    let before: string | null = null
    do {
      const { nodes, pageInfo }: Page = (await read(customerId, { last: 3, before })).consentHistory
      backwards.unshift(...nodes.map(({ id }) => id))
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
    } while (before !== null)
    expect(backwards).toEqual(all)
  })

  it('tells services only, and no for whoever is unknown, malformed or of another tenant', async () => {
    const foreign = await other.register()
    const version = await other.publishText('MARKETING_EMAIL')
    await other.as(agent, recordConsent, { input: { idempotencyKey: newKey(), customerId: foreign, ...marketing, textVersion: version } })
    expect(await has(foreign, 'MARKETING_EMAIL', other)).toBe(true)
    for (const id of [foreign, newId('customer'), 'nonsense']) expect(await has(id)).toBe(false)
    for (const actor of [admin, agent, partner, client(foreign)]) {
      expect((await shop.as(actor, hasConsent, { id: foreign, purpose: 'ANALYTICS' })).errors).toEqual(['FORBIDDEN'])
    }
  })

  it('never changes or forgets a word: neither app nor worker may', async () => {
    const customerId = await shop.register()
    await record({ customerId, ...withdrawal })
    for (const role of ['customers_app', 'customers_worker']) {
      for (const table of ['consents', 'consent_texts', 'consent_text_versions']) {
        for (const statement of [`update ${shop.table(table)} set purpose = purpose`, `delete from ${shop.table(table)}`]) {
          const attempt = database.admin.begin(async (tx) => {
            await tx`select set_config('app.tenant_id', ${shop.tenant.id}, true)`
            await tx.unsafe(`set local role ${role}`)
            await tx.unsafe(statement)
          })
          await expect(attempt).rejects.toMatchObject({ code: '42501' })
        }
      }
    }
  })
})

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
