import { describe, expect, it } from 'vitest'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { codesIn, useSockets, type ProtocolSocket } from './protocol-socket.ts'
import { accepting, codesOf, useStreams, type ProtocolStream } from './protocol-stream.ts'

const gateway = useLiveGateway()
const sockets = useSockets(gateway)
const open = useStreams(gateway)
const few = useLiveGateway({ limits: { socketsMax: 3 } })
const toFew = useSockets(few)
const openFew = useStreams(few)

const began = (stream: ProtocolStream): boolean => stream.messages().length > 0 || stream.end() !== null
const answered = (id: string) => (socket: ProtocolSocket) =>
  socket.answer(id).results.length > 0 || socket.answer(id).errors !== null || socket.answer(id).isComplete

describe('of one socket', () => {
  it('20 operations may be open; one more is refused with an error of its own until one of them ends', async () => {
    const socket = await sockets.connect()
    const ids = Array.from({ length: 20 }, (_, index) => `s${String(index)}`)
    for (const id of ids) socket.subscribe(id, orderChanges)
    await socket.until((each) => ids.every((id) => answered(id)(each)))
    expect(ids.flatMap((id) => codesIn(socket.answer(id)))).toEqual([])
    socket.subscribe('one-more', orderChanges)
    socket.subscribe('a-query', '{ __typename }')
    await socket.until((each) => answered('one-more')(each) && answered('a-query')(each))
    const refused = { message: 'A connection may have at most 20 operations at a time.', extensions: expect.anything() }
    expect([socket.answer('one-more').errors, socket.answer('a-query').errors]).toEqual([[refused], [refused]])
    expect(codesIn(socket.answer('one-more'))).toEqual(['SUBSCRIPTION_LIMIT_EXCEEDED'])
    socket.send({ id: 's0', type: 'complete' })
    socket.subscribe('then', orderChanges)
    await socket.until(answered('then'))
    expect([codesIn(socket.answer('then')), socket.closed()]).toEqual([[], null])
  })
})

describe('of one user', () => {
  it('10 connections may be open, of whatever kind; one more is refused until one of them ends', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'busy' })
    const kept: ProtocolSocket[] = []
    for (let count = 0; count < 8; count += 1) kept.push(await sockets.connect(token))
    const streams = [
      await open({ accept: accepting.sse, query: orderChanges, token }),
      await open({ accept: accepting.multipart, query: orderChanges, token }),
    ]
    for (const stream of streams) await stream.until(began)
    expect([...kept.map(({ closed }) => closed()), ...streams.map(({ end }) => end())].filter((each) => each !== null)).toEqual([])

    const refused = await sockets.connect(token)
    expect([await refused.untilClosed(), refused.closed()?.reason]).toEqual([4429, 'A user may have at most 10 open connections.'])
    for (const accept of Object.values(accepting)) {
      const stream = await open({ accept, query: orderChanges, token })
      await stream.until(began)
      expect([stream.status, codesOf(stream)]).toEqual([429, ['SUBSCRIPTION_LIMIT_EXCEEDED']])
    }
    // Somebody else of the same name, and requests, are not concerned.
    const client = await sockets.connect(await gateway.issuer.token('clients', { sub: 'busy' }))
    expect(client.closed()).toBeNull()
    expect((await gateway.run('{ __typename }', { token })).status).toBe(200)

    kept[0]?.close()
    streams[0]?.close()
    for (let count = 0; count < 2; count += 1) {
      await expect.poll(async () => (await sockets.connect(token)).closed(), { timeout: 5_000, message: 'there is room again' }).toBeNull()
    }
    expect(await (await sockets.connect(token)).untilClosed()).toBe(4429)
  })

  it('answers to queries by a stream are no connections', async () => {
    const token = await gateway.issuer.token('employees', { sub: 'asks-a-lot' })
    for (let count = 0; count < 12; count += 1) {
      const stream = await open({ accept: accepting.sse, query: '{ __typename }', token })
      await stream.until(({ end }) => end() !== null)
      expect([stream.status, codesOf(stream)]).toEqual([200, []])
    }
  })
})

describe('of one gateway', () => {
  it('no more sockets than allowed may be open, those that have not said who they are included: 503, come back later', async () => {
    const silent = await toFew.open()
    await toFew.connect()
    await toFew.connect()
    await expect(toFew.open()).rejects.toThrow('503')
    silent.close()
    await expect.poll(async () => await toFew.open().then(() => 'open', String), { timeout: 5_000 }).toBe('open')
  })

  it('no more streams than allowed may be open: 503, come back later', async () => {
    const token = await few.issuer.token('employees')
    for (let count = 0; count < 3; count += 1) {
      const stream = await openFew({ accept: accepting.sse, query: orderChanges, token })
      await stream.until(began)
    }
    for (const accept of Object.values(accepting)) {
      const stream = await openFew({ accept, query: orderChanges, token })
      await stream.until(began)
      expect([stream.status, codesOf(stream), stream.headers['retry-after']]).toEqual([503, ['UPSTREAM_UNAVAILABLE'], '1'])
      expect(stream.text()).toContain('"retryable":true')
    }
    await expect(toFew.open()).rejects.toThrow('503')
    expect((await few.run('{ __typename }', { token })).status).toBe(200)
  })

  it('whoever says who they are when there is no room any more is asked to come back, and that is no failure', async () => {
    const socket = await toFew.open()
    const token = await few.issuer.token('employees')
    for (let count = 0; count < 3; count += 1) {
      const stream = await openFew({ accept: accepting.sse, query: orderChanges, token })
      await stream.until(began)
    }
    const from = few.log.length
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })
    expect([await socket.untilClosed(), socket.closed()?.reason]).toEqual([1013, 'No more streams can be opened here right now.'])
    expect(few.log.slice(from).filter((line) => line.includes('"level":"error"'))).toEqual([])
  })
})
