import { newId } from '@iommi/shared/ids'
import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

// How far the worker has got meanwhile.
const anyState: unknown = expect.stringMatching(/^(PENDING|SENT|SYNCED)$/)

// Every registered operation, as written, by everybody whose it is, for both kinds of tenant.
const { ask } = useStack()
const dashboard = new URL('../../schema/operations/dashboard/', import.meta.url)
// Subscriptions are in clients.e2e.test.ts.
const registered = readdirSync(dashboard)
  .filter((file) => file.endsWith('.graphql') && !readFileSync(new URL(file, dashboard), 'utf8').startsWith('subscription'))
  .map((file) => file.replace('.graphql', ''))
const forEmployeesOnly = new Set(['CustomerProfile', 'UpdateCustomerProfile'])

interface Shop {
  readonly employee: Caller
  readonly client: Caller
  readonly customerId: string
  readonly variantId: string
  orderId: string
}
const shops = new Map<string, Shop>()

const place = async (shop: Shop, caller: Caller) =>
  await ask(caller, 'PlaceOrder', {
    input: {
      idempotencyKey: newId('key'),
      ...(caller.as === 'client' ? {} : { customerId: shop.customerId }),
      lines: [{ variantId: shop.variantId, quantity: 1 }],
    },
  })
const orderIdOf = (answer: Answer) => (answer.data as { placeOrder: { order: { id: string } } }).placeOrder.order.id
const newestNotification = async (caller: Caller): Promise<string | null> => {
  const answer = await ask(caller, 'Notifications', { first: 1 })
  return (answer.data?.['notifications'] as { edges: { node: { id: string } }[] } | undefined)?.edges[0]?.node.id ?? null
}

/** What an operation is sent with, and what its root field must hold. An operation without an entry fails. */
const cases: Readonly<Record<string, (shop: Shop, caller: Caller) => Promise<readonly [variables: object, data: object]>>> = {
  Viewer: async (_shop, caller) => [{}, { viewer: { tenant: { slug: caller.tenant } } }],
  OrdersPage: async (shop) => [
    { first: 20, where: { status: { in: ['PLACED'] } } },
    { orders: { edges: expect.arrayContaining([expect.objectContaining({ node: expect.objectContaining({ id: shop.orderId }) })]) } },
  ],
  OrderById: async (shop) => [{ id: shop.orderId }, { order: { id: shop.orderId, customer: { id: shop.customerId } } }],
  PlaceOrder: async (shop, caller) => [
    {
      input: {
        idempotencyKey: newId('key'),
        ...(caller.as === 'client' ? {} : { customerId: shop.customerId }),
        lines: [{ variantId: shop.variantId, quantity: 1 }],
      },
    },
    { placeOrder: { order: { status: 'PLACED' }, userErrors: [] } },
  ],
  CancelOrder: async (shop, caller) => [
    {
      input: {
        idempotencyKey: newId('key'),
        orderId: orderIdOf(await place(shop, caller)),
        expectedVersion: 1,
        reason: 'CUSTOMER_REQUEST',
        note: 'changed their mind',
      },
    },
    { cancelOrder: { order: { status: 'CANCELLED' }, userErrors: [] } },
  ],
  CustomerProfile: async (shop) => [{ id: shop.customerId }, { customer: { id: shop.customerId, mainframeSync: { state: anyState } } }],
  UpdateCustomerProfile: async (shop) => [
    { input: { idempotencyKey: newId('key'), customerId: shop.customerId, name: 'Renamed', email: null, phone: '+442079460000' } },
    { updateCustomerProfile: { customer: { name: 'Renamed', mainframeSync: { state: anyState } }, userErrors: [] } },
  ],
  MyProfile: async (shop, caller) => [{}, { viewer: { customer: caller.as === 'client' ? { id: shop.customerId } : null } }],
  UpdateMyProfile: async (shop, caller) => [
    { input: { idempotencyKey: newId('key'), name: 'Myself', ...(caller.as === 'client' ? {} : { customerId: shop.customerId }) } },
    { updateCustomerProfile: { customer: { name: 'Myself' }, userErrors: [] } },
  ],
  SearchProducts: async (shop) => [
    { search: 'mcgufin', where: null, orderBy: null, first: 5, after: null },
    { products: { edges: [{ node: { name: 'McGuffin', variants: { nodes: [{ id: shop.variantId }] } } }], facets: expect.any(Array) } },
  ],
  Notifications: async (_shop, caller) => {
    await expect.poll(() => newestNotification(caller), { timeout: 15_000 }).not.toBeNull()
    return [
      { first: 5 },
      {
        notifications: {
          edges: expect.arrayContaining([expect.anything()]),
          unreadCount: expect.any(Number),
          changesCursor: expect.any(String),
        },
      },
    ]
  },
  MarkNotificationRead: async (_shop, caller) => {
    await expect.poll(() => newestNotification(caller), { timeout: 15_000 }).not.toBeNull()
    const notificationId = await newestNotification(caller)
    return [
      { input: { idempotencyKey: newId('key'), notificationId } },
      { markNotificationRead: { notification: { id: notificationId, readAt: expect.any(String) }, userErrors: [] } },
    ]
  },
}

describe.each([
  ['acme', 'GBP'],
  ['globex', 'EUR'],
] as const)('registered operations for %s', (tenant, currency) => {
  beforeAll(async () => {
    const variantId = await givenVariant(ask, tenant, { sku: `MCG-${tenant}`, currency, amountMinor: 1_250, stock: 100 })
    const customerId = await givenCustomer(ask, tenant, { name: 'Ada Buyer', email: `ada@${tenant}.example` })
    const shop: Shop = {
      employee: { tenant, as: 'admin' },
      client: { tenant, as: 'client', customer: customerId },
      customerId,
      variantId,
      orderId: '',
    }
    shop.orderId = orderIdOf(await place(shop, shop.client))
    shops.set(tenant, shop)
  }, 60_000)

  const asked = registered.flatMap((name) =>
    forEmployeesOnly.has(name)
      ? ([[name, 'employee']] as const)
      : ([
          [name, 'employee'],
          [name, 'client'],
        ] as const),
  )
  it.each(asked)('%s answers as %s', async (name, kind) => {
    const shop = shops.get(tenant)
    const prepare = cases[name]
    if (shop === undefined || prepare === undefined) throw new Error(`there is no case for ${name}`)
    const [variables, data] = await prepare(shop, shop[kind])
    const answer = await ask(shop[kind], name, { ...variables })
    expect([answer.status, answer.errors]).toEqual([200, []])
    expect(answer.data).toMatchObject(data)
  })
})
