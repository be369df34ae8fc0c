import { orderConfirmed, orderPlaced } from '@iommi/schema/events/order-events'
import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { client, employee } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { at, boardOf, markRead, newKey, updatePreferences } from './notifications-fixture.ts'

const database = useTestDatabase('notifications')

describe.each(['acme', 'globex'] as const)('preferences of users of %s', (slug) => {
  const board = boardOf(database, slug)
  const preferences = '{ notificationPreferences { locale quietHours { timeZone from to } switches { kind channel isEnabled } version } }'
  const read = async (actor: Actor) => at(await board.as(actor, preferences), 'notificationPreferences')
  const update = async (actor: Actor, input: Readonly<Record<string, unknown>>) =>
    at(await board.as(actor, updatePreferences, { input: { idempotencyKey: newKey(), ...input } }), 'updateNotificationPreferences')
  const kindsOf = async (actor: Actor) => {
    const page = at(await board.as(actor, '{ notifications { nodes { kind } unreadCount } }'), 'notifications') as {
      readonly nodes: readonly { readonly kind: string }[]
      readonly unreadCount: number
    }
    return [...page.nodes.map(({ kind }) => kind), page.unreadCount]
  }
  const night = { timeZone: 'Europe/London', from: '22:00', to: '07:00' }
  const off = (kind: string) => ({ kind, channel: 'IN_APP', isEnabled: false })

  it('begin with everything on, one switch for each kind that can reach the user', async () => {
    const kinds = async (actor: Actor) =>
      ((await read(actor)) as { switches: { kind: string; isEnabled: boolean }[] }).switches.map(({ kind, isEnabled }) => [kind, isEnabled])
    expect(await read(employee('customer-service'))).toEqual({
      locale: null,
      quietHours: null,
      switches: [{ kind: 'ORDER_CANCELLED', channel: 'IN_APP', isEnabled: true }],
      version: 0,
    })
    expect((await kinds(client(newId('customer')))).length).toBe(6)
    expect(await kinds(employee('order-manager'))).toEqual([
      ['ORDER_PLACED', true],
      ['ORDER_DELIVERED', true],
      ['ORDER_CANCELLED', true],
    ])
  })

  it('change what is given and leave the rest, for this user alone', async () => {
    const customerId = newId('customer')
    const [actor, colleague] = [client(customerId), client(customerId)]
    const result = await update(actor, { locale: 'DE-at', quietHours: night, switches: [off('ORDER_PLACED')] })
    expect(result).toMatchObject({ preferences: { locale: 'de-AT', quietHours: night, version: 1 }, userErrors: [] })
    expect(await update(actor, { switches: [off('ORDER_CONFIRMED')] })).toMatchObject({
      preferences: { locale: 'de-AT', quietHours: night, version: 2 },
    })
    expect(
      ((await read(actor)) as { switches: { kind: string; isEnabled: boolean }[] }).switches.filter((each) => !each.isEnabled),
    ).toEqual([off('ORDER_PLACED'), off('ORDER_CONFIRMED')])
    expect(await update(actor, { quietHours: null, locale: null })).toMatchObject({
      preferences: { locale: null, quietHours: null, version: 3 },
    })
    expect(await read(colleague)).toMatchObject({ locale: null, version: 0 })
  })

  it('hide what is switched off from the list and the count of that user, and bring it back unread', async () => {
    const customerId = newId('customer')
    const [actor, colleague] = [client(customerId), client(customerId)]
    await board.happens(customerId, orderPlaced)
    board.clock.now = new Date(board.clock.now.getTime() + 1_000)
    await board.happens(customerId, orderConfirmed)
    await update(actor, { switches: [off('ORDER_PLACED')] })
    expect(await kindsOf(actor)).toEqual(['ORDER_CONFIRMED', 1])
    expect(await kindsOf(colleague)).toEqual(['ORDER_CONFIRMED', 'ORDER_PLACED', 2])
    await update(actor, { switches: [{ ...off('ORDER_PLACED'), isEnabled: true }] })
    expect(await kindsOf(actor)).toEqual(['ORDER_CONFIRMED', 'ORDER_PLACED', 2])
  })

  it('hide what is switched off from whoever refers to it for that user, and from nobody else', async () => {
    const customerId = newId('customer')
    const [actor, colleague] = [client(customerId), client(customerId)]
    await board.happens(customerId, orderPlaced)
    await board.happens(customerId, orderConfirmed)
    const page = at(await board.as(actor, '{ notifications { nodes { id kind } } }'), 'notifications', 'nodes') as readonly {
      readonly id: string
      readonly kind: string
    }[]
    const idOf = (kind: string) => page.find((each) => each.kind === kind)?.id ?? 'none'
    const probe = async (reader: Actor) =>
      at(
        await board.as(reader, 'query ($all: [_Any!]!) { _entities(representations: $all) { __typename ... on Notification { id } } }', {
          all: [idOf('ORDER_PLACED'), idOf('ORDER_CONFIRMED')].map((id) => ({ __typename: 'Notification', id })),
        }),
        '_entities',
      )
    const [placed, confirmed] = [idOf('ORDER_PLACED'), idOf('ORDER_CONFIRMED')].map((id) => ({ __typename: 'Notification', id }))
    expect(await probe(actor)).toEqual([placed, confirmed])
    await update(actor, { switches: [off('ORDER_PLACED')] })
    expect(await probe(actor)).toEqual([null, confirmed])
    expect(await probe(colleague)).toEqual([placed, confirmed])
    expect(await probe(client(newId('customer')))).toEqual([null, null])
    await update(actor, { switches: [{ ...off('ORDER_PLACED'), isEnabled: true }] })
    expect(await probe(actor)).toEqual([placed, confirmed])
  })

  it('hold nothing of the list back in quiet hours', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    await update(actor, { quietHours: { timeZone: 'UTC', from: '00:00', to: '23:59' } })
    await board.happens(customerId)
    expect(await kindsOf(actor)).toEqual(['ORDER_PLACED', 1])
  })

  it('choose the language of the texts, also of those written before, unless the question names one', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    await board.happens(customerId)
    const texts = async (source = 'title') => await board.as(actor, `{ notifications { nodes { ${source} } } }`)
    const title = async (source?: string) => at(await texts(source), 'notifications', 'nodes', 0)
    expect(await title()).toEqual({ title: 'Your order was placed' })
    const notificationId = at(await texts('id'), 'notifications', 'nodes', 0, 'id')
    // A mutation answers in the language it has just chosen.
    const both = `mutation ($a: UpdateNotificationPreferencesInput!, $b: MarkNotificationReadInput!) {
      updateNotificationPreferences(input: $a) { preferences { locale } } markNotificationRead(input: $b) { notification { title } }
    }`
    const changed = await board.as(actor, both, {
      a: { idempotencyKey: newKey(), locale: 'de-CH' },
      b: { idempotencyKey: newKey(), notificationId },
    })
    expect(at(changed, 'markNotificationRead')).toEqual({ notification: { title: 'Ihre Bestellung ist eingegangen' } })
    expect(await title('title body')).toEqual({
      title: 'Ihre Bestellung ist eingegangen',
      body: 'Vielen Dank. Wir melden uns, sobald sie bestätigt ist.',
    })
    expect(await title('title(locale: "de-AT") other: body(locale: "fr")')).toEqual({
      title: 'Ihre Bestellung ist eingelangt',
      other: 'Thank you. We will tell you as soon as it is confirmed.',
    })
    expect((await texts('title(locale: "not a tag")')).errors).toEqual(['locale: a language tag such as de-AT is expected.'])
  })

  it.each([
    ['an unknown time zone', { quietHours: { ...night, timeZone: 'Mars/Olympus' } }, ['input', 'quietHours', 'timeZone']],
    ['a time of day that there is not', { quietHours: { ...night, from: '24:00' } }, ['input', 'quietHours', 'from']],
    ['quiet hours of no length', { quietHours: { ...night, to: '22:00' } }, ['input', 'quietHours', 'to']],
    ['a language that is none', { locale: 'de_AT' }, ['input', 'locale']],
    ['a negative version', { expectedVersion: -1 }, ['input', 'expectedVersion']],
    ['too many switches', { switches: Array.from({ length: 51 }, () => off('ORDER_PLACED')) }, ['input', 'switches']],
  ])('refuse %s and change nothing', async (_what, wrong, field) => {
    const before = await board.everything()
    expect(await update(client(newId('customer')), wrong)).toEqual({
      preferences: null,
      userErrors: [{ code: 'INVALID_INPUT', field, message: expect.stringContaining(String(field.at(-1))) }],
    })
    expect(await board.everything()).toEqual(before)
  })

  it('refuse a version that is not theirs any more and a key used before, and show what is', async () => {
    const actor = client(newId('customer'))
    await update(actor, { locale: 'de', expectedVersion: 0, idempotencyKey: 'used' })
    const before = await board.everything()
    expect(await update(actor, { locale: 'en', expectedVersion: 0 })).toMatchObject({
      preferences: { locale: 'de', version: 1 },
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
    })
    expect(await update(actor, { locale: 'en', idempotencyKey: 'used' })).toMatchObject({
      userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
    })
    expect(await board.everything()).toEqual(before)
  })

  it('are changed once by twenty equal requests, and by one of twenty that name the same version', async () => {
    const actor = client(newId('customer'))
    const input = { idempotencyKey: newKey(), locale: 'de' }
    const equal = await Promise.all(Array.from({ length: 20 }, () => update(actor, input)))
    expect(new Set(equal.map((each) => JSON.stringify(each))).size).toBe(1)
    expect(await read(actor)).toMatchObject({ version: 1 })
    const racing = await Promise.all(
      Array.from({ length: 20 }, (_, n) => update(actor, { locale: `de-${n % 2 === 0 ? 'AT' : 'CH'}`, expectedVersion: 1 })),
    )
    expect(racing.filter((each) => (each as { userErrors: unknown[] }).userErrors.length === 0)).toHaveLength(1)
    expect(await read(actor)).toMatchObject({ version: 2 })
  })

  it('do not keep a notification from being marked by its id', async () => {
    const customerId = newId('customer')
    const actor = client(customerId)
    await board.happens(customerId)
    const id = at(await board.as(actor, '{ notifications { nodes { id } } }'), 'notifications', 'nodes', 0, 'id')
    await update(actor, { switches: [off('ORDER_PLACED')] })
    const marked = await board.as(actor, markRead, { input: { idempotencyKey: newKey(), notificationId: id } })
    expect(at(marked, 'markNotificationRead', 'notification')).toMatchObject({ id })
  })
})
