import { newId } from '@iommi/shared/ids'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { consentDeskOf, marketing, withdrawal, type ConsentPage } from './consents-fixture.ts'
import { agent, client, newKey, shopOf } from './customers-fixture.ts'

const database = useTestDatabase('customers')

describe.each(['acme', 'globex'] as const)('consents for %s', (slug) => {
  const shop = shopOf(database, slug)
  const { record, read, has, stateOf, textVersion } = consentDeskOf(shop)

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
      const { nodes, pageInfo }: ConsentPage = (await read(customerId, { first: 3, after })).consentHistory
      forwards.push(...nodes.map(({ id }) => id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after !== null)
    expect(forwards).toEqual(all)
    const backwards: string[] = []
    let before: string | null = null
    do {
      const { nodes, pageInfo }: ConsentPage = (await read(customerId, { last: 3, before })).consentHistory
      backwards.unshift(...nodes.map(({ id }) => id))
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null
    } while (before !== null)
    expect(backwards).toEqual(all)
  })
})
