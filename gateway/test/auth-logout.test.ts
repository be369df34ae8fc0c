import { silentLogger } from '@iommi/shared/telemetry'
import { afterEach, describe, expect, it } from 'vitest'
import { startGateway, type RunningGateway } from '../src/gateway.ts'
import { useTestGateway, type Answer } from './test-gateway.ts'
import { globex } from './test-issuer.ts'

const gateway = useTestGateway({ clocks: { cooldownMs: 0 } })
const seen = '{ seen { tenantId } }'
const loggedOut = [401, 'The token does not count any more: its owner has logged out.']
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const nowSeconds = (): number => Math.floor(Date.now() / 1_000)

/** POSTs a logout token to the gateway. */
async function send(logoutToken: string): Promise<Answer> {
  return await gateway.call('/backchannel-logout', {
    method: 'POST',
    headers: form,
    body: `logout_token=${encodeURIComponent(logoutToken)}`,
  })
}

const outcome = ({ status, json }: Answer): readonly unknown[] => [status, json.errors?.[0]?.message]
const accepted = [200, undefined]

async function ask(token: string): Promise<readonly unknown[]> {
  return outcome(await gateway.run(seen, { token }))
}

describe('a logout', () => {
  it.each(['employees', 'clients'] as const)('of a subject of the %s ends its tokens at once, and those of nobody else', async (realm) => {
    const other = realm === 'employees' ? 'clients' : 'employees'
    const sub = `leaver-of-${realm}`
    const [theirs, elsewhere, somebody, namesake] = await Promise.all([
      gateway.issuer.token(realm, { sub, sid: 'one' }),
      gateway.issuer.token(realm, { sub, tenant_id: globex }),
      gateway.issuer.token(realm, { sub: `stayer-of-${realm}` }),
      gateway.issuer.token(other, { sub }),
    ])
    const tokens = [theirs, elsewhere, somebody, namesake]
    expect(await Promise.all(tokens.map(ask))).toEqual([accepted, accepted, accepted, accepted])
    const { status, text, headers } = await send(await gateway.issuer.logoutToken(realm, { sub }))
    expect([status, text, headers['cache-control']]).toEqual([200, '', 'no-store'])
    expect(await Promise.all(tokens.map(ask))).toEqual([loggedOut, loggedOut, accepted, accepted])
  })

  it('ends tokens issued until then and none issued afterwards', async () => {
    const cutoff = nowSeconds() - 5
    const ages = [cutoff - 60, cutoff, cutoff + 1]
    const tokens = await Promise.all(ages.map((iat) => gateway.issuer.token('employees', { sub: 'returner', iat })))
    await send(await gateway.issuer.logoutToken('employees', { sub: 'returner', iat: cutoff }))
    expect(await Promise.all(tokens.map(ask))).toEqual([loggedOut, loggedOut, accepted])
  })

  it('that comes late takes nothing back of a later one', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'hasty', iat: nowSeconds() - 10 })
    await send(await gateway.issuer.logoutToken('employees', { sub: 'hasty', iat: nowSeconds() - 5 }))
    expect((await send(await gateway.issuer.logoutToken('employees', { sub: 'hasty', iat: nowSeconds() - 20 }))).status).toBe(200)
    expect(await ask(token)).toEqual(loggedOut)
  })

  it.each([
    ['the session alone', { sub: undefined }],
    ['session and subject', { sub: 'two-screens' }],
  ])('that names %s ends that session only', async (what, claims) => {
    const [ended, other] = [`${what} 1`, `${what} 2`]
    const sids = [ended, other, undefined]
    const tokens = await Promise.all(sids.map((sid) => gateway.issuer.token('employees', { sub: 'two-screens', sid })))
    expect((await send(await gateway.issuer.logoutToken('employees', { ...claims, sid: ended }))).status).toBe(200)
    expect(await Promise.all(tokens.map(ask))).toEqual([loggedOut, accepted, accepted])
  })

  it.each([
    ['untyped', { typ: undefined }, {}],
    ['typed JWT', { typ: 'JWT' }, {}],
    ['typed as a media type', { typ: 'application/logout+jwt' }, {}],
    ['for the console', {}, { aud: 'iommi-console' }],
    ['for several, us included', {}, { aud: ['iommi-employees', 'somebody-else'] }],
  ])('is believed when its token is %s', async (what, header, claims) => {
    const sub = `leaver ${what}`
    const token = await gateway.issuer.token('employees', { sub })
    expect((await send(await gateway.issuer.logoutToken('employees', { sub, ...claims }, header))).status).toBe(200)
    expect(await ask(token)).toEqual(loggedOut)
  })

  it('is no token to ask with', async () => {
    expect((await ask(await gateway.issuer.logoutToken('employees')))[0]).toBe(401)
  })

  it('is logged without saying whose it was', async () => {
    await send(await gateway.issuer.logoutToken('employees', { sub: 'canary-subject', sid: 'canary-session' }))
    const line = gateway.log.find((text) => text.includes('"logged out"')) ?? '{}'
    expect(JSON.parse(line)).toMatchObject({ level: 'info', dependency: gateway.issuer.issuerOf('employees') })
    expect(gateway.log.join('')).not.toContain('canary-')
  })
})

