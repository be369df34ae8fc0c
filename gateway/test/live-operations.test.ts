import { orderPlaced } from '@iommi/schema/events/order-events'
import { describe, expect, it } from 'vitest'
import { moved } from './event-log.ts'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket, type SocketAnswer } from './protocol-socket.ts'
import { acme, globex } from './test-issuer.ts'

const gateway = useLiveGateway({ limits: { socketsPerUserMax: 1_000 } })
const sockets = useSockets(gateway)

const results = (id: string, wanted: number) => (socket: ProtocolSocket) =>
  socket.answer(id).results.length >= wanted || socket.answer(id).errors !== null
const last = ({ results: all }: SocketAnswer): unknown => all.at(-1)?.data
const ids = (socket: ProtocolSocket, id = '1'): readonly unknown[] => liveValues(socket.answer(id)).flatMap(({ eventId }) => eventId ?? [])

async function subscribe(query: string, variables?: object, token?: string): Promise<ProtocolSocket> {
  const socket = await sockets.connect(token)
  socket.subscribe('1', query, variables)
  await socket.until(results('1', 1))
  return socket
}

/** Calls for entities that the subgraphs got while something happened. */
async function callsDuring(run: () => Promise<void>): Promise<{ readonly orders: number; readonly customers: number }> {
  const before = [gateway.orders.calls.length, gateway.customers.calls.length] as const
  await run()
  const ofEntities = (calls: readonly string[], from: number): number =>
    calls.slice(from).filter((call) => call.includes('_entities')).length
  return { orders: ofEntities(gateway.orders.calls, before[0]), customers: ofEntities(gateway.customers.calls, before[1]) }
}

