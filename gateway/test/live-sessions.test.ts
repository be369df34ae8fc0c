import type { ServerResponse } from 'node:http'
import { waitUntil } from '@iommi/infra/dev/wait-until'
import { userRolesChanged } from '@iommi/schema/events/customer-events'
import { afterEach, describe, expect, it } from 'vitest'
import { moved, type Change } from './event-log.ts'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket } from './protocol-socket.ts'
import { accepting, codesOf, useStreams, valuesOf, type ProtocolStream } from './protocol-stream.ts'
import { acme, globex } from './test-issuer.ts'

const gateway = useLiveGateway()
const sockets = useSockets(gateway)
const open = useStreams(gateway)
const formats = Object.entries(accepting)

afterEach(() => gateway.customers.answerAdmissionWith(null))

const nowSeconds = (): number => Math.floor(Date.now() / 1_000)
const count = (messages: number) => (stream: ProtocolStream) => stream.messages().length >= messages
const isOver = (stream: ProtocolStream): boolean => stream.end() !== null
const results = (id: string, wanted: number) => (socket: ProtocolSocket) => socket.answer(id).results.length >= wanted
const failed = (id: string) => (socket: ProtocolSocket) => socket.answer(id).errors !== null

const margins = 'subscription { orderChanged { __typename ... on OrderChange { eventId order { id margin } } } }'
const stock = 'subscription { stockChanged { __typename } }'

let admissions = 0

/** From now on everybody comes in as this; whoever is there hears of it. */
async function letInAs(
  sub: string,
  answer: { readonly roles: readonly string[]; readonly customerId?: string } | 'DISABLED',
  tenantId = acme,
): Promise<void> {
  const refused = { isAdmitted: false, userId: null, roles: [], customerId: null, refusal: answer }
  const admitted = { isAdmitted: true, userId: `user_of_${sub}`, customerId: null, refusal: null }
  const payload = answer === 'DISABLED' ? refused : { ...admitted, ...answer }
  gateway.customers.answerAdmissionWith((response) => {
    admissions += 1
    response.end(JSON.stringify({ data: { _admitUser: payload } }))
  })
  await gateway.publish({
    tenantId,
    event: userRolesChanged,
    data: { userId: `user_of_${sub}`, kind: 'EMPLOYEE', status: 'ACTIVE', version: 2 },
  })
}

async function logOut(sub: string): Promise<void> {
  const body = `logout_token=${await gateway.issuer.logoutToken('employees', { sub })}`
  const headers = { 'content-type': 'application/x-www-form-urlencoded' }
  expect((await gateway.call('/backchannel-logout', { method: 'POST', headers, body })).status).toBe(200)
}

describe.each([
  [
    'expires',
    'The token has expired.',
    () => {
      const at = nowSeconds()
      return { iat: at - 900, exp: at - 20 }
    },
    async () => {
      // It counts for thirty seconds longer, for clocks that differ: there is time enough to get as far as this before.
      const goneAt = nowSeconds() + 10
      await waitUntil('the token counts still', { timeoutMs: 15_000 }, () => nowSeconds() >= goneAt)
    },
  ],
  ['is revoked by a logout', 'The token does not count any more.', () => ({}), async (sub: string) => await logOut(sub)],
  ['is of a user that is disabled', 'The user is disabled.', () => ({}), async (sub: string) => await letInAs(sub, 'DISABLED')],
] as const)('when a token %s', (how, reason, claimsOf, make) => {
  const sub = how.replaceAll(' ', '-')

  it('a stream by Server-Sent Events breaks, a multipart one says why, a socket is closed with 4403: within five seconds', async () => {
    const token = await gateway.issuer.token('employees', { sub, ...claimsOf() })
    const sse = await open({ accept: accepting.sse, query: orderChanges, token })
    const multipart = await open({ accept: accepting.multipart, query: orderChanges, token })
    const socket = await sockets.connect(token)
    socket.subscribe('1', orderChanges)
    const stayer = await open({ accept: accepting.sse, query: orderChanges })
    await Promise.all([...[sse, multipart, stayer].map(async (stream) => await stream.until(count(1))), socket.until(results('1', 1))])
    await gateway.publish(moved('order_1', acme))
    await Promise.all([sse.until(count(2)), multipart.until(count(2)), socket.until(results('1', 2))])
    await make(sub)
    await Promise.all([sse.until(isOver, 5_000), multipart.until(isOver, 5_000), socket.untilClosed()])
    expect([sse.end(), codesOf(sse)]).toEqual(['broken', []])
    expect(multipart.end()).toBe('complete')
    expect(multipart.messages().at(-1)).toEqual({
      id: null,
      payload: null,
      errors: [{ message: reason, extensions: { code: 'UNAUTHENTICATED', requestId: multipart.headers['x-request-id'] } }],
    })
    expect(socket.closed()).toEqual({ code: 4403, reason })
    // What was sent before is there, and nothing else.
    expect([valuesOf(sse).length, valuesOf(multipart).length, liveValues(socket.answer('1')).length]).toEqual([2, 2, 2])
    expect(stayer.end()).toBeNull()
  })
})

