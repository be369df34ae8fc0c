import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import { admitUser, disableUser, newKey, service, shopOf } from './customers-fixture.ts'
import { issuer, userDeskOf } from './users-fixture.ts'

const database = useTestDatabase('customers')
type Input = Readonly<Record<string, unknown>>

describe.each(['acme', 'globex'] as const)('users of %s', (slug) => {
  const shop = shopOf(database, slug)
  const { invite, setRoles, disable, enable, guest, invited, joined, list } = userDeskOf(shop)
  const versionsIn = async (id: string) =>
    (await shop.outbox(id)).map((row) => {
      const { kind, topic, type, aggregate_version: version, data } = row as Record<string, unknown>
      expect([kind, topic, data]).toEqual(['event', 'customer-events', expect.objectContaining({ userId: id, version })])
      return `${String(type)} ${String(version)} ${String((data as Record<string, unknown>)['status'])}`
    })

  it('sets roles in place of those granted before, beside those of the token; the same again changes nothing', async () => {
    const { user } = await joined('customer-service')
    const raised = await setRoles({ userId: user.id, expectedVersion: 1, roles: ['order-manager', 'admin'] })
    expect(raised).toMatchObject({
      user: { id: user.id, roles: ['admin', 'customer-service', 'order-manager'], grantedRoles: ['admin', 'order-manager'], version: 2 },
      userErrors: [],
    })
    expect(await setRoles({ userId: user.id, roles: ['admin', 'order-manager'] })).toEqual(raised)
    expect(await setRoles({ userId: user.id, roles: [] })).toMatchObject({
      user: { roles: ['customer-service'], grantedRoles: [], version: 3 },
      userErrors: [],
    })
    expect(await versionsIn(user.id)).toEqual([
      'io.iommi.user.joined.v1 1 ACTIVE',
      'io.iommi.user.roles-changed.v1 2 ACTIVE',
      'io.iommi.user.roles-changed.v1 3 ACTIVE',
    ])
  })

  it('refuses roles that the kind of user cannot have, and changes nothing', async () => {
    const [staff, buyer] = [await invited(), await invited({ kind: 'CLIENT' })]
    const before = await shop.everything()
    for (const [user, roles] of [
      [staff, ['client']],
      [staff, ['system']],
      [buyer, ['client', 'admin']],
    ] as const) {
      expect(await setRoles({ userId: user.id, roles })).toMatchObject({
        user: { id: user.id, version: 1 },
        userErrors: [{ code: 'INVALID_INPUT', field: ['input', 'roles'] }],
      })
    }
    expect(await setRoles({ userId: 'user_1', roles: Array.from({ length: 51 }, () => 'admin') })).toEqual({
      user: null,
      userErrors: [
        { code: 'INVALID_INPUT', field: ['input', 'userId'] },
        { code: 'INVALID_INPUT', field: ['input', 'roles'] },
      ],
    })
    expect(await shop.everything()).toEqual(before)
  })

  it('disables and enables, each once; who never came is invited again', async () => {
    const [{ user }, guestUser] = [await joined('customer-service'), await invited()]
    for (const [id, enabled] of [
      [user.id, 'ACTIVE'],
      [guestUser.id, 'INVITED'],
    ] as const) {
      expect(await enable({ userId: id })).toMatchObject({ user: { status: enabled, version: 1 }, userErrors: [] })
      const out = await disable({ userId: id, expectedVersion: 1 })
      expect(out).toMatchObject({ user: { id, status: 'DISABLED', version: 2 }, userErrors: [] })
      expect(await disable({ userId: id })).toEqual(out)
      expect(await enable({ userId: id, expectedVersion: 2 })).toMatchObject({ user: { id, status: enabled, version: 3 }, userErrors: [] })
    }
    expect(await versionsIn(user.id)).toEqual([
      'io.iommi.user.joined.v1 1 ACTIVE',
      'io.iommi.user.disabled.v1 2 DISABLED',
      'io.iommi.user.enabled.v1 3 ACTIVE',
    ])
  })

  it('does not let an admin disable or demote itself', async () => {
    const { actor, user } = await joined('admin')
    expect(await setRoles({ userId: user.id, roles: ['admin'] }, actor)).toMatchObject({ user: { version: 2 }, userErrors: [] })
    // The token still says admin.
    expect(await setRoles({ userId: user.id, roles: [] }, actor)).toMatchObject({ user: { roles: ['admin'], version: 3 }, userErrors: [] })
    await shop.as(service, admitUser, { input: { kind: 'EMPLOYEE', issuer, subject: actor.id, roles: ['customer-service'] } })
    await setRoles({ userId: user.id, roles: ['admin'] })
    const before = await shop.everything()
    const refused = { user: { id: user.id, version: 4 }, userErrors: [{ code: 'OWN_USER', field: ['input', 'userId'] }] }
    expect(await disable({ userId: user.id }, actor)).toMatchObject(refused)
    expect(await setRoles({ userId: user.id, roles: ['order-manager'] }, actor)).toMatchObject(refused)
    expect(await shop.everything()).toEqual(before)
    expect(await disable({ userId: user.id })).toMatchObject({ user: { status: 'DISABLED' }, userErrors: [] })
  })

  it('keeps one of two admins who disable each other at once, and refuses what a disabled one still asks', async () => {
    for (let round = 0; round < 10; round += 1) {
      const [a, b] = [await joined('admin'), await joined('admin')]
      const ask = (by: typeof a, of: typeof b) =>
        shop.as(by.actor, disableUser, { input: { idempotencyKey: newKey(), userId: of.user.id } })
      const answers = await Promise.all([ask(a, b), ask(b, a)])
      expect(answers.map(({ errors }) => errors.join(' ')).toSorted()).toEqual(['', 'FORBIDDEN'])
      const { nodes } = await list({ where: { id: { in: [a.user.id, b.user.id] } } })
      expect(nodes.map(({ status }) => status).toSorted((x, y) => (String(x) < String(y) ? -1 : 1))).toEqual(['ACTIVE', 'DISABLED'])
    }
  })

  it('answers a version conflict with the user as it is now, and changes nothing', async () => {
    const { id } = await invited()
    await disable({ userId: id })
    const before = await shop.everything()
    const conflict = {
      user: { id, status: 'DISABLED', version: 2 },
      userErrors: [{ code: 'VERSION_CONFLICT', field: ['input', 'expectedVersion'] }],
    }
    expect(await setRoles({ userId: id, expectedVersion: 1, roles: ['admin'] })).toMatchObject(conflict)
    expect(await disable({ userId: id, expectedVersion: 1 })).toMatchObject(conflict)
    expect(await enable({ userId: id, expectedVersion: 1 })).toMatchObject(conflict)
    expect(await shop.everything()).toEqual(before)
  })

  it('lets exactly one of 30 changes of the same version win', async () => {
    const { id } = await invited()
    const answers = await Promise.all([
      ...Array.from({ length: 15 }, () => setRoles({ userId: id, expectedVersion: 1, roles: ['admin'] })),
      ...Array.from({ length: 15 }, () => disable({ userId: id, expectedVersion: 1 })),
    ])
    const texts = answers.map((answer) => JSON.stringify(answer))
    expect(texts.filter((text) => text.includes('"userErrors":[]') && text.includes('"version":2'))).toHaveLength(1)
    expect(texts.filter((text) => text.includes('VERSION_CONFLICT'))).toHaveLength(29)
    expect(await shop.outbox(id)).toHaveLength(2)
  })

  it('answers 20 equal requests at once with one effect and 20 equal payloads, and another input as a reused key', async () => {
    const same = async (mutate: typeof invite, input: Input) => {
      const idempotencyKey = newKey()
      const answers = await Promise.all(Array.from({ length: 20 }, () => mutate({ idempotencyKey, ...input })))
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      return { idempotencyKey, user: answers[0]?.user }
    }
    const reused = { user: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] }
    const input = guest()
    const { idempotencyKey, user } = await same(invite, input)
    const userId = user?.id ?? ''
    expect(await invite({ ...input, idempotencyKey, name: 'Other' })).toEqual(reused)
    const roles = await same(setRoles, { userId, roles: ['admin'] })
    expect(await setRoles({ userId, roles: [], idempotencyKey: roles.idempotencyKey })).toEqual(reused)
    const disabled = await same(disable, { userId })
    expect(await disable({ userId, expectedVersion: 9, idempotencyKey: disabled.idempotencyKey })).toEqual(reused)
    const enabled = await same(enable, { userId })
    expect(await enable({ userId, expectedVersion: 9, idempotencyKey: enabled.idempotencyKey })).toEqual(reused)
    expect(await versionsIn(userId)).toEqual([
      'io.iommi.user.invited.v1 1 INVITED',
      'io.iommi.user.roles-changed.v1 2 INVITED',
      'io.iommi.user.disabled.v1 3 DISABLED',
      'io.iommi.user.enabled.v1 4 INVITED',
    ])
  })
})
