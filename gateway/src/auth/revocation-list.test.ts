import { beforeEach, describe, expect, it } from 'vitest'
import type { Identity } from './identity.ts'
import { revocationList, type RevocationList } from './revocation-list.ts'

const issuer = 'https://login.example/employees'
const daySeconds = 86_400

const eve: Identity = {
  kind: 'employee',
  tenantId: '01890000-0000-7000-8000-00000000acfe',
  issuer,
  subject: 'eve',
  name: 'Eve',
  roles: ['admin'],
  customerId: null,
  email: null,
  partner: null,
  issuedAtSeconds: 1_000_000,
  expiresAtMs: 1_000_900_000,
  sessionId: 'session-1',
}

let nowSeconds = 0
let list: RevocationList
beforeEach(() => {
  nowSeconds = 1_000_000
  list = revocationList(() => new Date(nowSeconds * 1_000))
})

const raise = (of: 'sub' | 'sid', value: string, { cutoffSeconds = 1_000_000, isShared = true } = {}): void =>
  list.raise([{ key: list.keyOf(issuer, of, value), cutoffSeconds, isShared }])

describe('a revocation', () => {
  it('counts for tokens issued until its cut-off, to the fraction of a second', () => {
    raise('sub', 'eve')
    expect(list.isRevoked(eve)).toBe(true)
    expect(list.isRevoked({ ...eve, issuedAtSeconds: 1_000_000.001 })).toBe(false)
  })

  it('of a subject counts for all its sessions, of a session for that one', () => {
    raise('sid', 'session-1')
    const identities = [eve, { ...eve, sessionId: 'session-2' }, { ...eve, sessionId: null }]
    expect(identities.map(list.isRevoked)).toEqual([true, false, false])
    raise('sub', 'eve')
    expect(identities.map(({ sessionId }) => list.isRevoked({ ...eve, sessionId }))).toEqual([true, true, true])
  })

  it('is about no other issuer, and no session that is called like a subject', () => {
    raise('sub', 'eve')
    expect(list.isRevoked({ ...eve, issuer: 'https://login.example/clients', sessionId: null })).toBe(false)
    raise('sid', 'adam')
    expect(list.isRevoked({ ...eve, subject: 'adam', sessionId: null })).toBe(false)
  })

  it('is not taken back by an earlier one, and moved by a later one', () => {
    raise('sub', 'eve', { cutoffSeconds: 999_999 })
    expect(list.isRevoked({ ...eve })).toBe(false)
    raise('sub', 'eve', { cutoffSeconds: 1_000_005 })
    raise('sub', 'eve', { cutoffSeconds: 999_998 })
    expect(list.isRevoked({ ...eve })).toBe(true)
  })

  it('is forgotten when no token can be left, and no second earlier', () => {
    raise('sub', 'eve')
    nowSeconds += daySeconds + 30
    list.forgetOld()
    expect(list.isRevoked(eve)).toBe(true)
    nowSeconds += 1
    list.forgetOld()
    expect(list.isRevoked(eve)).toBe(false)
  })
})

describe('listeners', () => {
  it('hear of what is new, with what tells whom it is about', () => {
    const heard: boolean[][] = []
    list.onRevoked((isHit) =>
      heard.push([eve, { ...eve, issuedAtSeconds: 2_000_000 }, { ...eve, subject: 'adam', sessionId: null }].map(isHit)),
    )
    raise('sub', 'eve')
    expect(heard).toEqual([[true, false, false]])
  })

  it('hear nothing of what is known, or earlier, or after they are gone', () => {
    let heard = 0
    const unlisten = list.onRevoked(() => (heard += 1))
    raise('sub', 'eve')
    raise('sub', 'eve')
    raise('sub', 'eve', { cutoffSeconds: 5 })
    expect(heard).toBe(1)
    unlisten()
    raise('sub', 'eve', { cutoffSeconds: 2_000_000 })
    expect(heard).toBe(1)
  })

  it('are not told again of what somebody else was logged out by', () => {
    raise('sub', 'eve')
    const heard: boolean[] = []
    list.onRevoked((isHit) => heard.push(isHit(eve)))
    raise('sub', 'adam')
    expect(heard).toEqual([false])
  })
})

describe('what is not shared', () => {
  const cutoffs = (): readonly number[] => list.unshared().map(({ cutoffSeconds }) => cutoffSeconds)

  it('is what was raised here until it is read with the same cut-off', () => {
    raise('sub', 'eve', { isShared: false })
    raise('sub', 'eve', { cutoffSeconds: 999_999 })
    expect(cutoffs()).toEqual([1_000_000])
    raise('sub', 'eve')
    expect(cutoffs()).toEqual([])
  })

  it('is everything once the store has lost it', () => {
    raise('sub', 'eve')
    raise('sub', 'adam', { cutoffSeconds: 7 })
    expect(cutoffs()).toEqual([])
    list.unshareAll()
    expect(cutoffs()).toEqual([1_000_000, 7])
  })
})