describe('a logout token', () => {
  const refusal = (description: string): readonly unknown[] => [400, { error: 'invalid_request', error_description: description }]
  const shown = ({ status, json }: Answer): readonly unknown[] => [status, json]
  const event = 'http://schemas.openid.net/event/backchannel-logout'
  const eventsProblem = `The claim events of the token must have an object as its member ${event}.`
  const missing = (claim: string): string => `The claim ${claim} of the token is missing or malformed.`

  it.each([
    ['for somebody else', { aud: 'somebody-else' }, 'The token is for another audience.'],
    ['for the other realm', { aud: 'iommi-clients' }, 'The token is for another audience.'],
    ['for nobody', { aud: undefined }, 'The token is for another audience.'],
    ['of an unknown issuer', { iss: 'https://evil.example' }, 'The token is from an issuer that is not trusted here.'],
    ['that has expired', { iat: nowSeconds() - 300, exp: nowSeconds() - 60 }, 'The token has expired.'],
    ['without an expiry', { exp: undefined }, missing('exp')],
    ['without a time', { iat: undefined }, missing('iat')],
    ['of the future', { iat: nowSeconds() + 600, exp: nowSeconds() + 700 }, 'The claim iat of the token is in the future.'],
    ['that lives for ever', { exp: nowSeconds() + 90_000 }, 'The token lives longer than 24 hours.'],
    ['without an id', { jti: undefined }, missing('jti')],
    ['with an empty id', { jti: '' }, missing('jti')],
    ['without events', { events: undefined }, eventsProblem],
    ['with other events', { events: { 'https://example.com/other': {} } }, eventsProblem],
    ['with an event that is no object', { events: { [event]: true } }, eventsProblem],
    ['with a nonce', { nonce: 'n' }, 'A logout token has no claim nonce.'],
    ['about nobody', { sub: undefined }, 'A logout token needs the claim sub, sid, or both.'],
    ['about a subject that is no text', { sub: 7 }, missing('sub')],
    ['about a session that is no text', { sid: 7 }, missing('sid')],
  ])('%s is refused and ends nothing', async (what, claims, description) => {
    const sub = `victim ${what}`
    const token = await gateway.issuer.token('employees', { sub, sid: 'victim' })
    const answer = await send(await gateway.issuer.logoutToken('employees', { sub, ...claims }))
    expect(shown(answer)).toEqual(refusal(description))
    expect([answer.headers['content-type'], answer.headers['cache-control']]).toEqual(['application/json; charset=utf-8', 'no-store'])
    expect(await ask(token)).toEqual(accepted)
  })

  it.each([
    ['another key', 'The token’s signature is not valid.'],
    ['nobody', 'The token is signed with an algorithm that is not allowed.'],
  ] as const)('signed by %s is refused and ends nothing', async (by, description) => {
    const token = await gateway.issuer.token('employees')
    expect(shown(await send(await gateway.issuer.forgedLogoutToken('employees', by)))).toEqual(refusal(description))
    expect(await ask(token)).toEqual(accepted)
  })

  it('signed by the other realm is refused', async () => {
    const claims = { iss: gateway.issuer.issuerOf('employees'), aud: 'iommi-employees' }
    expect(shown(await send(await gateway.issuer.logoutToken('clients', claims)))).toEqual(
      refusal('The token is signed with an unknown key.'),
    )
  })

  it.each(['at+jwt', 'dpop+jwt', 'application/at+jwt'])('typed %s is refused', async (typ) => {
    const description = 'The token is no logout token: its typ must be logout+jwt.'
    expect(shown(await send(await gateway.issuer.logoutToken('employees', {}, { typ })))).toEqual(refusal(description))
  })

  it('that is an access token is refused', async () => {
    const token = await gateway.issuer.token('employees', { jti: 'x' })
    expect(shown(await send(token))).toEqual(refusal(eventsProblem))
  })

  it.each([
    ['', 'The token is not a JSON Web Token.'],
    ['not-a-token', 'The token is not a JSON Web Token.'],
    ['a'.repeat(8_193), 'The token is too long.'],
  ])('that is none is refused', async (token, description) => {
    expect(shown(await send(token))).toEqual(refusal(description))
  })

  it('counts once', async () => {
    const logoutToken = await gateway.issuer.logoutToken('employees', { sub: 'replayed' })
    expect((await send(logoutToken)).status).toBe(200)
    expect(shown(await send(logoutToken))).toEqual(refusal('This logout token has been used before.'))
    // The same id of another issuer is another token.
    const [first, second] = await Promise.all([
      gateway.issuer.logoutToken('employees', { jti: 'shared' }),
      gateway.issuer.logoutToken('clients', { jti: 'shared' }),
    ])
    expect([(await send(first)).status, (await send(second)).status]).toEqual([200, 200])
  })

  it('whose keys cannot be had is a 503, and counts when it is sent again', async () => {
    await gateway.issuer.rotate('employees')
    const token = await gateway.issuer.logoutToken('employees', { sub: 'patient' })
    gateway.issuer.setAway(true)
    const answer = await send(token)
    gateway.issuer.setAway(false)
    expect([answer.status, answer.headers['retry-after'], answer.headers['cache-control']]).toEqual([503, '1', 'no-store'])
    expect(answer.json).toEqual({
      error: 'temporarily_unavailable',
      error_description: 'The identity provider does not answer right now.',
    })
    expect((await send(token)).status).toBe(200)
  })
})

