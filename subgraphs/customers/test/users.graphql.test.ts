import { newId } from '@iommi/shared/ids'
import type { Actor } from '@iommi/shared/request-context'
import { client, employee } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  admitUser,
  agent,
  disableUser,
  enableUser,
  inviteUser,
  newKey,
  orderManager,
  partner,
  payloadIn,
  service,
  setUserRoles,
  shopOf,
  usersPage,
} from './customers-fixture.ts'

const database = useTestDatabase('customers')
const issuer = 'https://login.example/employees'
type Input = Readonly<Record<string, unknown>>

interface User {
  readonly id: string
  readonly name: string
  readonly version: number
  readonly [field: string]: unknown
}

interface Page {
  readonly nodes: readonly User[]
  readonly pageInfo: Readonly<Record<'hasNextPage' | 'hasPreviousPage', boolean> & Record<'startCursor' | 'endCursor', string | null>>
  readonly totalCount: number
}

describe.each(['acme', 'globex'] as const)('users of %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const mutation =
    (source: string, field: string) =>
    async (input: Input, actor: Actor = admin) =>
      payloadIn(await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } }), field) as {
        readonly user: User | null
        readonly userErrors: readonly unknown[]
      }
  const invite = mutation(inviteUser, 'inviteUser')
  const setRoles = mutation(setUserRoles, 'setUserRoles')
  const disable = mutation(disableUser, 'disableUser')
  const enable = mutation(enableUser, 'enableUser')
  const guest = (input: Input = {}): Input => ({ kind: 'EMPLOYEE', name: 'Guest', email: `guest-${newKey()}@example.com`, ...input })
  const invited = async (input: Input = {}, at = shop): Promise<User> => {
    const answer = await at.as(admin, inviteUser, { input: { idempotencyKey: newKey(), ...guest(input) } })
    const { user } = payloadIn(answer, 'inviteUser') as { user: User | null }
    if (user === null) throw new Error(JSON.stringify(answer))
    return user
  }
  /** An employee whose first token has come, and the user that it made. */
  const joined = async (...roles: readonly ('admin' | 'customer-service')[]): Promise<{ readonly actor: Actor; readonly user: User }> => {
    const actor = employee(...roles)
    const name = `Joined ${actor.id}`
    const input = { kind: 'EMPLOYEE', issuer, subject: actor.id, name, roles: [...roles] }
    payloadIn(await shop.as(service, admitUser, { input }), '_admitUser')
    const [user] = (await list({ where: { name: { in: [name] } } })).nodes
    if (user === undefined) throw new Error('did not join')
    return { actor, user }
  }
  const list = async (variables: Input): Promise<Page> => payloadIn(await shop.as(admin, usersPage, variables), 'users') as Page
  const versionsIn = async (id: string) =>
    (await shop.outbox(id)).map((row) => {
      const { kind, topic, type, aggregate_version: version, data } = row as Record<string, unknown>
      expect([kind, topic, data]).toEqual(['event', 'customer-events', expect.objectContaining({ userId: id, version })])
      return `${String(type)} ${String(version)} ${String((data as Record<string, unknown>)['status'])}`
    })

  it('invites somebody once, with one event and no personal data in it', async () => {
    const email = `Erin-${newKey()}@example.com`
    const { user, userErrors } = await invite({
      kind: 'EMPLOYEE',
      name: ' Erin Employee ',
      email: ` ${email} `,
      roles: ['order-manager', 'admin', 'admin'],
    })
    expect([user, userErrors]).toEqual([
      {
        id: expect.stringMatching(/^user_[0-9a-z]{26}$/),
        kind: 'EMPLOYEE',
        name: 'Erin Employee',
        email,
        status: 'INVITED',
        roles: ['admin', 'order-manager'],
        grantedRoles: ['admin', 'order-manager'],
        invitedAt: '2026-11-20T09:30:00.000Z',
        lastSeenAt: null,
        createdAt: '2026-11-20T09:30:00.000Z',
        version: 1,
        customer: null,
      },
      [],
    ])
    expect(await shop.outbox(user?.id ?? '')).toEqual([
      {
        kind: 'event',
        topic: 'customer-events',
        type: 'io.iommi.user.invited.v1',
        aggregate_version: 1,
        data: { userId: user?.id, kind: 'EMPLOYEE', status: 'INVITED', version: 1 },
      },
    ])
  })

  it('refuses a second invitation for an address, or one of a user who has it, in any spelling, and changes nothing', async () => {
    const [open, taken] = [`open-${newKey()}@example.com`, `taken-${newKey()}@example.com`]
    await invited({ email: open })
    await shop.as(service, admitUser, { input: { kind: 'EMPLOYEE', issuer, subject: newKey(), roles: ['admin'], email: taken } })
    const { id } = await invited({ email: `gone-${open}` })
    await disable({ userId: id })
    const before = await shop.everything()
    for (const email of [open, open.toUpperCase(), taken, `GONE-${open}`]) {
      expect(await invite(guest({ email }))).toEqual({ user: null, userErrors: [{ code: 'USER_EXISTS', field: ['input', 'email'] }] })
    }
    expect(await shop.everything()).toEqual(before)
    expect(await invite(guest({ email: open, kind: 'CLIENT' }))).toMatchObject({ user: { kind: 'CLIENT', email: open }, userErrors: [] })
    expect(await invited({ email: open }, other)).toMatchObject({ email: open })
  })

  it('invites an address once of 20 invitations at once', async () => {
    const email = `race-${newKey()}@example.com`
    const answers = await Promise.all(Array.from({ length: 20 }, () => invite(guest({ email }))))
    const outcomes = answers.map((answer) => JSON.stringify(answer).match(/"code":"(\w+)"/)?.[1] ?? 'invited')
    expect(outcomes.toSorted()).toEqual([...Array.from({ length: 19 }, () => 'USER_EXISTS'), 'invited'])
    expect((await list({ where: { email: { in: [email] } } })).nodes).toHaveLength(1)
  })

  it.each([
    ['kind', { kind: 'PARTNER' }],
    ['name', { name: '' }],
    ['name', { name: 'x'.repeat(101) }],
    ['email', { email: 'nobody' }],
    ['roles', { roles: ['client'] }],
    ['roles', { roles: ['system'] }],
    ['roles', { roles: ['admin', 'king'] }],
    ['roles', { kind: 'CLIENT', roles: ['admin'] }],
    ['roles', { roles: Array.from({ length: 51 }, () => 'admin') }],
    ['idempotencyKey', { idempotencyKey: '' }],
  ])('refuses to invite with a bad %s by name, and changes nothing: %j', async (field, input) => {
    const before = await shop.everything()
    expect(await invite(guest(input))).toEqual({ user: null, userErrors: [{ code: 'INVALID_INPUT', field: ['input', field] }] })
    expect(await shop.everything()).toEqual(before)
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

  const everyChange = (userId: string) =>
    [
      [setUserRoles, 'setUserRoles', { userId, roles: ['admin'] }],
      [disableUser, 'disableUser', { userId }],
      [enableUser, 'enableUser', { userId }],
    ] as const

  it.each([
    ['admin', admin, []],
    ['customer-service', agent, ['FORBIDDEN']],
    ['order-manager', orderManager, ['FORBIDDEN']],
    ['client', client(newId('customer')), ['FORBIDDEN']],
    ['partner', partner, ['FORBIDDEN']],
  ])('is for admins only: %s', async (_name, actor, errors) => {
    const { id } = await invited()
    const before = await shop.everything()
    expect((await shop.as(actor, usersPage)).errors).toEqual(errors)
    for (const [source, , input] of [...everyChange(id), [inviteUser, 'inviteUser', guest()] as const]) {
      expect((await shop.as(actor, source, { input: { idempotencyKey: newKey(), ...input } })).errors).toEqual(errors)
    }
    expect(JSON.stringify(await shop.everything()) === JSON.stringify(before)).toBe(errors.length > 0)
  })

  it('shows users to services, which change none', async () => {
    const { id } = await invited()
    const before = await shop.everything()
    expect((await shop.as(service, usersPage, { where: { id: { in: [id] } } })).data).toMatchObject({ users: { totalCount: 1 } })
    for (const [source, , input] of [...everyChange(id), [inviteUser, 'inviteUser', guest()] as const]) {
      expect((await shop.as(service, source, { input: { idempotencyKey: newKey(), ...input } })).errors).toEqual(['FORBIDDEN'])
    }
    expect(await shop.everything()).toEqual(before)
  })

  it("shows unknown users and another tenant's alike as not found, and touches none", async () => {
    const foreign = await invited({}, other)
    const before = [await shop.everything(), await other.everything()]
    for (const userId of [newId('user'), foreign.id]) {
      for (const [source, field, input] of everyChange(userId)) {
        const answer = await shop.as(admin, source, { input: { idempotencyKey: newKey(), ...input } })
        expect(payloadIn(answer, field)).toEqual({ user: null, userErrors: [{ code: 'USER_NOT_FOUND', field: ['input', 'userId'] }] })
      }
    }
    expect([await shop.everything(), await other.everything()]).toEqual(before)
  })

  it('lists by name without case and accents, pages exactly both ways, and counts', async () => {
    const run = newKey()
    const names = ['zoe', 'Émile', 'emile', 'Adam', 'EMIL', 'Zed', 'abel'].map((name) => `${run} ${name}`)
    const users = []
    for (const name of names) users.push(await invited({ name }))
    const where = { name: { startsWith: run.toUpperCase() } }
    const expected = ['abel', 'Adam', 'EMIL', 'Émile', 'emile', 'Zed', 'zoe'].map((name) => `${run} ${name}`)
    const forwards: string[] = []
    let after: string | null = null
    do {
      const page: Page = await list({ first: 3, after, where })
      expect(page.totalCount).toBe(7)
      forwards.push(...page.nodes.map(({ name }) => name))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(forwards).toEqual(expected)
    const backwards: string[] = []
    let before: string | null = null
    do {
      const page: Page = await list({ last: 3, before, where })
      backwards.unshift(...page.nodes.map(({ name }) => name))
      before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null
    } while (before !== null)
    expect(backwards).toEqual(expected)
    for (const variables of [{ first: 101 }, { first: 1, last: 1 }, { after: 'x' }]) {
      expect((await shop.as(admin, usersPage, variables)).errors).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('finds users by every field, and by combinations', async () => {
    const run = newKey()
    const [a, b, c] = [
      await invited({ name: `${run} A`, email: `A-${run}@example.com` }),
      await invited({ name: `${run} B`, kind: 'CLIENT', email: `b-${run}@example.com` }),
      await invited({ name: `${run} C` }),
    ]
    await disable({ userId: c.id })
    const mine = { name: { startsWith: run } }
    const found = async (where: unknown) => {
      const page = await list({ where: { AND: [mine, where] } })
      expect(page.totalCount).toBe(page.nodes.length)
      return page.nodes.map(({ name }) => name.replace(`${run} `, '')).join('')
    }
    expect(await found({})).toBe('ABC')
    expect(await found({ id: { in: [c.id, a.id, newId('user')] } })).toBe('AC')
    expect(await found({ kind: { in: ['CLIENT'] } })).toBe('B')
    expect(await found({ status: { in: ['DISABLED', 'ACTIVE'] } })).toBe('C')
    expect(await found({ name: { in: [`${run} a`] } })).toBe('A')
    expect(await found({ email: { in: [`a-${run}@EXAMPLE.com`, 'no\u0000body'] } })).toBe('A')
    expect(await found({ email: { startsWith: `B-${run}` } })).toBe('B')
    expect(await found({ OR: [{ id: { in: [b.id] } }, { status: { in: ['DISABLED'] } }] })).toBe('BC')
    expect(await found({ NOT: { kind: { in: ['CLIENT'] } } })).toBe('AC')
    for (const where of [{ id: { in: ['x'] } }, { name: { startsWith: '' } }, { email: { in: Array.from({ length: 101 }, () => 'x') } }]) {
      expect((await shop.as(admin, usersPage, { where })).errors).toEqual(['BAD_USER_INPUT'])
    }
  })

  it('knows users without an e-mail address by what they are not', async () => {
    const { user } = await joined('customer-service')
    const page = await list({ where: { id: { in: [user.id] }, NOT: { email: { in: ['a@example.com'] } } } })
    expect(page.nodes).toMatchObject([{ id: user.id, email: null }])
  })
})
