import { connect as connectTcp } from 'node:net'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { moved } from './event-log.ts'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { codesIn, liveValues, useSockets, type ProtocolSocket } from './protocol-socket.ts'
import { canary } from './test-graph.ts'
import { acme } from './test-issuer.ts'

const gateway = useLiveGateway({ config: { metricsAddresses: { has: () => true } } })
const sockets = useSockets(gateway)
const impatient = useLiveGateway({ limits: { pingIntervalMs: 500, socketInitTimeoutMs: 500 } })
const toImpatient = useSockets(impatient)

const over = (id: string) => (socket: ProtocolSocket) => socket.answer(id).isComplete || socket.answer(id).errors !== null
const results = (id: string, count: number) => (socket: ProtocolSocket) => socket.answer(id).results.length >= count
const lastLog = (): Readonly<Record<string, unknown>> => {
  const lines = gateway.log.map((line) => JSON.parse(line) as Record<string, unknown>).filter(({ msg }) => msg === 'operation')
  return lines.at(-1) ?? {}
}

describe('a socket', () => {
  it.each([
    ['without a subprotocol', null],
    ['of the old protocol', 'graphql-ws'],
  ])('%s is closed with 4406', async (_which, protocol) => {
    // A server that takes none of the offered protocols fails the client's handshake, or says so right after it.
    const closed = sockets.open({ protocol }).then((socket) => socket.untilClosed())
    await expect(closed.catch((error: Error) => error.message)).resolves.toEqual(protocol === null ? 4406 : 'Server sent no subprotocol')
  })

  it('is closed with 4408 when nobody says who is there', async () => {
    const socket = await toImpatient.open()
    expect(await socket.untilClosed()).toBe(4408)
  })

  it('is closed with 4429 when somebody says so twice', async () => {
    const socket = await sockets.connect()
    socket.send({ type: 'connection_init' })
    expect(await socket.untilClosed()).toBe(4429)
  })

  it('takes the token of the request that opened it where connection_init brings none', async () => {
    const socket = await sockets.open({ headers: { authorization: `Bearer ${await gateway.issuer.token('employees')}` } })
    socket.send({ type: 'connection_init' })
    await socket.until(({ messages }) => messages.some(({ type }) => type === 'connection_ack'))
    socket.subscribe('1', '{ __typename }')
    await socket.until(over('1'))
    expect(socket.answer('1').results).toEqual([{ data: { __typename: 'Query' } }])
  })

  it('is closed with 4401 when it asks for something before it was let in', async () => {
    const socket = await sockets.open()
    socket.subscribe('1', '{ __typename }')
    expect(await socket.untilClosed()).toBe(4401)
  })

  it('is closed with 4409 when it uses an id twice at a time', async () => {
    const socket = await sockets.connect()
    socket.subscribe('1', orderChanges)
    await socket.until(results('1', 1))
    socket.subscribe('1', orderChanges)
    expect(await socket.untilClosed()).toBe(4409)
  })

  it.each([
    ['no JSON', '{'],
    ['no object', '"subscribe"'],
    ['of an unknown type', '{"type":"unsubscribe"}'],
    ['without an id', '{"type":"subscribe","payload":{"query":"{ __typename }"}}'],
    ['without a query', '{"id":"1","type":"subscribe","payload":{}}'],
  ])('is closed with 4400 for a message that is %s', async (_what, text) => {
    const socket = await sockets.connect()
    socket.send(text)
    expect(await socket.untilClosed()).toBe(4400)
  })

  it('answers pings of the protocol', async () => {
    const socket = await sockets.connect()
    socket.send({ type: 'ping', payload: { at: 1 } })
    await socket.until(({ messages }) => messages.some(({ type }) => type === 'pong'))
    expect(socket.messages.at(-1)).toEqual({ type: 'pong', payload: { at: 1 } })
  })

  it('of a client that does not answer pings is cut off, others stay', async () => {
    const [deaf, alive] = [await toImpatient.connect(), await toImpatient.connect()]
    deaf.pause()
    // The third comes after the one that was not answered was missed.
    await alive.until(({ pings }) => pings() >= 4)
    deaf.resume()
    expect(await deaf.untilClosed()).toBe(1006)
    expect(alive.closed()).toBeNull()
  })

  it('of who takes too much into one message is closed with 1009', async () => {
    const message = (bytes: number): string => {
      const [start, end] = ['{"id":"1","type":"subscribe","payload":{"query":"{ __typename }","variables":{"pad":"', '"}}}']
      return start + 'x'.repeat(bytes - start.length - end.length) + end
    }
    const socket = await sockets.connect()
    socket.send(message(65_536))
    await socket.until(over('1'))
    expect(socket.answer('1')).toEqual({ results: [{ data: { __typename: 'Query' } }], errors: null, isComplete: true })
    socket.send(message(65_537))
    expect(await socket.untilClosed()).toBe(1009)
  })

  it('is refused at any other path, and a client that breaks off there harms nobody', async () => {
    await expect(sockets.open({ path: '/graphqlx' })).rejects.toThrow('404')
    for (let count = 0; count < 20; count += 1) {
      const raw = connectTcp(gateway.port, '127.0.0.1')
      await once(raw, 'connect')
      raw.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
      raw.resetAndDestroy()
    }
    expect((await gateway.run('{ __typename }')).status).toBe(200)
  })

  it('that is refused is given up also when its client stays', async () => {
    const raw = connectTcp({ port: gateway.port, host: '127.0.0.1', allowHalfOpen: true })
    raw.on('error', () => undefined)
    const closed = new Promise<true>((resolve) => raw.once('close', () => resolve(true)))
    raw.write('GET /elsewhere HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')
    await once(raw.resume(), 'end')
    // Nobody takes what it says: its next words are answered with a reset.
    let isClosed = false
    void closed.then(() => (isClosed = true))
    await expect.poll(() => isClosed || (raw.write('x'), false), { interval: 20 }).toBe(true)
  })

  it.each([
    ['no page', {}, true],
    ['a page of an allowed origin', { origin: 'https://shop.example' }, true],
    ['a page of its own', { origin: 'OWN' }, true],
    ['a page of another origin', { origin: 'https://shop.example.evil.example' }, false],
    ['a page of its own host at another port', { origin: 'http://127.0.0.1:1' }, false],
    ['a page that hides where it is from', { origin: 'null' }, false],
  ])('of %s %o is let in: %s', async (_who, { origin }: { origin?: string }, isLetIn) => {
    const headers = origin === undefined ? {} : { origin: origin === 'OWN' ? `http://127.0.0.1:${String(gateway.port)}` : origin }
    const opened = sockets.open({ headers }).then(
      () => 'open',
      (error: Error) => error.message,
    )
    expect(await opened).toBe(isLetIn ? 'open' : 'Unexpected server response: 403')
  })
})

