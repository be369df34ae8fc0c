import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SignedOut } from '../src/console/page/sign-in/session.ts'
import { refreshTokens } from '../src/console/page/sign-in/token-endpoint.ts'

let status = 200
let body: object = {}
const issuer = createServer((request, response) => {
  request.resume()
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
})

beforeAll(async () => {
  await new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve))
})
afterAll(() => {
  issuer.close()
  issuer.closeAllConnections()
})

async function refresh() {
  // A server that listens on a port has such an address.
  const { port } = issuer.address() as AddressInfo
  return await refreshTokens({ tokenEndpoint: `http://127.0.0.1:${String(port)}/token`, clientId: 'console' }, 'old')
}

it('keeps the refresh token where the issuer gives no other', async () => {
  ;[status, body] = [200, { access_token: 'new', expires_in: 60 }]
  expect(await refresh()).toMatchObject({ accessToken: 'new', refreshToken: 'old', idToken: null })
})

it.each([400, 401])('a refusal with %i means that nobody is signed in any more', async (refused) => {
  ;[status, body] = [refused, { error: 'invalid_grant' }]
  await expect(refresh()).rejects.toThrow(SignedOut)
})

it.each([403, 404, 408, 429, 500, 503])(
  'an answer of %i says nothing of the refresh token: it may be asked with again',
  async (refused) => {
    ;[status, body] = [refused, {}]
    await expect(refresh()).rejects.toThrow('The sign-in service does not answer right now.')
    await expect(refresh()).rejects.not.toThrow(SignedOut)
  },
)
