import { notificationCreated } from '@iommi/schema/events/notification-events'
import { describe, expect, it } from 'vitest'
import type { Change } from './event-log.ts'
import { useLiveGateway } from './live-graph.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket } from './protocol-socket.ts'
import { acme } from './test-issuer.ts'

const gateway = useLiveGateway({ clocks: { breakerOpenMs: 1 } })
const sockets = useSockets(gateway)

const created = (notificationId: string): Change<unknown> => ({
  tenantId: acme,
  event: notificationCreated,
  data: { notificationId, kind: 'ORDER_PLACED', audience: 'EMPLOYEES', customerId: null, role: 'order-manager', orderId: null },
})

const documents = {
  'with the notification’s own fields': '{ __typename ... on NotificationDelivery { eventId notification { id title } } }',
  'with no more of it than its id': '{ __typename ... on NotificationDelivery { eventId notification { id } } }',
  'without it': '{ __typename ... on NotificationDelivery { eventId } }',
} as const

const results = (wanted: number) => (socket: ProtocolSocket) => socket.answer('1').results.length >= wanted
const ids = (socket: ProtocolSocket): readonly unknown[] => liveValues(socket.answer('1')).flatMap(({ eventId }) => eventId ?? [])

async function subscribe(sub: string, selection: string): Promise<ProtocolSocket> {
  const socket = await sockets.connect(await gateway.issuer.token('employees', { sub }))
  socket.subscribe('1', `subscription { notificationReceived ${selection} }`)
  await socket.until(results(1))
  return socket
}

describe.each(Object.entries(documents))('a subscription to notifications %s', (_which, selection) => {
  it('tells nobody of what they have switched off, and others of the same role all the same', async () => {
    const [eager, calm] = [await subscribe('eager', selection), await subscribe('calm', selection)]
    gateway.state.hidden.add('calm notification_off')
    const [first, off, last] = await gateway.publish(created('notification_1'), created('notification_off'), created('notification_2'))
    await Promise.all([eager.until(results(4)), calm.until(results(3))])
    expect([ids(eager), ids(calm)]).toEqual([
      [first?.id, off?.id, last?.id],
      [first?.id, last?.id],
    ])
    expect([eager, calm].flatMap((socket) => codesIn(socket.answer('1')))).toEqual([])
    // What is not shown is passed over for good: who comes back behind it is not told either.
    const again = await subscribe('calm', selection)
    const next = await gateway.publish(created('notification_off'), created('notification_3'))
    await again.until(results(2))
    expect(ids(again)).toEqual([next[1]?.id])
  })

  it('tells of what cannot be looked up right now: nothing is lost by a failure', async () => {
    const socket = await subscribe('patient', selection)
    gateway.state.failing.add('notification_broken')
    const failing = await gateway.publish(created('notification_broken'))
    await socket.until(results(2))
    gateway.state.failing.clear()
    gateway.notifications.answerWith((response) => void response.destroy())
    const away = await gateway.publish(created('notification_away'))
    await socket.until(results(3))
    gateway.notifications.answerWith(null)
    // The breaker tries again a moment later.
    await expect
      .poll(async () => {
        await gateway.publish(created('notification_4'))
        return socket.answer('1').results.at(-1)?.errors
      })
      .toBeUndefined()
    expect(ids(socket).slice(0, 2)).toEqual([failing[0]?.id, away[0]?.id])
    // There is nothing to say about what was not asked for.
    const [broken, missing] = selection.includes('title') ? ['INTERNAL_SERVER_ERROR', 'UPSTREAM_UNAVAILABLE'] : []
    const [, ofBroken, ofAway] = socket.answer('1').results
    expect([ofBroken?.errors?.[0]?.extensions['code'], ofAway?.errors?.[0]?.extensions['code']]).toEqual([broken, missing])
  })
})
