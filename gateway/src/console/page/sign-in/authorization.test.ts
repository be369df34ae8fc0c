import { describe, expect, test } from 'vitest'
import { authorizationUrl, beginSignIn, challengeOf, readCallback } from './authorization.ts'

const issuer = 'https://login.example/employees'
const settings = {
  issuer,
  audience: 'iommi-employees',
  clientId: 'iommi-console',
  scope: 'openid offline_access',
  service: { authorizationEndpoint: `${issuer}/authorize?tenant=x`, tokenEndpoint: `${issuer}/token`, endSessionEndpoint: null },
}

describe('the way to the issuer', () => {
  test('carries a challenge that only the verifier answers', async () => {
    const pending = beginSignIn('?status=PLACED')
    const url = new URL(await authorizationUrl(settings, pending, 'https://console.example/'))
    expect(`${url.origin}${url.pathname}`).toBe(`${issuer}/authorize`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: 'x',
      response_type: 'code',
      client_id: 'iommi-console',
      redirect_uri: 'https://console.example/',
      scope: 'openid offline_access',
      audience: 'iommi-employees',
      state: pending.state,
      code_challenge: await challengeOf(pending.verifier),
      code_challenge_method: 'S256',
    })
    expect(url.href).not.toContain(pending.verifier)
  })

  test('is another one each time', () => {
    const [one, other] = [beginSignIn(''), beginSignIn('')]
    expect(new Set([one.state, one.verifier, other.state, other.verifier]).size).toBe(4)
    expect(one.verifier).toMatch(/^[A-Za-z0-9_-]{43}$/)
  })

  test('has the challenge of RFC 7636, appendix B', async () => {
    expect(await challengeOf('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe('E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM')
  })
})

describe('the way back', () => {
  test.each<[string, string, unknown]>([
    ['with a code', '?code=c&state=s', { kind: 'code', code: 'c', state: 's' }],
    ['with a code and the issuer’s name', `?code=c&state=s&iss=${encodeURIComponent(issuer)}`, { kind: 'code', code: 'c', state: 's' }],
    ['with a refusal', '?error=access_denied&state=s', { kind: 'refused', error: 'access_denied', state: 's' }],
    ['with a refusal and its reason', '?error=x&error_description=No.&state=s', { kind: 'refused', error: 'No.', state: 's' }],
    ['from another issuer', '?code=c&state=s&iss=https%3A%2F%2Fevil.example', { kind: 'none' }],
    ['without a state', '?code=c', { kind: 'none' }],
    ['with nothing', '?status=PLACED', { kind: 'none' }],
  ])('%s is read as such', (_, search, callback) => {
    expect(readCallback(search, issuer)).toEqual(callback)
  })
})
