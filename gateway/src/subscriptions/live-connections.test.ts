import { describe, expect, it } from 'vitest'
import type { Identity } from '../auth/identity.ts'
import { openLiveConnections } from './live-connections.ts'

const eve: Identity = {
  kind: 'employee',
  tenantId: '01890000-0000-7000-8000-00000000acfe',
  issuer: 'https://login.example/employees',
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
const nothing = (): void => undefined
const noRoom = expect.objectContaining({ code: 'UPSTREAM_UNAVAILABLE', isRetryable: true, headers: { 'retry-after': '1' } }) as Error
const tooMany = 'A user may have at most 2 open connections.'

describe('connections', () => {
  it('are limited for each user, whatever the token: one of another tenant, kind or issuer is somebody else', () => {
    const connections = openLiveConnections({ socketsMax: 100, socketsPerUserMax: 2 })
    connections.enter(eve, nothing)
    connections.enter({ ...eve, roles: [], sessionId: 'session-2', issuedAtSeconds: 1_000_001 }, nothing)
    expect(() => connections.enter(eve, nothing)).toThrow(
      expect.objectContaining({ code: 'SUBSCRIPTION_LIMIT_EXCEEDED', message: tooMany }),
    )
    for (const other of [
      { tenantId: '01890000-0000-7000-8000-000000010bee' },
      { kind: 'client' },
      { issuer: 'https://login.example/clients' },
      { subject: 'eva' },
    ] as const) {
      expect(() => connections.enter({ ...eve, ...other }, nothing)).not.toThrow()
    }
  })

  it('make room when they leave, once however often they say so', () => {
    const connections = openLiveConnections({ socketsMax: 100, socketsPerUserMax: 2 })
    const leave = connections.enter(eve, nothing)
    connections.enter(eve, nothing)
    leave()
    leave()
    connections.enter(eve, nothing)
    expect(() => connections.enter(eve, nothing)).toThrow(tooMany)
  })

  it('are limited all together', () => {
    const connections = openLiveConnections({ socketsMax: 2, socketsPerUserMax: 2 })
    const leave = connections.enter(eve, nothing)
    expect(connections.isFull()).toBe(false)
    connections.enter({ ...eve, subject: 'eva' }, nothing)
    expect(connections.isFull()).toBe(true)
    expect(() => connections.enter({ ...eve, subject: 'eves' }, nothing)).toThrow(noRoom)
    leave()
    expect(connections.isFull()).toBe(false)
    expect(() => connections.enter({ ...eve, subject: 'eves' }, nothing)).not.toThrow()
  })

  it('are each asked to go once at a drain, in the order they came, and nobody may come any more', async () => {
    const connections = openLiveConnections({ socketsMax: 100, socketsPerUserMax: 10 })
    const asked: number[] = []
    const leaves = [0, 1, 2, 3].map((index) => connections.enter(eve, () => asked.push(index)))
    leaves[2]?.()
    const drained = connections.drain(30)
    expect(connections.isFull()).toBe(true)
    expect(() => connections.enter({ ...eve, subject: 'eva' }, nothing)).toThrow(noRoom)
    // Whoever goes by itself meanwhile is not asked to.
    leaves[1]?.()
    await drained
    expect(asked).toEqual([0, 3])
    await connections.drain(30)
    expect([asked, connections.isFull()]).toEqual([[0, 3], true])
  })

  it('drain at once when nobody is there', async () => {
    await expect(openLiveConnections({ socketsMax: 1, socketsPerUserMax: 1 }).drain(1_000_000)).resolves.toBeUndefined()
  })
})
