import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import type { ShownSpan } from '@iommi/infra/dev/traces/otlp'
import { traceStore } from '@iommi/infra/dev/traces/trace-store'
import { tracesServer } from '@iommi/infra/dev/traces/traces-server'
import { newId } from '@iommi/shared/ids'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { givenCustomer, givenVariant } from './shop.ts'
import { useStack } from './stack.ts'

const store = traceStore()
const collector = tracesServer(store, {})
const names = ['gateway', 'orders', 'catalog', 'customers', 'notifications'] as const
const everything = { service: null, onlyErrors: false, durationMsMin: 0 }
const canary = { name: 'Clara Canary', email: 'clara.canary@example.com', phone: '+442079460123', reference: 'canary-po-9b2e' }
const caller = { traceId: 'c0ffee00c0ffee00c0ffee00c0ffee00', spanId: 'ca11e4ca11e4ca11' }

beforeAll(async () => {
  await new Promise<void>((resolve) => void collector.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  collector.close().closeAllConnections()
})
const { ask, stack } = useStack(() => {
  const endpoint = `http://127.0.0.1:${String((collector.address() as AddressInfo).port)}`
  return { environment: Object.fromEntries(names.map((name) => [name, { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint }])) }
})

const shop = { variantId: '', customerId: '' }
beforeAll(async () => {
  shop.variantId = await givenVariant(ask, 'acme', { sku: 'CANARY-1', currency: 'GBP', amountMinor: 1_250, stock: 10 })
  shop.customerId = await givenCustomer(ask, 'acme', { name: canary.name, email: canary.email, phone: canary.phone })
}, 30_000)

/** Where each span of a trace stands; the steps of the plan, which are the gateway library's own, are left out. */
function paths(traceId: string): readonly string[] {
  const spans = store.find(traceId)?.spans ?? []
  const pathOf = (span: ShownSpan): string => {
    if (span.parentId === caller.spanId) return label(span)
    const parent = spans.find(({ spanId }) => spanId === span.parentId)
    if (parent === undefined) return `? > ${label(span)}`
    return span.name.startsWith('gateway.') ? pathOf(parent) : `${pathOf(parent)} > ${label(span)}`
  }
  return [...new Set(spans.map(pathOf))]
}

function label({ service, name }: ShownSpan): string {
  if (name.startsWith('handle ')) return `${service}: ${name}`
  return ['query', 'mutation'].includes(name) ? `${service} ${name}` : name
}

async function placeOrder(traceparent: string): Promise<unknown> {
  const input = {
    idempotencyKey: newId('key'),
    customerId: shop.customerId,
    externalReference: canary.reference,
    lines: [{ variantId: shop.variantId, quantity: 1 }],
  }
  const query = `mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) { order { number customer { email } lines(first: 1) { nodes { variant { sku } } } } userErrors { code } }
  }`
  const token = await stack().token({ tenant: 'acme', as: 'order-manager' })
  const response = await fetch(stack().urls.graphql, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, traceparent },
    body: JSON.stringify({ query, variables: { input } }),
  })
  return await response.json()
}

