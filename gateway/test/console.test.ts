import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openConsole, type Console } from '../src/console/console.ts'
import { Refusal } from '../src/refusal.ts'
import { useTestGateway } from './test-gateway.ts'

const directory = mkdtempSync(join(tmpdir(), 'iommi-console-'))
const settings = { clientId: 'the-console', scope: 'openid "special"', audience: 'iommi-employees' }
const without = useTestGateway({ config: { console: null } })
const servers: Server[] = []
let issuer = ''
let [base, unbuilt, alone] = ['', '', '']

async function listen(server: Server): Promise<string> {
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${String(typeof address === 'object' ? address?.port : '')}`
}

async function serve(page: Console): Promise<string> {
  return await listen(
    createServer((request, response) => {
      page.answer(request, response).catch((error: unknown) => {
        response.writeHead(error instanceof Refusal ? error.status : 500).end(String(error))
      })
    }),
  )
}

beforeAll(async () => {
  mkdirSync(join(directory, 'assets'))
  writeFileSync(
    join(directory, 'index.html'),
    '<meta name="iommi-console" content="{{console}}"><script src="/console/assets/page-1.js"></script>',
  )
  writeFileSync(join(directory, 'assets/page-1.js'), 'start()'.repeat(1_000))
  writeFileSync(join(directory, 'assets/page-1.css'), 'a {}')
  writeFileSync(join(directory, 'made-of'), 'secret')
  const provider = createServer((_request, response) => {
    const endpoints = { authorization_endpoint: `${issuer}/authorize`, token_endpoint: 'https://tokens.example/token' }
    response.end(JSON.stringify({ issuer, ...endpoints }))
  })
  issuer = `${await listen(provider)}/employees`
  base = await serve(openConsole({ ...settings, issuer, directory }))
  unbuilt = await serve(openConsole({ ...settings, issuer, directory: join(directory, 'assets') }))
  alone = await serve(openConsole({ ...settings, issuer: 'http://127.0.0.1:1/employees', directory }))
})

afterAll(() => {
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
  rmSync(directory, { recursive: true, force: true })
})

/** What a page says that it was told. */
function toldIn(page: string): unknown {
  const [, content = ''] = /content="([^"]*)"/.exec(page) ?? []
  return JSON.parse(content.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))))
}

describe('the console', () => {
  it('tells the page how people sign in, by the issuer’s own account, and lets nobody keep it', async () => {
    const response = await fetch(`${base}/?status=PLACED`)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('referrer-policy')).toBe('no-referrer')
    const service = {
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: 'https://tokens.example/token',
      endSessionEndpoint: null,
    }
    expect(toldIn(await response.text())).toEqual({ ...settings, issuer, service })
  })

  it('is there while the issuer is not, and says that it is not', async () => {
    expect(toldIn(await (await fetch(alone)).text())).toMatchObject({ service: null })
  })

  it('lets the page talk to the gateway and the token endpoint, and run nothing inline', async () => {
    const policy = (await fetch(base)).headers.get('content-security-policy')
    expect(policy).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' https://tokens.example; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    )
  })

  it('serves files for ever, since their names hold a hash of what is in them, zipped for who can unzip', async () => {
    const plain = await fetch(`${base}/console/assets/page-1.js`, { headers: { 'accept-encoding': 'identity' } })
    expect([plain.status, plain.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
    expect([plain.headers.get('cache-control'), plain.headers.get('vary')]).toEqual([
      'public, max-age=31536000, immutable',
      'accept-encoding',
    ])
    expect(await plain.text()).toBe('start()'.repeat(1_000))
    const zipped = await fetch(`${base}/console/assets/page-1.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(Number(zipped.headers.get('content-length'))).toBeLessThan(200)
    expect(await zipped.text()).toBe('start()'.repeat(1_000))
    const head = await fetch(`${base}/console/assets/page-1.css`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it.each([
    '/console/made-of',
    '/console/',
    '/console/assets',
    '/console/assets/page-2.js',
    '/console/..%2f..%2fpackage.json',
    '/console/index.html',
  ])('has no %s', async (path) => {
    expect((await fetch(`${base}${path}`)).status).toBe(404)
  })

  it('takes nothing but GET and HEAD', async () => {
    expect((await fetch(base, { method: 'POST' })).status).toBe(405)
  })

  it('says so where its page is not built', async () => {
    const response = await fetch(unbuilt)
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('not built')])
  })

  it('is not there where it is switched off', async () => {
    expect((await without.call('/')).status).toBe(404)
    expect((await without.call('/console/assets/page-1.js')).status).toBe(404)
  })
})
