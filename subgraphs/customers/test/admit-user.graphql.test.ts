import { newId } from '@iommi/shared/ids'
import { employee } from '@iommi/shared/testing/test-context'
import { useTestDatabase } from '@iommi/shared/testing/test-database'
import { describe, expect, it } from 'vitest'
import {
  admin,
  admitUser,
  agent,
  client,
  customerById,
  disableUser,
  enableUser,
  ensureCustomer,
  inviteUser,
  newKey,
  outboxOf,
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
  readonly version: number
  readonly [field: string]: unknown
}

describe.each(['acme', 'globex'] as const)('_admitUser for %s', (slug) => {
  const shop = shopOf(database, slug)
  const other = shopOf(database, slug === 'acme' ? 'globex' : 'acme')
  const admit = async (input: Input, at = shop) => {
    const given = { kind: 'EMPLOYEE', issuer, name: 'Erin', roles: ['customer-service'], ...input }
    return payloadIn(await at.as(service, admitUser, { input: given }), '_admitUser') as { customerId: string | null }
  }
  const mutate = async (source: string, field: string, input: Input) => {
    const payload = payloadIn(await shop.as(admin, source, { input: { idempotencyKey: newKey(), ...input } }), field)
    expect(payload).toMatchObject({ userErrors: [] })
    return (payload as { user: User }).user
  }
  const find = async (where: unknown): Promise<readonly User[]> =>
    (payloadIn(await shop.as(admin, usersPage, { where }), 'users') as { nodes: readonly User[] }).nodes
  const named = async (name: string): Promise<User> => {
    const [user, ...rest] = await find({ name: { in: [name] } })
    expect(rest).toEqual([])
    return user ?? { id: 'nobody', version: 0 }
  }
  const rowsOf = async (subject: string) => [
    ...(await database.admin.unsafe(`select xmin::text, last_seen_at, version from ${shop.table('users')} where subject = $1`, [subject])),
  ]
  const yes = (...roles: readonly string[]) => ({ isAdmitted: true, roles, customerId: null, refusal: null })
  const no = (refusal: string) => ({ isAdmitted: false, roles: [], customerId: null, refusal })

  it('makes an unknown subject a user once, active, with one event and no personal data in it', async () => {
    const subject = newKey()
    shop.clock.now = new Date('2026-11-20T09:30:00.000Z')
    const input = {
      subject,
      name: ` Name\u0000 ${subject}`,
      email: `${subject}@Example.com`,
      roles: ['order-manager', 'client', 'system', 'x'],
    }
    expect(await admit(input)).toEqual(yes('order-manager'))
    const user = await named(`Name ${subject}`)
    expect(user).toEqual({
      id: expect.stringMatching(/^user_[0-9a-z]{26}$/),
      kind: 'EMPLOYEE',
      name: `Name ${subject}`,
      email: `${subject}@Example.com`,
      status: 'ACTIVE',
      roles: ['order-manager'],
      grantedRoles: [],
      invitedAt: null,
      lastSeenAt: '2026-11-20T09:30:00.000Z',
      createdAt: '2026-11-20T09:30:00.000Z',
      version: 1,
      customer: null,
    })
    const before = await shop.everything()
    expect(await admit(input)).toEqual(yes('order-manager'))
    expect(await shop.everything()).toEqual(before)
    expect(await shop.outbox(user.id)).toEqual([
      {
        kind: 'event',
        topic: 'customer-events',
        type: 'io.iommi.user.joined.v1',
        aggregate_version: 1,
        data: { userId: user.id, kind: 'EMPLOYEE', status: 'ACTIVE', version: 1 },
      },
    ])
  })

  it('names the user whom events will name, new, known and invited alike, and none when it refuses', async () => {
    const userIdOf = async (input: Input): Promise<unknown> => {
      const given = { kind: 'EMPLOYEE', issuer, roles: ['admin'], ...input }
      const source = 'mutation ($input: _AdmitUserInput!) { _admitUser(input: $input) { userId } }'
      return (payloadIn(await shop.as(service, source, { input: given }), '_admitUser') as { userId: unknown }).userId
    }
    const [subject, guest, email] = [newKey(), newKey(), `guest-${newKey()}@example.com`]
    const first = await userIdOf({ subject, name: `Id ${subject}` })
    expect(first).toBe((await named(`Id ${subject}`)).id)
    expect(await userIdOf({ subject })).toBe(first)
    const invited = await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email })
    expect(await userIdOf({ subject: guest, email })).toBe(invited.id)
    expect(await userIdOf({ subject: guest })).toBe(invited.id)
    await mutate(disableUser, 'disableUser', { userId: first })
    expect(await userIdOf({ subject })).toBeNull()
  })

  it('names a user without a usable name User, and ignores what is no e-mail address', async () => {
    const subject = newKey()
    for (const name of [undefined, null, ' \u0007 '])
      expect(await admit({ subject, name, email: 'nobody' })).toEqual(yes('customer-service'))
    expect(await rowsOf(subject)).toHaveLength(1)
    expect(await find({ name: { startsWith: 'uSér' } })).toContainEqual(expect.objectContaining({ name: 'User', email: null }))
  })

  it('writes that the user was there once an hour, and at once what the token says anew; neither is a new version', async () => {
    const subject = newKey()
    shop.clock.now = new Date('2026-11-20T10:00:00.000Z')
    await admit({ subject })
    const [first] = await rowsOf(subject)
    shop.clock.now = new Date('2026-11-20T10:59:59.999Z')
    await admit({ subject })
    expect(await rowsOf(subject)).toEqual([first])
    shop.clock.now = new Date('2026-11-20T11:00:00.000Z')
    await admit({ subject })
    const [second] = await rowsOf(subject)
    expect(second).toMatchObject({ last_seen_at: new Date('2026-11-20T11:00:00.000Z'), version: 1 })
    shop.clock.now = new Date('2026-11-20T11:00:01.000Z')
    const name = `Renamed ${subject}`
    expect(await admit({ subject, name, email: `${subject}@example.com`, roles: ['admin', 'order-manager'] })).toEqual(
      yes('admin', 'order-manager'),
    )
    expect(await named(name)).toMatchObject({
      email: `${subject}@example.com`,
      roles: ['admin', 'order-manager'],
      lastSeenAt: '2026-11-20T11:00:01.000Z',
      version: 1,
    })
    // What a token leaves out stays.
    expect(await admit({ subject, name: null, roles: [] })).toEqual(yes())
    expect(await named(name)).toMatchObject({ email: `${subject}@example.com`, roles: [] })
  })

  it('makes one user of 20 calls at once, and one customer', async () => {
    const [subject, clientSubject] = [newKey(), newKey()]
    const answers = await Promise.all(Array.from({ length: 20 }, () => admit({ subject })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(yes('customer-service'))]))
    expect(await rowsOf(subject)).toHaveLength(1)
    const clients = await Promise.all(
      Array.from({ length: 20 }, () => admit({ kind: 'CLIENT', subject: clientSubject, roles: ['client'] })),
    )
    const ids = new Set(clients.map(({ customerId }) => customerId))
    expect(ids.size).toBe(1)
    const [customerId = ''] = [...ids].map(String)
    expect(await shop.outbox(customerId)).toEqual(outboxOf(customerId, 1, 1))
    expect(await rowsOf(clientSubject)).toHaveLength(1)
  })

  it('tells issuers and tenants with the same subject apart', async () => {
    const subject = newKey()
    await admit({ subject, name: `Twin A ${subject}` })
    await admit({ subject, name: `Twin B ${subject}`, issuer: 'https://elsewhere.example' })
    await admit({ subject, name: `Twin C ${subject}` }, other)
    const [a, b] = [await named(`Twin A ${subject}`), await named(`Twin B ${subject}`)]
    expect(a.id).not.toBe(b.id)
    expect(await find({ name: { in: [`Twin C ${subject}`] } })).toEqual([])
    await mutate(disableUser, 'disableUser', { userId: a.id })
    expect(await admit({ subject })).toEqual(no('DISABLED'))
    expect(await admit({ subject, issuer: 'https://elsewhere.example' })).toEqual(yes('customer-service'))
    expect(await admit({ subject }, other)).toEqual(yes('customer-service'))
  })

  it('refuses a disabled user at once, whatever the token says, and lets it in again when enabled', async () => {
    const subject = newKey()
    await admit({ subject, name: `Fired ${subject}` })
    const { id } = await named(`Fired ${subject}`)
    await mutate(disableUser, 'disableUser', { userId: id })
    const before = await shop.everything()
    expect(await admit({ subject, roles: ['admin'], name: 'Somebody else', kind: 'CLIENT' })).toEqual(no('DISABLED'))
    expect(await shop.everything()).toEqual(before)
    await mutate(enableUser, 'enableUser', { userId: id })
    expect(await admit({ subject })).toEqual(yes('customer-service'))
  })

  it('adds granted roles to those of the token, as long as the kind may have them', async () => {
    const subject = newKey()
    await admit({ subject, name: `Raised ${subject}`, roles: ['order-manager'] })
    const { id } = await named(`Raised ${subject}`)
    await mutate(setUserRoles, 'setUserRoles', { userId: id, roles: ['customer-service', 'order-manager'] })
    expect(await admit({ subject, roles: ['order-manager'] })).toEqual(yes('customer-service', 'order-manager'))
    expect(await admit({ subject, roles: [] })).toEqual(yes('customer-service', 'order-manager'))
    expect(await admit({ subject, roles: ['partner'], kind: 'PARTNER' })).toEqual(yes('partner'))
  })

  it('gives the invitation to the first token of that kind with the e-mail address, in any spelling', async () => {
    const subject = newKey()
    const email = `Invited-${subject}@example.com`
    const invited = await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email, roles: ['admin'] })
    expect(await admit({ kind: 'PARTNER', subject: newKey(), email, roles: ['partner'] })).toEqual(yes('partner'))
    expect(await admit({ subject: newKey() })).toEqual(yes('customer-service'))
    expect(await admit({ subject: newKey(), email }, other)).toEqual(yes('customer-service'))
    expect(await admit({ subject, name: `Guest ${subject}`, email: email.toUpperCase() })).toEqual(yes('admin', 'customer-service'))
    expect(await named(`Guest ${subject}`)).toEqual({
      ...invited,
      name: `Guest ${subject}`,
      email: email.toUpperCase(),
      status: 'ACTIVE',
      roles: ['admin', 'customer-service'],
      lastSeenAt: shop.clock.now.toISOString(),
      version: 2,
    })
    expect(await admit({ subject })).toEqual(yes('admin', 'customer-service'))
    // Taken: the next one with the address is somebody of its own.
    expect(await admit({ subject: newKey(), email })).toEqual(yes('customer-service'))
    expect((await shop.outbox(invited.id)).map((row) => (row as { type: string }).type)).toEqual([
      'io.iommi.user.invited.v1',
      'io.iommi.user.joined.v1',
    ])
  })

  it('gives an invitation to one of 10 subjects at once, and to a subject at once 10 times', async () => {
    const email = `race-${newKey()}@example.com`
    await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email, roles: ['admin'] })
    const answers = await Promise.all(Array.from({ length: 10 }, () => admit({ subject: newKey(), email })))
    expect(answers.filter((answer) => JSON.stringify(answer).includes('admin'))).toHaveLength(1)
    const again = `again-${newKey()}@example.com`
    const subject = newKey()
    await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email: again, roles: ['admin'] })
    const same = await Promise.all(Array.from({ length: 10 }, () => admit({ subject, email: again })))
    expect(new Set(same.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(yes('admin', 'customer-service'))]))
    expect(await rowsOf(subject)).toHaveLength(1)
  })

  it('answers calls of one new subject with and without the invited address at once, and makes one user', async () => {
    for (let round = 0; round < 5; round += 1) {
      const subject = newKey()
      const email = `mixed-${subject}@example.com`
      await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email })
      const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => admit({ subject, ...(index % 2 === 0 ? { email } : {}) })))
      for (const answer of answers) expect(answer).toEqual(yes('customer-service'))
      expect(await rowsOf(subject)).toHaveLength(1)
    }
  })

  it('refuses whoever takes up a disabled invitation, also later without the address, until it is enabled', async () => {
    const subject = newKey()
    const email = `revoked-${subject}@example.com`
    const { id } = await mutate(inviteUser, 'inviteUser', { kind: 'EMPLOYEE', name: 'Guest', email, roles: ['admin'] })
    await mutate(disableUser, 'disableUser', { userId: id })
    expect(await admit({ subject, email })).toEqual(no('DISABLED'))
    expect(await admit({ subject })).toEqual(no('DISABLED'))
    await mutate(enableUser, 'enableUser', { userId: id })
    expect(await admit({ subject })).toEqual(yes('admin', 'customer-service'))
  })

  describe('of clients', () => {
    const enter = (input: Input) => admit({ kind: 'CLIENT', issuer: 'https://login.example/clients', roles: ['client'], ...input })
    const clientYes = (customerId: string | null) => ({ isAdmitted: true, roles: ['client'], customerId, refusal: null })

    it('makes a customer at first sight, as _ensureCustomer does, and shows it with the user', async () => {
      const subject = newKey()
      const { customerId } = await enter({ subject, name: `Clara ${subject}` })
      expect(await named(`Clara ${subject}`)).toMatchObject({ kind: 'CLIENT', roles: ['client'], customer: { id: customerId } })
      expect(await enter({ subject })).toEqual(clientYes(customerId))
      expect(await enter({ subject, customerId })).toEqual(clientYes(customerId))
      const ensured = await shop.as(service, ensureCustomer, { input: { issuer: 'https://login.example/clients', subject } })
      expect(ensured.data).toEqual({ _ensureCustomer: { customerId } })
      expect(await shop.outbox(customerId ?? '')).toEqual(outboxOf(customerId ?? '', 1, 1))
      expect(payloadIn(await shop.as(agent, customerById, { id: customerId }), 'customer')).toMatchObject({ name: `Clara ${subject}` })
    })

    it('links the customer that the token names, and finds one that _ensureCustomer linked before', async () => {
      const [customerId, subject, before] = [await shop.register(), newKey(), newKey()]
      expect(await enter({ subject, customerId })).toEqual(clientYes(customerId))
      expect(await enter({ subject })).toEqual(clientYes(customerId))
      const ensured = await shop.as(service, ensureCustomer, { input: { issuer: 'https://login.example/clients', subject: before } })
      const { customerId: linked } = (ensured.data as { _ensureCustomer: { customerId: string } })._ensureCustomer
      expect(await enter({ subject: before })).toEqual(clientYes(linked))
      expect(await shop.outbox(linked)).toEqual(outboxOf(linked, 1, 1))
    })

    it('refuses claims that do not hold, and changes nothing', async () => {
      const [linked, free, foreign] = [await shop.register(), await shop.register(), await other.register()]
      const [subject, email] = [newKey(), `claim-${newKey()}@example.com`]
      await enter({ subject, customerId: linked })
      await mutate(inviteUser, 'inviteUser', { kind: 'CLIENT', name: 'Guest', email })
      const before = [await shop.everything(), await other.everything()]
      for (const claim of [
        { subject, customerId: free },
        { subject: newKey(), customerId: linked },
        { subject: newKey(), customerId: newId('customer') },
        { subject: newKey(), customerId: foreign },
        { subject: newKey(), customerId: 'nonsense' },
        { subject: newKey(), customerId: foreign, email },
      ]) {
        expect(await enter(claim)).toEqual(no('UNKNOWN_CUSTOMER'))
      }
      expect([await shop.everything(), await other.everything()]).toEqual(before)
    })

    it('gives an invited client a customer, and a disabled one none', async () => {
      const [welcome, banned] = [`welcome-${newKey()}@example.com`, `banned-${newKey()}@example.com`]
      await mutate(inviteUser, 'inviteUser', { kind: 'CLIENT', name: 'Guest', email: welcome, roles: ['client'] })
      const { id } = await mutate(inviteUser, 'inviteUser', { kind: 'CLIENT', name: 'Guest', email: banned })
      await mutate(disableUser, 'disableUser', { userId: id })
      const { customerId } = await enter({ subject: newKey(), email: welcome })
      expect(customerId).toMatch(/^customer_/)
      const count = async () => (await database.admin.unsafe(`select count(*)::int as n from ${shop.table('customers')}`))[0]?.['n']
      const before = await count()
      expect(await enter({ subject: newKey(), email: banned })).toEqual(no('DISABLED'))
      expect(await count()).toBe(before)
    })

    it('ignores a customer that others than clients name', async () => {
      const customerId = await shop.register()
      expect(await admit({ subject: newKey(), customerId })).toEqual(yes('customer-service'))
      expect(await enter({ subject: newKey(), customerId })).toEqual(clientYes(customerId))
    })
  })

  it('refuses an identity that is none', async () => {
    for (const input of [
      { issuer: '', subject: 'x' },
      { issuer, subject: '' },
      { issuer, subject: 'x'.repeat(256) },
      { issuer, subject: 'a\u0000' },
      { issuer, subject: 'x', roles: Array.from({ length: 51 }, () => 'admin') },
    ]) {
      const given = { kind: 'EMPLOYEE', roles: [], ...input }
      expect(await shop.as(service, admitUser, { input: given })).toEqual({ data: null, errors: ['BAD_USER_INPUT'] })
    }
  })

  it.each([
    ['admin', admin],
    ['customer-service', agent],
    ['partner', partner],
    ['client', client(newId('customer'))],
    ['employee without roles', employee()],
  ])('is for services only, not for %s, and changes nothing for others', async (_name, actor) => {
    const before = await shop.everything()
    const input = { kind: 'EMPLOYEE', issuer, subject: newKey(), roles: ['admin'] }
    expect((await shop.as(actor, admitUser, { input })).errors).toEqual(['FORBIDDEN'])
    expect(await shop.everything()).toEqual(before)
  })
})