describe('who comes back with another token', () => {
  it('goes on where the old one ended: nothing is missed, nothing comes twice', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'returning' })
    const first = await sockets.connect(token)
    first.subscribe('1', orderChanges)
    await first.until(results('1', 1))
    const changes = Array.from({ length: 40 }, (_, index) => moved('order_1', acme, { version: index + 1 }))
    const published: string[] = []
    for (const [index, change] of changes.entries()) {
      published.push(...(await gateway.publish(change)).map(({ id }) => id))
      if (index === 10) await logOut('returning')
    }
    await first.untilClosed()
    const seen = liveValues(first.answer('1'))
    const iat = nowSeconds() + 1
    const fresh = await gateway.issuer.token('employees', { sub: 'returning', iat, exp: iat + 900 })
    const second = await sockets.connect(fresh)
    second.subscribe('1', orderChanges, { after: seen.at(-1)?.['cursor'] })
    const rest = (): readonly unknown[] => liveValues(second.answer('1')).flatMap(({ eventId }) => eventId ?? [])
    const before = seen.flatMap(({ eventId }) => eventId ?? [])
    await second.until(() => before.length + rest().length >= published.length)
    expect([...before, ...rest()]).toEqual(published)
  })
})

describe('a role that is taken away', () => {
  it('narrows what the next message says, and one that is given widens it: nothing is missed, nothing comes twice', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'admin-1', roles: ['admin'] })
    const socket = await sockets.connect(token)
    const sse = await open({ accept: accepting.sse, query: margins, token })
    socket.subscribe('1', margins)
    await Promise.all([socket.until(results('1', 1)), sse.until(count(1))])
    const published: string[] = []
    const publish = async (): Promise<void> => void published.push(...(await gateway.publish(moved('order_1', acme))).map(({ id }) => id))
    const untilMargin = async (margin: number | null): Promise<void> => {
      const last = (): unknown => (liveValues(socket.answer('1')).at(-1)?.['order'] as { margin: unknown } | undefined)?.margin
      const lastOfStream = (): unknown => (valuesOf(sse).at(-1)?.['order'] as { margin: unknown } | undefined)?.margin
      // The news of the role and that of the order go different ways: the one about the order may be faster.
      await expect
        .poll(
          async () => {
            await publish()
            return [last(), lastOfStream()]
          },
          { timeout: 8_000, interval: 50 },
        )
        .toEqual([margin, margin])
    }
    await untilMargin(7)
    await letInAs('admin-1', { roles: ['order-manager'] })
    await untilMargin(null)
    const denied = socket.answer('1').results.at(-1)
    expect(denied?.errors).toEqual([
      {
        message: expect.stringContaining('Order.margin'),
        path: ['orderChanged', 'order', 'margin'],
        extensions: { code: 'FORBIDDEN', requestId: expect.stringMatching(/^request_/) },
      },
    ])
    await letInAs('admin-1', { roles: ['admin', 'order-manager'] })
    await untilMargin(7)
    await letInAs('admin-1', { roles: ['order-manager', 'admin'] })
    // The same in another sequence changes nothing.
    await untilMargin(7)
    await expect.poll(() => liveValues(socket.answer('1')).length).toBe(published.length + 1)
    for (const values of [liveValues(socket.answer('1')), valuesOf(sse)]) {
      expect(values.flatMap(({ eventId }) => eventId ?? [])).toEqual(published)
    }
    expect([socket.closed(), sse.end()]).toEqual([null, null])
  })

  it.each(['a socket', ...formats.map(([format]) => `a stream by ${format}`)])(
    'is gone also from a subscription by %s that was only beginning',
    async (by) => {
      const sub = by.replaceAll(' ', '-')
      const token = await gateway.issuer.token('employees', { sub, roles: ['admin'], tenant_id: globex })
      const socket = await sockets.connect(token)
      // The topic cannot be opened yet: nobody says where it stands.
      const held: ServerResponse[] = []
      gateway.orders.answerWith((response) => held.push(response))
      const [, accept = null] = formats.find(([format]) => by.endsWith(format)) ?? []
      const opening = accept === null ? null : open({ accept, query: margins, token })
      if (accept === null) socket.subscribe('1', margins)
      await expect.poll(() => held.length).toBe(1)
      const before = admissions
      await letInAs(sub, { roles: ['order-manager'] }, globex)
      // A socket, and the stream, are one user's: it is asked about once.
      await expect.poll(() => admissions).toBeGreaterThan(before)
      gateway.orders.answerWith(null)
      const seq = gateway.events.all(globex, 'order-events').length
      const page = { epoch: seq === 0 ? 'new' : 'first.0', seq, oldestSeq: 1, events: [] }
      held[0]?.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { _events: page } }))
      const stream = await opening
      const values = (): readonly unknown[] => (stream === null ? liveValues(socket.answer('1')) : valuesOf(stream))
      await expect.poll(() => values().length).toBe(1)
      await gateway.publish(moved('order_1', globex))
      await expect.poll(() => values().length).toBe(2)
      expect(values().at(-1)).toMatchObject({ order: { id: 'order_1', margin: null } })
      expect(stream === null ? codesIn(socket.answer('1')) : codesOf(stream)).toEqual(['FORBIDDEN'])
    },
  )

  it('ends, with FORBIDDEN, a subscription that is not allowed without it; others of the socket go on', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'loses-all' })
    const socket = await sockets.connect(token)
    socket.subscribe('stock', stock)
    const streams = await Promise.all(formats.map(async ([, accept]) => await open({ accept, query: stock, token })))
    await Promise.all([socket.until(results('stock', 1)), ...streams.map(async (stream) => await stream.until(count(1)))])
    await letInAs('loses-all', { roles: [] })
    await Promise.all([socket.until(failed('stock')), ...streams.map(async (stream) => await stream.until(isOver))])
    const { errors, isComplete } = socket.answer('stock')
    expect([errors, isComplete]).toEqual([
      [
        {
          message: expect.stringContaining('Subscription.stockChanged'),
          extensions: { code: 'FORBIDDEN', requestId: expect.stringMatching(/^request_/) },
          path: ['stockChanged'],
        },
      ],
      false,
    ])
    for (const stream of streams) expect([stream.end(), codesOf(stream)]).toEqual(['complete', ['FORBIDDEN']])
    expect(socket.closed()).toBeNull()
    socket.subscribe('q', '{ __typename }')
    await socket.until(results('q', 1))
  })

  it('is not given back to a subscription that it ended', async () => {
    const socket = await sockets.connect(await gateway.issuer.token('employees', { sub: 'comes-and-goes' }))
    socket.subscribe('stock', stock)
    socket.subscribe('orders', orderChanges)
    await socket.until((each) => results('stock', 1)(each) && results('orders', 1)(each))
    await letInAs('comes-and-goes', { roles: [] })
    await socket.until((each) => failed('stock')(each) && failed('orders')(each))
    await letInAs('comes-and-goes', { roles: ['order-manager'] })
    const after = socket.messages.length
    socket.subscribe('again', orderChanges)
    await expect
      .poll(async () => {
        socket.subscribe(`again-${String(socket.messages.length)}`, orderChanges)
        await gateway.publish(moved('order_1', acme))
        return socket.messages.slice(after).some(({ type }) => type === 'next')
      })
      .toBe(true)
    expect(socket.messages.slice(after).filter(({ id }) => id === 'stock' || id === 'orders')).toEqual([])
  })
})