describe('a subscription', () => {
  it.each([
    [
      'with aliases',
      'subscription { it: orderChanged { kind: __typename ... on OrderChange { to: toStatus of: order { nr: number c: customer { n: name } } } } }',
      { it: { kind: 'OrderChange', to: 'CONFIRMED', of: { nr: 'N-order_1', c: { n: 'Clara' } } } },
    ],
    [
      'with fragments at its root and below',
      `subscription { ...Root } fragment Root on Subscription { ... { orderChanged { ...Change } } }
       fragment Change on OrderChange { order { ...O } order { version } } fragment O on Order { id customer { ...C } } fragment C on Customer { name }`,
      { orderChanged: { order: { id: 'order_1', version: 2, customer: { name: 'Clara' } } } },
    ],
    [
      'that asks for nothing but its own type',
      'subscription { orderChanged { __typename } }',
      { orderChanged: { __typename: 'OrderChange' } },
    ],
    ['of another message only', 'subscription { orderChanged { ... on Checkpoint { cursor } } }', { orderChanged: {} }],
    [
      'that leaves out what it is told to',
      'subscription ($no: Boolean = false) { orderChanged { ... on OrderChange { toStatus fromStatus @include(if: $no) order @skip(if: true) { id } } } }',
      { orderChanged: { toStatus: 'CONFIRMED' } },
    ],
    [
      'that asks for the same field twice',
      'subscription { orderChanged { __typename } orderChanged { ... on OrderChange { order { id } } } }',
      { orderChanged: { __typename: 'OrderChange', order: { id: 'order_1' } } },
    ],
    [
      'of one of several operations',
      'query A { __typename } subscription B { orderChanged { ... on OrderChange { orderVersion } } }',
      { orderChanged: { orderVersion: 2 } },
    ],
    [
      'of fields of fields of another subgraph',
      'subscription { orderChanged { ... on OrderChange { order { next { number customer { friend { name } } } others(first: 1) { number } } } } }',
      { orderChanged: { order: { next: { number: 'A-1', customer: { friend: { name: 'Clara' } } }, others: [{ number: 'A-1' }] } } },
    ],
  ])('%s gets what it asks for', async (_which, query, data) => {
    const socket = await sockets.connect()
    const operationName = query.startsWith('query A') ? 'B' : undefined
    socket.send({ id: '1', type: 'subscribe', payload: { query, operationName } })
    await socket.until(results('1', 1))
    await gateway.publish(moved('order_1', acme))
    await socket.until(results('1', 2))
    expect([codesIn(socket.answer('1')), last(socket.answer('1'))]).toEqual([[], data])
  })

  it.each([
    ['itself', 'subscription ($on: Boolean!) { orderChanged @include(if: $on) { __typename } }', 'include'],
    ['itself, always', 'subscription { orderChanged @skip(if: false) { __typename } }', 'skip'],
    ['a fragment around it', 'subscription { ... @include(if: false) { orderChanged { __typename } } }', 'include'],
    [
      'fragments around it',
      'subscription { ...A } fragment A on Subscription { ...B @skip(if: true) } fragment B on Subscription { orderChanged { __typename } }',
      'skip',
    ],
  ])('whose root field depends on a condition, by %s, is refused', async (_where, query, directive) => {
    const socket = await subscribe(query, { on: false })
    const [error] = socket.answer('1').errors ?? []
    expect([codesIn(socket.answer('1')), error?.message]).toEqual([
      ['GRAPHQL_VALIDATION_FAILED'],
      `The root field of a subscription cannot have @${directive}.`,
    ])
  })

  it.each([
    ['$status', 'subscription ($status: OrderStatus!) { orderChanged(where: { status: { in: [$status] } }) { __typename } }', {}],
    ['$size', 'subscription ($size: Int) { orderChanged { ... on OrderChange { order { others(first: $size) { id } } } } }', { size: 'x' }],
  ])('whose variable %s is wrong is refused with BAD_USER_INPUT', async (name, query, variables) => {
    const socket = await subscribe(query, variables)
    expect(codesIn(socket.answer('1'))).toEqual(['BAD_USER_INPUT'])
    expect(socket.answer('1').errors?.[0]?.message).toContain(name)
  })

  it('is refused with the rule when a condition asks for too much', async () => {
    const in101 = { in: Array.from({ length: 101 }, (_, index) => `order_${String(index)}`) }
    const socket = await subscribe(orderChanges, { where: { orderId: in101 } })
    expect(socket.answer('1').errors).toEqual([
      {
        message: 'where.orderId.in: at most 100 values are allowed.',
        extensions: { code: 'BAD_USER_INPUT', requestId: expect.any(String) },
      },
    ])
  })

  it('may go on from any `after`: in a variable, as its default, written out, or null', async () => {
    const first = await subscribe(orderChanges)
    const [one, two] = await gateway.publish(moved('order_1', acme), moved('order_2', acme))
    await first.until(results('1', 3))
    const [checkpoint, behindOne] = liveValues(first.answer('1')).map(({ cursor }) => String(cursor))
    const selection = '{ __typename ... on OrderChange { eventId } }'
    for (const [query, variables, expected] of [
      [orderChanges, { after: checkpoint }, [one?.id, two?.id]],
      [`subscription ($from: String = "${String(behindOne)}") { orderChanged(after: $from) ${selection} }`, {}, [two?.id]],
      [`subscription { orderChanged(after: "${String(behindOne)}") ${selection} }`, {}, [two?.id]],
    ] as const) {
      const socket = await subscribe(query, variables)
      await socket.until(results('1', expected.length + 1))
      expect(ids(socket)).toEqual(expected)
    }
    const fromNow = await subscribe(orderChanges, { after: null })
    const [next] = await gateway.publish(moved('order_1', acme))
    await fromNow.until(results('1', 2))
    expect(ids(fromNow)).toEqual([next?.id])
  })

  it('of an event that breaks its contract tells that there was one, and goes on with the next', async () => {
    const socket = await subscribe(orderChanges)
    const from = gateway.log.length
    const broken = { tenantId: acme, event: orderPlaced, data: { orderId: 7 } }
    await gateway.publish(broken, moved('order_1', acme))
    await socket.until(results('1', 3))
    const [, told, next] = socket.answer('1').results
    expect(told).toEqual({
      data: null,
      errors: [
        { message: 'Internal server error', extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^request_/) } },
      ],
    })
    expect(next).toMatchObject({ data: { orderChanged: { order: { id: 'order_1' } } } })
    expect(gateway.log.slice(from).join('')).toContain('event not understood')
  })
})

