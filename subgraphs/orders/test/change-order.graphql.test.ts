import { AppError } from '@iommi/shared/errors'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { client, employee } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { recoverOnce } from '../src/placing/recovery.ts'
import { everyActor, givenOrder, neighbours, run, useOrders } from './orders-fixture.ts'

const fixture = useOrders()
const { admin, contextFor } = fixture
const schemaOf = { acme: 'orders', globex: 'orders__globex' } as const

type Step = 'confirmOrder' | 'fulfillOrder' | 'deliverOrder' | 'completeOrder' | 'cancelOrder'
const inputTypes = {
  confirmOrder: 'Confirm',
  fulfillOrder: 'Fulfill',
  deliverOrder: 'Deliver',
  completeOrder: 'Complete',
  cancelOrder: 'Cancel',
}
const documentOf = (step: Step) =>
  `mutation ($input: ${inputTypes[step]}OrderInput!) { ${step}(input: $input) { order { id status fulfillmentStatus version } userErrors { code field } } }`

describe.each(['acme', 'globex'] as const)('changing orders of %s', (slug) => {
  const tenant = () => fixture[slug]
  const table = (name: string) => admin(`${schemaOf[slug]}.${name}`)
  const change = async (step: Step, input: Readonly<Record<string, unknown>>, actor = employee('order-manager'), ports = neighbours()) => {
    const extra = step === 'cancelOrder' ? { reason: 'CUSTOMER_REQUEST' } : {}
    const result = await run(contextFor(tenant(), actor, ports), documentOf(step), {
      input: { idempotencyKey: newId('key'), ...extra, ...input },
    })
    const code = result.errors?.[0]?.originalError
    return code instanceof AppError
      ? code.code
      : ((result.data?.[step] ?? result) as { order: Record<string, unknown> | null; userErrors: { code: string; field: string[] }[] })
  }
  const given = async (...steps: readonly Step[]) => {
    const customerId = newId('customer')
    const orderId = await givenOrder(fixture, tenant(), neighbours(), { customerId })
    for (const step of steps) expect(await change(step, { orderId })).toMatchObject({ userErrors: [] })
    return { orderId, customerId }
  }
  const stateOf = async (orderId: string) => {
    const id = uuidFromId('order', orderId)
    const [row] = await admin`select status, fulfillment_status, version,
      (select count(*)::int from ${table('outbox')} where aggregate_id = ${orderId}) as events,
      (select count(*)::int from ${table('order_history')} where order_id = ${id}) as moves from ${table('orders')} where id = ${id}`
    return row
  }

  it('takes an order all the way, one history row and one event a move', async () => {
    const { orderId } = await given('confirmOrder', 'fulfillOrder', 'deliverOrder', 'completeOrder')
    expect(await stateOf(orderId)).toEqual({ status: 'COMPLETED', fulfillment_status: 'DELIVERED', version: 5, events: 5, moves: 5 })
    const moves = await admin`select from_status, to_status, from_fulfillment_status, to_fulfillment_status from ${table('order_history')}
      where order_id = ${uuidFromId('order', orderId)} order by version`
    expect(moves.map((move) => Object.values(move))).toEqual([
      [null, 'PLACED', null, 'UNFULFILLED'],
      ['PLACED', 'CONFIRMED', 'UNFULFILLED', 'UNFULFILLED'],
      ['CONFIRMED', 'CONFIRMED', 'UNFULFILLED', 'FULFILLED'],
      ['CONFIRMED', 'CONFIRMED', 'FULFILLED', 'DELIVERED'],
      ['CONFIRMED', 'COMPLETED', 'DELIVERED', 'DELIVERED'],
    ])
  })

  it.each([
    ['deliverOrder', []],
    ['completeOrder', []],
    ['fulfillOrder', []],
    ['completeOrder', ['confirmOrder']],
    ['completeOrder', ['confirmOrder', 'fulfillOrder']],
    ['cancelOrder', ['confirmOrder', 'fulfillOrder']],
    ['cancelOrder', ['confirmOrder', 'fulfillOrder', 'deliverOrder', 'completeOrder']],
    ['confirmOrder', ['cancelOrder']],
    ['fulfillOrder', ['confirmOrder', 'fulfillOrder']],
  ] as const)('refuses %s after %j and leaves the order as it was', async (step, before) => {
    const { orderId } = await given(...before)
    const state = await stateOf(orderId)
    expect(await change(step, { orderId })).toMatchObject({
      order: { id: orderId },
      userErrors: [{ code: 'ILLEGAL_TRANSITION', field: ['input', 'orderId'] }],
    })
    expect(await stateOf(orderId)).toEqual(state)
  })

  it('cancels and gives the stock back; repeating it changes and publishes nothing', async () => {
    const { orderId } = await given()
    const ports = neighbours()
    expect(await change('cancelOrder', { orderId }, employee('customer-service'), ports)).toMatchObject({
      order: { status: 'CANCELLED', version: 2 },
      userErrors: [],
    })
    expect(ports.released).toEqual([orderId])
    expect(await change('cancelOrder', { orderId }, employee('customer-service'), ports)).toMatchObject({
      order: { status: 'CANCELLED', version: 2 },
      userErrors: [],
    })
    expect([await stateOf(orderId), ports.released]).toEqual([
      { status: 'CANCELLED', fulfillment_status: 'UNFULFILLED', version: 2, events: 2, moves: 2 },
      [orderId],
    ])
  })

  it('cancels while the catalogue is away, and the recovery gives the stock back later, once', async () => {
    const { orderId } = await given()
    const ports = neighbours()
    ports.onCall = () => {
      throw new AppError('UPSTREAM_UNAVAILABLE', 'away')
    }
    expect(await change('cancelOrder', { orderId }, employee('admin'), ports)).toMatchObject({
      order: { status: 'CANCELLED' },
      userErrors: [],
    })
    ports.onCall = () => undefined
    const later = () => new Date(Date.now() + 5_000)
    await recoverOnce(fixture.recoveryOptions(ports, later))
    await recoverOnce(fixture.recoveryOptions(ports, later))
    expect(ports.released).toEqual([orderId])
  })

  it('ships part by part: quantities add up and the stock is told what left each time', async () => {
    const variantId = newId('variant')
    const orderId = await givenOrder(fixture, tenant(), neighbours(), { lines: [{ variantId, quantity: 5 }] })
    await change('confirmOrder', { orderId })
    const [line] = await admin`select id from ${table('order_lines')} where order_id = ${uuidFromId('order', orderId)}`
    const page = await run(contextFor(tenant(), employee('admin'), neighbours()), `{ order(id: "${orderId}") { lines { nodes { id } } } }`)
    const lineId = (page.data as { order: { lines: { nodes: { id: string }[] } } }).order.lines.nodes[0]?.id ?? ''
    expect(uuidFromId('orderline', lineId)).toBe(line?.['id'])
    const ports = neighbours()
    const ship = (quantity: number) => change('fulfillOrder', { orderId, lines: [{ lineId, quantity }] }, employee('order-manager'), ports)
    expect(await ship(2)).toMatchObject({ order: { fulfillmentStatus: 'PARTIALLY_FULFILLED' }, userErrors: [] })
    expect(await ship(4)).toMatchObject({ userErrors: [{ code: 'QUANTITY_TOO_LARGE', field: ['input', 'lines', '0', 'quantity'] }] })
    expect(await ship(3)).toMatchObject({ order: { fulfillmentStatus: 'FULFILLED' }, userErrors: [] })
    expect([...ports.shipped.values()]).toEqual([[{ variantId, quantity: 2 }], [{ variantId, quantity: 3 }]])
    expect(await change('fulfillOrder', { orderId, lines: [{ lineId: newId('orderline'), quantity: 1 }] })).toMatchObject({
      userErrors: [{ code: 'LINE_NOT_FOUND' }],
    })
  })

  it('lets one of 50 changes of the same version win', async () => {
    const { orderId } = await given()
    const results = await Promise.all(Array.from({ length: 50 }, () => change('cancelOrder', { orderId, expectedVersion: 1 })))
    const codes = results.map((result) => (typeof result === 'string' ? result : (result.userErrors[0]?.code ?? 'won')))
    expect(codes.toSorted()).toEqual([...Array.from({ length: 49 }, () => 'VERSION_CONFLICT'), 'won'])
    expect(await stateOf(orderId)).toMatchObject({ version: 2, events: 2, moves: 2 })
  })

  it('gives 20 equal requests at once one effect and equal payloads, and refuses the key with another input', async () => {
    const { orderId } = await given()
    const input = { orderId, idempotencyKey: newId('key') }
    const actor = employee('order-manager')
    const results = await Promise.all(Array.from({ length: 20 }, () => change('confirmOrder', input, actor)))
    expect(new Set(results.map((result) => JSON.stringify(result))).size).toBe(1)
    expect(await stateOf(orderId)).toMatchObject({ status: 'CONFIRMED', version: 2, events: 2 })
    expect(await change('confirmOrder', { ...input, note: 'x' }, actor)).toMatchObject({ userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] })
  })

  it("hides another tenant's and another client's order as not found and does not touch it", async () => {
    const other = slug === 'acme' ? fixture.globex : fixture.acme
    const foreign = await givenOrder(fixture, other, neighbours())
    const { orderId } = await given()
    const stranger = client(newId('customer'))
    for (const [id, actor] of [
      [foreign, employee('admin')],
      [orderId, stranger],
      [newId('order'), employee('admin')],
    ] as const) {
      expect(await change('cancelOrder', { orderId: id }, actor)).toEqual({
        order: null,
        userErrors: [{ code: 'ORDER_NOT_FOUND', field: ['input', 'orderId'] }],
      })
    }
    expect(await stateOf(orderId)).toMatchObject({ status: 'PLACED', version: 1, events: 1 })
  })

  it('lets exactly the roles that the table names make each move', async () => {
    const outcomes: Record<string, Record<string, string>> = {}
    for (const [step, before] of [
      ['cancelOrder', []],
      ['confirmOrder', []],
      ['fulfillOrder', ['confirmOrder']],
      ['deliverOrder', ['confirmOrder', 'fulfillOrder']],
      ['completeOrder', ['confirmOrder', 'fulfillOrder', 'deliverOrder']],
    ] as const) {
      for (const kind of Object.keys(everyActor(newId('customer')))) {
        const { orderId, customerId } = await given(...before)
        const actor = everyActor(customerId)[kind] ?? employee()
        const result = await change(step, { orderId }, actor)
        outcomes[step] = { ...outcomes[step], [kind]: typeof result === 'string' ? result : (result.userErrors[0]?.code ?? 'done') }
      }
    }
    const employees = {
      admin: 'done',
      'order-manager': 'done',
      service: 'done',
      partner: 'FORBIDDEN',
      'employee without a role': 'FORBIDDEN',
    }
    const fulfilling = { ...employees, client: 'FORBIDDEN', 'customer-service': 'FORBIDDEN' }
    expect(outcomes).toEqual({
      cancelOrder: { ...employees, client: 'done', 'customer-service': 'done' },
      confirmOrder: fulfilling,
      fulfillOrder: fulfilling,
      deliverOrder: fulfilling,
      completeOrder: fulfilling,
    })
  })

  it('lets a client cancel while the order is PLACED only, and tells what is possible', async () => {
    const { orderId, customerId } = await given('confirmOrder')
    expect(await change('cancelOrder', { orderId }, client(customerId))).toMatchObject({ userErrors: [{ code: 'ILLEGAL_TRANSITION' }] })
    const source = `{ order(id: "${orderId}") { availableTransitions { to allowed blockedBy { code } requiredRoles } availableFulfillmentTransitions { to allowed } } }`
    expect((await run(contextFor(tenant(), client(customerId), neighbours()), source)).data).toEqual({
      order: {
        availableTransitions: [
          {
            to: 'CANCELLED',
            allowed: false,
            blockedBy: [{ code: 'ROLE_REQUIRED' }],
            requiredRoles: ['admin', 'customer-service', 'order-manager'],
          },
          {
            to: 'COMPLETED',
            allowed: false,
            blockedBy: [{ code: 'ROLE_REQUIRED' }, { code: 'NOT_DELIVERED' }],
            requiredRoles: ['admin', 'order-manager'],
          },
        ],
        availableFulfillmentTransitions: [
          { to: 'PARTIALLY_FULFILLED', allowed: false },
          { to: 'FULFILLED', allowed: false },
        ],
      },
    })
  })
})
