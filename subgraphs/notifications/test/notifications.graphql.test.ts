import { readerOf } from '@iommi/schema/events/notification-events'
import { orderCancelled, orderConfirmed, orderDelivered, orderImported, orderPlaced } from '@iommi/schema/events/order-events'
import { withTenant } from '@iommi/shared/database'
import { decodeEventCursor } from '@iommi/shared/event-cursor'
import { relaySchema } from '@iommi/shared/event-relay'
import { newId } from '@iommi/shared/ids'
import { silentLogger } from '@iommi/shared/telemetry'
import { tenantRegistry } from '@iommi/shared/tenants'
import { client, employee, service, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { Redis } from 'ioredis'
import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { insertNotifications } from '../src/notifications/notification-repo.ts'
import { at, boardOf, cursorKey, markAllRead, markRead, newKey } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')
const redisUrl = testRedisUrl()

interface Page {
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly readAt: string | null }[]
  readonly pageInfo: {
    readonly hasNextPage: boolean
    readonly hasPreviousPage: boolean
    readonly startCursor: string
    readonly endCursor: string
  }
  readonly unreadCount: number
}
const pageFields = 'nodes { id kind readAt order { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } unreadCount'

describe.each(['acme', 'globex'] as const)('notifications of %s', (slug) => {
  const board = boardOf(database, slug)
  const list = async (actor = employee('order-manager'), args = 'first: 100') =>
    at(await board.as(actor, `{ notifications(${args}) { ${pageFields} } }`), 'notifications') as Page
  const ids = async (actor = employee('order-manager'), args?: string) => (await list(actor, args)).nodes.map(({ id }) => id)
  const mark = async (actor: Parameters<typeof board.as>[0], notificationId: string, idempotencyKey = newKey()) =>
    at(await board.as(actor, markRead, { input: { idempotencyKey, notificationId } }), 'markNotificationRead')

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
    const walk = async (step: (cursor: string) => string, more: (page: Page) => string | null) => {
      const pages: (readonly string[])[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page = await list(actor, step(cursor))
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

  it('leaves one reader’s mark out of everybody else’s sight', async () => {
    const customerId = newId('customer')
    await board.happens(customerId)
    const [first, second] = [employee('order-manager'), employee('order-manager')]
    const [colleague, buyer] = [client(customerId), client(customerId)]
    const [staffNote = ''] = await ids(first)
    const [buyersNote = ''] = await ids(buyer)
    const before = (await list(second)).unreadCount
    await mark(first, staffNote)
    expect((await list(first)).nodes[0]).toMatchObject({ id: staffNote, readAt: board.clock.now.toISOString() })
    expect(await list(second)).toMatchObject({
      unreadCount: before,
      nodes: [{ id: staffNote, readAt: null }, ...(await list(second)).nodes.slice(1)],
    })
    await mark(buyer, buyersNote)
    expect([(await list(buyer)).unreadCount, (await list(colleague)).unreadCount]).toEqual([0, 1])
    // The same subject of another kind of issuer is somebody else.
    const twin = { ...first, kind: 'client', roles: ['client'], customerId } as const
    expect((await list(twin)).unreadCount).toBe(1)
    // Nor does a mark on everything, which reaches beyond what the buyer is told.
    await board.happens(newId('customer'))
    await board.as(first, markAllRead, { input: { idempotencyKey: newKey() } })
    expect([(await list(first)).unreadCount, (await list(second)).unreadCount, (await list(twin)).unreadCount]).toEqual([0, before + 1, 1])
  })

  it('keeps the time of the first reading, and publishes it once', async () => {
    const customerId = newId('customer')
    await board.happens(customerId)
    const actor = client(customerId)
    const [id = ''] = await ids(actor)
    const readAt = board.clock.now.toISOString()
    expect(await mark(actor, id)).toEqual({ notification: { id, readAt }, userErrors: [] })
    board.clock.now = new Date(board.clock.now.getTime() + 60_000)
    expect(await mark(actor, id)).toEqual({ notification: { id, readAt }, userErrors: [] })
    const reader = readerOf(board.tenant.id, actor)
    expect((await board.published('read')).filter((data) => data['notificationId'] === id)).toEqual([{ notificationId: id, reader }])
    expect(JSON.stringify(await board.published('read'))).not.toContain(actor.id)
  })

  it('answers twenty equal requests at once alike, with one effect', async () => {
    const customerId = newId('customer')
    await board.happens(customerId)
    await board.happens(customerId)
    const actor = client(customerId)
    const [id = ''] = await ids(actor)
    const input = { idempotencyKey: newKey(), notificationId: id }
    const answers = await Promise.all(Array.from({ length: 20 }, () => board.as(actor, markRead, { input })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]?.errors).toEqual([])
    expect((await board.published('read')).filter((data) => data['notificationId'] === id)).toHaveLength(1)
    const all = { idempotencyKey: newKey() }
    const marked = await Promise.all(Array.from({ length: 20 }, () => board.as(actor, markAllRead, { input: all })))
    expect(marked.map((answer) => at(answer, 'markAllNotificationsRead', 'markedCount'))).toEqual(Array.from({ length: 20 }, () => 1))
    const reader = readerOf(board.tenant.id, actor)
    expect((await board.published('all-read')).filter((data) => data['reader'] === reader)).toEqual([{ reader, count: 1 }])
  })

  it('counts the unread exactly while notifications come in and many mark them under keys of their own', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    for (let n = 0; n < 20; n += 1) await board.happens(customerId)
    const known = await ids(actor)
    const work = [
      ...known
        .slice(0, 12)
        .flatMap((id) => [id, id, id])
        .map((id) => async () => void (await mark(actor, id))),
      ...Array.from({ length: 15 }, () => async () => void (await board.happens(customerId))),
    ]
    await Promise.all(work.map((each) => each()))
    expect(await list(actor)).toMatchObject({ unreadCount: 23 })
    expect((await list(actor)).nodes.filter(({ readAt }) => readAt === null)).toHaveLength(23)
    const read = (await board.published('read')).filter((data) => known.includes(String(data['notificationId'])))
    expect(read).toHaveLength(12)
  })

  it('marks all that is there, for the reader alone, and what comes later stays unread', async () => {
    const customerId = newId('customer')
    const [actor, colleague] = [client(customerId), client(customerId)]
    for (let n = 0; n < 3; n += 1) await board.happens(customerId)
    const markAll = async () => at(await board.as(actor, markAllRead, { input: { idempotencyKey: newKey() } }), 'markAllNotificationsRead')
    const [first = ''] = await ids(actor)
    await mark(actor, first)
    expect(await markAll()).toEqual({ markedCount: 2, userErrors: [] })
    expect(await markAll()).toEqual({ markedCount: 0, userErrors: [] })
    await board.happens(customerId)
    expect([(await list(actor)).unreadCount, (await list(colleague)).unreadCount]).toEqual([1, 4])
    const reader = readerOf(board.tenant.id, actor)
    expect((await board.published('all-read')).filter((data) => data['reader'] === reader)).toEqual([{ reader, count: 2 }])
  })

  it('keeps the time of the first reading, by itself or with all others', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    const times: string[] = []
    const marked: unknown[] = []
    const pass = () => {
      board.clock.now = new Date(board.clock.now.getTime() + 60_000)
      times.push(board.clock.now.toISOString())
    }
    const markAll = async () =>
      at(await board.as(actor, markAllRead, { input: { idempotencyKey: newKey() } }), 'markAllNotificationsRead', 'markedCount')
    const readTimes = async (args?: string) =>
      (await list(actor, args)).nodes.map(({ readAt }) => (readAt === null ? null : times.indexOf(readAt)))
    for (let n = 0; n < 4; n += 1) {
      pass()
      await board.happens(customerId)
      if (n === 0) await mark(actor, (await ids(actor))[0] ?? '')
      if (n === 1 || n === 2) marked.push(await markAll())
    }
    expect(marked).toEqual([1, 1])
    expect(await readTimes()).toEqual([null, 2, 1, 0])
    expect([await readTimes('where: { isRead: false }'), await readTimes('where: { isRead: true }')]).toEqual([[null], [2, 1, 0]])
    pass()
    await mark(actor, (await ids(actor))[3] ?? '')
    expect(await markAll()).toBe(1)
    expect(await readTimes()).toEqual([4, 2, 1, 0])
  })

  it('writes one transaction after the other, so that a mark covers nothing that is not there yet', async () => {
    const customerId = newId('customer')
    const occasion = () => ({ eventId: newId('event'), kind: 'ORDER_PLACED', orderId: newId('order'), createdAt: board.clock.now }) as const
    const audience = { audience: 'CUSTOMER', customerId, role: null } as const
    const context = testContext(database.db, board.tenant, service)
    const committed: string[] = []
    const steps = new EventEmitter()
    const [isInside, mayCommit] = [once(steps, 'inside'), once(steps, 'commit')]
    const slow = withTenant(context, async (tx) => {
      await insertNotifications(tx, occasion(), [audience])
      steps.emit('inside')
      await mayCommit
    }).then(() => committed.push('slow'))
    await isInside
    const quick = board.happens(customerId).then(() => committed.push('quick'))
    const waiting = async () =>
      (
        await database.admin`select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
      ).length
    await expect.poll(waiting, { timeout: 5_000 }).toBe(1)
    steps.emit('commit')
    await Promise.all([slow, quick])
    expect(committed).toEqual(['slow', 'quick'])
  })

  it('marks everything once when asked many times at once under keys of their own, while more comes in', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    for (let n = 0; n < 5; n += 1) await board.happens(customerId)
    const markAll = async () =>
      Number(at(await board.as(actor, markAllRead, { input: { idempotencyKey: newKey() } }), 'markAllNotificationsRead', 'markedCount'))
    expect((await Promise.all(Array.from({ length: 12 }, markAll))).toSorted((a, b) => b - a)).toEqual([
      5,
      ...Array.from({ length: 11 }, () => 0),
    ])
    const work = Array.from({ length: 24 }, (_, n) =>
      n % 4 === 0 ? async () => void (await markAll()) : async () => void (await board.happens(customerId)),
    )
    await Promise.all(work.map((each) => each()))
    const page = await list(actor)
    expect(page.nodes).toHaveLength(23)
    // What was not there when all was marked is unread, and counted.
    expect(page.nodes.filter(({ readAt }) => readAt === null)).toHaveLength(page.unreadCount)
    expect(await markAll()).toBe(page.unreadCount)
    expect((await list(actor)).unreadCount).toBe(0)
  })

  it.each([
    ['an id of another kind', { notificationId: newId('order') }, 'INVALID_INPUT', ['input', 'notificationId']],
    ['no such notification', { notificationId: newId('notification') }, 'NOTIFICATION_NOT_FOUND', ['input', 'notificationId']],
    ['an empty key', { idempotencyKey: '' }, 'INVALID_INPUT', ['input', 'idempotencyKey']],
    ['a key used before', { idempotencyKey: 'used' }, 'IDEMPOTENCY_KEY_REUSED', ['input', 'idempotencyKey']],
  ])('refuses to mark: %s', async (_what, wrong, code, field) => {
    const customerId = newId('customer')
    const actor = client(customerId)
    await board.happens(customerId)
    await board.happens(customerId)
    const [first = '', second = ''] = await ids(actor)
    await mark(actor, second, 'used')
    const before = await board.everything()
    const input = { idempotencyKey: newKey(), notificationId: first, ...wrong }
    expect(at(await board.as(actor, markRead, { input }), 'markNotificationRead')).toEqual({
      notification: null,
      userErrors: [{ code, field, message: expect.any(String) }],
    })
    expect(await board.everything()).toEqual(before)
  })

  it('refuses to mark all under an empty key or one used before', async () => {
    const actor = client(newId('customer'))
    await mark(actor, newId('notification'))
    const markAll = async (idempotencyKey: string) =>
      at(await board.as(actor, markAllRead, { input: { idempotencyKey } }), 'markAllNotificationsRead')
    await markAll('used')
    const field = ['input', 'idempotencyKey']
    expect(await markAll('')).toEqual({ markedCount: 0, userErrors: [{ code: 'INVALID_INPUT', field }] })
    await board.happens(actor.kind === 'client' ? actor.customerId : '')
    const [id = ''] = await ids(actor)
    expect(await mark(actor, id, 'used')).toMatchObject({ notification: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field }] })
    await mark(actor, id, 'used for one')
    expect(await markAll('used for one')).toEqual({ markedCount: 0, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field }] })
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