describe('a client that becomes another customer', () => {
  it('gets that one’s orders from then on, and none of the old one’s', async () => {
    const token = await gateway.issuer.token('clients', { sub: 'merged', customer_id: 'customer_1' })
    const socket = await sockets.connect(token)
    socket.subscribe('1', orderChanges)
    await socket.until(results('1', 1))
    const both = (): readonly Change<unknown>[] => [
      moved('of_1', acme, { customerId: 'customer_1' }),
      moved('of_2', acme, { customerId: 'customer_2' }),
    ]
    const orders = (): readonly unknown[] =>
      liveValues(socket.answer('1')).flatMap(({ order }) => (order as { id: string } | null)?.id ?? [])
    await gateway.publish(...both())
    await socket.until(() => orders().length === 1)
    await letInAs('merged', { roles: ['client'], customerId: 'customer_2' })
    await expect
      .poll(async () => {
        await gateway.publish(...both())
        return orders().at(-1)
      })
      .toBe('of_2')
    const from = orders().indexOf('of_2')
    expect(
      orders()
        .slice(0, from)
        .every((id) => id === 'of_1'),
    ).toBe(true)
    await gateway.publish(...both())
    await socket.until(() => orders().length >= from + 2)
    expect(new Set(orders().slice(from))).toEqual(new Set(['of_2']))
    expect(codesIn(socket.answer('1'))).toEqual([])
  })
})
