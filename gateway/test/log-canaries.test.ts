import { expect, it } from 'vitest'
import { useTestGateway } from './test-gateway.ts'

const gateway = useTestGateway()
const canary = 'canary_9b2e'

it('nothing that a caller sends gets into the log, whatever becomes of the request', async () => {
  const token = await gateway.issuer.token('clients', {
    sub: `${canary}-subject`,
    name: `${canary} name`,
    customer_id: `${canary}-customer`,
  })
  const strangers = await gateway.issuer.token('employees', { iss: `https://${canary}.example`, tenant_id: canary, roles: [canary] })
  const headers = {
    'content-type': 'application/json',
    cookie: `session=${canary}`,
    referer: `https://${canary}.example`,
    'user-agent': canary,
  }
  const post = (body: string, bearer: string): ReturnType<typeof gateway.call> =>
    gateway.call('/graphql', { method: 'POST', headers: { ...headers, authorization: `Bearer ${bearer}` }, body })
  const query = `query ($id: ID!) { order(id: $id) { number customer { name } } echo(text: "${canary}") fail(kind: "sql") }`
  const requests = [
    post(JSON.stringify({ query, variables: { id: canary } }), token),
    post(JSON.stringify({ query, variables: { id: { [canary]: canary } } }), token),
    post(JSON.stringify({ query: `{ ${canary} }` }), token),
    post(JSON.stringify({ query: `{ "${canary}` }), token),
    post(JSON.stringify({ query: '{ __typename }', extensions: { persistedQuery: { version: 1, sha256Hash: canary } } }), token),
    post(`{"query": ${canary}`, token),
    post(JSON.stringify({ query }), strangers),
    post(JSON.stringify({ query }), canary),
    gateway.call(`/graphql?query=${canary}&${canary}=1`, { headers: { ...headers, authorization: `Bearer ${token}` } }),
    gateway.call(`/${canary}?${canary}`, { headers: { ...headers, 'x-request-id': `${canary} ` } }),
  ]
  const answers = await Promise.all(requests)
  expect(answers.map(({ status }) => status)).toEqual([200, 400, 400, 400, 400, 400, 401, 401, 400, 404])
  gateway.orders.answerWith((response) => void response.end(`{"data": ${canary}`))
  expect((await post(JSON.stringify({ query: '{ order(id: "1") { number } }' }), token)).status).toBe(200)
  expect(gateway.log.length).toBeGreaterThan(answers.length)
  expect(gateway.log.join('')).not.toContain(canary)
})
