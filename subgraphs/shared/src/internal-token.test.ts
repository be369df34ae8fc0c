import { describe, expect, it } from 'vitest'
import { signInternalToken, verifyInternalToken } from './internal-token.ts'

const key = 'a'.repeat(64)
const keys = new Map([['gateway', key]])
const now = new Date('2026-11-20T09:00:00Z')
const call = {
  caller: 'gateway',
  callee: 'orders',
  tenantId: '019b0000-0000-7000-8000-000000000001',
  actor: { kind: 'client', id: 's1', name: 'Clara', roles: ['client'], customerId: 'customer_1' },
  body: '{"query":"{a}"}',
} as const
const request = { callee: 'orders', method: 'POST', token: signInternalToken(key, call, now), body: Buffer.from(call.body), now }
const later = (seconds: number) => new Date(now.getTime() + seconds * 1_000)

describe('internal token', () => {
  it('carries tenant and actor to the callee it was made for', () => {
    expect(verifyInternalToken(keys, request)).toMatchObject({
      iss: 'gateway',
      aud: 'orders',
      tenantId: call.tenantId,
      actor: call.actor,
      onBehalfOf: null,
    })
  })

  it.each([
    ['another callee', { callee: 'catalog' }],
    ['another body', { body: Buffer.from('{"query":"{b}"}') }],
    ['another method', { method: 'GET' }],
    ['an expired token', { now: later(30) }],
    ['a token from far in the future', { now: later(-60) }],
    ['no token', { token: '' }],
    ['half a token', { token: request.token.split('.')[0] ?? '' }],
    ['another key', { token: signInternalToken('b'.repeat(64), call, now) }],
    ['an unknown caller', { token: signInternalToken(key, { ...call, caller: 'stranger' }, now) }],
    [
      'a forged claim',
      {
        token: `${Buffer.from(
          Buffer.from(request.token.split('.')[0] ?? '', 'base64url')
            .toString()
            .replace('client', 'system'),
        ).toString('base64url')}.${request.token.split('.')[1] ?? ''}`,
      },
    ],
  ])('is refused for %s', (_name, change) => {
    expect(verifyInternalToken(keys, { ...request, ...change })).toBeNull()
  })

  it('lives for 30 seconds', () => {
    expect(verifyInternalToken(keys, { ...request, now: later(29.9) })).not.toBeNull()
  })
})
