import { AppError } from '@iommi/shared/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { callerAdmission, type Admit } from '../src/auth/admit-caller.ts'
import type { Identity } from '../src/auth/identity.ts'

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
}
const request = { requestId: 'request_1', traceparent: null }

const letIn = JSON.stringify({ data: { _admitUser: { isAdmitted: true, roles: ['admin'], customerId: null, refusal: null } } })
const turnedAway = JSON.stringify({ data: { _admitUser: { isAdmitted: false, roles: [], customerId: null, refusal: 'DISABLED' } } })

let nowMs = 0
let asked = 0
let answer: () => Promise<string> = () => Promise.resolve(letIn)
let admit: Admit
beforeEach(() => {
  nowMs = 1_000_000
  asked = 0
  answer = () => Promise.resolve(letIn)
  const post = async (): Promise<string> => {
    asked += 1
    return await answer()
  }
  admit = callerAdmission({ post, close: () => Promise.resolve() }, () => nowMs)
})

const outcome = async (identity = eve): Promise<string> =>
  await admit(identity, request).then(
    ({ roles }) => roles.join(),
    (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : 'a bug'),
  )
const isAway = (): Promise<string> => Promise.reject(new AppError('UPSTREAM_UNAVAILABLE', 'away', { retryable: true }))

describe('who was let in', () => {
  it('is believed to be so for four seconds, then asked about again', async () => {
    expect(await outcome()).toBe('admin')
    nowMs += 3_999
    expect([await outcome(), asked]).toEqual(['admin', 1])
    nowMs += 1
    expect([await outcome(), asked]).toEqual(['admin', 2])
  })

  it('is out four seconds after being disabled', async () => {
    expect(await outcome()).toBe('admin')
    answer = () => Promise.resolve(turnedAway)
    nowMs += 3_999
    expect(await outcome()).toBe('admin')
    nowMs += 1
    expect(await outcome()).toBe('UNAUTHENTICATED')
  })

  it('is in again at once after being enabled', async () => {
    answer = () => Promise.resolve(turnedAway)
    expect(await outcome()).toBe('UNAUTHENTICATED')
    answer = () => Promise.resolve(letIn)
    expect([await outcome(), asked]).toEqual(['admin', 2])
  })

  it('stays in for a minute while customers is away, not longer', async () => {
    expect(await outcome()).toBe('admin')
    answer = isAway
    nowMs += 59_999
    expect(await outcome()).toBe('admin')
    nowMs += 1
    expect(await outcome()).toBe('UPSTREAM_UNAVAILABLE')
  })

  it('stays in while customers hangs, and waits no longer than a tenth of a second', async () => {
    expect(await outcome()).toBe('admin')
    answer = () => new Promise(() => undefined)
    nowMs += 5_000
    const startMs = performance.now()
    expect(await Promise.all([outcome(), outcome(), outcome()])).toEqual(['admin', 'admin', 'admin'])
    expect(performance.now() - startMs).toBeLessThan(400)
    expect(asked).toBe(2)
  })

  it('and turned away meanwhile stays out when customers is away afterwards', async () => {
    expect(await outcome()).toBe('admin')
    answer = () => Promise.resolve(turnedAway)
    nowMs += 4_000
    expect(await outcome()).toBe('UNAUTHENTICATED')
    answer = isAway
    expect(await outcome()).toBe('UPSTREAM_UNAVAILABLE')
  })

  it('is somebody else in another tenant, with another issuer, kind, customer or other roles', async () => {
    const others: readonly Identity[] = [
      eve,
      { ...eve, tenantId: '01890000-0000-7000-8000-000000010bee' },
      { ...eve, issuer: 'https://login.example/clients' },
      { ...eve, kind: 'partner' },
      { ...eve, subject: 'adam' },
      { ...eve, roles: ['order-manager'] },
    ]
    for (const identity of [...others, ...others]) await outcome(identity)
    expect(asked).toBe(others.length)
  })
})

it('a client without a customer is not let in, whatever the answer says', async () => {
  expect(await outcome({ ...eve, kind: 'client' })).toBe('UNAUTHENTICATED')
})
