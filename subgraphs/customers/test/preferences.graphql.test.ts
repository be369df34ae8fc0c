import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { agent, client, newKey, outboxOf, payloadIn, shopOf, updateCustomerPreferences, whoChangesCustomers } from './customers-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

const preferencesId = (customerId: string): string => customerId.replace('customer_', 'preferences_')
const none = { locale: null, timeZone: null, preferredCurrency: null, marketingChannels: [], version: 0 }

describe.each(['acme', 'globex'] as const)('updateCustomerPreferences for %s', (slug) => {
  const shop = shopOf(database, slug)
  const update = async (input: Input, actor: Actor = agent) =>
    payloadIn(
      await shop.as(actor, updateCustomerPreferences, { input: { idempotencyKey: newKey(), ...input } }),
      'updateCustomerPreferences',
    )
  const read = async (id: string, actor: Actor = agent) =>
    (
      await shop.as(
        actor,
        `query ($id: ID!) { customer(id: $id) { preferences { id locale timeZone preferredCurrency marketingChannels version } } }`,
        { id },
      )
    ).data?.['customer']
  const events = async (customerId: string) =>
    (await shop.outbox(preferencesId(customerId))).map((row) => {
      const { kind, type, aggregate_version: version, data } = row as Record<string, unknown>
      expect([kind, type, data]).toEqual(['event', 'io.iommi.customer.preferences-changed.v1', { customerId, version }])
      return version
    })

  it('shows no preferences as such, and the same to the customer itself', async () => {
    const id = await shop.register()
    expect(await read(id)).toEqual({ preferences: { id: preferencesId(id), ...none } })
    expect(await read(id, client(id))).toEqual({ preferences: { id: preferencesId(id), ...none } })
  })

  it('changes what is given, in canonical form, leaves the rest, and records one event each; the profile stays as it is', async () => {
    const customerId = await shop.register()
    const first = {
      id: preferencesId(customerId),
      locale: 'en-GB',
      timeZone: 'Europe/London',
      preferredCurrency: 'GBP',
      marketingChannels: ['EMAIL', 'POST'],
      version: 1,
    }
    expect(
      await update({
        customerId,
        expectedVersion: 0,
        locale: 'en-gb',
        timeZone: ' europe/london',
        preferredCurrency: 'GBP',
        marketingChannels: ['POST', 'EMAIL', 'POST'],
      }),
    ).toEqual({ preferences: first, customer: { id: customerId, version: 1 }, userErrors: [] })
    expect(await read(customerId)).toEqual({ preferences: first })
    const second = { ...first, locale: null, timeZone: 'Asia/Tokyo', marketingChannels: [], version: 2 }
    expect(await update({ customerId, expectedVersion: 1, locale: null, timeZone: 'Asia/Tokyo', marketingChannels: [] })).toEqual({
      preferences: second,
      customer: { id: customerId, version: 1 },
      userErrors: [],
    })
    expect(await read(customerId)).toEqual({ preferences: second })
    expect(await events(customerId)).toEqual([1, 2])
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 1))
  })

  it('changes nothing, the version included, when everything is as asked already', async () => {
    const customerId = await shop.register()
    expect(await update({ customerId })).toMatchObject({ preferences: none, userErrors: [] })
    await update({ customerId, locale: 'de', marketingChannels: ['SMS'] })
    for (const input of [{}, { locale: ' DE ' }, { timeZone: null, marketingChannels: ['SMS', 'SMS'] }]) {
      expect(await update({ customerId, ...input })).toMatchObject({ preferences: { locale: 'de', version: 1 }, userErrors: [] })
    }
    expect(await events(customerId)).toEqual([1])
  })

  it.each([
    ['locale', { locale: 'english!' }],
    ['locale', { locale: '' }],
    ['timeZone', { timeZone: 'Mars/Olympus' }],
    ['timeZone', { timeZone: '+01:00' }],
    ['marketingChannels', { marketingChannels: null }],
    ['marketingChannels', { marketingChannels: Array.from({ length: 21 }, () => 'SMS') }],
    ['customerId', { customerId: 'customer_1' }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('refuses a bad %s by name and changes nothing: %j', async (field, input) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    expect(await update({ customerId, ...input })).toEqual({
      preferences: null,
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('refuses what is no currency before anything is read', async () => {
    const input = { idempotencyKey: newKey(), customerId: newId('customer'), preferredCurrency: 'XYZ' }
    expect((await shop.as(agent, updateCustomerPreferences, { input })).errors).toEqual([expect.stringContaining('CurrencyCode')])
  })

  it('requires employees to say which customer', async () => {
    expect(await update({ locale: 'de' })).toMatchObject({ userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'customerId'] }] })
  })

  it('answers a version conflict with the preferences as they are now, and changes nothing', async () => {
    const customerId = await shop.register()
    await update({ customerId, locale: 'de' })
    const before = await shop.everything()
    for (const expectedVersion of [0, 2]) {
      expect(await update({ customerId, expectedVersion, locale: 'fr' })).toMatchObject({
        preferences: { locale: 'de', version: 1 },
        customer: { id: customerId },
        userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
      })
    }
    expect(await shop.everything()).toEqual(before)
  })

  it('lets exactly one of 30 changes of the same version win, the first ones included, and takes 20 without one in turn', async () => {
    const customerId = await shop.register()
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        update({ customerId, expectedVersion: 0, timeZone: index % 2 === 0 ? 'UTC' : 'Asia/Tokyo' }),
      ),
    )
    const texts = answers.map((answer) => JSON.stringify(answer))
    expect(texts.filter((text) => text.includes('"userErrors":[]'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('VERSION_CONFLICT'))).toHaveLength(29)
    const locales = ['de', 'fr', 'it', 'es', 'nl', 'pl', 'sv', 'da', 'fi', 'cs', 'hu', 'ro', 'bg', 'el', 'pt', 'hr', 'sl', 'sk', 'lt', 'lv']
    await Promise.all(locales.map((locale) => update({ customerId, locale })))
    expect(await events(customerId)).toEqual(Array.from({ length: 21 }, (_, index) => index + 1))
  })

  it('answers 20 equal requests at once with one change and 20 equal payloads, and another input as a reused key', async () => {
    const customerId = await shop.register()
    const input = { idempotencyKey: newKey(), customerId, locale: 'de' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => update(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await events(customerId)).toEqual([1])
    expect(await update({ ...input, locale: 'fr' })).toEqual({
      preferences: null,
      customer: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
  })

  it.each(whoChangesCustomers)('checks the role: %s', async (_name, actor, errors) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    const answer = await shop.as(actor, updateCustomerPreferences, { input: { idempotencyKey: newKey(), customerId, locale: 'de' } })
    expect(answer.errors).toEqual(errors)
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('lets a client change its own, with or without saying so', async () => {
    const customerId = await shop.register()
    expect(await update({ locale: 'de' }, client(customerId))).toMatchObject({ preferences: { version: 1 }, userErrors: [] })
    expect(await update({ customerId, locale: 'fr' }, client(customerId))).toMatchObject({ preferences: { version: 2 }, userErrors: [] })
  })

  it("shows somebody else's, another tenant's and unknown ones alike as not found, and touches none", async () => {
    const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
    const [mine, theirs, foreign] = [await shop.register(), await shop.register(), await other.register()]
    const before = [await shop.everything(), await other.everything()]
    for (const [actor, customerId] of [
      [client(mine), theirs],
      [agent, foreign],
      [agent, newId('customer')],
    ] as const) {
      expect(await update({ customerId, expectedVersion: 7, locale: 'de' }, actor)).toEqual({
        preferences: null,
        customer: null,
        userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
      })
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })
})
