import { AppError } from '@iommi/shared/errors'
import { newId, uuidFromId } from '@iommi/shared/ids'
import { employee, service } from '@iommi/shared/testing/test-context'
import { describe, expect, it } from 'vitest'
import { neighbours, run, useOrders } from './orders-fixture.ts'

const fixture = useOrders()
const { admin, contextFor } = fixture
const importDocument = 'mutation ($input: _ImportOrdersInput!) { _importOrders(input: $input) { results { importKey orderId isNew } } }'
const cancelDocument =
  'mutation ($input: _CancelImportedLinesInput!) { _cancelImportedLines(input: $input) { results { importKey cancelledQuantity isNew } } }'

describe.each(['acme', 'globex'] as const)('importing orders of %s', (slug) => {
  const schema = slug === 'acme' ? 'orders' : 'orders__globex'
  const table = (name: string) => admin(`${schema}.${name}`)
  const context = () => contextFor(fixture[slug], service, neighbours())
  const line = { sku: '85123A', title: 'WHITE HEART', quantity: 6, unitPriceMinor: 255 }
  const order = (overrides: Readonly<Record<string, unknown>> = {}) => ({
    importKey: newId('key'),
    externalReference: '536365',
    customerId: newId('customer'),
    placedAt: '2010-12-01T08:26:00.000Z',
    currency: 'GBP',
    status: 'COMPLETED',
    fulfillmentStatus: 'DELIVERED',
    lines: [line, { ...line, sku: '71053', unitPriceMinor: 339 }, line],
    ...overrides,
  })
  const importAll = async (...orders: readonly object[]) => {
    const result = await run(context(), importDocument, { input: { orders } })
    if (result.errors !== undefined) throw new Error(result.errors[0]?.message)
    return (result.data as { _importOrders: { results: { importKey: string; orderId: string; isNew: boolean }[] } })._importOrders.results
  }
  const cancel = async (...lines: readonly object[]) =>
    (await run(context(), cancelDocument, { input: { lines } })).data?.['_cancelImportedLines']
  const stateOf = async (orderId: string) =>
    (
      await admin`select status, fulfillment_status, total_minor::int as total, version, placed_at, number is not null as numbered,
      (select array_agg(cancelled_quantity order by position) from ${table('order_lines')} where order_id = o.id) as cancelled,
      (select array_agg(fulfilled_quantity order by position) from ${table('order_lines')} where order_id = o.id) as fulfilled,
      (select array_agg(to_status order by version) from ${table('order_history')} where order_id = o.id) as moves,
      (select array_agg(type order by position) from ${table('outbox')} where aggregate_id = ${orderId}) as events
      from ${table('orders')} o where id = ${uuidFromId('order', orderId)}`
    )[0]

  it('takes an order over as it was: time, prices, lines, state, one event, nothing reserved', async () => {
    const [result] = await importAll(order())
    expect(result?.isNew).toBe(true)
    expect(await stateOf(result?.orderId ?? '')).toEqual({
      status: 'COMPLETED',
      fulfillment_status: 'DELIVERED',
      total: 5_094,
      version: 1,
      placed_at: new Date('2010-12-01T08:26:00.000Z'),
      numbered: true,
      cancelled: [0, 0, 0],
      fulfilled: [6, 6, 6],
      moves: ['COMPLETED'],
      events: ['io.iommi.order.imported.v1'],
    })
  })

  it('imports a key once: repeated, in one call, and by eight calls at once', async () => {
    const one = order()
    const [first] = await importAll(one)
    expect(await importAll(one, one)).toEqual([
      { ...first, isNew: false },
      { ...first, isNew: false },
    ])
    const many = Array.from({ length: 20 }, () => order())
    const results = await Promise.all(Array.from({ length: 8 }, () => importAll(...many)))
    expect(results.flat().filter(({ isNew }) => isNew)).toHaveLength(20)
    expect(new Set(results.flat().map(({ orderId }) => orderId)).size).toBe(20)
    const ids = results[0]?.map(({ orderId }) => orderId) ?? []
    expect(await admin`select 1 from ${table('outbox')} where aggregate_id in ${admin(ids)}`).toHaveLength(20)
  })

  it('takes cancellations off the latest matching line, then off earlier ones, once', async () => {
    const customerId = newId('customer')
    const early = order({ customerId, placedAt: '2010-12-01T09:00:00Z', lines: [line] })
    const late = order({ customerId, placedAt: '2010-12-02T09:00:00Z', lines: [line, { ...line, sku: '85123a' }] })
    const [first, second] = await importAll(early, late)
    const cancellation = {
      importKey: newId('key'),
      customerId,
      sku: '85123a',
      unitPriceMinor: 255,
      quantity: 8,
      occurredAt: '2010-12-03T00:00:00Z',
    }
    expect(await cancel(cancellation)).toEqual({ results: [{ importKey: cancellation.importKey, cancelledQuantity: 8, isNew: true }] })
    expect(await cancel(cancellation)).toEqual({ results: [{ importKey: cancellation.importKey, cancelledQuantity: 8, isNew: false }] })
    expect(await stateOf(second?.orderId ?? '')).toMatchObject({ cancelled: [2, 6], total: 4 * 255, status: 'COMPLETED', version: 3 })
    expect(await cancel({ ...cancellation, importKey: newId('key'), quantity: 100 })).toMatchObject({
      results: [{ cancelledQuantity: 10 }],
    })
    expect(await stateOf(second?.orderId ?? '')).toMatchObject({
      cancelled: [6, 6],
      total: 0,
      status: 'CANCELLED',
      moves: ['COMPLETED', 'CANCELLED'],
    })
    expect(await stateOf(first?.orderId ?? '')).toMatchObject({
      cancelled: [6],
      status: 'CANCELLED',
      events: ['io.iommi.order.imported.v1', 'io.iommi.order.cancelled.v1'],
    })
  })

  it.each([
    ['another customer', { customerId: newId('customer') }],
    ['another price', { unitPriceMinor: 256 }],
    ['another SKU', { sku: '85123B' }],
    ['a purchase after it', { occurredAt: '2010-11-30T00:00:00Z' }],
  ])('takes nothing off for %s', async (_name, overrides) => {
    const one = order({ lines: [line] })
    const [result] = await importAll(one)
    const cancellation = {
      importKey: newId('key'),
      customerId: one.customerId,
      sku: line.sku,
      unitPriceMinor: 255,
      quantity: 1,
      occurredAt: '2010-12-03T00:00:00Z',
    }
    expect(await cancel({ ...cancellation, ...overrides })).toMatchObject({ results: [{ cancelledQuantity: 0, isNew: true }] })
    expect(await stateOf(result?.orderId ?? '')).toMatchObject({ cancelled: [0], version: 1 })
  })

  it('is for services only, and takes 250 orders at most', async () => {
    const asEmployee = await run(contextFor(fixture[slug], employee('admin'), neighbours()), importDocument, {
      input: { orders: [order()] },
    })
    expect(asEmployee.errors?.[0]?.originalError).toMatchObject({ code: 'FORBIDDEN' })
    const tooMany = run(context(), importDocument, { input: { orders: Array.from({ length: 251 }, () => order()) } })
    expect((await tooMany).errors?.[0]?.originalError).toBeInstanceOf(AppError)
    await expect(importAll(order({ lines: [] }))).rejects.toThrow('input.orders.0.lines')
  })
})
