import { describe, expect, it } from 'vitest'
import { bodyOfBytes, callsOf, documentOfTokens, queryLimits, subscriptionLimits, testLimits, tokenLimits } from './limit-cases.ts'
import { useSockets, codesIn } from './protocol-socket.ts'
import { accepting, codesOf, useStreams } from './protocol-stream.ts'
import { useTestGateway } from './test-gateway.ts'

// What holds for HTTP (limits.test.ts) holds for every transport.
const gateway = useTestGateway({ limits: { ...testLimits, socketsPerUserMax: 1_000 } })
const sockets = useSockets(gateway)
const open = useStreams(gateway)

interface Outcome {
  readonly codes: readonly unknown[]
  readonly message: string | undefined
  /** Whether anything but errors came. */
  readonly hasResult: boolean
}

type Ask = (query: string, variables: object, token?: string) => Promise<Outcome>

const askBySocket: Ask = async (query, variables, token) => {
  const socket = await sockets.connect(token)
  socket.subscribe('1', query, variables)
  await socket.until(({ answer }) => answer('1').results.length > 0 || answer('1').errors !== null)
  const answer = socket.answer('1')
  expect(socket.closed()).toBeNull()
  return { codes: codesIn(answer), message: answer.errors?.[0]?.message, hasResult: answer.results.length > 0 }
}

const askByStream =
  (accept: string): Ask =>
  async (query, variables, token) => {
    const stream = await open({ accept, query, variables, ...(token === undefined ? {} : { token }) })
    const isJson = stream.headers['content-type']?.startsWith('application/json') === true
    await stream.until(({ messages, end }) => end() !== null || (!isJson && messages().length > 0))
    const codes = codesOf(stream)
    if (codes.length > 0) expect(stream.status).toBe(400)
    const [, message] = /"message":"([^"]+)"/.exec(stream.text()) ?? []
    return { codes, message, hasResult: codes.length === 0 }
  }

const transports: readonly (readonly [name: string, ask: Ask])[] = [
  ['WebSocket', askBySocket],
  ['Server-Sent Events', askByStream(accepting.sse)],
  ['multipart', askByStream(accepting.multipart)],
]

const fine = { codes: [], message: undefined, hasResult: true }

describe.each(transports)('by %s each limit passes at n and is refused at n + 1, before any subgraph is asked:', (_transport, ask) => {
  it.each([
    ...queryLimits.map((each) => ({ ...each, kind: 'query' })),
    ...subscriptionLimits.map((each) => ({ ...each, kind: 'subscription' })),
  ])('$limit of a $kind', async ({ passes, fails, code, message, variables: [passing, failing] = [{}, {}] }) => {
    expect(await ask(passes, passing)).toEqual(fine)
    const before = callsOf(gateway)
    expect(await ask(fails, failing)).toEqual({ codes: [code], message, hasResult: false })
    expect(callsOf(gateway)).toBe(before)
  })

  it.each(tokenLimits.flatMap((each) => (['query', 'subscription'] as const).map((kind) => ({ ...each, kind }))))(
    'tokens of a $kind of $who',
    async ({ realm, max, kind }) => {
      const token = await gateway.issuer.token(realm)
      expect((await ask(documentOfTokens(kind, max), {}, token)).codes).not.toContain('TOKEN_LIMIT_EXCEEDED')
      const message = `A document may have at most ${String(max)} tokens.`
      const refused = { codes: ['TOKEN_LIMIT_EXCEEDED'], message, hasResult: false }
      expect(await ask(documentOfTokens(kind, max + 1), {}, token)).toEqual(refused)
    },
  )
})

describe.each(Object.entries(accepting))('by %s', (_transport, accept) => {
  it.each([
    [65_536, 200, undefined],
    [65_537, 413, ['PAYLOAD_TOO_LARGE']],
  ])('a body of %d bytes: %d', async (bytes, status, codes) => {
    const authorization = `Bearer ${await gateway.issuer.token('employees')}`
    const headers = { accept, 'content-type': 'application/json', authorization }
    for (const length of [{ 'content-length': String(bytes) }, { 'transfer-encoding': 'chunked' }]) {
      const answer = await gateway.call('/graphql', { method: 'POST', headers: { ...headers, ...length }, body: bodyOfBytes(bytes) })
      expect([answer.status, /"code":"(\w+)"/.exec(answer.text)?.slice(1)]).toEqual([status, codes])
    }
  })
})
