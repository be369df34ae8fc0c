import { idempotencyKeyReused } from '@iommi/shared/user-errors'
import { AppError } from '@iommi/shared/errors'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { client, employee } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { recoverOnce } from '../src/placing/recovery.ts'
import { everyActor, givenOrder, neighbours, placeOrderDocument, placeOrderInput, run, useOrders } from './orders-fixture.ts'

const fixture = useOrders()
const { admin, contextFor } = fixture
const schemaOf = { acme: 'orders', globex: 'orders__globex' } as const

describe.each(['acme', 'globex'] as const)('placeOrder for %s', (slug) => {
  const tenant = () => fixture[slug]
  const table = (name: string) => admin(`${schemaOf[slug]}.${name}`)
  const manager = (ports = neighbours()) => contextFor(tenant(), employee('order-manager'), ports)
  const eventsOf = async (id: string) =>
    await admin`select type, aggregate_version, data from ${table('outbox')} where aggregate_id = ${id} order by position`
  const tracesOf = async (customerId: string) =>
    (await admin`select count(*)::int as n from ${table('orders')} where customer_id = ${uuidFromId('customer', customerId)}`)[0]?.['n']

  it('places an order: stock reserved, prices fixed, one history row and one event', async () => {
    const ports = neighbours()
    const variantId = newId('variant')
    const input = placeOrderInput({
      externalReference: 'PO-1',
      lines: [
        { variantId, quantity: 2 },
        { variantId, quantity: 3 },
      ],
    })
    const result = await run(manager(ports), placeOrderDocument, { input })
    const order = (result.data as { placeOrder: { order: Record<string, unknown> } }).placeOrder.order
    const id = String(order['id'])
    const currency = tenant().defaultCurrency
    expect(result).toEqual({
      data: {
        placeOrder: {
          order: {
            id: expect.stringMatching(/^order_/),
            number: expect.stringMatching(/^\d+$/),
            status: 'PLACED',
            fulfillmentStatus: 'UNFULFILLED',
            version: 1,
            externalReference: 'PO-1',
            total: { amountMinor: 9_995, currency, exponent: 2 },
            lines: {
              nodes: [
                { id: expect.stringMatching(/^orderline_/), sku: `SKU-${variantId.slice(-4)}`, title: 'Widget', quantity: 2 },
                { id: expect.stringMatching(/^orderline_/), sku: `SKU-${variantId.slice(-4)}`, title: 'Widget', quantity: 3 },
              ],
            },
          },
          userErrors: [],
        },
      },
    })
    expect(ports.reserved.get(id)).toEqual([{ variantId, quantity: 5 }])
    expect(await eventsOf(id)).toEqual([
      {
        type: 'io.iommi.order.placed.v1',
        aggregate_version: 1,
        data: {
          orderId: id,
          customerId: input['customerId'],
          fromStatus: null,
          toStatus: 'PLACED',
          fromFulfillmentStatus: null,
          toFulfillmentStatus: 'UNFULFILLED',
          version: 1,
        },
      },
    ])
    const history =
      await admin`select version, from_status, to_status, actor_kind from ${table('order_history')} where order_id = ${uuidFromId('order', id)}`
    expect(history).toEqual([{ version: 1, from_status: null, to_status: 'PLACED', actor_kind: 'EMPLOYEE' }])
  })

  it('gives 20 equal requests at once one order and equal payloads', async () => {
    const input = placeOrderInput()
    const context = manager()
    const results = await Promise.all(Array.from({ length: 20 }, () => run(context, placeOrderDocument, { input })))
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    expect(results[0]?.errors).toBeUndefined()
    expect(await tracesOf(String(input['customerId']))).toBe(1)
  })

  it('refuses the same key with another input and places nothing', async () => {
    const input = placeOrderInput()
    const context = manager()
    await run(context, placeOrderDocument, { input })
    const other = { ...input, externalReference: 'other' }
    expect((await run(context, placeOrderDocument, { input: other })).data).toEqual({
      placeOrder: { order: null, userErrors: [idempotencyKeyReused] },
    })
    expect(await tracesOf(String(input['customerId']))).toBe(1)
  })

  it('lets another caller use the same key for an order of their own', async () => {
    const idempotencyKey = newId('key')
    const first = await givenOrder(fixture, tenant(), neighbours(), { idempotencyKey })
    const second = await givenOrder(fixture, tenant(), neighbours(), { idempotencyKey })
    expect(second).not.toBe(first)
  })

  it.each([
    ['INSUFFICIENT_STOCK', 'quantity'],
    ['VARIANT_NOT_FOUND', 'variantId'],
    ['PRICE_NOT_FOUND', 'variantId'],
  ] as const)('refuses with %s naming the line, leaves no trace and frees the key', async (code, field) => {
    const ports = neighbours()
    const variantId = newId('variant')
    ports.refusal = [{ code, variantId, message: 'No.' }]
    const input = placeOrderInput({
      lines: [
        { variantId: newId('variant'), quantity: 1 },
        { variantId, quantity: 2 },
      ],
    })
    const context = manager(ports)
    expect((await run(context, placeOrderDocument, { input })).data).toEqual({
      placeOrder: { order: null, userErrors: [{ code, field: ['input', 'lines', '1', field], message: 'No.' }] },
    })
    expect(await tracesOf(String(input['customerId']))).toBe(0)
    ports.refusal = []
    expect((await run(context, placeOrderDocument, { input })).data).toMatchObject({
      placeOrder: { order: { status: 'PLACED' }, userErrors: [] },
    })
  })

  it('refuses a customer that does not exist and asks for no stock', async () => {
    const ports = neighbours()
    const input = placeOrderInput()
    ports.unknownCustomers.add(String(input['customerId']))
    expect((await run(manager(ports), placeOrderDocument, { input })).data).toEqual({
      placeOrder: {
        order: null,
        userErrors: [{ code: 'CUSTOMER_NOT_FOUND', field: ['input', 'customerId'], message: 'There is no such customer.' }],
      },
    })
    expect([ports.reserved.size, await tracesOf(String(input['customerId']))]).toEqual([0, 0])
  })

  it.each([
    ['idempotencyKey', { idempotencyKey: '' }, 'idempotencyKey must not be empty.'],
    ['idempotencyKey', { idempotencyKey: 'k'.repeat(256) }, 'idempotencyKey must have at most 255 characters.'],
    ['customerId', { customerId: 'customer_1' }, 'customerId must be an id of the form customer_<26 characters>.'],
    ['customerId', { customerId: null }, 'customerId is required: say who buys.'],
    ['lines', { lines: [] }, 'lines must have at least one line.'],
    ['externalReference', { externalReference: 'x'.repeat(101) }, 'externalReference must have at most 100 characters.'],
    ['lines.0.quantity', { lines: [{ variantId: newId('variant'), quantity: 0 }] }, 'lines.0.quantity must be at least 1.'],
    ['lines.0.quantity', { lines: [{ variantId: newId('variant'), quantity: 100_001 }] }, 'lines.0.quantity must be at most 100000.'],
  ])('names %s when it breaks its rule, and keeps nothing', async (field, overrides, message) => {
    const ports = neighbours()
    const result = await run(manager(ports), placeOrderDocument, { input: placeOrderInput(overrides) })
    expect(result.data).toEqual({
      placeOrder: { order: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', ...field.split('.')], message }] },
    })
    expect(ports.reserved.size).toBe(0)
  })

  it("places a client's order for the client, whom it need not name, and for nobody else", async () => {
    const customerId = newId('customer')
    const context = contextFor(tenant(), client(customerId), neighbours())
    const { customerId: _omitted, ...input } = placeOrderInput()
    expect((await run(context, placeOrderDocument, { input })).data).toMatchObject({
      placeOrder: { order: { status: 'PLACED' }, userErrors: [] },
    })
    expect(await tracesOf(customerId)).toBe(1)
    const foreign = placeOrderInput()
    expect((await run(context, placeOrderDocument, { input: foreign })).data).toMatchObject({
      placeOrder: { order: null, userErrors: [{ code: 'CUSTOMER_NOT_FOUND' }] },
    })
    expect(await tracesOf(String(foreign['customerId']))).toBe(0)
  })

  it('lets exactly the roles that the table names place orders', async () => {
    const customerId = newId('customer')
    const outcomes: Record<string, unknown> = {}
    for (const [name, actor] of Object.entries(everyActor(customerId))) {
      const result = await run(contextFor(tenant(), actor, neighbours()), placeOrderDocument, { input: placeOrderInput({ customerId }) })
      outcomes[name] =
        result.errors?.map(({ originalError }) => (originalError instanceof AppError ? originalError.code : originalError)) ?? 'placed'
    }
    expect(outcomes).toEqual({
      admin: 'placed',
      'customer-service': 'placed',
      'order-manager': 'placed',
      client: 'placed',
      partner: 'placed',
      service: 'placed',
      'employee without a role': ['FORBIDDEN'],
    })
  })

  it('ends consistent wherever an outage strikes: finished by the recovery, once, with the caller named', async () => {
    let outages = 0
    for (let step = 1; ; step += 1) {
      const ports = neighbours()
      let calls = 0
      ports.onCall = () => {
        calls += 1
        if (calls === step) throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
      }
      const input = placeOrderInput()
      const result = await run(manager(ports), placeOrderDocument, { input })
      if (result.errors === undefined) break
      outages += 1
      expect(result.errors[0]?.originalError).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryable: true })
      const visible =
        await admin`select 1 from ${table('orders')} where customer_id = ${uuidFromId('customer', String(input['customerId']))} and status <> 'RESERVING'`
      expect(visible).toHaveLength(0)
      ports.onCall = () => undefined
      await recoverOnce(fixture.recoveryOptions(ports, () => new Date(Date.now() + 11_000)))
      const [order] =
        await admin`select o.id, o.status, h.actor_kind from ${table('orders')} o join ${table('order_history')} h on h.order_id = o.id
        where o.customer_id = ${uuidFromId('customer', String(input['customerId']))}`
      expect(order).toMatchObject({ status: 'PLACED', actor_kind: 'EMPLOYEE' })
      expect(ports.released).toEqual([])
    }
    expect(outages).toBe(2)
  })

  it('answers a repeat with the payload once the recovery has finished the order', async () => {
    const ports = neighbours()
    ports.onCall = () => {
      throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
    }
    const input = placeOrderInput()
    const context = manager(ports)
    await run(context, placeOrderDocument, { input })
    ports.onCall = () => undefined
    const [repeat] = await Promise.all([
      run(context, placeOrderDocument, { input }),
      recoverOnce(fixture.recoveryOptions(ports, () => new Date(Date.now() + 11_000))),
    ])
    expect(repeat.data).toMatchObject({ placeOrder: { order: { status: 'PLACED' }, userErrors: [] } })
    expect(await tracesOf(String(input['customerId']))).toBe(1)
  })

  it('answers a repeat of a request that stays unfinished with a retryable CONFLICT', async () => {
    const ports = neighbours()
    const gate = new AbortController()
    ports.onCall = () =>
      gate.signal.aborted ? undefined : new Promise<void>((resolve) => gate.signal.addEventListener('abort', () => resolve()))
    const input = placeOrderInput()
    const context = { ...manager(ports), repeatWaitMs: 200 }
    const first = run(context, placeOrderDocument, { input })
    const claimed = async () => (await tracesOf(String(input['customerId']))) === 1
    await expect.poll(claimed, { timeout: 5_000 }).toBe(true)
    const repeat = await run(context, placeOrderDocument, { input })
    expect(repeat.errors?.[0]?.originalError).toMatchObject({ code: 'CONFLICT', retryable: true })
    gate.abort()
    expect((await first).data).toMatchObject({ placeOrder: { order: { status: 'PLACED' } } })
  })

  it('gives a draft up that nobody waits for any more: no order, key free, stock released', async () => {
    const ports = neighbours()
    ports.onCall = (call) => {
      if (call === 'customer') throw new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true })
    }
    const input = placeOrderInput()
    await run(manager(ports), placeOrderDocument, { input })
    const inTenMinutes = () => new Date(Date.now() + 600_000)
    await recoverOnce(fixture.recoveryOptions(ports, inTenMinutes))
    await recoverOnce(fixture.recoveryOptions(ports, () => new Date(Date.now() + 1_200_000)))
    expect([await tracesOf(String(input['customerId'])), ports.released.length]).toEqual([0, 1])
  })
})
