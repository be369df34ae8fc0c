import { newId } from '@iommi/shared/ids'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  agent,
  client,
  customerUuid,
  newKey,
  outboxOf,
  payloadIn,
  shopOf,
  updateCustomerProfile,
  whoChangesCustomers,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')

describe.each(['acme', 'globex'] as const)('updateCustomerProfile for %s', (slug) => {
  const shop = shopOf(database, slug)
  const update = async (input: Readonly<Record<string, unknown>>, actor = agent) =>
    payloadIn(await shop.as(actor, updateCustomerProfile, { input: { idempotencyKey: newKey(), ...input } }), 'updateCustomerProfile')

  it('changes what is given, leaves the rest, and records version, event and job', async () => {
    const email = `u-${newKey()}@example.com`
    const customerId = await shop.register({ name: 'Ada', email, phone: '+442079460958' })
    expect(await update({ customerId, expectedVersion: 1, name: 'Ada King' })).toEqual({
      customer: { id: customerId, name: 'Ada King', email, phone: '+442079460958', version: 2 },
      userErrors: [],
    })
    expect(await update({ customerId, email: null, phone: null })).toEqual({
      customer: { id: customerId, name: 'Ada King', email: null, phone: null, version: 3 },
      userErrors: [],
    })
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 3))
    const sync = await database.admin.unsafe(
      `select desired_version, acked_version, first_dirty_at is not null as is_dirty from ${shop.table('mainframe_sync')} where customer_id = $1`,
      [customerUuid(customerId)],
    )
    expect([...sync]).toEqual([{ desired_version: 3, acked_version: 0, is_dirty: true }])
  })

  it('shows in the same answer the version it wants at the mainframe, also after another mutation of the request', async () => {
    const customerId = await shop.register()
    const answer = await shop.as(
      agent,
      `mutation ($a: UpdateCustomerProfileInput!, $b: UpdateCustomerProfileInput!) {
        a: updateCustomerProfile(input: $a) { customer { version mainframeSync { state desiredVersion ackedVersion } } }
        b: updateCustomerProfile(input: $b) { customer { version mainframeSync { state desiredVersion ackedVersion } } }
      }`,
      { a: { idempotencyKey: newKey(), customerId, name: 'A' }, b: { idempotencyKey: newKey(), customerId, name: 'B' } },
    )
    expect(answer).toEqual({
      data: {
        a: { customer: { version: 2, mainframeSync: { state: 'PENDING', desiredVersion: 2, ackedVersion: 0 } } },
        b: { customer: { version: 3, mainframeSync: { state: 'PENDING', desiredVersion: 3, ackedVersion: 0 } } },
      },
      errors: [],
    })
  })

  it('changes nothing, the version included, when everything is as asked already', async () => {
    const email = `same-${newKey()}@example.com`
    const customerId = await shop.register({ name: 'Same', email, phone: '+442079460958' })
    const same = { customer: { id: customerId, name: 'Same', email, phone: '+442079460958', version: 1 }, userErrors: [] }
    for (const input of [{}, { name: ' Same ' }, { email, phone: '+44 (0)20 7946 0958' }])
      expect(await update({ customerId, ...input })).toEqual(same)
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 1))
  })

  it('keeps an e-mail address in another spelling, as the same customer’s', async () => {
    const key = newKey()
    const customerId = await shop.register({ email: `case-${key}@example.com` })
    expect(await update({ customerId, email: `CASE-${key}@example.com` })).toMatchObject({
      customer: { email: `CASE-${key}@example.com`, version: 2 },
      userErrors: [],
    })
  })

  it('tries a parked profile again from the start once it changes', async () => {
    const customerId = await shop.register()
    await database.admin.unsafe(
      `update ${shop.table('mainframe_sync')} set parked_at = now(), attempts = 7, next_attempt_at = now(), batch_id = 'B1',
         last_error_code = 'E42', last_error_field = 'CUST-NAME', last_error_message = 'TOO LONG' where customer_id = $1`,
      [customerUuid(customerId)],
    )
    const read = async () =>
      (
        await shop.as(agent, `query ($id: ID!) { customer(id: $id) { mainframeSync { state batchId reject { code field message } } } }`, {
          id: customerId,
        })
      ).data?.['customer']
    expect(await read()).toEqual({
      mainframeSync: { state: 'PARKED', batchId: 'B1', reject: { code: 'E42', field: 'CUST-NAME', message: 'TOO LONG' } },
    })
    await update({ customerId, name: 'Shorter' })
    expect(await read()).toEqual({ mainframeSync: { state: 'PENDING', batchId: 'B1', reject: null } })
    const rows = await database.admin.unsafe(
      `select attempts, next_attempt_at from ${shop.table('mainframe_sync')} where customer_id = $1`,
      [customerUuid(customerId)],
    )
    expect([...rows]).toEqual([{ attempts: 0, next_attempt_at: null }])
  })

  it('dates the lag from the first change that the mainframe lacks, and keeps the backoff of what is under way', async () => {
    const customerId = await shop.register()
    const uuid = customerUuid(customerId)
    const sync = async () => [
      ...(await database.admin.unsafe(
        `select first_dirty_at, attempts, next_attempt_at from ${shop.table('mainframe_sync')} where customer_id = $1`,
        [uuid],
      )),
    ]
    await database.admin.unsafe(
      `update ${shop.table('mainframe_sync')} set first_dirty_at = '2026-01-01Z', attempts = 3, next_attempt_at = '2026-01-02Z' where customer_id = $1`,
      [uuid],
    )
    const before = await sync()
    shop.clock.now = new Date('2026-11-20T09:31:00.000Z')
    await update({ customerId, name: 'Later' })
    expect(await sync()).toEqual(before)
    await database.admin.unsafe(
      `update ${shop.table('mainframe_sync')} set acked_version = desired_version, first_dirty_at = null where customer_id = $1`,
      [uuid],
    )
    const read = async () =>
      (
        await shop.as(agent, `query ($id: ID!) { customer(id: $id) { mainframeSync { state lagSeconds ackedVersion } } }`, {
          id: customerId,
        })
      ).data?.['customer']
    expect(await read()).toEqual({ mainframeSync: { state: 'SYNCED', lagSeconds: null, ackedVersion: 2 } })
    await update({ customerId, name: 'Later still' })
    shop.clock.now = new Date('2026-11-20T09:32:01.999Z')
    expect(await read()).toEqual({ mainframeSync: { state: 'PENDING', lagSeconds: 61, ackedVersion: 2 } })
  })

  it.each([
    ['name', { name: null }],
    ['name', { name: '' }],
    ['email', { email: 'nobody' }],
    ['email', { email: 'o’neil@example.org' }],
    ['phone', { phone: '12345' }],
    ['customerId', { customerId: 'customer_1' }],
    ['customerId', { customerId: newId('order') }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('refuses a bad %s by name and changes nothing: %j', async (field, input) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    expect(await update({ customerId, ...input })).toEqual({
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('requires employees to say which customer', async () => {
    expect(await update({ name: 'Who' })).toEqual({
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'customerId'] }],
    })
  })

  it('answers a version conflict with the customer as it is now, and changes nothing', async () => {
    const customerId = await shop.register({ name: 'Old' })
    await update({ customerId, name: 'New' })
    const before = await shop.everything()
    expect(await update({ customerId, expectedVersion: 1, name: 'Mine' })).toEqual({
      customer: { id: customerId, name: 'New', email: null, phone: null, version: 2 },
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('answers an e-mail address in use with the customer as it is now, and changes nothing', async () => {
    const email = `taken-${newKey()}@example.com`
    await shop.register({ email })
    const customerId = await shop.register({ name: 'Other' })
    const before = await shop.everything()
    expect(await update({ customerId, name: 'Changed', email: email.toUpperCase() })).toEqual({
      customer: { id: customerId, name: 'Other', email: null, phone: null, version: 1 },
      userErrors: [{ code: 'EMAIL_TAKEN', field: ['input', 'email'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('shows an unknown customer as not found', async () => {
    expect(await update({ customerId: newId('customer'), name: 'X' })).toEqual({
      customer: null,
      userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
    })
  })

  it('lets exactly one of 50 changes of the same version win', async () => {
    const customerId = await shop.register()
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => update({ customerId, expectedVersion: 1, name: `Name ${String(index)}` })),
    )
    const texts = answers.map((answer) => JSON.stringify(answer))
    expect(texts.filter((text) => text.includes('"userErrors":[]'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('"VERSION_CONFLICT"') && text.includes('"version":2'))).toHaveLength(49)
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 2))
  })

  it('takes 20 changes at once that name no version one after the other', async () => {
    const customerId = await shop.register()
    await Promise.all(Array.from({ length: 20 }, (_, index) => update({ customerId, name: `Name ${String(index)}` })))
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 21))
  })

  it('gives an e-mail address to one of 10 customers at once and tells the others', async () => {
    const email = `grab-${newKey()}@example.com`
    const ids = await Promise.all(Array.from({ length: 10 }, () => shop.register()))
    const answers = await Promise.all(ids.map((customerId) => update({ customerId, email })))
    const outcomes = answers.map((answer) => JSON.stringify(answer).match(/"code":"(\w+)"/)?.[1] ?? 'changed')
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 9 }, () => 'EMAIL_TAKEN'), 'changed'])
    const versions = await database.admin.unsafe(`select version from ${shop.table('customers')} where id = any($1) order by version`, [
      ids.map(customerUuid),
    ])
    expect(versions.map(({ version }) => version)).toEqual([...Array.from({ length: 9 }, () => 1), 2])
  })

  it('answers 20 equal requests at once with one change and 20 equal payloads', async () => {
    const customerId = await shop.register()
    const input = { idempotencyKey: newKey(), customerId, expectedVersion: 1, name: 'Once' }
    const answers = await Promise.all(Array.from({ length: 20 }, () => update(input)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ customer: { id: customerId, name: 'Once', email: null, phone: null, version: 2 }, userErrors: [] })]),
    )
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 2))
  })

  it('refuses a key that came before with another input, and changes nothing', async () => {
    const customerId = await shop.register()
    const idempotencyKey = newKey()
    await update({ idempotencyKey, customerId, name: 'First' })
    const before = await shop.everything()
    expect(await update({ idempotencyKey, customerId, name: 'Second' })).toEqual({
      customer: null,
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it.each(whoChangesCustomers)('checks the role: %s', async (_name, actor, errors) => {
    const customerId = await shop.register()
    const before = await shop.everything()
    const answer = await shop.as(actor, updateCustomerProfile, { input: { idempotencyKey: newKey(), customerId, name: 'By role' } })
    expect(answer.errors).toEqual(errors)
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('lets a client change itself, with or without saying so', async () => {
    const customerId = await shop.register()
    expect(await update({ name: 'Me' }, client(customerId))).toMatchObject({
      customer: { id: customerId, name: 'Me', version: 2 },
      userErrors: [],
    })
    expect(await update({ customerId, name: 'Myself' }, client(customerId))).toMatchObject({ customer: { version: 3 }, userErrors: [] })
  })

  it('shows another customer to a client as not found and does not touch it', async () => {
    const customerId = await shop.register()
    const mine = await shop.register()
    const before = await shop.everything()
    expect(await update({ customerId, expectedVersion: 7, name: 'Theirs' }, client(mine))).toEqual({
      customer: null,
      userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it("shows another tenant's customer as not found and does not touch it", async () => {
    const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
    const customerId = await other.register()
    const before = await other.everything()
    expect(await update({ customerId, name: 'Foreign' })).toEqual({
      customer: null,
      userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }],
    })
    expect(await other.everything()).toEqual(before)
  })
})