describe('a token', () => {
  const init = async (payload: object | undefined): Promise<ProtocolSocket> => {
    const socket = await sockets.open()
    socket.send({ type: 'connection_init', payload })
    return socket
  }
  const nowSeconds = (): number => Math.floor(Date.now() / 1_000)

  it.each([
    ['is not there', () => undefined],
    ['is no text', () => ({ authorization: 7 })],
    ['is not named Bearer', async () => ({ authorization: await gateway.issuer.token('employees') })],
    ['is no token', () => ({ authorization: 'Bearer abc' })],
    ['has expired', async () => bearer({ iat: nowSeconds() - 900, exp: nowSeconds() - 60 })],
    ['is for somebody else', async () => bearer({ aud: 'others' })],
    ['is of a disabled user', async () => bearer({ sub: 'disabled' })],
  ])('that %s closes the socket with 4401, and is not repeated', async (_what, payload) => {
    const socket = await init(await payload())
    expect(await socket.untilClosed()).toBe(4401)
    expect(socket.messages).toEqual([])
    expect(socket.closed()?.reason).toMatch(/^.+\.$/)
  })

  it('cannot be checked while customers is away: 1013, come back later', async () => {
    gateway.customers.answerAdmissionWith((response) => void response.destroy())
    const socket = await init(await bearer({ sub: 'a-newcomer' }))
    expect(await socket.untilClosed()).toBe(1013)
    gateway.customers.answerAdmissionWith(null)
  })

  async function bearer(claims: Readonly<Record<string, unknown>>): Promise<object> {
    return { authorization: `Bearer ${await gateway.issuer.token('employees', claims)}` }
  }
})

