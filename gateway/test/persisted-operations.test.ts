import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { moved } from './event-log.ts'
import { useLiveGateway } from './live-graph.ts'
import { idOf, useOperationFolders } from './operation-folders.ts'
import { useSockets } from './protocol-socket.ts'
import { acme, globex } from './test-issuer.ts'

const page = 'query OrderByNumber($id: ID!) { order(id: $id) { number } }'
const changes = 'subscription Changes { orderChanged { __typename ... on OrderChange { eventId } } }'
const cached = 'query Cached { orders { number } }'
const theirs = 'query Theirs { order(id: "order_1") { id } }'
const ours = 'query Ours { orders { number } }'
const deep = `query Deep { order(id: "1") ${'{ next '.repeat(12)}{ id }${' }'.repeat(12)} }`

const rules = { variables: { type: 'object' }, costMax: 1_000, requestsPerMinute: 100_000, expiresOn: '2099-12-31' }
const partner = (tenant: string, operations: object, more: object = {}): object => ({ graph: 'partner', tenant, operations, ...more })
const idOnly = { type: 'object', properties: { id: { type: 'string', maxLength: 20 } }, required: ['id'], additionalProperties: false }

const folders = useOperationFolders()
const alphaRules = { OrderByNumber: { ...rules, variables: idOnly }, Changes: rules }
folders.register('partners/alpha', partner(acme, alphaRules), [page, changes])
folders.register('partners/beta', partner(acme, { Theirs: rules }), [theirs])
folders.register('dashboard', { graph: 'internal', operations: { Cached: { cacheSeconds: 30 } } }, [ours, deep, cached])
folders.register('storefront', { graph: 'public' }, [page])

const gateway = useLiveGateway({
  config: { isOperationsAudit: false },
  operationsDirectory: folders.directory,
  clocks: { supergraphPollMs: 20 },
})
const sockets = useSockets(gateway)

interface Outcome {
  readonly data: unknown
  readonly errors: readonly { readonly message: string; readonly extensions: Readonly<Record<string, unknown>> }[]
}

const partnerToken = async (name: string, tenant = acme): Promise<string> =>
  await gateway.issuer.token('clients', { roles: ['partner'], partner: name, tenant_id: tenant })

/** One request over each transport, as it is given. */
const transports: Readonly<Record<string, (parts: Readonly<Record<string, unknown>>, token: string) => Promise<Outcome>>> = {
  POST: async (parts, token) =>
    outcomeOf(
      await fetch(url(), {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify(parts),
      }),
    ),
  GET: async (parts, token) =>
    outcomeOf(
      await fetch(`${url()}?${searchOf(parts)}`, { headers: { 'apollo-require-preflight': '1', authorization: `Bearer ${token}` } }),
    ),
  SSE: async (parts, token) =>
    outcomeOf(await fetch(`${url()}?${searchOf(parts)}`, { headers: { accept: 'text/event-stream', authorization: `Bearer ${token}` } })),
  WebSocket: async (parts, token) => {
    const socket = await sockets.connect(token)
    socket.send({ id: '1', type: 'subscribe', payload: { query: '', ...parts } })
    await socket.until((each) => each.answer('1').errors !== null || each.answer('1').results.length > 0)
    const { errors, results } = socket.answer('1')
    return { data: results[0]?.data ?? null, errors: errors ?? results[0]?.errors ?? [] }
  },
}

const url = (): string => `http://127.0.0.1:${String(gateway.port)}/graphql`

function searchOf(parts: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(parts).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
  return new URLSearchParams(texts).toString()
}

/** The first message, whatever the form of the answer. */
async function outcomeOf(response: Response): Promise<Outcome> {
  const text = await response.text()
  const [, message = text] = /^event: next\n(?:id: .*\n)?data: (.*)$/m.exec(text) ?? []
  const { data = null, errors = [] } = JSON.parse(message) as Partial<Outcome>
  return { data, errors }
}

const documentId = (document: string): string => `sha256:${idOf(document)}`
const persistedQuery = (document: string): object => ({ persistedQuery: { version: 1, sha256Hash: idOf(document) } })
const codesOf = ({ errors }: Outcome): readonly unknown[] => errors.map(({ extensions }) => extensions['code'])
/** All that a caller can tell refusals apart by. */
const refusalOf = ({ data, errors }: Outcome): string =>
  JSON.stringify({ data, errors: errors.map(({ message, extensions: { requestId: _own, ...rest } }) => ({ message, rest })) })

/** Calls of subgraphs for requests of a transport: who opens a socket is asked about before there is a request. */
const callsFor = (transport: string): number => (transport === 'WebSocket' ? gateway.orders.calls.length : gateway.calls())

