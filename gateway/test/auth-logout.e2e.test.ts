import { newId } from '@iommi/shared/ids'
import { decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { useStack, type Caller } from './stack.ts'

const { stack } = useStack()
const viewer = '{ viewer { roles } }'
const deliveries = z.object({ deliveries: z.array(z.object({ status: z.number().nullable() })) })

/** Logs somebody out at the identity provider; answers with the statuses that it got for telling so. */
async function logOut(realm: string, whom: Readonly<Record<string, string>>): Promise<readonly (number | null)[]> {
  const response = await fetch(`${stack().urls.identity}/${realm}/logout`, { method: 'POST', body: new URLSearchParams(whom) })
  return deliveries.parse(await response.json()).deliveries.map(({ status }) => status)
}

/** Asks with one and the same token, however often. */
async function askerOf(caller: Caller): Promise<{ readonly token: string; readonly status: () => Promise<number> }> {
  const token = await stack().token(caller)
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const status = async (): Promise<number> => {
    const response = await fetch(stack().urls.graphql, { method: 'POST', headers, body: JSON.stringify({ query: viewer }) })
    await response.body?.cancel()
    return response.status
  }
  return { token, status }
}

describe.each([
  ['employees', 'customer-service'],
  ['clients', 'client'],
])('who logs out at the identity provider of the %s', (realm, as) => {
  it('is out with every token so far, and in again with a later one', async () => {
    const caller = { tenant: 'acme', as, subject: newId('leaver') }
    const [one, two] = [await askerOf(caller), await askerOf(caller)]
    expect([await one.status(), await two.status()]).toEqual([200, 200])
    expect(await logOut(realm, { subject: caller.subject })).toEqual([200])
    expect([await one.status(), await two.status()]).toEqual([401, 401])
    // A token of the second of the logout does not count either.
    await expect.poll(async () => await (await askerOf(caller)).status(), { timeout: 5_000, interval: 100 }).toBe(200)
    expect(await one.status()).toBe(401)
  })

  it('of one session keeps the others', async () => {
    const caller = { tenant: 'globex', as, subject: newId('leaver') }
    const [ended, other] = [await askerOf(caller), await askerOf(caller)]
    expect([await ended.status(), await other.status()]).toEqual([200, 200])
    const { sid } = decodeJwt(ended.token)
    expect(await logOut(realm, { subject: caller.subject, sid: String(sid) })).toEqual([200])
    expect([await ended.status(), await other.status()]).toEqual([401, 200])
  })
})
