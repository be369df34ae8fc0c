import { createContext, runInContext } from 'node:vm'
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

  it('runs subscriptions over graphql-transport-ws at the address it came from', async () => {
    const script = (await development.call('/explorer/ide/start.js')).text
    const optionsAt = (protocol: string): unknown =>
      runInContext(script, createContext({ location: { protocol }, AltairGraphQL: { init: (options: unknown) => options } }))
    expect(optionsAt('http:')).toMatchObject({
      subscriptionsEndpoint: '/graphql',
      subscriptionsProtocol: 'ws:',
      initialSubscriptionRequestHandlerId: 'graphql-ws',
      initialSubscriptionsPayload: { authorization: 'Bearer <from the bar above>' },
    })
    expect(optionsAt('https:')).toMatchObject({ subscriptionsProtocol: 'wss:' })
    // Browsers let 'self' stand for web sockets of the page's own host too.
    expect((await development.call('/explorer/ide/')).headers['content-security-policy']).toContain("connect-src 'self';")
  })

  it('gives requests and live connections the token of the bar, newly looked up, unless the person typed one', async () => {
    const { fetched, connect, bar, fetch } = runTokenScript((await development.call('/explorer/ide/token.js')).text)
    const init = (authorization?: string): string => JSON.stringify({ type: 'connection_init', payload: { authorization } })
    const ours = 'wss://shop.example/graphql'
    const placeholder = 'Bearer <from the bar above>'
    const typed = `Bearer typed-${'t'.repeat(20)}`

    expect(connect(ours, init(placeholder))).toBe(init(placeholder))
    bar.set('iommi.token', 'first')
    await fetch('/graphql', placeholder)
    expect(connect(ours, init(placeholder))).toBe(init('Bearer first'))
    bar.set('iommi.token', 'second')
    await fetch('/graphql', placeholder)
    expect(connect(ours, JSON.stringify({ type: 'connection_init' }))).toBe(init('Bearer second'))
    expect(connect(ours, init(typed))).toBe(init(typed))
    await fetch('/graphql', typed)
    expect(connect(ours, init(placeholder))).toBe(init(typed))
    await fetch('/elsewhere', placeholder)
    await fetch('https://other.example/graphql', placeholder)
    expect(fetched).toEqual(['Bearer first', 'Bearer second', typed, placeholder, placeholder])
    for (const url of ['wss://other.example/graphql', 'ws://shop.example/graphql', 'wss://shop.example/elsewhere'])
      expect(connect(url, init(placeholder))).toBe(init(placeholder))
    const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query: 'subscription { a }' } })
    expect(connect(ours, subscribe)).toBe(subscribe)
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

/** Runs the script as a page of https://shop.example does; what it sends stays here. */
function runTokenScript(script: string): {
  readonly bar: Map<string, string>
  readonly fetched: readonly (string | null)[]
  readonly fetch: (url: string, authorization: string) => Promise<void>
  /** Sends a message over a new connection; what went out. */
  readonly connect: (url: string, message: string) => string
} {
  const bar = new Map<string, string>()
  const fetched: (string | null)[] = []
  const sent: string[] = []
  class Socket {
    readonly url: string
    constructor(url: string) {
      this.url = url
    }
    send(message: string): void {
      sent.push(message)
    }
  }
  const window = {
    fetch: async (request: Request): Promise<void> => {
      fetched.push(request.headers.get('authorization'))
      return await Promise.resolve()
    },
    WebSocket: Socket,
  }
  const page = {
    window,
    WebSocket: Socket,
    URL,
    Request,
    location: new URL('https://shop.example/explorer/ide/'),
    sessionStorage: { getItem: (key: string) => bar.get(key) ?? null },
  }
  runInContext(script, createContext(page))
  return {
    bar,
    fetched,
    fetch: async (url, authorization) =>
      await window.fetch(new Request(new URL(url, page.location), { method: 'POST', headers: { authorization } })),
    connect: (url, message) => {
      new window.WebSocket(url).send(message)
      return sent.at(-1) ?? ''
    },
  }
}