describe.each(Object.keys(transports))('a partner over %s', (name) => {
  const ask = async (parts: Readonly<Record<string, unknown>>, token: string): Promise<Outcome> => {
    const run = transports[name]
    if (run === undefined) throw new Error('every transport has a way to ask')
    return await run(parts, token)
  }

  it('calls its operations by id, in both forms', async () => {
    const token = await partnerToken('alpha')
    const variables = { id: 'order_1' }
    const whole = { data: { order: { number: 'A-1' } }, errors: [] }
    expect(await ask({ documentId: documentId(page), variables }, token)).toEqual(whole)
    expect(await ask({ extensions: persistedQuery(page), variables }, token)).toEqual(whole)
  })

  it('is refused a document, an id nobody has and the id of another alike, and no subgraph hears of it', async () => {
    const token = await partnerToken('alpha')
    const before = callsFor(name)
    const foreign = await ask({ documentId: documentId(theirs) }, token)
    expect(codesOf(foreign)).toEqual(['OPERATION_NOT_REGISTERED'])
    const others = [
      { documentId: `sha256:${'0'.repeat(64)}` },
      { extensions: persistedQuery(theirs) },
      { query: '{ order(id: "order_1") { number } }' },
      { query: page, variables: { id: 'order_1' } },
      // What another client would register a document by.
      { query: page, extensions: persistedQuery(page), variables: { id: 'order_1' } },
      { documentId: documentId(ours) },
      {},
    ]
    for (const parts of others) expect(refusalOf(await ask(parts, token))).toBe(refusalOf(foreign))
    // The same name at another tenant is somebody else.
    expect(refusalOf(await ask({ documentId: documentId(page), variables: { id: 'order_1' } }, await partnerToken('alpha', globex)))).toBe(
      refusalOf(foreign),
    )
    expect(refusalOf(await ask({ documentId: documentId(page) }, await partnerToken('nobody')))).toBe(refusalOf(foreign))
    expect(callsFor(name)).toBe(before)
  })

  it('is told which variable breaks which rule, and no subgraph hears of it', async () => {
    const token = await partnerToken('alpha')
    const before = callsFor(name)
    for (const [variables, message] of [
      [{ id: 'x'.repeat(21) }, 'variables.id must NOT have more than 20 characters.'],
      [{}, "variables must have required property 'id'."],
      [{ id: 'a', more: 1 }, 'variables must NOT have additional properties "more".'],
    ] as const) {
      const { errors } = await ask({ documentId: documentId(page), variables }, token)
      expect(errors.map((error) => [error.extensions['code'], error.message])).toEqual([['BAD_USER_INPUT', message]])
    }
    expect(callsFor(name)).toBe(before)
  })
})

it('a partner subscribes by id', async () => {
  const socket = await sockets.connect(await partnerToken('alpha'))
  socket.send({ id: '1', type: 'subscribe', payload: { query: '', documentId: documentId(changes) } })
  await socket.until((each) => each.answer('1').results.length === 1)
  const [event] = await gateway.publish(moved('order_7', acme))
  await socket.until((each) => each.answer('1').results.length === 2)
  expect(socket.answer('1').results[1]?.data).toEqual({ orderChanged: { __typename: 'OrderChange', eventId: event?.id } })
})

describe('our own clients', () => {
  it('call operations registered for their graph by id; those of another graph are not found', async () => {
    const [employee, client] = await Promise.all([gateway.issuer.token('employees'), gateway.issuer.token('clients')])
    const post = transports['POST']
    expect(codesOf((await post?.({ documentId: documentId(ours) }, employee)) ?? { data: null, errors: [] })).toEqual([])
    expect(codesOf((await post?.({ documentId: documentId(ours) }, client)) ?? { data: null, errors: [] })).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ])
    expect(
      codesOf((await post?.({ documentId: documentId(page), variables: { id: 'order_1' } }, client)) ?? { data: null, errors: [] }),
    ).toEqual([])
  })

  it('tell the gateway a document once and send its id from then on; another tenant has to tell it itself', async () => {
    const document = '{ order(id: "order_1") { id number } }'
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(document).digest('hex') } }
    const [token, elsewhere] = await Promise.all([
      gateway.issuer.token('employees'),
      gateway.issuer.token('employees', { tenant_id: globex }),
    ])
    const get = async (parts: Readonly<Record<string, unknown>>, by = token): Promise<Outcome> =>
      (await transports['GET']?.(parts, by)) ?? { data: null, errors: [] }
    expect(codesOf(await get({ extensions }))).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
    expect((await get({ query: document, extensions })).errors).toEqual([])
    expect((await get({ extensions })).data).toEqual({ order: { id: 'order_1', number: 'A-1' } })
    expect(codesOf(await get({ extensions }, elsewhere))).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
    expect(codesOf(await get({ query: '{ __typename }', extensions }))).toEqual(['BAD_REQUEST'])
  })

  it.each([
    ['documentId', { documentId: 'abc' }],
    ['extensions.persistedQuery', { extensions: { persistedQuery: { version: 2, sha256Hash: '0'.repeat(64) } } }],
    ['documentId and extensions.persistedQuery', { documentId: documentId(ours), extensions: persistedQuery(page) }],
  ])('are told what is wrong with %s', async (part, parts) => {
    const answer = await transports['POST']?.(parts, await gateway.issuer.token('employees'))
    expect(answer?.errors.map(({ message, extensions }) => [extensions['code'], message.startsWith(part)])).toEqual([['BAD_REQUEST', true]])
  })

  it('may be deeper by id than otherwise: what is registered was looked at before', async () => {
    const token = await gateway.issuer.token('employees')
    expect((await transports['POST']?.({ documentId: documentId(deep) }, token))?.errors).toEqual([])
    const free = await transports['POST']?.({ query: deep.replace('Deep', 'Free') }, token)
    expect(free?.errors.map(({ extensions }) => extensions['code'])).toEqual(['DEPTH_LIMIT_EXCEEDED'])
  })
})

