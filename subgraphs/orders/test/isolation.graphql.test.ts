import { newId } from '@iommi/shared/ids'
import { client, employee, service } from '@iommi/shared/testing/test-context'
import { isObjectType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { schema } from '../src/schema.ts'
import { givenOrder, neighbours, run, useOrders } from './orders-fixture.ts'

// Every root field and entity, read from the schema, with another tenant's ids: the answer is the one for ids of nobody.
const fixture = useOrders()
const { contextFor, admin } = fixture

interface Ids {
  readonly orderId: string
  readonly customerId: string
}
interface Case {
  readonly document: string
  readonly variables: (ids: Ids) => Readonly<Record<string, unknown>>
  readonly isForServices?: boolean
}

const change = (name: string, type: string, extra: object = {}): Case => ({
  document: `mutation ($input: ${type}!) { ${name}(input: $input) { order { id } userErrors { code field message } } }`,
  variables: ({ orderId }) => ({ input: { idempotencyKey: newId('key'), orderId, ...extra } }),
})

const cases: Readonly<Record<string, Case>> = {
  'Query.order': { document: 'query ($id: ID!) { order(id: $id) { id number } }', variables: ({ orderId }) => ({ id: orderId }) },
  'Query.orders': {
    document: 'query ($where: OrderWhereInput) { orders(where: $where) { nodes { id } totalCount } }',
    variables: ({ orderId, customerId }) => ({ where: { OR: [{ id: { in: [orderId] } }, { customerId: { in: [customerId] } }] } }),
  },
  'Query.orderStats': {
    document: 'query ($where: OrderWhereInput) { orderStats(where: $where, interval: DAY) { rows { orderCount } } }',
    variables: ({ customerId }) => ({ where: { customerId: { in: [customerId] } } }),
  },
  'Query._events': {
    document: '{ _events(topic: "order-events", afterSeq: 0, first: 10) { seq events } }',
    variables: () => ({}),
    isForServices: true,
  },
  'Query._entities': {
    document:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Order { number } ... on Customer { orders { nodes { id } totalCount } } } }',
    variables: ({ orderId, customerId }) => ({
      r: [
        { __typename: 'Order', id: orderId },
        { __typename: 'Customer', id: customerId },
      ],
    }),
  },
  'Query._service': { document: '{ _service { __typename } }', variables: () => ({}) },
  'Mutation.placeOrder': {
    document: 'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } userErrors { code field message } } }',
    variables: ({ customerId }) => ({
      input: { idempotencyKey: newId('key'), customerId, lines: [{ variantId: newId('variant'), quantity: 1 }] },
    }),
  },
  'Mutation.confirmOrder': change('confirmOrder', 'ConfirmOrderInput'),
  'Mutation.fulfillOrder': change('fulfillOrder', 'FulfillOrderInput'),
  'Mutation.deliverOrder': change('deliverOrder', 'DeliverOrderInput'),
  'Mutation.completeOrder': change('completeOrder', 'CompleteOrderInput'),
  'Mutation.cancelOrder': change('cancelOrder', 'CancelOrderInput', { reason: 'OTHER' }),
  'Mutation._importOrders': {
    document: 'mutation ($input: _ImportOrdersInput!) { _importOrders(input: $input) { results { isNew } } }',
    variables: () => ({
      input: {
        orders: [
          {
            // The other tenant has an order under this key, too.
            importKey: 'shared-key',
            customerId: newId('customer'),
            placedAt: '2026-01-01T00:00:00Z',
            currency: 'GBP',
            status: 'PLACED',
            fulfillmentStatus: 'UNFULFILLED',
            lines: [{ sku: 'A', title: 'A', quantity: 1, unitPriceMinor: 1 }],
          },
        ],
      },
    }),
    isForServices: true,
  },
  'Mutation._cancelImportedLines': {
    document:
      'mutation ($input: _CancelImportedLinesInput!) { _cancelImportedLines(input: $input) { results { cancelledQuantity isNew } } }',
    variables: ({ customerId }) => ({
      input: {
        lines: [{ importKey: newId('key'), customerId, sku: 'A', unitPriceMinor: 1_999, quantity: 1, occurredAt: '2027-01-01T00:00:00Z' }],
      },
    }),
    isForServices: true,
  },
}