describe('an operation on a socket', () => {
  it.each([
    ['a query', 'query Named { order(id: "1") { number customer { name } } }', { order: { number: 'A-1', customer: { name: 'Clara' } } }],
    ['a mutation', 'mutation Named { rename(id: "1", name: "Eva") { name } }', { rename: { name: 'Eva' } }],
  ])('that is %s gets one result and is complete; the log has a line of it', async (_what, query, data) => {
    const socket = await sockets.connect()
    socket.subscribe('1', query)
    await socket.until(over('1'))
    expect(socket.answer('1')).toEqual({ results: [{ data }], errors: null, isComplete: true })
    expect(lastLog()).toMatchObject({ operation: 'Named', tenantId: acme, actorKind: 'employee', errorCodes: [] })
  })

  it.each([
    ['query', 'OK', '{ __typename }'],
    ['subscription', 'OK', orderChanges],
    ['none', 'GRAPHQL_PARSE_FAILED', '{ order('],
    ['query', 'INTERNAL_SERVER_ERROR', '{ fail(kind: "sql") }'],
  ])('is counted as a request: %s, %s', async (operationType, code, query) => {
    const counted = async (): Promise<number> => {
      const name = `iommi_request_duration_seconds_count{operation_type="${operationType}",code="${code}"}`
      const line = (await gateway.call('/metrics')).text.split('\n').find((each) => each.startsWith(name)) ?? ''
      return Number(line.slice(name.length))
    }
    const before = await counted()
    const socket = await sockets.connect()
    socket.subscribe('1', query)
    await socket.until((each) => over('1')(each) || results('1', 1)(each))
    expect((await counted()) - before).toBe(1)
  })

  it.each([
    ['has a syntax error', '{ order(', 'GRAPHQL_PARSE_FAILED'],
    ['asks for an unknown field', 'subscription { orderChanged { nunber } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['asks for nothing', '', 'BAD_REQUEST'],
    ['does not exist', 'query A { __typename } query B { __typename }', 'OPERATION_RESOLUTION_FAILURE'],
    ['asks for two streams', 'subscription { orderChanged { __typename } stockChanged { __typename } }', 'GRAPHQL_VALIDATION_FAILED'],
  ])('that %s gets an error of its own; the socket goes on', async (_what, query, code) => {
    const socket = await sockets.connect()
    socket.subscribe('1', query)
    await socket.until(over('1'))
    expect(codesIn(socket.answer('1'))).toEqual([code])
    expect(socket.answer('1').errors?.[0]?.extensions['requestId']).toMatch(/^request_/)
    socket.subscribe('2', '{ __typename }')
    await socket.until(over('2'))
    expect([socket.answer('2').isComplete, socket.closed()]).toEqual([true, null])
  })

  it('has wrong variables: BAD_USER_INPUT, without suggestions', async () => {
    const socket = await sockets.connect()
    socket.subscribe('1', orderChanges, { where: { status: { in: ['PLACD'] } } })
    await socket.until(over('1'))
    expect(codesIn(socket.answer('1'))).toEqual(['BAD_USER_INPUT'])
    expect(socket.answer('1').errors?.[0]?.message).not.toContain('Did you mean')
  })

  it('says of what a resolver throws no more than a request id', async () => {
    const socket = await sockets.connect()
    const from = gateway.log.length
    socket.subscribe('1', '{ fail(kind: "sql") }')
    await socket.until(over('1'))
    const [result] = socket.answer('1').results
    expect(result).toEqual({
      data: { fail: null },
      errors: [
        {
          message: 'Internal server error',
          path: ['fail'],
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^request_/) },
        },
      ],
    })
    expect(gateway.log.slice(from).join('') + JSON.stringify(socket.messages)).not.toContain(canary)
  })

  it('says of what a resolver of a live message throws no more than a request id, and goes on', async () => {
    const socket = await sockets.connect()
    socket.subscribe('1', orderChanges)
    await socket.until(results('1', 1))
    gateway.state.failing.add('order_broken')
    await gateway.publish(moved('order_broken', acme), moved('order_fine', acme))
    await socket.until(results('1', 3))
    const [, broken, fine] = socket.answer('1').results
    const extensions = { code: 'INTERNAL_SERVER_ERROR', requestId: expect.stringMatching(/^request_/) }
    expect(broken).toMatchObject({ data: { orderChanged: { order: null, toStatus: 'CONFIRMED' } } })
    expect(broken?.errors).toEqual([{ message: 'Internal server error', path: ['orderChanged', 'order'], extensions }])
    expect(fine).toMatchObject({ data: { orderChanged: { order: { id: 'order_fine' } } } })
    expect(fine?.errors).toBeUndefined()
  })

  it('ends by the client’s word: nothing more comes, and the id may be used again', async () => {
    const socket = await sockets.connect()
    socket.subscribe('1', orderChanges)
    socket.subscribe('2', orderChanges)
    await socket.until((each) => results('1', 1)(each) && results('2', 1)(each))
    socket.send({ id: '1', type: 'complete' })
    await gateway.publish(moved('order_1', acme))
    await socket.until(results('2', 2))
    expect(socket.answer('1').results.length).toBe(1)
    socket.subscribe('1', orderChanges)
    await socket.until(results('1', 2))
    await gateway.publish(moved('order_1', acme))
    await socket.until((each) => results('1', 3)(each) && results('2', 3)(each))
    expect(liveValues(socket.answer('1')).map(({ __typename }) => __typename)).toEqual(['Checkpoint', 'Checkpoint', 'OrderChange'])
  })
})