describe('the logout endpoint', () => {
  it.each([
    ['GET', 405, {}, undefined, 'Only POST is answered here.'],
    ['OPTIONS', 405, { origin: 'https://shop.example', 'access-control-request-method': 'POST' }, undefined, 'Only POST is answered here.'],
    ['POST', 400, {}, 'logout_token=a', 'The body must be application/x-www-form-urlencoded.'],
    ['POST', 400, { 'content-type': 'application/json' }, '{"logout_token":"a"}', 'The body must be application/x-www-form-urlencoded.'],
    ['POST', 400, form, 'token=a', 'The form must have the parameter logout_token once.'],
    ['POST', 400, form, 'logout_token=a&logout_token=b', 'The form must have the parameter logout_token once.'],
    ['POST', 413, form, `logout_token=${'a'.repeat(16_400)}`, 'A logout may have at most 16384 bytes.'],
  ])('refuses %s with status %i: %j', async (...[method, status, headers, body, description]) => {
    const answer = await gateway.call('/backchannel-logout', { method, headers, ...(body === undefined ? {} : { body }) })
    expect([answer.status, answer.json]).toEqual([status, { error: 'invalid_request', error_description: description }])
    expect([answer.headers.allow, answer.headers['cache-control']]).toEqual([status === 405 ? 'POST' : undefined, 'no-store'])
  })

  it('lets no page read its answers', async () => {
    const body = `logout_token=${await gateway.issuer.logoutToken('employees', { sub: 'by-page' })}`
    const headers = { ...form, origin: 'https://shop.example' }
    const answer = await gateway.call('/backchannel-logout', { method: 'POST', headers, body })
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('other gateways', () => {
  const running: RunningGateway[] = []
  afterEach(async () => {
    await Promise.all(running.splice(0).map((other) => other.stop()))
  })

  async function startAnother(): Promise<(token: string) => Promise<number>> {
    const other = await startGateway(gateway.config, silentLogger)
    running.push(other)
    return async (token) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
      const response = await fetch(`http://127.0.0.1:${String(other.port)}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: seen }),
      })
      await response.text()
      return response.status
    }
  }

  it('refuse the token, too, within five seconds, and those that start later from their first request on', async () => {
    const askOther = await startAnother()
    const token = await gateway.issuer.token('employees', { sub: 'everywhere' })
    expect(await askOther(token)).toBe(200)
    expect((await send(await gateway.issuer.logoutToken('employees', { sub: 'everywhere' }))).status).toBe(200)
    await expect.poll(async () => await askOther(token), { timeout: 5_000 }).toBe(401)
    const askLater = await startAnother()
    expect(await askLater(token)).toBe(401)
  })

  it('refuse a logout token that another one has had', async () => {
    await startAnother()
    const logoutToken = await gateway.issuer.logoutToken('employees', { sub: 'replayed-elsewhere' })
    expect((await send(logoutToken)).status).toBe(200)
    const body = new URLSearchParams({ logout_token: logoutToken })
    const response = await fetch(`http://127.0.0.1:${String(running[0]?.port)}/backchannel-logout`, { method: 'POST', body })
    expect(response.status).toBe(400)
  })
})
