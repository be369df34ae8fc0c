import { orderCancelled, orderConfirmed, orderDelivered, orderImported, orderPlaced } from '@iommi/schema/events/order-events'
import { decodeEventCursor } from '@iommi/shared/event-cursor'
import { relaySchema } from '@iommi/shared/event-relay'
import { newId } from '@iommi/shared/ids'
import { silentLogger } from '@iommi/shared/telemetry'
import { tenantRegistry } from '@iommi/shared/tenants'
import { client, employee, service } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { Redis } from 'ioredis'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { at, boardOf, cursorKey, newKey, readingOn, type NotificationPage } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')
const redisUrl = testRedisUrl()

describe.each(['acme', 'globex'] as const)('notifications of %s', (slug) => {
  const board = boardOf(database, slug)
  const { list, ids, mark } = readingOn(board)

  it('answers the registered operations, with the order as a reference and the texts in words', async () => {
    const customerId = newId('customer')
    const orderId = await board.happens(customerId)
    const source = (name: string) => readFileSync(new URL(`../../../schema/operations/dashboard/${name}.graphql`, import.meta.url), 'utf8')
    // The order's number is the orders subgraph's to say.
    const page = await board.as(client(customerId), source('Notifications').replace(/order \{[^}]*\}/, 'order { id }'), { first: 20 })
    expect(page).toEqual({
      data: {
        notifications: {
          edges: [
            {
              cursor: expect.any(String),
              node: {
                id: expect.stringMatching(/^notification_/),
                kind: 'ORDER_PLACED',
                title: 'Your order was placed',
                body: 'Thank you. We will tell you as soon as it is confirmed.',
                createdAt: '2026-11-20T09:30:00.000Z',
                readAt: null,
                order: { id: orderId },
              },
            },
          ],
          unreadCount: 1,
          pageInfo: { hasNextPage: false, endCursor: expect.any(String) },
          changesCursor: expect.any(String),
        },
      },
      errors: [],
    })
    const notificationId = at(page, 'notifications', 'edges', 0, 'node', 'id')
    const marked = await board.as(client(customerId), source('MarkNotificationRead'), {
      input: { idempotencyKey: newKey(), notificationId },
    })
    expect(marked).toEqual({
      data: { markNotificationRead: { notification: { id: notificationId, readAt: '2026-11-20T09:30:00.000Z' }, userErrors: [] } },
      errors: [],
    })
  })

  it('tells each audience of the rule once, and nobody of an import', async () => {
    const customerId = newId('customer')
    const before = await board.published('created')
    const orderId = await board.happens(customerId, orderCancelled)
    await board.happens(customerId, orderImported)
    const told = async (actor: Parameters<typeof board.as>[0]) =>
      (
        at(
          await board.as(actor, '{ notifications(first: 100) { nodes { kind audience title order { id } } } }'),
          'notifications',
          'nodes',
        ) as Record<string, unknown>[]
      )
        .filter((node) => JSON.stringify(node).includes(orderId))
        .map(({ kind, audience, title }) => [kind, audience, title])
    expect(await told(client(customerId))).toEqual([['ORDER_CANCELLED', 'CUSTOMER', 'Your order was cancelled']])
    expect(await list(client(customerId))).toMatchObject({ unreadCount: 1 })
    for (const role of ['order-manager', 'customer-service'] as const) {
      expect(await told(employee(role))).toEqual([['ORDER_CANCELLED', 'EMPLOYEES', 'Order cancelled']])
    }
    // One who is told in several roles is told once.
    expect(await told(employee('admin'))).toEqual([['ORDER_CANCELLED', 'EMPLOYEES', 'Order cancelled']])
    expect(await told(employee('order-manager', 'customer-service'))).toEqual([['ORDER_CANCELLED', 'EMPLOYEES', 'Order cancelled']])
    const common = { notificationId: expect.stringMatching(/^notification_/), kind: 'ORDER_CANCELLED', orderId }
    expect((await board.published('created')).slice(before.length)).toEqual([
      { ...common, audience: 'CUSTOMER', customerId, role: null },
      { ...common, audience: 'EMPLOYEES', customerId: null, role: 'customer-service' },
      { ...common, audience: 'EMPLOYEES', customerId: null, role: 'order-manager' },
    ])
  })

  it.each([1, 3, 7, 100])('pages by %i, forwards and backwards, and meets each once, newest first', async (size) => {
    const customerId = newId('customer')
    const actor = client(customerId)
    const orderIds: string[] = []
    for (let n = 0; n < 10; n += 1) {
      // Ties in the sort value: the id decides.
      if (n % 3 === 0) board.clock.now = new Date(board.clock.now.getTime() + 1_000)
      orderIds.push(await board.happens(customerId))
    }
    const expected = await ids(actor)
    expect(expected).toHaveLength(10)
    const orders = at(await board.as(actor, '{ notifications { nodes { order { id } } } }'), 'notifications', 'nodes') as {
      order: { id: string }
    }[]
    expect(orders.map(({ order }) => order.id)).toEqual(orderIds.toReversed())
    const walk = async (step: (cursor: string) => string, more: (page: NotificationPage) => string | null) => {
      const pages: (readonly string[])[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: NotificationPage = await list(actor, step(cursor))
        pages.push(page.nodes.map(({ id }) => id))
        cursor = more(page)
      }
      return pages
    }
    const forwards = await walk(
      (after) => `first: ${String(size)}${after === '' ? '' : `, after: "${after}"`}`,
      ({ pageInfo }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
    )
    const backwards = await walk(
      (before) => `last: ${String(size)}${before === '' ? '' : `, before: "${before}"`}`,
      ({ pageInfo }) => (pageInfo.hasPreviousPage ? pageInfo.startCursor : null),
    )
    expect([forwards.flat(), backwards.toReversed().flat()]).toEqual([expected, expected])
  })

  it('filters by what was read and by kind, while the unread count is of everything', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    for (const event of [orderPlaced, orderConfirmed, orderDelivered]) await board.happens(customerId, event)
    const kinds = async (where: string) => (await list(actor, `where: ${where}`)).nodes.map(({ kind }) => kind).toSorted()
    const [newest = ''] = await ids(actor)
    await mark(actor, newest)
    const readKind = (await list(actor)).nodes.find(({ id }) => id === newest)?.kind
    expect(await kinds('{ isRead: true }')).toEqual([readKind])
    expect(await kinds('{ isRead: false }')).toEqual(
      ['ORDER_CONFIRMED', 'ORDER_DELIVERED', 'ORDER_PLACED'].filter((kind) => kind !== readKind),
    )
    expect(await kinds('{ kind: { in: [ORDER_PLACED, ORDER_COMPLETED] } }')).toEqual(['ORDER_PLACED'])
    expect(await kinds('{ kind: { in: [] } }')).toEqual([])
    expect(await kinds(`{ kind: { in: [${String(readKind)}] }, isRead: false }`)).toEqual([])
    expect((await list(actor, 'where: { isRead: true }')).unreadCount).toBe(2)
  })

  it.each([
    ['first: 101', 'first: 101 is not allowed; a page has 0 to 100 items.'],
    ['first: 1, last: 1', 'first/after and last/before cannot be combined: page forwards or backwards.'],
    ['after: "garbage"', 'after: this is not a cursor of this list in this order.'],
    [`where: { kind: { in: [${'ORDER_PLACED, '.repeat(21)}] } }`, 'where.kind.in: at most 20 values are allowed.'],
  ])('refuses (%s) and names the rule', async (args, message) => {
    expect((await board.as(employee('admin'), `{ notifications(${args}) { nodes { id } } }`)).errors).toEqual([message])
  })

  it('hands out the position of the stream before the page, and serves the stream’s log to services', async () => {
    const customerId = newId('customer')
    await board.happens(customerId)
    const redis = new Redis(redisUrl)
    const relay = { db: database.worker, redis, tenants: tenantRegistry(database.db), log: silentLogger, now: () => new Date() }
    const publish = async () => {
      while (await relaySchema(relay, board.table('x').split('.')[0] ?? '', true)) {
        // Until the outbox is empty.
      }
    }
    await publish()
    const cursor = at(await board.as(client(customerId), '{ notifications { changesCursor } }'), 'notifications', 'changesCursor')
    const position = decodeEventCursor(cursorKey, board.tenant.id, String(cursor))
    await board.happens(customerId)
    await publish()
    redis.disconnect()
    const source = `{ _events(topic: "notification-events", afterSeq: ${String(position.seq)}, first: 500) { epoch events } }`
    const page = at(await board.as(service, source), '_events') as { epoch: string; events: readonly string[] }
    expect([position.topic, page.epoch]).toEqual(['notification-events', position.epoch])
    expect(page.events.map((text) => (JSON.parse(text) as { data: { audience: string } }).data.audience)).toEqual(['CUSTOMER', 'EMPLOYEES'])
    expect((await board.as(employee('admin'), source)).errors).toEqual(['FORBIDDEN'])
  })

  it('resolves references of those who may see them, and ids of other kinds to nothing', async () => {
    const customerId = newId('customer')
    await board.happens(customerId)
    const [id = ''] = await ids(client(customerId))
    const [staffs = ''] = await ids()
    const entities = async (actor: Parameters<typeof board.as>[0]) =>
      at(
        await board.as(actor, 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Notification { id title } } }', {
          r: [id, staffs, newId('notification'), newId('order')].map((each) => ({ __typename: 'Notification', id: each })),
        }),
        '_entities',
      )
    const [buyers, managers] = [
      { id, title: 'Your order was placed' },
      { id: staffs, title: 'New order' },
    ]
    expect(await entities(client(customerId))).toEqual([buyers, null, null, null])
    expect(await entities(employee('order-manager'))).toEqual([null, managers, null, null])
    expect(await entities(client(newId('customer')))).toEqual([null, null, null, null])
    expect(await entities({ kind: 'partner', id: 'p', name: 'P', roles: ['partner'] })).toEqual([null, null, null, null])
  })
})
