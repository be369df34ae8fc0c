import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { client, employee, service } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { isUnionType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../src/schema.ts'
import { at, boardOf, newKey, updatePreferences } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')
const [ours, theirs] = [boardOf(database, 'acme'), boardOf(database, 'globex')]
type Board = typeof ours

/** Somebody's notification. */
interface Target {
  readonly notificationId: string
  readonly orderId: string
}

/** For every root field, and the entity, a document that asks for things by the ids given. A field without a case fails below. */
const cases: Readonly<Record<string, (target: Target) => { readonly source: string; readonly isForServices?: true }>> = {
  'Query.notifications': () => ({
    source: '{ notifications { nodes { id title order { id } } edges { cursor } pageInfo { startCursor } unreadCount } }',
  }),
  'Query.notificationPreferences': () => ({ source: '{ notificationPreferences { locale quietHours { timeZone } version } }' }),
  'Query._events': () => ({
    source: '{ _events(topic: "notification-events", afterSeq: 0, first: 500) { seq events } }',
    isForServices: true,
  }),
  'Query._entities': ({ notificationId }) => ({
    source: `{ _entities(representations: [{ __typename: "Notification", id: "${notificationId}" }]) { ... on Notification { id title order { id } } } }`,
  }),
  'Query._service': () => ({ source: '{ _service { __typename } }', isForServices: true }),
  'Mutation.markNotificationRead': ({ notificationId }) => ({
    source: `mutation { markNotificationRead(input: { idempotencyKey: "${newKey()}", notificationId: "${notificationId}" }) { notification { id } userErrors { code field message } } }`,
  }),
  'Mutation.markAllNotificationsRead': () => ({
    source: 'mutation { markAllNotificationsRead(input: { idempotencyKey: "" }) { markedCount userErrors { code } } }',
  }),
  'Mutation.updateNotificationPreferences': () => ({
    source: `mutation { updateNotificationPreferences(input: { idempotencyKey: "${newKey()}", expectedVersion: 9 }) { preferences { locale version } userErrors { code } } }`,
  }),
}

function rootFields(): readonly string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
    Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name ?? ''}.${field}`),
  )
}

const nobody = (): Target => ({ notificationId: newId('notification'), orderId: newId('order') })

/** A notification that `reader` can see, and preferences of that reader. */
async function givenFor(board: Board, reader: Actor, customerId: string): Promise<Target> {
  const orderId = await board.happens(customerId)
  const nodes = at(
    await board.as(reader, '{ notifications(first: 100) { nodes { id order { id } } } }'),
    'notifications',
    'nodes',
  ) as readonly {
    readonly id: string
    readonly order: { readonly id: string }
  }[]
  await board.as(reader, updatePreferences, { input: { idempotencyKey: newKey(), locale: 'de' } })
  return { notificationId: nodes.find(({ order }) => order.id === orderId)?.id ?? 'none', orderId }
}

describe('every root field, as somebody else', () => {
  it('has a case here', () => {
    expect(rootFields().toSorted()).toEqual(Object.keys(cases).toSorted())
    const entity = schema.getType('_Entity')
    expect(isUnionType(entity) && entity.getTypes().map(({ name }) => name)).toEqual(['Notification', 'Order'])
  })

  const customerId = newId('customer')
  const same = { client: client(customerId), employee: employee('order-manager') }
  const outsiders: readonly (readonly [string, Board, Actor, Actor])[] = [
    // The very same user ids and customer ids, in the other tenant.
    ['the same client of another tenant', ours, same.client, same.client],
    ['the same employee of another tenant', ours, same.employee, same.employee],
    ['another client of the tenant', theirs, client(newId('customer')), same.client],
    ['an employee of another role', theirs, employee('customer-service'), same.employee],
    ['a client, of what employees are told', theirs, client(newId('customer')), same.employee],
    ['an employee, of what a client is told', theirs, employee('customer-service'), same.client],
  ]
  const table = outsiders.flatMap(([who, board, outsider, reader]) =>
    Object.entries(cases).map(([field, makeCase]) => ({ who, board, outsider, reader, field, makeCase })),
  )

  it.each(table)('$field: $who gets the same as with ids of nobody, and touches nothing', async ({ board, outsider, reader, makeCase }) => {
    const target = await givenFor(theirs, reader, customerId)
    expect(target.notificationId).toMatch(/^notification_/)
    const before = [await ours.everything(), await theirs.everything()]
    const ask = async (ids: Target) => {
      const { source, isForServices } = makeCase(ids)
      // What is for services is isolated by tenant only.
      return await (isForServices ? ours : board).as(isForServices ? service : outsider, source)
    }
    const answer = await ask(target)
    expect(answer).toEqual(await ask(nobody()))
    expect(answer.errors).toEqual([])
    for (const secret of [target.notificationId, target.orderId, theirs.tenant.id, '"locale":"de"']) {
      expect(JSON.stringify(answer)).not.toContain(secret)
    }
    expect([await ours.everything(), await theirs.everything()]).toEqual(before)
  })
})

describe('who may', () => {
  const customerId = newId('customer')
  const actors: readonly (readonly [string, Actor, boolean])[] = [
    ['admin', employee('admin'), true],
    ['customer-service', employee('customer-service'), true],
    ['order-manager', employee('order-manager'), true],
    ['client', client(customerId), true],
    ['service', service, true],
    ['partner', { kind: 'partner', id: 'p1', name: 'Partner One', roles: ['partner'] }, false],
    ['employee without a role', employee(), false],
  ]
  const fields = Object.entries(cases).filter(([field]) => !field.startsWith('Query._'))

  it.each(actors.flatMap(([who, actor, may]) => fields.map(([field, makeCase]) => ({ who, actor, may, field, makeCase }))))(
    '$field as $who: $may',
    async ({ actor, may, makeCase }) => {
      const before = await ours.everything()
      const { errors } = await ours.as(actor, makeCase(nobody()).source)
      expect(errors).toEqual(may ? [] : ['FORBIDDEN'])
      expect(await ours.everything()).toEqual(before)
    },
  )

  it.each(actors.filter(([, actor]) => actor.kind !== 'system'))('Query._events as %s: no', async (_who, actor) => {
    expect((await ours.as(actor, cases['Query._events']?.(nobody()).source ?? '')).errors).toEqual(['FORBIDDEN'])
  })
})
