import { describe, expect, it } from 'vitest'
import { acme } from './test-issuer.ts'
import { useTestGateway } from './test-gateway.ts'

const development = useTestGateway({ isDevelopment: true })
const production = useTestGateway()
const without = useTestGateway({ config: { hasExplorer: false } })

const json = { 'content-type': 'application/json' }

describe('the explorer', () => {
  it('is a page with a bar and an IDE that loads nothing from outside', async () => {
    const page = await development.call('/explorer')
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect(page.text).toContain('<option>acme</option><option>globex</option>')
    expect(page.text).toContain(
      '<option>admin</option><option>customer-service</option><option>order-manager</option><option>client</option><option>partner</option>',
    )
    const ide = await development.call('/explorer/ide/')
    for (const { text, headers } of [page, ide]) {
      expect(text).not.toMatch(/(?:src|href)="?(?:https?:)?\/\//)
      expect(text).not.toMatch(/<script(?![^>]* src=)[^>]*>/)
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/)
      expect(headers['content-security-policy']).not.toMatch(/https?:|\*|unsafe-eval/)
    }
  })

  it('has every file that its pages name', async () => {
    for (const path of ['/explorer', '/explorer/ide/']) {
      const { text } = await development.call(path)
      const names = [...text.matchAll(/(?:src|href)="(?<name>[^"]+)"/g)].flatMap(({ groups }) => groups?.['name'] ?? [])
      expect(names.length).toBeGreaterThan(2)
      for (const name of names) {
        const file = await development.call(new URL(name, `http://gateway${path === '/explorer' ? path : '/explorer/ide/'}`).pathname)
        expect([name, file.status]).toEqual([name, 200])
        expect(file.headers['x-content-type-options']).toBe('nosniff')
      }
    }
    const style = (await development.call('/explorer/ide/styles.css')).text
    for (const [, name = ''] of style.matchAll(/url\("?(?!data:)([^")]+)"?\)/g)) {
      expect([name, (await development.call(new URL(name, 'http://gateway/explorer/ide/').pathname)).status]).toEqual([name, 200])
    }
    expect((await development.call('/explorer/ide/start.js')).text).toMatch(/^AltairGraphQL\.init\(/)
  })

  it.each([
    '/explorer/ide/../../package.json',
    '/explorer/ide/%2e%2e/index.js',
    '/explorer/ide/..%2findex.js',
    '/explorer/nothing',
    '/explorer/ide',
  ])('has no file %s', async (path) => {
    expect((await development.call(path)).status).toBe(404)
  })

  it('gets a token for whom the bar names, in development', async () => {
    const wish = { tenant: 'acme', kind: 'client', customer: 'customer_7' }
    const answer = await development.call('/explorer/token', { method: 'POST', headers: json, body: JSON.stringify(wish) })
    expect([answer.status, answer.json, answer.headers['cache-control']]).toEqual([
      200,
      { token: 'token-for-clients', expiresInSeconds: 900 },
      'private, no-store',
    ])
    expect(Object.fromEntries(development.issuer.tokenForms.at(-1) ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_id: 'iommi-dev',
      client_secret: 'iommi-dev-secret',
      tenant_id: acme,
      roles: 'client',
      subject: 'client-customer_7',
      name: 'client-customer_7',
      customer_id: 'customer_7',
    })
  })

  it.each([
    ['admin', 'employees', 'demo-admin'],
    ['client', 'clients', 'demo-client'],
    ['partner', 'clients', 'partner-demo-partner'],
  ])('asks for a token of %s where %s are known', async (kind, realm, subject) => {
    const body = JSON.stringify({ tenant: 'globex', kind })
    const answer = await development.call('/explorer/token', { method: 'POST', headers: json, body })
    expect(answer.json).toEqual({ token: `token-for-${realm}`, expiresInSeconds: 900 })
    expect(development.issuer.tokenForms.at(-1)?.get('subject')).toBe(subject)
  })

  it.each([
    ['an unknown tenant', json, '{"tenant":"initech","kind":"admin"}', [400, 'BAD_USER_INPUT']],
    ['a prototype key as tenant', json, '{"tenant":"constructor","kind":"admin"}', [400, 'BAD_USER_INPUT']],
    ['an unknown kind', json, '{"tenant":"acme","kind":"system"}', [400, 'BAD_USER_INPUT']],
    ['broken JSON', json, '{', [400, 'BAD_USER_INPUT']],
    ['a form of another site', { 'content-type': 'text/plain' }, '{"tenant":"acme","kind":"admin"}', [415, 'UNSUPPORTED_MEDIA_TYPE']],
    ['too much', json, `"${'x'.repeat(4_095)}"`, [413, 'PAYLOAD_TOO_LARGE']],
  ])('gets no token for %s', async (_what, headers, body, expected) => {
    const answer = await development.call('/explorer/token', { method: 'POST', headers, body })
    expect([answer.status, answer.json.errors?.[0]?.extensions['code']]).toEqual(expected)
  })

  it('says so when the identity provider is away', async () => {
    development.issuer.setAway(true)
    const answer = await development.call('/explorer/token', { method: 'POST', headers: json, body: '{"tenant":"acme","kind":"admin"}' })
    development.issuer.setAway(false)
    expect([answer.status, answer.json.errors?.[0]?.extensions['code']]).toEqual([503, 'UPSTREAM_UNAVAILABLE'])
  })

  it('outside development has no bar and no route that gives tokens', async () => {
    expect((await production.call('/explorer')).text).not.toContain('<form>')
    const answer = await production.call('/explorer/token', { method: 'POST', headers: json, body: '{"tenant":"acme","kind":"admin"}' })
    expect(answer.status).toBe(404)
    expect(production.issuer.tokenForms).toEqual([])
  })

  it('is not there at all where it is switched off', async () => {
    for (const path of ['/explorer', '/explorer/', '/explorer/ide/', '/explorer/ide/main.js', '/explorer/token']) {
      expect((await without.call(path)).status).toBe(404)
    }
  })
})
