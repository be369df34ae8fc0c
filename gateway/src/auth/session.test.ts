import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Caller } from './authenticate.ts'
import type { Identity } from './identity.ts'
import { newSession, type KeptSession, type SessionChange } from './session.ts'

const identity: Identity = {
  kind: 'employee',
  tenantId: '01890000-0000-7000-8000-00000000acfe',
  issuer: 'https://login.example/employees',
  subject: 'eve',
  name: 'Eve',
  roles: ['admin'],
  customerId: null,
  email: null,
  partner: null,
  issuedAtSeconds: 0,
  expiresAtMs: 930_000,
  sessionId: null,
}

function callerWith(role: 'admin' | 'order-manager'): Caller {
  return { tenantId: identity.tenantId, actor: { kind: 'employee', id: 'eve', name: 'Eve', roles: [role] } }
}

let overs = 0
let changes: SessionChange[]
let session: KeptSession
beforeEach(() => {
  vi.useFakeTimers()
  overs = 0
  changes = []
  const caller = callerWith('admin')
  session = newSession({ identity, caller, lifetimeMs: 10_000, onOver: () => (overs += 1) })
})
afterEach(() => {
  vi.useRealTimers()
})

const listen = (): (() => void) => session.onChange((change) => changes.push(change))
const ended = (reason: string): unknown => ({ kind: 'ended', reason })

describe('a session', () => {
  it('ends when its token does, not a millisecond before, and once', () => {
    listen()
    vi.advanceTimersByTime(9_999)
    expect(changes).toEqual([])
    vi.advanceTimersByTime(1)
    expect([changes, overs]).toEqual([[ended('expired')], 1])
    session.end('revoked')
    session.close()
    vi.advanceTimersByTime(60_000)
    expect([changes, overs]).toEqual([[ended('expired')], 1])
  })

  it('shows and tells as whom it acts now', () => {
    listen()
    expect(session.caller).toEqual(callerWith('admin'))
    session.changeCaller(callerWith('order-manager'))
    expect(session.caller).toEqual(callerWith('order-manager'))
    expect(changes).toEqual([{ kind: 'caller', caller: callerWith('order-manager') }])
  })

  it('that is over changes no more', () => {
    listen()
    session.end('disabled')
    session.changeCaller(callerWith('order-manager'))
    expect([session.caller, changes]).toEqual([callerWith('admin'), [ended('disabled')]])
  })

  it('that is closed tells nobody anything, whoever listened or listens later', () => {
    listen()
    session.close()
    listen()
    session.end('revoked')
    vi.advanceTimersByTime(60_000)
    expect([changes, overs]).toEqual([[], 1])
  })

  it('that was over before somebody listened tells so, after the call', async () => {
    session.end('revoked')
    listen()
    expect(changes).toEqual([])
    await Promise.resolve()
    expect(changes).toEqual([ended('revoked')])
  })

  it('is already left when its listeners hear of its end', () => {
    let oversThen = 0
    session.onChange(() => (oversThen = overs))
    session.end('revoked')
    expect(oversThen).toBe(1)
  })

  it('tells those no more who stopped listening', () => {
    const unlisten = listen()
    unlisten()
    session.end('revoked')
    expect(changes).toEqual([])
  })
})
