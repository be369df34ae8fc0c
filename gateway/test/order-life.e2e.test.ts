import { waitUntil } from '@iommi/infra/dev/wait-until'
import { newId } from '@iommi/shared/ids'
import { describe, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack, type Answer, type Caller } from './stack.ts'

const { ask, admin, stack } = useStack()
const good = (answer: Answer): NonNullable<Answer['data']> => {
  if (answer.errors.length > 0 || answer.data === null) throw new Error(JSON.stringify(answer.errors))
  return answer.data
}

describe.each([
  ['acme', 'GBP'],
  ['globex', 'EUR'],
] as const)('an order of %s', (tenant, currency) => {
  const manager: Caller = { tenant, as: 'order-manager' }
  const boss: Caller = { tenant, as: 'admin' }
  const other: Caller = { tenant: tenant === 'acme' ? 'globex' : 'acme', as: 'admin' }
  const found = { customerId: '', variantId: '', orderId: '' }

  it('can be placed once there is a product with stock and a customer', async () => {
    found.variantId = await givenVariant(ask, tenant, { sku: `MCG-${tenant}`, currency, amountMinor: 1_250, stock: 10 })
    found.customerId = await givenCustomer(ask, tenant, { name: 'Ada Buyer', email: `ada@${tenant}.example`, phone: '+442079460000' })
    const placed = await ask(manager, 'PlaceOrder', {
      input: {
        idempotencyKey: newId('key'),
        customerId: found.customerId,
        externalReference: 'PO-1',
        lines: [{ variantId: found.variantId, quantity: 4 }],
      },
    })
    const { order } = good(placed)['placeOrder'] as { order: { id: string } }
    found.orderId = order.id
    expect(placed.data).toEqual({
      placeOrder: {
        order: {
          id: expect.stringMatching(/^order_[0-9a-z]{26}$/),
          number: '10001',
          status: 'PLACED',
          fulfillmentStatus: 'UNFULFILLED',
          version: 1,
          externalReference: 'PO-1',
          total: { amountMinor: 5_000, currency },
        },
        userErrors: [],
      },
    })
  })

  it('stands in the page of orders with its customer and product, from three subgraphs', async () => {
    const page = await ask(manager, 'OrdersPage', { first: 20, where: { status: { in: ['PLACED', 'CONFIRMED'] } } })
    expect([page.status, page.errors, page.data]).toEqual([
      200,
      [],
      {
        orders: {
          edges: [
            {
              cursor: expect.any(String),
              node: {
                id: found.orderId,
                number: '10001',
                externalReference: 'PO-1',
                status: 'PLACED',
                fulfillmentStatus: 'UNFULFILLED',
                placedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
                version: 1,
                total: { amountMinor: 5_000, currency },
                customer: { id: found.customerId, name: 'Ada Buyer', email: `ada@${tenant}.example` },
                lines: {
                  nodes: [
                    {
                      id: expect.stringMatching(/^orderline_/),
                      sku: `MCG-${tenant}`,
                      title: expect.stringContaining('McGuffin'),
                      quantity: 4,
                      unitPrice: { amountMinor: 1_250, currency },
                      variant: { id: found.variantId, product: { id: expect.stringMatching(/^product_/), name: 'McGuffin' } },
                    },
                  ],
                  pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
                },
              },
            },
          ],
          pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: expect.any(String), endCursor: expect.any(String) },
          changesCursor: expect.any(String),
        },
      },
    ])
  })

  it('is shown with its history and what may be done next', async () => {
    const answer = await ask(manager, 'OrderById', { id: found.orderId })
    expect([answer.errors, answer.data]).toEqual([
      [],
      {
        order: {
          id: found.orderId,
          number: '10001',
          status: 'PLACED',
          fulfillmentStatus: 'UNFULFILLED',
          version: 1,
          total: { amountMinor: 5_000, currency },
          customer: { id: found.customerId, name: 'Ada Buyer' },
          history: {
            nodes: [
              {
                fromStatus: null,
                toStatus: 'PLACED',
                occurredAt: expect.any(String),
                reason: null,
                note: null,
                actor: { kind: 'EMPLOYEE', name: expect.any(String) },
              },
            ],
          },
          availableTransitions: [
            { to: 'CONFIRMED', allowed: true, blockedBy: [] },
            { to: 'CANCELLED', allowed: true, blockedBy: [] },
          ],
        },
      },
    ])
  })

  it('is invisible to the other tenant: its order, its customer, its list', async () => {
    expect(await ask(other, 'OrderById', { id: found.orderId })).toMatchObject({ data: { order: null }, errors: [] })
    expect(await ask(other, 'CustomerProfile', { id: found.customerId })).toMatchObject({ data: { customer: null }, errors: [] })
    const page = await ask(other, 'OrdersPage', { first: 100 })
    expect(JSON.stringify(page.data)).not.toContain(found.orderId)
    const cancelled = await ask(other, 'CancelOrder', { input: { idempotencyKey: newId('key'), orderId: found.orderId, reason: 'OTHER' } })
    expect(cancelled.data).toEqual({
      cancelOrder: {
        order: null,
        userErrors: [{ code: 'ORDER_NOT_FOUND', field: ['input', 'orderId'], message: 'There is no such order.' }],
      },
    })
  })

  it('holds its stock until it is cancelled', async () => {
    const source = 'query ($id: ID!) { productVariant(id: $id) { stock { available onHand reserved } } }'
    const stockOf = async () => good(await ask(manager, source, { id: found.variantId }))['productVariant']
    expect(await stockOf()).toEqual({ stock: { available: 6, onHand: 10, reserved: 4 } })
    const cancelled = await ask(manager, 'CancelOrder', {
      input: {
        idempotencyKey: newId('key'),
        orderId: found.orderId,
        expectedVersion: 1,
        reason: 'CUSTOMER_REQUEST',
        note: 'changed their mind',
      },
    })
    expect(cancelled.data).toEqual({ cancelOrder: { order: { id: found.orderId, status: 'CANCELLED', version: 2 }, userErrors: [] } })
    expect(await stockOf()).toEqual({ stock: { available: 10, onHand: 10, reserved: 0 } })
  })

  it('is refused when more is wanted than there is, and reserves nothing', async () => {
    const placed = await ask(manager, 'PlaceOrder', {
      input: { idempotencyKey: newId('key'), customerId: found.customerId, lines: [{ variantId: found.variantId, quantity: 11 }] },
    })
    expect(placed.data).toMatchObject({
      placeOrder: { order: null, userErrors: [{ code: 'INSUFFICIENT_STOCK', field: ['input', 'lines', '0', 'quantity'] }] },
    })
  })

  /** The profile once the mainframe has this version of it. */
  const synced = async (version: number): Promise<Answer> =>
    await waitUntil('the mainframe to have the profile', { timeoutMs: 20_000 }, async () => {
      const answer = await ask(boss, 'CustomerProfile', { id: found.customerId })
      const { mainframeSync } = (answer.data?.['customer'] ?? {}) as { mainframeSync?: { state: string; ackedVersion: number } }
      return mainframeSync?.state === 'SYNCED' && mainframeSync.ackedVersion === version ? answer : false
    })

  it("shows an employee the customer's profile, its sync and its orders, and changes it", async () => {
    const profile = await synced(1)
    expect([profile.errors, profile.data]).toMatchObject([
      [],
      {
        customer: {
          id: found.customerId,
          name: 'Ada Buyer',
          email: `ada@${tenant}.example`,
          phone: '+442079460000',
          version: 1,
          addresses: { nodes: [] },
          mainframeSync: { state: 'SYNCED', desiredVersion: 1, ackedVersion: 1, reject: null },
          orders: { nodes: [{ id: found.orderId, number: '10001', status: 'CANCELLED' }] },
        },
      },
    ])
    const updated = await ask(boss, 'UpdateCustomerProfile', {
      input: {
        idempotencyKey: newId('key'),
        customerId: found.customerId,
        expectedVersion: 1,
        name: 'Ada King',
        email: null,
        phone: '+44 20 7946 0001',
      },
    })
    expect(updated.data).toMatchObject({
      updateCustomerProfile: {
        customer: {
          id: found.customerId,
          name: 'Ada King',
          email: null,
          phone: '+442079460001',
          version: 2,
          // The worker may have been quick.
          mainframeSync: { desiredVersion: 2 },
        },
        userErrors: [],
      },
    })
    expect((await synced(2)).data).toMatchObject({ customer: { mainframeSync: { desiredVersion: 2, ackedVersion: 2, reject: null } } })
  })

  it('lets a client see and change itself, order for itself, and see nothing of others', async () => {
    const client: Caller = { tenant, as: 'client', customer: found.customerId }
    const mine = await ask(client, 'MyProfile')
    expect([mine.errors, mine.data]).toMatchObject([
      [],
      { viewer: { customer: { id: found.customerId, name: 'Ada King', orders: { nodes: [{ id: found.orderId }] } } } },
    ])
    const updated = await ask(client, 'UpdateMyProfile', {
      input: { idempotencyKey: newId('key'), expectedVersion: 2, name: 'Ada Lovelace' },
    })
    expect(updated.data).toMatchObject({ updateCustomerProfile: { customer: { name: 'Ada Lovelace', version: 3 }, userErrors: [] } })
    const placed = await ask(client, 'PlaceOrder', {
      input: { idempotencyKey: newId('key'), lines: [{ variantId: found.variantId, quantity: 1 }] },
    })
    expect(placed.data).toMatchObject({ placeOrder: { order: { status: 'PLACED', number: '10002' }, userErrors: [] } })
    const stranger: Caller = { tenant, as: 'client', subject: 'somebody-new', name: 'Newt New' }
    expect((await ask(stranger, 'OrdersPage', { first: 20 })).data).toMatchObject({ orders: { edges: [] } })
    expect((await ask(stranger, 'OrderById', { id: found.orderId })).data).toEqual({ order: null })
  })

  it("creates a customer at a client's first valid token, once, and says who the viewer is", async () => {
    const newcomer: Caller = { tenant, as: 'client', subject: 'first-timer', name: 'Fiona First' }
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(newcomer, 'Viewer')))
    const ids = answers.map((answer) => (good(answer)['viewer'] as { customer: { id: string } }).customer.id)
    expect(new Set(ids).size).toBe(1)
    const schema = tenant === 'acme' ? 'customers' : 'customers__globex'
    expect(await admin`select 1 from ${admin(`${schema}.customers`)} where name = 'Fiona First'`).toHaveLength(1)
    expect(answers[0]?.data).toMatchObject({
      viewer: { kind: 'CLIENT', name: 'Fiona First', roles: ['client'], tenant: { slug: tenant }, customer: { name: 'Fiona First' } },
    })
    expect((await ask(boss, 'Viewer')).data).toMatchObject({ viewer: { kind: 'EMPLOYEE', roles: ['admin'], customer: null } })
  })
})

describe('the gateway', () => {
  it('answers 401 without a token, and nothing of the graph', async () => {
    const answer = await ask(null, 'Viewer')
    expect([answer.status, answer.data, answer.errors[0]?.extensions['code']]).toEqual([401, null, 'UNAUTHENTICATED'])
  })

  it('shows a page without the customers while their subgraph is away, and with them when it is back', async () => {
    const manager: Caller = { tenant: 'acme', as: 'order-manager' }
    stack().kill('customers', 'SIGKILL')
    const page = await ask(manager, `{ orders(first: 1) { nodes { id customer { id name } } } }`)
    expect(page.data).toEqual({ orders: { nodes: [{ id: expect.any(String), customer: null }] } })
    expect(page.errors.map(({ extensions, path }) => [extensions['code'], path])).toEqual([['UPSTREAM_UNAVAILABLE', ['orders', 'nodes']]])
    await stack().waitReady('customers', 60_000)
    const again = await ask(manager, `{ orders(first: 1) { nodes { id customer { id name } } } }`)
    expect([again.errors, again.data]).toMatchObject([[], { orders: { nodes: [{ customer: { name: expect.any(String) } }] } }])
  })
})
