import { userDisabled, userRolesChanged } from '@iommi/schema/events/customer-events'
import { describe, expect, it } from 'vitest'
import { globex, acme } from './test-issuer.ts'
import { request, rolesOf, told, untilTold, useTestSessions, waiting } from './test-sessions.ts'

const { gateway, sessions, admission, restart, open, publish, logOut, admitAs } = useTestSessions()
const nowSeconds = (): number => Math.floor(Date.now() / 1_000)

describe('a session', () => {
  it('acts as whom a request with its token would', async () => {
    const iat = nowSeconds()
    const { session } = await open({ sub: 'erin', name: 'Erin', tenant_id: globex, sid: 'one', iat, exp: iat + 60 })
    expect(session.caller).toEqual({ tenantId: globex, actor: { kind: 'employee', id: 'erin', name: 'Erin', roles: ['order-manager'] } })
    expect(session.identity.sessionId).toBe('one')
    // Requests with the token are answered until then, too.
    expect(session.identity.expiresAtMs - session.identity.issuedAtSeconds * 1_000).toBe(90_000)
    const client = await open({ sub: 'cora', customer_id: 'customer_9' }, 'clients')
    expect(client.session.caller.actor).toMatchObject({ kind: 'client', id: 'cora', customerId: 'customer_9' })
  })

  it('is refused as a request with its token would be', async () => {
    await logOut({ sub: 'gone' })
    const refused = [{ exp: nowSeconds() - 31 }, { sub: 'disabled' }, { roles: ['cook'] }]
    const outcomes = refused.map(async (claims) => await open(claims).then(() => 'open', String))
    expect(await Promise.all(outcomes)).toEqual([
      'Refusal: The token has expired.',
      'Refusal: The user is disabled.',
      'Refusal: The token carries none of the roles admin, customer-service, order-manager.',
    ])
    // The other gateway knows of the logout a moment later.
    const isGone = async (): Promise<string> => await open({ sub: 'gone', iat: nowSeconds() - 60 }).then(() => 'open', String)
    await expect.poll(isGone, { timeout: 5_000 }).toBe('Refusal: The token does not count any more: its owner has logged out.')
  })

  it('ends when its token does', async () => {
    const exp = nowSeconds() + 60
    // By the sessions' clock it counts a fifth of a second longer, the thirty for clocks that differ included.
    restart({ now: () => new Date((exp + 30) * 1_000 - 200) })
    const watched = await open({ exp })
    expect(watched.changes).toEqual([])
    await untilTold(watched, ['expired'])
  })

  it('ends when its owner logs out at another gateway, and those of newer tokens, others and other sessions go on', async () => {
    const [ended, newer, other, here, there] = [
      await open({ sub: 'leaver', iat: nowSeconds() - 10 }),
      await open({ sub: 'leaver', iat: nowSeconds() + 20 }),
      await open({ sub: 'stayer' }),
      await open({ sub: 'two-screens', sid: 'here' }),
      await open({ sub: 'two-screens', sid: 'there' }),
    ]
    await logOut({ sub: 'leaver' })
    await logOut({ sid: 'here', sub: 'two-screens' })
    await untilTold(ended, ['revoked'])
    await untilTold(here, ['revoked'])
    expect([newer, other, there].map(told)).toEqual([[], [], []])
  })

  it('ends when its user is disabled', async () => {
    const [one, two] = [await open({ sub: 'somebody' }), await open({ sub: 'somebody', roles: ['admin'] })]
    admitAs('DISABLED')
    await publish(acme, userDisabled.type, 'user_of_somebody')
    await untilTold(one, ['disabled'])
    await untilTold(two, ['disabled'])
    expect([one, two].map(({ session }) => session.caller.actor.roles)).toEqual([['order-manager'], ['admin']])
  })

  it('ends when its customer is not known any more, and when its tenant is suspended', async () => {
    const client = await open({ sub: 'somebody' }, 'clients')
    admitAs('UNKNOWN_CUSTOMER')
    await publish(acme, userRolesChanged.type, 'user_of_somebody')
    await untilTold(client, ['disabled'])
    gateway.customers.answerAdmissionWith(null)
    const employee = await open({ sub: 'somebody' })
    gateway.customers.answerAdmissionWith((response) => {
      response.end(JSON.stringify({ errors: [{ message: 'This tenant is not active.', extensions: { code: 'FORBIDDEN' } }] }))
    })
    await publish(acme, userRolesChanged.type, 'user_of_somebody')
    await untilTold(employee, ['disabled'])
    await expect(open({ sub: 'somebody' })).rejects.toThrow('This tenant is not active.')
  })

  it('gains and loses roles with its user, told once for each change', async () => {
    const watched = await open({ sub: 'somebody', roles: ['customer-service'] })
    for (const [change, roles] of [['customer-service', 'order-manager'], ['order-manager'], ['order-manager']].entries()) {
      const asked = admitAs({ roles })
      await publish(acme, userRolesChanged.type, 'user_of_somebody')
      await expect.poll(asked, waiting).toBeGreaterThan(0)
      const wanted = Array.from({ length: Math.min(change + 1, 2) }, () => 'caller')
      await untilTold(watched, wanted)
      expect(rolesOf(watched)).toEqual(roles)
    }
    expect(watched.changes.at(-1)).toEqual({ kind: 'caller', caller: watched.session.caller })
  })

  it('of a request that comes afterwards has the new roles at once', async () => {
    const watched = await open({ sub: 'somebody', roles: ['admin'] })
    admitAs({ roles: ['order-manager'] })
    await publish(acme, userRolesChanged.type, 'user_of_somebody')
    await untilTold(watched, ['caller'])
    expect((await admission().admit(watched.session.identity, request)).roles).toEqual(['order-manager'])
  })

  it('outlives a customers service that is away, and takes over the change once it is back', async () => {
    restart({ retryMs: 20 })
    const watched = await open({ sub: 'somebody', roles: ['admin'] })
    const asked = admitAs('away')
    await publish(acme, userRolesChanged.type, 'user_of_somebody')
    await expect.poll(asked, waiting).toBeGreaterThan(2)
    expect([watched.changes, rolesOf(watched)]).toEqual([[], ['admin']])
    admitAs({ roles: ['order-manager'] })
    await untilTold(watched, ['caller'])
    expect(rolesOf(watched)).toEqual(['order-manager'])
  })

  it('outlives an answer that makes no sense', async () => {
    restart({ retryMs: 20 })
    const watched = await open({ sub: 'somebody' })
    let asked = 0
    gateway.customers.answerAdmissionWith((response) => {
      asked += 1
      response.end('{"data":{"_admitUser":{"isAdmitted":"perhaps"}}}')
    })
    await publish(acme, userRolesChanged.type, 'user_of_somebody')
    await expect.poll(() => asked, waiting).toBeGreaterThan(1)
    expect(watched.changes).toEqual([])
  })
})

it('sessions of a gateway that stops are closed without a word', async () => {
  const watched = await open()
  sessions().stop()
  await logOut({ sub: 'someone-of-employees' })
  expect(watched.changes).toEqual([])
  await expect(open()).rejects.toThrow('The gateway is stopping.')
})
