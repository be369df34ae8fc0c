import { expect, test } from 'vitest'
import { openSignIns, type Grant, type SignIns } from './sign-ins.ts'

const person = { tenantId: 'acme', role: 'admin', name: 'Ada' }
const isOurs = () => true

function open(): { readonly signIns: SignIns; readonly pass: (ms: number) => void } {
  let nowMs = 0
  return { signIns: openSignIns(() => nowMs), pass: (ms) => void (nowMs += ms) }
}

function grantOf(sessionId: string): Grant {
  return { sessionId, person, clientId: 'console', redirectUri: 'http://localhost/', codeChallenge: 'x', nonce: null, scope: '' }
}

test('a code can be redeemed for 60 seconds and no longer', () => {
  const { signIns, pass } = open()
  const { id } = signIns.open(person)
  const [early, late] = [signIns.issueCode(grantOf(id)), signIns.issueCode(grantOf(id))]
  pass(59_999)
  expect(signIns.redeemCode(early, isOurs)?.grant.person).toEqual(person)
  pass(1)
  expect(signIns.redeemCode(late, isOurs)).toBeNull()
})

test('a code that is redeemed twice takes back the refresh token of the first time', () => {
  const { signIns } = open()
  const code = signIns.issueCode(grantOf(signIns.open(person).id))
  const token = signIns.redeemCode(code, isOurs)?.refreshToken ?? ''
  expect(signIns.redeemCode(code, isOurs)).toBeNull()
  expect(signIns.redeemRefreshToken(token)).toBeNull()
})

test('a session that is ended takes its cookie, its codes and its refresh tokens with it, and no other’s', () => {
  const { signIns } = open()
  const [ended, other] = [signIns.open(person), signIns.open(person)]
  const code = signIns.issueCode(grantOf(ended.id))
  const tokens = [ended, other].map(({ id }) => signIns.redeemCode(signIns.issueCode(grantOf(id)), isOurs)?.refreshToken ?? '')
  signIns.end(ended.id)
  expect(signIns.find(ended.cookie)).toBeNull()
  expect(signIns.redeemCode(code, isOurs)).toBeNull()
  expect(tokens.map((token) => signIns.redeemRefreshToken(token) === null)).toEqual([true, false])
  expect(signIns.find(other.cookie)?.id).toBe(other.id)
})

test('a session lasts twelve hours', () => {
  const { signIns, pass } = open()
  const { cookie } = signIns.open(person)
  pass(12 * 3_600_000 - 1)
  expect(signIns.find(cookie)?.person).toEqual(person)
  pass(1)
  expect(signIns.find(cookie)).toBeNull()
})
