import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  agent,
  client,
  customerById,
  customerUuid,
  newKey,
  orderManager,
  outboxOf,
  partner,
  payloadIn,
  registerCustomer,
  service,
  shopOf,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')

describe.each(['acme', 'globex'] as const)('registerCustomer for %s', (slug) => {
  const shop = shopOf(database, slug)
  const register = (input: Readonly<Record<string, unknown>>, actor = agent) =>
    shop.as(actor, registerCustomer, { input: { idempotencyKey: newKey(), name: 'Ada Lovelace', ...input } })
  const emailOf = (text: string): string => `${text}-${newKey()}@example.com`

  it('registers a customer at version 1, to be synced, with one event and one job', async () => {
    const email = emailOf('Ada')
    const payload = payloadIn(
      await register({ name: '  Ada Lovelace ', email: ` ${email} `, phone: '+44 20 7946 0958' }),
      'registerCustomer',
    )
    expect(payload).toEqual({
      customer: {
        id: expect.stringMatching(/^customer_[0-9a-z]{26}$/),
        name: 'Ada Lovelace',
        email,
        phone: '+442079460958',
        version: 1,
        createdAt: '2026-11-20T09:30:00.000Z',
      },
      userErrors: [],
    })
    const { id } = (payload as { customer: { id: string } }).customer
    expect(await shop.outbox(id)).toEqual(outboxOf(id, 1, 1))
    expect(payloadIn(await shop.as(orderManager, customerById, { id }), 'customer')).toEqual({
      id,
      name: 'Ada Lovelace',
      email,
      phone: '+442079460958',
      version: 1,
      addresses: { nodes: [] },
      mainframeSync: { state: 'PENDING', desiredVersion: 1, ackedVersion: 0, lagSeconds: 0, batchId: null, reject: null },
    })
  })

  it('registers customers without e-mail and phone, any number of them', async () => {
    for (const nothing of [{}, { email: null, phone: null }]) {
      expect(payloadIn(await register(nothing), 'registerCustomer')).toMatchObject({
        customer: { email: null, phone: null },
        userErrors: [],
      })
    }
  })

  it.each([
    ['name', { name: ' ' }, 'name must not be empty.'],
    ['name', { name: 'x'.repeat(101) }, 'name must have at most 100 characters.'],
    ['name', { name: 'Ada\u0000' }, 'name must not contain control characters.'],
    ['name', { name: 'Ada\nLovelace' }, 'name must not contain control characters.'],
    ['email', { email: 'ada' }, 'email must be an e-mail address.'],
    ['email', { email: '' }, 'email must be an e-mail address.'],
    ['phone', { phone: '020 7946 0958' }, 'phone must be a phone number with its country code, for example +442079460958.'],
    ['phone', { phone: '+44 20' }, 'phone must be a phone number with its country code, for example +442079460958.'],
    ['idempotencyKey', { idempotencyKey: '' }, 'idempotencyKey must not be empty.'],
    ['idempotencyKey', { idempotencyKey: 'a\u0000' }, 'idempotencyKey must not contain the character U+0000.'],
    ['idempotencyKey', { idempotencyKey: 'x'.repeat(256) }, 'idempotencyKey must have at most 255 characters.'],
  ])('refuses a bad %s by name and changes nothing: %j', async (field, input, message) => {
    const before = await shop.everything()
    expect(payloadIn(await register(input), 'registerCustomer')).toEqual({
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', field], message }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('names every field at fault at once', async () => {
    expect(payloadIn(await register({ name: '', email: 'x', phone: 'y' }), 'registerCustomer')).toMatchObject({
      userErrors: [{ field: ['input', 'name'] }, { field: ['input', 'email'] }, { field: ['input', 'phone'] }],
    })
  })

  it('accepts a name of exactly 100 characters, counted as people do', async () => {
    const name = 'é'.repeat(100)
    expect(payloadIn(await register({ name }), 'registerCustomer')).toMatchObject({ customer: { name }, userErrors: [] })
  })

  it('refuses an e-mail address in use in any spelling, and changes nothing', async () => {
    const key = newKey()
    await shop.register({ email: `Zoë-${key}@Example.com` })
    const before = await shop.everything()
    for (const spelling of [`zoë-${key}@example.com`, ` ZOË-${key}@EXAMPLE.COM `, `Zoe\u0308-${key}@example.com`]) {
      expect(payloadIn(await register({ email: spelling }), 'registerCustomer')).toEqual({
        customer: null,
        userErrors: [{ code: 'EMAIL_TAKEN', field: ['input', 'email'], message: 'Another customer has this e-mail address.' }],
      })
    }
    expect(await shop.everything()).toEqual(before)
  })

  it('gives an e-mail address to one of 20 at once and tells the others', async () => {
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => register({ email: index % 2 === 0 ? `race-${key}@x.org` : `RACE-${key}@X.org` })),
    )
    const codes = answers.map(
      (answer) => JSON.stringify(payloadIn(answer, 'registerCustomer')).match(/"code":"(\w+)"/)?.[1] ?? 'registered',
    )
    expect(codes.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'EMAIL_TAKEN'), 'registered'])
    expect(
      await database.admin.unsafe(`select 1 as n from ${shop.table('customers')} where email_norm = $1`, [`race-${key}@x.org`]),
    ).toHaveLength(1)
  })

  it('answers 20 equal requests at once with one customer and 20 equal payloads', async () => {
    const idempotencyKey = newKey()
    const input = { idempotencyKey, name: 'Once', email: emailOf('once') }
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(input)))
    const payloads = new Set(answers.map((answer) => JSON.stringify(payloadIn(answer, 'registerCustomer'))))
    expect(payloads.size).toBe(1)
    const rows = await database.admin.unsafe(`select id from ${shop.table('customers')} where email = $1`, [input.email])
    expect(rows).toHaveLength(1)
    expect([...payloads][0]).toContain('"userErrors":[]')
  })

  it('refuses a key that came before with another input, and changes nothing', async () => {
    const idempotencyKey = newKey()
    await register({ idempotencyKey, name: 'First' })
    const before = await shop.everything()
    expect(payloadIn(await register({ idempotencyKey, name: 'Second' }), 'registerCustomer')).toMatchObject({
      customer: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('lets a refused request be sent again under its key', async () => {
    const idempotencyKey = newKey()
    const email = emailOf('later')
    const holder = await shop.register({ email })
    await register({ idempotencyKey, email })
    await database.admin.unsafe(`update ${shop.table('customers')} set email = null, email_norm = null where id = $1`, [
      customerUuid(holder),
    ])
    expect(payloadIn(await register({ idempotencyKey, email }), 'registerCustomer')).toMatchObject({ customer: { email }, userErrors: [] })
  })

  it.each([
    ['admin', admin, true],
    ['customer-service', agent, true],
    ['order-manager', orderManager, false],
    ['partner', partner, false],
    ['system', service, false],
  ])('is for registering roles only: %s', async (_name, actor, isAllowed) => {
    const before = await shop.everything()
    const answer = await register({}, actor)
    expect(answer.errors).toEqual(isAllowed ? [] : ['FORBIDDEN'])
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(!isAllowed)
  })

  it('is not for clients', async () => {
    const id = await shop.register()
    const before = await shop.everything()
    expect((await register({}, client(id))).errors).toEqual(['FORBIDDEN'])
    expect(await shop.everything()).toEqual(before)
  })
})

describe('registerCustomer between tenants', () => {
  it('lets each tenant have the same e-mail address and the same idempotency key', async () => {
    const input = { idempotencyKey: newKey(), name: 'Twin', email: `twin-${newKey()}@example.com` }
    const answers = await Promise.all(
      (['acme', 'globex'] as const).map((slug) => shopOf(database, slug).as(agent, registerCustomer, { input })),
    )
    for (const answer of answers)
      expect(payloadIn(answer, 'registerCustomer')).toMatchObject({ customer: { name: 'Twin' }, userErrors: [] })
  })
})