describe('an answer to a GET', () => {
  const get = async (document: string, search = ''): Promise<Headers> => {
    const headers = { 'apollo-require-preflight': '1', authorization: `Bearer ${await gateway.issuer.token('employees')}` }
    const response = await fetch(`${url()}?documentId=${documentId(document)}${search}`, { headers })
    await response.text()
    return response.headers
  }

  it('may be kept by others where that was agreed on, and only while nothing is wrong', async () => {
    const kept = await get(cached)
    expect([kept.get('cache-control'), kept.get('vary')]).toEqual(['public, max-age=30', expect.stringContaining('authorization')])
    expect((await get(ours)).get('cache-control')).toBe('private, no-store')
    gateway.orders.answerWith((response) => void response.writeHead(500).end())
    expect((await get(cached)).get('cache-control')).toBe('private, no-store')
    gateway.orders.answerWith(null)
    expect((await get(cached, '&variables=nonsense')).get('cache-control')).toBe('private, no-store')
  })
})

describe('what is on disk', () => {
  const post = async (document: string, name: string): Promise<readonly unknown[]> => {
    const answer = await transports['POST']?.({ documentId: documentId(document) }, await partnerToken(name))
    return answer === undefined ? [] : codesOf(answer)
  }

  it('counts without a restart: published, expired, revoked, and with the credential', async () => {
    const read = async (): Promise<readonly unknown[]> => await post(theirs, 'gamma')
    expect(await read()).toEqual(['OPERATION_NOT_REGISTERED'])
    folders.register('partners/gamma', partner(acme, { Theirs: rules }), [theirs])
    await expect.poll(read, { timeout: 10_000 }).toEqual([])
    folders.register('partners/gamma', partner(acme, { Theirs: { ...rules, expiresOn: '2020-01-01' } }), [theirs])
    await expect.poll(read, { timeout: 10_000 }).toEqual(['OPERATION_EXPIRED'])
    folders.register('partners/gamma', partner(acme, {}, { revoked: [idOf(theirs)] }), [])
    await expect.poll(read, { timeout: 10_000 }).toEqual(['OPERATION_NOT_REGISTERED'])
    folders.register('partners/gamma', partner(acme, { Theirs: rules }, { isRevoked: true }), [theirs])
    await expect.poll(read, { timeout: 10_000 }).toEqual(['UNAUTHENTICATED'])
  })

  it('ends the connections of a partner whose access it takes away, and of nobody else', async () => {
    folders.register('partners/delta', partner(acme, { Changes: rules }), [changes])
    folders.register('partners/epsilon', partner(acme, { Changes: rules }), [changes])
    await expect.poll(async () => await post(theirs, 'epsilon'), { timeout: 10_000 }).toEqual(['OPERATION_NOT_REGISTERED'])
    const [taken, neighbour] = [await sockets.connect(await partnerToken('delta')), await sockets.connect(await partnerToken('epsilon'))]
    for (const socket of [taken, neighbour]) {
      socket.send({ id: '1', type: 'subscribe', payload: { query: '', documentId: documentId(changes) } })
      await socket.until((each) => each.answer('1').results.length === 1)
    }
    folders.register('partners/delta', partner(acme, { Changes: rules }, { isRevoked: true }), [changes])
    await taken.untilClosed()
    expect(taken.closed()).toEqual({ code: 4403, reason: 'The token does not count any more.' })
    await gateway.publish(moved('order_7', acme))
    await neighbour.until((each) => each.answer('1').results.length === 2)
    expect(neighbour.closed()).toBeNull()
  })

  it('and is wrong changes nothing but the log', async () => {
    const reasons = (): readonly unknown[] =>
      gateway.log
        .map((line) => JSON.parse(line) as Record<string, unknown>)
        .flatMap(({ msg, reason }) => (msg === 'operations refused' ? [reason] : []))
    folders.write('partners/beta', 'manifest.json', '{"format":')
    await expect.poll(() => reasons().length, { timeout: 10_000 }).toBe(1)
    expect(String(reasons()[0])).toContain('beta: manifest.json: is no JSON')
    expect(await post(theirs, 'beta')).toEqual([])
    folders.register('partners/beta', partner(acme, { Theirs: { ...rules, variables: { type: 'nonsense' } } }), [theirs])
    await expect.poll(() => reasons().length, { timeout: 10_000 }).toBeGreaterThan(1)
    expect(String(reasons().at(-1))).toContain('beta Theirs: variables:')
    expect(await post(theirs, 'beta')).toEqual([])
  })
})
