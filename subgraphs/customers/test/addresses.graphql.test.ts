import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  addCustomerAddress,
  agent,
  client,
  newKey,
  outboxOf,
  payloadIn,
  removeCustomerAddress,
  shopOf,
  updateCustomerAddress,
  whoChangesCustomers,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

const high = { line1: '1 High Street', city: 'London', countryCode: 'GB' }

describe.each(['acme', 'globex'] as const)('addresses for %s', (slug) => {
  const shop = shopOf(database, slug)
  const mutation =
    (source: string, field: string) =>
    async (input: Input, actor: Actor = agent) =>
      payloadIn(await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } }), field)
  const add = mutation(addCustomerAddress, 'addCustomerAddress')
  const update = mutation(updateCustomerAddress, 'updateCustomerAddress')
  const remove = mutation(removeCustomerAddress, 'removeCustomerAddress')
  const defaults = async (id: string) =>
    (await shop.as(agent, `query ($id: ID!) { customer(id: $id) { addresses(first: 100) { nodes { id isDefault } } } }`, { id })).data?.[
      'customer'
    ]
  const listed = (...nodes: readonly (readonly [string, boolean])[]) => ({
    addresses: { nodes: nodes.map(([id, isDefault]) => ({ id, isDefault })) },
  })

  it('adds the first address as the default, a later one only when it says so, and keeps exactly one', async () => {
    const customerId = await shop.register()
    expect(
      await add({
        customerId,
        expectedVersion: 1,
        ...high,
        line2: ' Flat 2 ',
        region: 'Greater London',
        postalCode: 'SW1A 1AA',
        isDefault: false,
      }),
    ).toEqual({
      address: {
        id: expect.stringMatching(/^address_[0-9a-z]{26}$/),
        ...high,
        line2: 'Flat 2',
        region: 'Greater London',
        postalCode: 'SW1A 1AA',
        isDefault: true,
      },
      customer: { id: customerId, version: 2 },
      userErrors: [],
    })
    const second = await shop.addAddress(customerId)
    const third = await shop.addAddress(customerId, { isDefault: true })
    const [first] = JSON.stringify(await defaults(customerId)).match(/address_\w+/) ?? []
    expect(await defaults(customerId)).toEqual(listed([first ?? '', false], [second, false], [third, true]))
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 4))
  })

  it('changes what is given, leaves the rest, and records version, event and job', async () => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId, { line2: 'Flat 2', postalCode: 'SW1A 1AA' })
    expect(await update({ addressId, expectedVersion: 2, line1: '2 Low Street', line2: null, countryCode: 'IE' })).toEqual({
      address: {
        id: addressId,
        line1: '2 Low Street',
        line2: null,
        city: 'London',
        region: null,
        postalCode: 'SW1A 1AA',
        countryCode: 'IE',
        isDefault: true,
      },
      customer: { id: customerId, version: 3 },
      userErrors: [],
    })
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 3))
  })

  it('changes nothing, the version included, when everything is as asked already', async () => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    for (const input of [{}, { city: ' London ' }, { line2: null }, { isDefault: true }, { isDefault: null }]) {
      expect(await update({ addressId, ...input })).toMatchObject({ customer: { version: 2 }, userErrors: [] })
    }
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 2))
  })

  it('moves the default to the address that asks for it', async () => {
    const customerId = await shop.register()
    const first = await shop.addAddress(customerId)
    const second = await shop.addAddress(customerId)
    expect(await update({ addressId: second, isDefault: true })).toMatchObject({ address: { isDefault: true }, customer: { version: 4 } })
    expect(await defaults(customerId)).toEqual(listed([first, false], [second, true]))
    expect(await update({ addressId: first, isDefault: false })).toMatchObject({ customer: { version: 4 }, userErrors: [] })
  })

  it('refuses to leave a customer without a default, and changes nothing', async () => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    const before = await shop.everything()
    expect(await update({ addressId, isDefault: false, city: 'Leeds' })).toMatchObject({
      address: { id: addressId, city: 'London' },
      customer: { version: 2 },
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'isDefault'] }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('makes the oldest address the default when the default goes, and none when the last one goes', async () => {
    const customerId = await shop.register()
    const [first, second, third] = [await shop.addAddress(customerId), await shop.addAddress(customerId), await shop.addAddress(customerId)]
    await update({ addressId: third, isDefault: true })
    expect(await remove({ addressId: third, expectedVersion: 5 })).toEqual({
      address: { id: third },
      customer: { id: customerId, version: 6 },
      userErrors: [],
    })
    expect(await defaults(customerId)).toEqual(listed([first, true], [second, false]))
    await remove({ addressId: second })
    expect(await defaults(customerId)).toEqual(listed([first, true]))
    await remove({ addressId: first })
    expect(await defaults(customerId)).toEqual(listed())
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 8))
  })

  it('keeps at most 50 addresses', async () => {
    const customerId = await shop.register()
    for (let count = 0; count < 50; count += 1) await shop.addAddress(customerId)
    const before = await shop.everything()
    expect(await add({ customerId, ...high })).toEqual({
      address: null,
      customer: { id: customerId, version: 51 },
      userErrors: [{ code: 'TOO_MANY_ADDRESSES', field: null }],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it.each([
    ['line1', { line1: '' }],
    ['line1', { line1: 'x'.repeat(101) }],
    ['line2', { line2: 'x'.repeat(101) }],
    ['city', { city: 'Lon\u0007don' }],
    ['region', { region: 'x'.repeat(101) }],
    ['postalCode', { postalCode: 'x'.repeat(21) }],
    ['countryCode', { countryCode: 'XX' }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('refuses a bad %s by name in adding and changing, and changes nothing: %j', async (field, input) => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    const before = await shop.everything()
    const refused = { address: null, customer: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }] }
    expect(await add({ customerId, ...high, ...input })).toEqual(refused)
    expect(await update({ addressId, ...input })).toEqual(refused)
    expect(await shop.everything()).toEqual(before)
  })

  it.each([['line1'], ['city'], ['countryCode']])('refuses to clear %s', async (field) => {
    const addressId = await shop.addAddress(await shop.register())
    expect(await update({ addressId, [field]: null })).toEqual({
      address: null,
      customer: null,
      userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }],
    })
  })

  it('refuses ids of another kind by name', async () => {
    const refused = (field: string) => ({ customer: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }] })
    expect(await add({ customerId: 'nobody', ...high })).toMatchObject(refused('customerId'))
    expect(await add({ ...high })).toMatchObject(refused('customerId'))
    expect(await update({ addressId: newId('customer') })).toMatchObject(refused('addressId'))
    expect(await remove({ addressId: 'x' })).toMatchObject(refused('addressId'))
    expect(await remove({ addressId: newId('address'), idempotencyKey: '' })).toMatchObject(refused('idempotencyKey'))
  })

  it('answers a version conflict with things as they are now, and changes nothing', async () => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    const before = await shop.everything()
    const conflict = {
      customer: { id: customerId, version: 2 },
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
    }
    expect(await add({ customerId, expectedVersion: 1, ...high })).toEqual({ address: null, ...conflict })
    expect(await update({ addressId, expectedVersion: 1, city: 'Leeds' })).toMatchObject({ address: { city: 'London' }, ...conflict })
    expect(await remove({ addressId, expectedVersion: 1 })).toEqual({ address: { id: addressId }, ...conflict })
    expect(await shop.everything()).toEqual(before)
  })

  it('lets exactly one of 50 changes of the same version win', async () => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    const answers = await Promise.all([
      ...Array.from({ length: 20 }, () => add({ customerId, expectedVersion: 2, ...high, isDefault: true })),
      ...Array.from({ length: 20 }, (_, index) => update({ addressId, expectedVersion: 2, city: `City ${String(index)}` })),
      ...Array.from({ length: 10 }, () => remove({ addressId, expectedVersion: 2 })),
    ])
    const texts = answers.map((answer) => JSON.stringify(answer))
    expect(texts.filter((text) => text.includes('"userErrors":[]'))).toHaveLength(1)
    // The others lost by version, or because the winner removed the address.
    expect(texts.filter((text) => /VERSION_CONFLICT|ADDRESS_NOT_FOUND/.test(text))).toHaveLength(49)
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 3))
  })

  it('keeps exactly one default through 30 additions at once that each want to be it', async () => {
    const customerId = await shop.register()
    await Promise.all(Array.from({ length: 30 }, () => add({ customerId, ...high, isDefault: true })))
    const rows = await database.admin.unsafe(
      `select count(*)::int as total, count(*) filter (where is_default)::int as defaults from ${shop.table('addresses')} a
       join ${shop.table('customers')} c on c.tenant_id = a.tenant_id and c.id = a.customer_id where c.version = 31`,
    )
    expect([...rows]).toEqual([{ total: 30, defaults: 1 }])
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 31))
  })

  it('answers 20 equal requests at once with one effect and 20 equal payloads, and another input as a reused key', async () => {
    const customerId = await shop.register()
    const same = async (mutate: typeof add, input: Input) => {
      const answers = await Promise.all(Array.from({ length: 20 }, () => mutate(input)))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      return answers[0]
    }
    const reused = { customer: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] }
    const [addKey, updateKey, removeKey] = [newKey(), newKey(), newKey()]
    const added = await same(add, { idempotencyKey: addKey, customerId, ...high })
    const addressId = JSON.stringify(added).match(/address_\w+/)?.[0]
    expect(await add({ idempotencyKey: addKey, customerId, ...high, city: 'Leeds' })).toMatchObject(reused)
    await same(update, { idempotencyKey: updateKey, addressId, city: 'York' })
    expect(await update({ idempotencyKey: updateKey, addressId, city: 'Leeds' })).toMatchObject(reused)
    await same(remove, { idempotencyKey: removeKey, addressId })
    expect(await remove({ idempotencyKey: removeKey, addressId, expectedVersion: 9 })).toMatchObject(reused)
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 4))
  })

  const everyMutation = (customerId: string, addressId: string) =>
    [
      [addCustomerAddress, { customerId, ...high }],
      [updateCustomerAddress, { addressId, city: 'Leeds' }],
      [removeCustomerAddress, { addressId }],
    ] as const

  it.each(whoChangesCustomers)('checks the role: %s', async (_name, actor, errors) => {
    const customerId = await shop.register()
    const addressId = await shop.addAddress(customerId)
    const before = await shop.everything()
    for (const [source, input] of everyMutation(customerId, addressId)) {
      expect((await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } })).errors).toEqual(errors)
    }
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('lets a client work on its own addresses, without saying whose', async () => {
    const customerId = await shop.register()
    const me = client(customerId)
    const added = await add({ ...high }, me)
    expect(added).toMatchObject({ customer: { id: customerId, version: 2 }, userErrors: [] })
    const addressId = JSON.stringify(added).match(/address_\w+/)?.[0]
    expect(await update({ addressId, city: 'Leeds' }, me)).toMatchObject({ customer: { version: 3 }, userErrors: [] })
    expect(await remove({ addressId }, me)).toMatchObject({ customer: { version: 4 }, userErrors: [] })
  })

  const notFound = {
    addCustomerAddress: { address: null, customer: null, userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'] }] },
    updateCustomerAddress: { address: null, customer: null, userErrors: [{ code: 'ADDRESS_NOT_FOUND', field: ['input', 'addressId'] }] },
    removeCustomerAddress: { address: null, customer: null, userErrors: [{ code: 'ADDRESS_NOT_FOUND', field: ['input', 'addressId'] }] },
  }

  it("shows somebody else's, another tenant's and unknown addresses alike as not found, and touches none", async () => {
    const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
    const [mine, theirs, foreign] = [await shop.register(), await shop.register(), await other.register()]
    const [their, foreignAddress] = [await shop.addAddress(theirs), await other.addAddress(foreign)]
    const before = [await shop.everything(), await other.everything()]
    const cases = [
      { actor: client(mine), customerId: theirs, addressId: their },
      { actor: agent, customerId: foreign, addressId: foreignAddress },
      { actor: agent, customerId: newId('customer'), addressId: newId('address') },
    ]
    for (const { actor, customerId, addressId } of cases) {
      for (const [source, input] of everyMutation(customerId, addressId)) {
        const { data, errors } = await shop.as(actor, source, { input: { idempotencyKey: newKey(), expectedVersion: 9, ...input } })
        expect(errors).toEqual([])
        const [field = ''] = Object.keys(data ?? {})
        expect(data).toEqual({ [field]: new Map(Object.entries(notFound)).get(field) })
      }
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })
})
