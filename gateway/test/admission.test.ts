import { AppError } from '@iommi/shared/errors'
import { beforeEach, describe, expect, it } from 'vitest'
import { callerAdmission, type CallerAdmission } from '../src/auth/admit-caller.ts'
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
  issuedAtSeconds: 0,
  expiresAtMs: 900_000,
  sessionId: null,
}
const request = { requestId: 'request_1', traceparent: null }

const letIn = JSON.stringify({
  data: { _admitUser: { isAdmitted: true, userId: 'user_1', roles: ['admin'], customerId: null, refusal: null } },
})
const turnedAway = JSON.stringify({
  data: { _admitUser: { isAdmitted: false, userId: null, roles: [], customerId: null, refusal: 'DISABLED' } },
})

let nowMs = 0
let asked = 0
let answer: () => Promise<string> = () => Promise.resolve(letIn)
let admission: CallerAdmission
beforeEach(() => {
  nowMs = 1_000_000
  asked = 0
  answer = () => Promise.resolve(letIn)
  const post = async (): Promise<string> => {
    asked += 1
    return await answer()
  }
  admission = callerAdmission({ post, close: () => Promise.resolve() }, () => nowMs)
})

const outcome = async (identity = eve, ask = admission.admit): Promise<string> =>
  await ask(identity, request).then(
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

  it('stays in while customers hangs for ever', async () => {
    expect(await outcome()).toBe('admin')
    answer = () => new Promise(() => undefined)
    nowMs += 5_000
    expect(await Promise.all([outcome(), outcome(), outcome()])).toEqual(['admin', 'admin', 'admin'])
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

describe('asking again', () => {
  const askAgain = (): Promise<string> => outcome(eve, admission.askAgain)
  const held: ((answer: string) => void)[] = []
  const hold = (): void => {
    held.length = 0
    answer = () => new Promise((resolve) => held.push(resolve))
  }

  it('asks although the answer is fresh, and lets others know', async () => {
    await outcome()
    answer = () => Promise.resolve(letIn.replace('admin', 'order-manager'))
    expect([await outcome(), asked]).toEqual(['admin', 1])
    expect([await askAgain(), asked]).toEqual(['order-manager', 2])
    expect([await outcome(), asked]).toEqual(['order-manager', 2])
  })

  it('is a question of its own, not the one under way', async () => {
    hold()
    const [first, again] = [outcome(), askAgain()]
    expect(held.length).toBe(2)
    held[0]?.(letIn)
    held[1]?.(turnedAway)
    expect([await first, await again]).toEqual(['admin', 'UNAUTHENTICATED'])
  })

  it('is what a question that comes meanwhile joins, whichever is answered first', async () => {
    hold()
    const [first, again] = [outcome(), askAgain()]
    held[0]?.(letIn)
    await first
    nowMs += 4_000
    const joined = outcome()
    held[1]?.(letIn.replace('admin', 'order-manager'))
    expect([await again, await joined, asked]).toEqual(['order-manager', 'order-manager', 2])
  })

  it('is not undone by the answer to an earlier question', async () => {
    hold()
    const first = outcome()
    nowMs += 1
    const again = askAgain()
    held[1]?.(letIn.replace('admin', 'order-manager'))
    await again
    held[0]?.(letIn)
    await first
    expect([await outcome(), asked]).toEqual(['order-manager', 2])
  })

  it('turns nobody away while customers is away', async () => {
    await outcome()
    answer = isAway
    expect(await askAgain()).toBe('UPSTREAM_UNAVAILABLE')
    expect(await outcome()).toBe('admin')
  })
})

it('a client without a customer is not let in, whatever the answer says', async () => {
  expect(await outcome({ ...eve, kind: 'client' })).toBe('UNAUTHENTICATED')
})
