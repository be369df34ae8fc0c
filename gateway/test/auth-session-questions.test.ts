import { userJoined } from '@iommi/schema/events/customer-events'
import type { EventEnvelope } from '@iommi/schema/events/event'
import type { ServerResponse } from 'node:http'
import { beforeEach, describe, expect, it } from 'vitest'
import type { FollowTopic } from '../src/auth/sessions.ts'
import { acme, globex } from './test-issuer.ts'
import { answerAdmission, eventAbout, request, rolesOf, told, untilTold, useTestSessions, waiting } from './test-sessions.ts'

const { gateway, sessions, admission, verify, restart, open, logOut, admitAs } = useTestSessions()

describe('questions about open sessions', () => {
  let onEvents: Map<string, (events: readonly EventEnvelope[]) => void>
  let follows: string[]
  // Under this test's control: what comes, and that nothing else does.
  const follow: FollowTopic = (tenantId, topic, listener) => {
    follows.push(`${topic} of ${tenantId}`)
    onEvents.set(tenantId, listener)
    return () => void follows.push(`no more ${topic} of ${tenantId}`)
  }
  const tell = (tenantId: string, events: readonly EventEnvelope[]): void => onEvents.get(tenantId)?.(events)
  beforeEach(() => {
    onEvents = new Map()
    follows = []
    restart({ follow })
  })

  it('are one for all sessions of a user with the same claims, however many events come at once', async () => {
    const asked = admitAs({ roles: ['order-manager'] })
    const watched = [await open({ sub: 'somebody' }), await open({ sub: 'somebody', jti: '2' }), await open({ sub: 'somebody', jti: '3' })]
    expect(asked()).toBe(1)
    const held = holdAdmissions()
    for (let event = 0; event < 10; event += 1) tell(acme, [eventAbout('user_of_somebody')])
    // One for the first event, one for those that came while it was asked.
    await expect.poll(() => held.length, waiting).toBe(1)
    answerAdmission(held[0], { roles: ['admin'] })
    await expect.poll(() => held.length, waiting).toBe(2)
    gateway.customers.answerAdmissionWith(null)
    answerAdmission(held[1], { roles: ['customer-service'] })
    for (const one of watched) await untilTold(one, ['caller', 'caller'])
    expect(watched.map(rolesOf)).toEqual([['customer-service'], ['customer-service'], ['customer-service']])
    // A third would have been asked by now, before these.
    const before = gateway.ensured.length
    for (const sub of ['first', 'second', 'third']) await open({ sub })
    expect(gateway.ensured.slice(before).map(({ input }) => input['subject'])).toEqual(['first', 'second', 'third'])
  })

  it('are not asked for events about others, or about nothing that matters here', async () => {
    const watched = await open({ sub: 'somebody' })
    const before = gateway.ensured.length
    tell(acme, [eventAbout('user_of_another'), eventAbout('user_of_somebody', { type: userJoined.type })])
    // What was asked for them would have been asked before these.
    for (const sub of ['first', 'second', 'third']) await open({ sub })
    expect(gateway.ensured.slice(before).map(({ input }) => input['subject'])).toEqual(['first', 'second', 'third'])
    admitAs({ roles: ['admin'] })
    tell(acme, [eventAbout('user_of_somebody')])
    await untilTold(watched, ['caller'])
  })

  it('are asked about everybody of a tenant whose events may have got lost, and of no other', async () => {
    const [one, two, elsewhere] = [await open({ sub: 'one' }), await open({ sub: 'two' }), await open({ sub: 'one', tenant_id: globex })]
    admitAs({ roles: ['admin'] })
    tell(acme, [])
    await untilTold(one, ['caller'])
    await untilTold(two, ['caller'])
    expect(rolesOf(elsewhere)).toEqual(['order-manager'])
  })

  it('are asked at once where what is remembered is older than what is heard', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'somebody' })
    expect((await admission().admit(await verify(token), request)).roles).toEqual(['order-manager'])
    // No event will tell: it came before anybody followed.
    admitAs({ roles: ['admin'] })
    const session = await sessions().open(token, request)
    await expect.poll(() => session.caller.actor.roles, waiting).toEqual(['admin'])
  })

  it('are asked again where an event came while the first one was under way', async () => {
    await open({ sub: 'another' })
    let isAnswered = false
    gateway.customers.answerAdmissionWith((response) => {
      // Answered before the change, heard after it.
      tell(acme, [eventAbout('user_of_somebody')])
      answerAdmission(response, { roles: isAnswered ? ['admin'] : ['order-manager'] })
      isAnswered = true
    })
    const watched = await open({ sub: 'somebody' })
    await expect.poll(() => rolesOf(watched), waiting).toEqual(['admin'])
  })

  it('are asked anew by themselves, events or not, until the session is closed', async () => {
    restart({ follow, recheckMs: 20 })
    const watched = await open({ sub: 'somebody' })
    admitAs({ roles: ['admin'] })
    await untilTold(watched, ['caller'])
    admitAs('DISABLED')
    await untilTold(watched, ['caller', 'disabled'])
    const asked = admitAs({ roles: ['admin'] })
    const { session } = await open({ sub: 'somebody' })
    await expect.poll(asked, waiting).toBeGreaterThan(2)
    session.close()
    const before = asked()
    const other = await open({ sub: 'another' })
    await expect.poll(asked, waiting).toBeGreaterThan(before + 3)
    expect(told(other)).toEqual([])
  })

  it('need the events of a tenant as long as there are sessions of it', async () => {
    const [one, two] = [await open({ sub: 'one' }), await open({ sub: 'two' })]
    const elsewhere = await open({ sub: 'one', tenant_id: globex })
    expect(follows).toEqual([`customer-events of ${acme}`, `customer-events of ${globex}`])
    one.session.close()
    one.session.close()
    elsewhere.session.close()
    expect(follows.slice(2)).toEqual([`no more customer-events of ${globex}`])
    two.session.close()
    expect(follows.slice(3)).toEqual([`no more customer-events of ${acme}`])
    await expect(open({ sub: 'disabled' })).rejects.toThrow('The user is disabled.')
    expect(follows.slice(4)).toEqual([`customer-events of ${acme}`, `no more customer-events of ${acme}`])
  })

  it('are answered for a session that was opened while another could not be', async () => {
    const held = holdAdmissions()
    const opening = open({ sub: 'somebody' })
    await expect.poll(() => held.length, waiting).toBe(1)
    const refused = open({ sub: 'disabled' })
    await expect.poll(() => held.length, waiting).toBe(2)
    answerAdmission(held[1], 'DISABLED')
    await expect(refused).rejects.toThrow('The user is disabled.')
    answerAdmission(held[0], { roles: ['order-manager'] })
    const watched = await opening
    admitAs({ roles: ['admin'] })
    tell(acme, [eventAbout('user_of_somebody')])
    await untilTold(watched, ['caller'])
    expect(rolesOf(watched)).toEqual(['admin'])
  })

  it('are asked no more once the session is closed, one that is under way included', async () => {
    restart({ follow, recheckMs: 20 })
    const { session } = await open({ sub: 'closing' })
    const held = holdAdmissions()
    await expect.poll(() => held.length, waiting).toBe(1)
    session.close()
    gateway.customers.answerAdmissionWith(null)
    answerAdmission(held[0], { roles: ['admin'] })
    const before = gateway.ensured.length
    await open({ sub: 'another' })
    await expect.poll(() => gateway.ensured.length - before, waiting).toBeGreaterThan(5)
    expect(new Set(gateway.ensured.slice(before).map(({ input }) => input['subject']))).toEqual(new Set(['another']))
  })

  it('are answered too late for who logs out meanwhile: there is no session', async () => {
    const earlier = await open({ sub: 'undecided', roles: ['admin'] })
    const held = holdAdmissions()
    const opening = open({ sub: 'undecided' })
    await expect.poll(() => held.length, waiting).toBe(1)
    await logOut({ sub: 'undecided' })
    await untilTold(earlier, ['revoked'])
    answerAdmission(held[0], { roles: ['order-manager'] })
    await expect(opening).rejects.toThrow('its owner has logged out')
  })
})

/** Keeps questions of whether somebody may come in until the test answers them. */
function holdAdmissions(): ServerResponse[] {
  const held: ServerResponse[] = []
  gateway.customers.answerAdmissionWith((response) => void held.push(response))
  return held
}
