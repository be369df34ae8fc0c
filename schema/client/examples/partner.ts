// A partner's program: a token by its credentials, then an operation by its id. How to run it: see the README of `schema/client`.
const { API_URL = 'http://localhost:4000/graphql', TOKEN_URL = '', CLIENT_ID = '', CLIENT_SECRET = '' } = process.env
const productBySku = 'sha256:d8c93d9a584f8ccf34cfd9a7287951c3de55df3996a8aeed2b5f59244e760e84'
const [, , sku = 'WID-01S'] = process.argv

async function fetchToken(): Promise<string> {
  const authorization = `Basic ${btoa(`${CLIENT_ID}:${CLIENT_SECRET}`)}`
  const body = new URLSearchParams({ grant_type: 'client_credentials' })
  const response = await fetch(TOKEN_URL, { method: 'POST', headers: { authorization }, body })
  // RFC 6749 §5.1 and §5.2.
  const answer: { readonly access_token?: string; readonly error?: string } = JSON.parse(await response.text())
  if (answer.access_token === undefined) throw new Error(`No token: ${answer.error ?? response.statusText}`)
  return answer.access_token
}

const response = await fetch(API_URL, {
  method: 'POST',
  headers: { 'content-type': 'application/json', authorization: `Bearer ${await fetchToken()}` },
  body: JSON.stringify({ documentId: productBySku, variables: { sku } }),
})
process.stdout.write(`${JSON.stringify(await response.json(), null, 2)}\n`)
