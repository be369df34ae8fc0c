import { describe, expect, it } from 'vitest'
import { effectiveRoles, enabledStatus, hasForeignRole, isNews, rolesAllowed, type Sighting } from './user.ts'

describe('roles', () => {
  it('are those of the kind, each once, sorted; nobody is system', () => {
    expect(rolesAllowed('EMPLOYEE', ['order-manager', 'admin', 'system', 'client', 'admin'])).toEqual(['admin', 'order-manager'])
    expect(rolesAllowed('CLIENT', ['admin', 'client', 'partner', 'system'])).toEqual(['client'])
    expect(rolesAllowed('PARTNER', ['admin', 'client', 'partner', 'system'])).toEqual(['partner'])
    expect(effectiveRoles('EMPLOYEE', ['order-manager'], ['admin', 'order-manager'])).toEqual(['admin', 'order-manager'])
    expect(effectiveRoles('CLIENT', [], ['admin'])).toEqual([])
  })

  it('of another kind are found', () => {
    expect(hasForeignRole('EMPLOYEE', ['admin', 'customer-service'])).toBe(false)
    expect(hasForeignRole('EMPLOYEE', [])).toBe(false)
    for (const role of ['client', 'system', 'Admin', '']) expect(hasForeignRole('EMPLOYEE', ['admin', role])).toBe(true)
  })
})

describe('isNews', () => {
  const at = new Date('2026-11-20T10:00:00.000Z')
  const user = { kind: 'EMPLOYEE', name: 'Erin', email: 'erin@example.com', tokenRoles: ['admin'], lastSeenAt: at } as const
  const seen: Sighting = { kind: 'EMPLOYEE', issuer: 'i', subject: 's', name: 'Erin', email: 'erin@example.com', roles: ['admin'], at }

  it('is nothing that is known, or that the token leaves out', () => {
    expect(isNews(user, seen)).toBe(false)
    expect(isNews(user, { ...seen, name: null, email: null })).toBe(false)
    expect(isNews(user, { ...seen, at: new Date('2026-11-20T10:59:59.999Z') })).toBe(false)
  })

  it.each([
    { kind: 'PARTNER' as const },
    { name: 'Erin E.' },
    { email: 'erin@example.org' },
    { roles: [] },
    { at: new Date('2026-11-20T11:00:00.000Z') },
  ])('is %j', (change) => expect(isNews(user, { ...seen, ...change })).toBe(true))

  it('is the first sight of somebody', () => expect(isNews({ ...user, lastSeenAt: null }, seen)).toBe(true))
})

it('enables who never came as invited, everybody else as active', () => {
  expect([enabledStatus({ subject: null }), enabledStatus({ subject: 's' })]).toEqual(['INVITED', 'ACTIVE'])
})