describe.each([
  ['acme', 'globex'],
  ['globex', 'acme'],
] as const)('orders of %s, seen from %s', (owner, stranger) => {
  const foreign = { orderId: '', customerId: newId('customer') }
  const schemaOf = { acme: 'orders', globex: 'orders__globex' } as const
  const snapshot = async () =>
    await admin`select o.id, o.status, o.version, (select count(*)::int from ${admin(`${schemaOf[owner]}.outbox`)}) as events from ${admin(`${schemaOf[owner]}.orders`)} o order by o.id`

  beforeAll(async () => {
    foreign.orderId = await givenOrder(fixture, fixture[owner], neighbours(), { customerId: foreign.customerId })
    await run(
      contextFor(fixture[owner], service, neighbours()),
      cases['Mutation._importOrders']?.document ?? '',
      cases['Mutation._importOrders']?.variables(foreign),
    )
  })

  it('has a case for every root field', () => {
    const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType)
    const fields = roots.flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
    expect(Object.keys(cases).toSorted()).toEqual(fields.toSorted())
  })

  it.each(Object.entries(cases))(
    '%s answers as for ids of nobody and touches nothing',
    async (_name, { document, variables, isForServices }) => {
      const nobody = { orderId: newId('order'), customerId: newId('customer') }
      const before = await snapshot()
      for (const actor of isForServices === true ? [service] : [employee('admin'), client(newId('customer'))]) {
        const ask = async (ids: Ids) => {
          const ports = neighbours()
          ports.unknownCustomers.add(ids.customerId)
          return await run(contextFor(fixture[stranger], actor, ports), document, variables(ids))
        }
        const [theirs, nobodys] = [await ask(foreign), await ask(nobody)]
        const blank = (value: unknown) =>
          JSON.stringify(value)
            .replaceAll(/(order|customer)_[0-9a-z]{26}/g, '$1')
            .replaceAll('"isNew":true', '"isNew":false')
        expect(blank(theirs)).toBe(blank(nobodys))
        expect(JSON.stringify(theirs)).not.toContain(foreign.orderId)
      }
      expect(await snapshot()).toEqual(before)
    },
  )

  it('crosses nothing when both tenants ask for the same ids a thousand times, interleaved (recipe 33)', async () => {
    const document = cases['Query._entities']?.document ?? ''
    const ask = async (tenant: 'acme' | 'globex') =>
      (await run(contextFor(fixture[tenant], employee('admin'), neighbours()), document, cases['Query._entities']?.variables(foreign)))
        .data?.['_entities'] as { number?: string }[]
    let crossings = 0
    for (let round = 0; round < 50; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => ask(n % 2 === 0 ? owner : stranger)))
      crossings += answers.filter(([order], n) => (n % 2 === 0) !== (typeof order?.number === 'string')).length
    }
    expect(crossings).toBe(0)
  })
})

it('puts 400 orders of two tenants, written at once, into the right schemas (recipe 34)', async () => {
  const counts = async () =>
    (await admin`select (select count(*)::int from orders.orders) as pooled, (select count(*)::int from orders__globex.orders) as own`)[0]
  const before = await counts()
  for (let round = 0; round < 20; round += 1) {
    await Promise.all(Array.from({ length: 20 }, (_, n) => givenOrder(fixture, n % 2 === 0 ? fixture.acme : fixture.globex, neighbours())))
  }
  const after = await counts()
  expect([after?.['pooled'] - before?.['pooled'], after?.['own'] - before?.['own']]).toEqual([200, 200])
  const strays =
    await admin`select 1 from orders.orders where tenant_id = ${fixture.globex.id} union all select 1 from orders__globex.orders where tenant_id <> ${fixture.globex.id}`
  expect(strays).toHaveLength(0)
})
