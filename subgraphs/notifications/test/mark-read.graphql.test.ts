import { readerOf } from '@iommi/schema/events/notification-events'
import { withTenant } from '@iommi/shared/database'
import { newId } from '@iommi/shared/ids'
import { client, employee, service, testContext } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { EventEmitter, once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { insertNotifications } from '../src/notifications/notification-repo.ts'
import { at, boardOf, markAllRead, markRead, newKey, readingOn } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')

describe.each(['acme', 'globex'] as const)('notifications of %s', (slug) => {
  const board = boardOf(database, slug)
  const { list, ids, mark } = readingOn(board)

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
})
