import { relaySchema } from '@iommi/shared/event-relay'
import { newId } from '@iommi/shared/ids'
import { openRedis } from '@iommi/shared/redis'
import { silentLogger } from '@iommi/shared/telemetry'
import { schemaOf } from '@iommi/shared/tenant'
import { tenantRegistry } from '@iommi/shared/tenants'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { afterAll, describe, expect, it } from 'vitest'
import {
  admin,
  agent,
  client,
  customerUuid,
  ensureCustomer,
  importCustomers,
  newKey,
  outboxOf,
  partner,
  payloadIn,
  service,
  shopOf,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
const redis = openRedis(testRedisUrl())
afterAll(() => redis.disconnect())

const issuer = 'https://login.example/clients'

describe.each(['acme', 'globex'] as const)('service operations for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const ensure = async (input: Readonly<Record<string, unknown>>): Promise<string | null> => {
    const payload = payloadIn(await shop.as(service, ensureCustomer, { input: { issuer, ...input } }), '_ensureCustomer')
    return (payload as { customerId: string | null }).customerId
  }
  const nameOf = async (id: string | null) =>
    (await shop.as(service, `query ($id: ID!) { _customer(id: $id) { id name } }`, { id })).data?.['_customer']

  it.each([
    ['admin', admin],
    ['partner', partner],
    ['client', client(newId('customer'))],
  ])('are for services only, not for %s, and change nothing for others', async (_name, actor) => {
    const id = await shop.register()
    const before = await shop.everything()
    const calls = [
      shop.as(actor, ensureCustomer, { input: { issuer, subject: newKey() } }),
      shop.as(actor, importCustomers, { input: { customers: [{ importKey: newKey(), name: 'X' }] } }),
      shop.as(actor, `query ($id: ID!) { _customer(id: $id) { name } }`, { id }),
      shop.as(actor, `{ _events(topic: "customer-events", afterSeq: 0, first: 1) { seq } }`),
    ]
    for (const call of calls) expect((await call).errors).toEqual(['FORBIDDEN'])
    expect(await shop.everything()).toEqual(before)
  })

  describe('_ensureCustomer', () => {
    it('makes a customer for an unknown subject, once, with event and job', async () => {
      const subject = newKey()
      const id = await ensure({ subject, name: ' Clara\u0000 Client ' })
      expect(await nameOf(id)).toEqual({ id, name: 'Clara Client' })
      expect(await ensure({ subject, name: 'Other Name' })).toBe(id)
      expect(await ensure({ subject, customerId: id })).toBe(id)
      expect(await nameOf(id)).toEqual({ id, name: 'Clara Client' })
      expect(await shop.outbox(id ?? '')).toEqual(outboxOf(id ?? '', 1, 1))
    })

    it('names a customer without a usable name Customer, and shortens a long one', async () => {
      for (const name of [undefined, null, '', ' \u0007 '])
        expect(await nameOf(await ensure({ subject: newKey(), name }))).toMatchObject({ name: 'Customer' })
      expect(await nameOf(await ensure({ subject: newKey(), name: 'e\u0301'.repeat(150) }))).toMatchObject({ name: 'é'.repeat(100) })
      expect(await nameOf(await ensure({ subject: newKey(), name: 'Łukasz Dvořák ☃' }))).toMatchObject({ name: 'ukasz Dvorák' })
    })

    it('makes one customer for 20 calls at once', async () => {
      const subject = newKey()
      const ids = new Set(await Promise.all(Array.from({ length: 20 }, () => ensure({ subject, name: 'Race' }))))
      expect(ids.size).toBe(1)
      const [id = ''] = [...ids].map(String)
      expect(await shop.outbox(id)).toEqual(outboxOf(id, 1, 1))
      const rows = await database.admin.unsafe(`select customer_id from ${shop.table('customer_identities')} where subject = $1`, [subject])
      expect([...rows]).toEqual([{ customer_id: customerUuid(id) }])
    })

    it('tells issuers and tenants with the same subject apart', async () => {
      const subject = newKey()
      const [first, second] = [await ensure({ subject }), await ensure({ subject, issuer: 'https://elsewhere.example' })]
      const foreign = payloadIn(await other.as(service, ensureCustomer, { input: { issuer, subject } }), '_ensureCustomer')
      expect(new Set([first, second, JSON.stringify(foreign)]).size).toBe(3)
    })

    it('links an existing customer to an identity, of any number at once to one', async () => {
      const customerId = await shop.register()
      const subject = newKey()
      const ids = await Promise.all(Array.from({ length: 10 }, () => ensure({ subject, customerId })))
      expect(new Set(ids)).toEqual(new Set([customerId]))
      expect(await ensure({ subject })).toBe(customerId)
      expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 1))
      expect(await ensure({ subject: newKey(), customerId, issuer: 'https://elsewhere.example' })).toBe(customerId)
    })

    it('lets one of 10 subjects have a customer', async () => {
      const customerId = await shop.register()
      const ids = await Promise.all(Array.from({ length: 10 }, () => ensure({ subject: newKey(), customerId })))
      expect(ids.filter((id) => id === customerId)).toHaveLength(1)
      expect(ids.filter((id) => id === null)).toHaveLength(9)
    })

    it('answers null for claims that do not hold, and changes nothing', async () => {
      const [linked, free] = [await shop.register(), await shop.register()]
      const subject = newKey()
      await ensure({ subject, customerId: linked })
      const foreign = await other.register()
      const before = [await shop.everything(), await other.everything()]
      expect(await ensure({ subject, customerId: free })).toBeNull()
      expect(await ensure({ subject: newKey(), customerId: linked })).toBeNull()
      expect(await ensure({ subject: newKey(), customerId: newId('customer') })).toBeNull()
      expect(await ensure({ subject: newKey(), customerId: foreign })).toBeNull()
      expect(await ensure({ subject: newKey(), customerId: 'nonsense' })).toBeNull()
      expect([await shop.everything(), await other.everything()]).toEqual(before)
    })

    it('refuses an identity that is none', async () => {
      for (const input of [
        { issuer: '', subject: 'x' },
        { issuer, subject: '' },
        { issuer, subject: 'x'.repeat(256) },
        { issuer, subject: 'a\u0000' },
      ]) {
        expect(await shop.as(service, ensureCustomer, { input })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
      }
    })
  })

  describe('_customer', () => {
    it("shows name and id; unknown, malformed and another tenant's alike as null", async () => {
      const id = await shop.register({ name: 'Ref' })
      expect(await nameOf(id)).toEqual({ id, name: 'Ref' })
      for (const none of [newId('customer'), 'nonsense', await other.register()]) expect(await nameOf(none)).toBeNull()
    })
  })

  describe('_importCustomers', () => {
    const importAll = async (customers: readonly Readonly<Record<string, unknown>>[]) => {
      const payload = payloadIn(await shop.as(service, importCustomers, { input: { customers } }), '_importCustomers')
      return (payload as { results: readonly { importKey: string; customerId: string; isNew: boolean }[] }).results
    }

    it('takes over 250 customers as they are, in sequence, and nobody twice', async () => {
      const run = newKey()
      const customers = Array.from({ length: 250 }, (_, index) => ({
        importKey: `${run}-${String(index)}`,
        name: `Customer ${String(index)}`,
        ...(index % 2 === 0 ? { email: `${run}-${String(index)}@example.com`, phone: '+442079460958' } : {}),
        createdAt: '2010-12-01T08:26:00.000Z',
      }))
      const results = await importAll(customers)
      expect(results.map(({ importKey, isNew }) => [importKey, isNew])).toEqual(customers.map(({ importKey }) => [importKey, true]))
      const before = await shop.everything()
      expect(await importAll(customers)).toEqual(results.map((result) => ({ ...result, isNew: false })))
      expect(await shop.everything()).toEqual(before)
      const [even, odd] = [results[2]?.customerId ?? '', results[3]?.customerId ?? '']
      expect(await shop.outbox(even)).toEqual(outboxOf(even, 1, 1))
      const read = `query ($id: ID!) { customer(id: $id) { name email phone version createdAt mainframeSync { state desiredVersion lagSeconds } } }`
      const mainframeSync = { state: 'PENDING', desiredVersion: 1, lagSeconds: 0 }
      const createdAt = '2010-12-01T08:26:00.000Z'
      expect((await shop.as(agent, read, { id: even })).data).toEqual({
        customer: { name: 'Customer 2', email: `${run}-2@example.com`, phone: '+442079460958', version: 1, createdAt, mainframeSync },
      })
      expect((await shop.as(agent, read, { id: odd })).data).toEqual({
        customer: { name: 'Customer 3', email: null, phone: null, version: 1, createdAt, mainframeSync },
      })
    })

    it('counts the first row of a key within one call', async () => {
      const importKey = newKey()
      const results = await importAll([
        { importKey, name: 'First' },
        { importKey, name: 'Second' },
      ])
      const [first] = results
      expect(results).toEqual([
        { importKey, customerId: first?.customerId, isNew: true },
        { importKey, customerId: first?.customerId, isNew: false },
      ])
      expect(await nameOf(first?.customerId ?? null)).toMatchObject({ name: 'First' })
    })

    it('imports each customer once in 8 calls at once with the same rows in any sequence', async () => {
      const run = newKey()
      const customers = Array.from({ length: 40 }, (_, index) => ({ importKey: `${run}-${String(index)}`, name: 'Racer' }))
      const calls = await Promise.all(
        Array.from({ length: 8 }, (_, call) => importAll(call % 2 === 0 ? customers : customers.toReversed())),
      )
      const results = calls.flat()
      expect(results.filter(({ isNew }) => isNew)).toHaveLength(40)
      expect(new Set(results.map(({ customerId }) => customerId)).size).toBe(40)
    })

    it('refuses the whole call for one bad row, and changes nothing', async () => {
      const email = `held-${newKey()}@example.com`
      await shop.register({ email })
      const good = { importKey: newKey(), name: 'Good' }
      const bad = [
        [good, { importKey: newKey(), name: '' }],
        [good, { importKey: '', name: 'X' }],
        [good, { importKey: newKey(), name: 'X', phone: '1' }],
        [good, { importKey: newKey(), name: 'X', email: email.toUpperCase() }],
        [
          good,
          { importKey: newKey(), name: 'X', email: 'twice@example.com' },
          { importKey: newKey(), name: 'Y', email: 'TWICE@example.com' },
        ],
        Array.from({ length: 251 }, () => ({ importKey: newKey(), name: 'X' })),
      ]
      const before = await shop.everything()
      for (const customers of bad) {
        expect(await shop.as(service, importCustomers, { input: { customers } })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
      }
      expect(await shop.everything()).toEqual(before)
      expect(await importAll([])).toEqual([])
    })
  })

  describe('_events', () => {
    it('serves the published events of this tenant, in order and without gaps', async () => {
      const id = await shop.register()
      await shop.addAddress(id)
      const relay = { db: database.worker, redis, tenants: tenantRegistry(database.db), log: silentLogger, now: () => new Date() }
      while (await relaySchema(relay, schemaOf('customers', shop.tenant), false));
      const { data, errors } = await shop.as(
        service,
        `{ _events(topic: "customer-events", afterSeq: 0, first: 500) { seq oldestSeq events } }`,
      )
      expect(errors).toEqual([])
      const page = data?.['_events'] as { seq: number; oldestSeq: number; events: readonly string[] }
      const events: readonly { seq: number; tenantid: string; subject: string; type: string; source: string; data: unknown }[] =
        page.events.map((text) => JSON.parse(text))
      expect(page.oldestSeq).toBe(1)
      expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: Math.min(500, page.seq) }, (_, index) => index + 1))
      expect(new Set(events.map(({ tenantid }) => tenantid))).toEqual(new Set([shop.tenant.id]))
      const tail = await shop.as(
        service,
        `query ($after: SafeInt!) { _events(topic: "customer-events", afterSeq: $after, first: 2) { events } }`,
        {
          after: page.seq - 2,
        },
      )
      expect(JSON.stringify(tail)).toContain(`\\"source\\":\\"io.iommi/customers\\"`)
      expect(JSON.stringify(tail)).toContain(`\\"data\\":{\\"version\\":2,\\"customerId\\":\\"${id}\\"}`)
    })
  })
})