describe('one trace shows an order placed', () => {
  it('from the gateway over orders, catalog and customers to the statements, the event and the notification', async () => {
    const answer = await placeOrder(`00-${caller.traceId}-${caller.spanId}-01`)
    expect(answer).toMatchObject({ data: { placeOrder: { order: { customer: { email: canary.email } }, userErrors: [] } } })
    const whole = [
      'gateway mutation',
      'gateway mutation > call orders > orders mutation',
      'gateway mutation > call orders > orders mutation > orders app transaction',
      'gateway mutation > call orders > orders mutation > call customers > customers query > customers app transaction',
      'gateway mutation > call orders > orders mutation > call catalog > catalog mutation > catalog app transaction',
      'gateway mutation > call orders > orders mutation > publish order-events',
      'gateway mutation > call orders > orders mutation > notifications: handle order-events',
      // Of the answer, what orders does not know.
      'gateway mutation > call customers > customers query > customers app transaction',
      'gateway mutation > call catalog > catalog query > catalog app transaction',
    ]
    await expect.poll(() => paths(caller.traceId), { timeout: 10_000, interval: 50 }).toEqual(expect.arrayContaining(whole))
    // Nothing hangs in the air.
    await expect.poll(() => paths(caller.traceId).filter((path) => path.startsWith('?')), { timeout: 5_000, interval: 50 }).toEqual([])
    const spans = store.find(caller.traceId)?.spans ?? []
    expect(spans.find(({ service, name }) => service === 'gateway' && name === 'mutation')).toMatchObject({
      parentId: caller.spanId,
      attributes: { 'graphql.operation.name': 'PlaceOrder' },
    })
    const statements = spans.flatMap(({ service, events }) =>
      events.map(({ attributes }) => `${service}: ${attributes['db.query.text'] ?? ''}`),
    )
    for (const begin of ['orders: insert into "outbox"', 'notifications: insert into "notifications"', 'catalog: ', 'customers: select'])
      expect(statements.some((statement) => statement.startsWith(begin))).toBe(true)
  })

  it('holds no value of anybody, and no parameter, whatever becomes of the request', async () => {
    const known = store.list(everything).length
    const requests = [
      ask({ tenant: 'acme', as: 'client', subject: 'canary-subject', name: canary.name }, 'Viewer'),
      ask({ tenant: 'acme', as: 'admin' }, 'CustomerProfile', { id: { canary: canary.email } }),
      ask({ tenant: 'acme', as: 'admin' }, 'CustomerProfile', { id: canary.email }),
      ask({ tenant: 'acme', as: 'admin' }, `{ ${canary.reference.replaceAll('-', '_')} }`),
      ask({ tenant: 'acme', as: 'admin' }, `{ customer(id: "${canary.email}") { name `),
    ]
    await Promise.all(requests)
    await expect.poll(() => store.list(everything).length, { timeout: 5_000, interval: 50 }).toBe(known + requests.length)
    const all = JSON.stringify(store.list(everything).map(({ traceId }) => store.find(traceId)))
    expect(all).toContain('insert into \\"orders\\"')
    for (const value of [
      canary.name,
      canary.email,
      canary.phone,
      canary.reference,
      'canary',
      shop.customerId,
      shop.variantId,
      'CANARY-1',
      'Bearer',
    ])
      expect(all).not.toContain(value)
  })

  it('names the trace in the log lines of the request', () => {
    const lines = readFileSync(stack().logFile('gateway'), 'utf8').split('\n')
    expect(lines.filter((line) => line.includes(caller.traceId)).map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
      'operation',
    ])
  })

  it('is left alone where the caller says that it is not recorded', async () => {
    const traceId = 'feed0000feed0000feed0000feed0000'
    await placeOrder(`00-${traceId}-${caller.spanId}-00`)
    const before = store.find(caller.traceId)
    await placeOrder(`00-${caller.traceId}-${caller.spanId}-01`)
    await expect.poll(() => store.find(caller.traceId)?.spans.length, { timeout: 5_000 }).toBeGreaterThan(before?.spans.length ?? 0)
    expect(store.find(traceId)).toBeNull()
  })
})

describe('the metrics of the gateway', () => {
  const read = async (name: string, headers: Readonly<Record<string, string>> = {}) => {
    const response = await fetch(new URL('/metrics', name === 'gateway' ? stack().urls.gateway : stack().urls.subgraphs[name]), { headers })
    const text = await response.text()
    const values = [...text.matchAll(/^(?<name>\w+(?:\{.*\})?) (?<value>\S+)$/gm)]
    return {
      status: response.status,
      text,
      values: new Map(values.map(({ groups }) => [groups?.['name'] ?? '', Number(groups?.['value'])])),
    }
  }

  it('count each operation once, by type and worst code, and each call by its callee', async () => {
    const manager = { tenant: 'acme', as: 'order-manager' } as const
    const ofRequests = (type: string, code: string) => `iommi_request_duration_seconds_count{operation_type="${type}",code="${code}"}`
    const counted = {
      queries: ofRequests('query', 'OK'),
      invalid: ofRequests('none', 'GRAPHQL_VALIDATION_FAILED'),
      strangers: ofRequests('none', 'UNAUTHENTICATED'),
      calls: 'iommi_internal_call_duration_seconds_count{callee="orders",outcome="ok"}',
    }
    const before = await read('gateway')
    for (let n = 0; n < 5; n += 1) await ask(manager, '{ orders(first: 1) { nodes { number } } }')
    for (let n = 0; n < 3; n += 1) await ask(manager, '{ nothingLikeThat }')
    await ask(null, '{ orders(first: 1) { nodes { number } } }')
    const after = await read('gateway')
    const added = Object.entries(counted).map(([name, metric]) => [
      name,
      (after.values.get(metric) ?? 0) - (before.values.get(metric) ?? 0),
    ])
    expect(Object.fromEntries(added)).toEqual({ queries: 5, invalid: 3, strangers: 1, calls: 5 })
  })

  it('are there for each process, and for nobody who comes through a proxy', async () => {
    for (const name of names) {
      const { status, text } = await read(name)
      expect([name, status]).toEqual([name, 200])
      expect(text).toContain('nodejs_eventloop_lag_seconds')
      expect((await read(name, { 'x-forwarded-for': '127.0.0.1' })).status).toBe(404)
    }
  })
})
