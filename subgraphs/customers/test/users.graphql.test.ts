import { newId } from '@iommi/shared/ids'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  admitUser,
  agent,
  client,
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
import { issuer, userDeskOf, type UserPage } from './users-fixture.ts'

const database = useTestDatabase('customers')

describe.each(['acme', 'globex'] as const)('users of %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const { invite, disable, guest, invited, joined, list } = userDeskOf(shop)

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
      const page: UserPage = await list({ first: 3, after, where })
      expect(page.totalCount).toBe(7)
      forwards.push(...page.nodes.map(({ name }) => name))
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null
    } while (after !== null)
    expect(forwards).toEqual(expected)
    const backwards: string[] = []
    let before: string | null = null
    do {
      const page: UserPage = await list({ last: 3, before, where })
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