describe('what is worked out', () => {
  it('is worked out once for everybody of the same roles, whatever token and cursor they have', async () => {
    const clients: ProtocolSocket[] = []
    for (let count = 0; count < 6; count += 1) {
      const token = await gateway.issuer.token('employees', { sub: `viewer-${String(count)}`, name: `Viewer ${String(count)}` })
      const after =
        count % 2 === 0 ? null : liveValues(clients[0]?.answer('1') ?? { results: [], errors: null, isComplete: false })[0]?.['cursor']
      clients.push(await subscribe(orderChanges, { after }, token))
    }
    const calls = await callsDuring(async () => {
      await gateway.publish(moved('order_1', acme))
      await Promise.all(clients.map(async (client) => await client.until(results('1', 2))))
    })
    expect(calls).toEqual({ orders: 1, customers: 1 })
    expect(new Set(clients.map((client) => JSON.stringify(client.answer('1').results.at(-1)))).size).toBe(1)
  })

  it('is asked for in one call for all that happened meanwhile', async () => {
    const first = await subscribe(orderChanges)
    const after = liveValues(first.answer('1'))[0]?.['cursor']
    first.close()
    await gateway.publish(...Array.from({ length: 8 }, (_, index) => moved(`order_${String(index % 5)}`, acme)))
    const calls = await callsDuring(async () => {
      const socket = await subscribe(orderChanges, { after })
      await socket.until(results('1', 9))
    })
    expect(calls).toEqual({ orders: 1, customers: 1 })
  })

  it.each([
    ['conditions', { where: { status: { in: ['CONFIRMED'] } } }, {}],
    ['roles', {}, { roles: ['admin'] }],
    ['tenants', {}, { tenant_id: globex }],
  ])('is not shared between different %s', async (_what, variables, claims) => {
    const [one, other] = [
      await subscribe(orderChanges),
      await subscribe(orderChanges, variables, await gateway.issuer.token('employees', claims)),
    ]
    const calls = await callsDuring(async () => {
      await gateway.publish(moved('order_1', acme), moved('order_1', globex))
      await Promise.all([one, other].map(async (each) => await each.until(results('1', 2))))
    })
    expect(calls).toEqual({ orders: 2, customers: 2 })
  })

  const seenBy = 'subscription { orderChanged { __typename ... on OrderChange { order { seenBy } } } }'
  const actorOf = (socket: ProtocolSocket): Readonly<Record<string, unknown>> => {
    const { orderChanged } = last(socket.answer('1')) as { readonly orderChanged: { readonly order: { readonly seenBy: string } } }
    return JSON.parse(orderChanged.order.seenBy) as Record<string, unknown>
  }

  it('is asked for in nobody’s name where it is for several, and in the client’s own where it may depend on who asks', async () => {
    const employee = await subscribe(seenBy, {}, await gateway.issuer.token('employees', { sub: 'erin', roles: ['order-manager'] }))
    const client = await subscribe(
      seenBy,
      {},
      await gateway.issuer.token('clients', { sub: 'carl', name: 'Carl', customer_id: 'customer_1' }),
    )
    const partner = await subscribe(seenBy, {}, await gateway.issuer.token('clients', { sub: 'p', roles: ['partner'], partner: 'shop' }))
    await gateway.publish(moved('order_1', acme))
    await Promise.all([employee, client, partner].map(async (each) => await each.until(results('1', 2))))
    expect([employee, client, partner].map(actorOf)).toEqual([
      { kind: 'employee', id: 'live', name: 'live', roles: ['order-manager'] },
      { kind: 'client', id: 'carl', name: 'Carl', roles: ['client'], customerId: 'customer_1' },
      expect.objectContaining({ kind: 'partner', id: 'shop', roles: ['partner'] }),
    ])
  })
})
