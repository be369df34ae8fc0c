import { seededRandom } from '@iommi/infra/dev/seed/random'
import { bearerParams, reconnecting } from '@iommi/schema/client/connection'
import { resumable, SubscriptionError } from '@iommi/schema/client/resumable'
import { GraphQLError, type ExecutionResult } from 'graphql'
import type { Client } from 'graphql-ws'
import { describe, expect, it } from 'vitest'
import { checkpoint, event, read, soon, useLiveClients, waitMsMax, type Changes, type Reader } from './live-reader.ts'
import { changesQuery, messageOf } from './live-server.ts'

const seed = process.env['CHAOS_SEED'] ?? String(Date.now())
const events = (from: number, to: number): string[] => Array.from({ length: to - from + 1 }, (_, index) => event(from + index))
const eventsOf = ({ seen }: Reader): string[] => seen.filter((text) => text.startsWith('event-'))
const { server, connect } = useLiveClients()

describe('a resumable subscription', () => {
  it('begins where the caller says and yields every message as it comes', async () => {
    server().append(5)
    const reader = read(connect(), {}, { after: '3' })
    await reader.untilSeen(event(5))
    server().append(6)
    await reader.untilSeen(event(6))
    expect([reader.seen, server().afters]).toEqual([[checkpoint(3), event(4), event(5), event(6)], ['3']])
  })

  it.each([
    ['broken off without a word', undefined],
    ['closed with 1001, going away', 1001],
    ['closed with 1012, the gateway restarts', 1012],
    ['closed with 4403, the token has expired', 4403],
    ['closed with 1000', 1000],
  ])('goes on behind the newest cursor when the connection is %s', async (_what, code) => {
    const reader = read(connect())
    await reader.untilSeen(checkpoint(0))
    server().append(3)
    await reader.untilSeen(event(3))
    server().drop(code)
    server().append(5)
    await reader.untilSeen(event(5))
    expect([eventsOf(reader), server().afters]).toEqual([events(1, 5), [null, '3']])
  })

  it('takes what comes before it has seen any cursor from where the caller said', async () => {
    server().append(2)
    server().onFrame((socket) => socket.terminate())
    const reader = read(connect(), {}, { after: '1' })
    await expect.poll(() => server().afters.length, soon).toBeGreaterThan(1)
    server().onFrame((_socket, send) => send())
    await reader.untilSeen(event(2))
    expect([eventsOf(reader), new Set(server().afters)]).toEqual([[event(2)], new Set(['1'])])
  })

  it('passes on the cursor of a checkpoint when nothing else came', async () => {
    server().append(7)
    const reader = read(connect())
    await reader.untilSeen(checkpoint(7))
    server().drop()
    server().append(8)
    await reader.untilSeen(event(8))
    expect([eventsOf(reader), server().afters]).toEqual([[event(8)], [null, '7']])
  })

  it.each([
    ['made to reconnect', () => reconnecting({ waitMsMax })],
    // What this client gives up on, the subscription takes up.
    ['that takes a refused connection for final', () => ({ retryWait: () => Promise.resolve() })],
    ['that never retries', () => ({ retryAttempts: 0 })],
    ['that is not lazy', () => ({ ...reconnecting({ waitMsMax }), lazy: false })],
  ])('outlives a server that is away, over a client %s', async (_what, options) => {
    const client = connect(options())
    const reader = read(client)
    await reader.untilSeen(checkpoint(0))
    server().append(2)
    await reader.untilSeen(event(2))
    let refusals = 0
    client.on('error', () => {
      refusals += 1
    })
    await server().stop()
    server().append(4)
    await expect.poll(() => refusals, soon).toBeGreaterThan(1)
    await server().start()
    await reader.untilSeen(event(4))
    expect(eventsOf(reader)).toEqual(events(1, 4))
  })

  it('of each of several operations of a client goes on by itself', async () => {
    const client = connect()
    server().append(10)
    const readers = [read(client, {}, { after: '2' }), read(client, {}, { after: '9' }), read(client)]
    for (const reader of readers) await expect.poll(() => reader.seen.length, soon).toBeGreaterThan(0)
    await readers[0]?.untilSeen(event(10))
    server().drop()
    server().append(12)
    for (const reader of readers) await reader.untilSeen(event(12))
    expect(readers.map(eventsOf)).toEqual([events(3, 12), events(10, 12), events(11, 12)])
    expect(server().tokens.length).toBe(2)
  })

  it('yields an event once when a server sends it again', async () => {
    server().answer(async function* (after) {
      await Promise.resolve()
      const from = after === null ? 1 : Number(after) - 1
      for (const at of [from, from + 1, from + 2]) yield messageOf({ __typename: 'Change', cursor: String(at), eventId: event(at) })
      server().drop()
    })
    const reader = read(connect())
    await reader.untilSeen(event(7))
    expect(eventsOf(reader).slice(0, 7)).toEqual(events(1, 7))
  })

  it('brings a fresh token on each connection', async () => {
    let count = 0
    const connectionParams = bearerParams(() => Promise.resolve(`token-${String((count += 1))}`))
    const reader = read(connect({ ...reconnecting({ waitMsMax }), connectionParams }))
    await reader.untilSeen(checkpoint(0))
    server().drop(4403)
    await expect.poll(() => server().afters.length, soon).toBe(2)
    expect(server().tokens).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  it('asks for a token again when it could not be fetched', async () => {
    let count = 0
    const getToken = (): Promise<string> => {
      count += 1
      return count < 3 ? Promise.reject(new Error('the identity provider is away')) : Promise.resolve('token')
    }
    const reader = read(connect({ ...reconnecting({ waitMsMax }), connectionParams: bearerParams(getToken) }))
    await reader.untilSeen(checkpoint(0))
    // The connection of a failed attempt may close late, and take the next one along.
    expect(new Set(server().tokens)).toEqual(new Set(['Bearer token']))
  })

  it.each([4401, 4429, 4400])('throws when the connection is refused for good with %i, and connects no more', async (code) => {
    const reader = read(connect())
    await reader.untilSeen(checkpoint(0))
    server().admit(() => code)
    server().drop(4403)
    const error = await reader.end
    expect(error).toBeInstanceOf(SubscriptionError)
    expect(error).toMatchObject({ closeCode: code, code: null, errors: [] })
    expect(server().tokens.length).toBe(2)
  })

  it('subscribes again from the newest cursor after an error that says retryable', async () => {
    server().answer(
      oneChangeThen(() => new GraphQLError('the log is away', { extensions: { code: 'UPSTREAM_UNAVAILABLE', retryable: true } })),
    )
    const reader = read(connect(), {}, { after: '0' })
    await reader.untilSeen(event(3))
    expect([reader.seen.slice(0, 3), server().afters.slice(0, 3)]).toEqual([events(1, 3), ['0', '1', '2']])
  })

  it('throws any other error with its code and the part of the schema it names', async () => {
    const extensions = { code: 'OPERATION_INVALIDATED', coordinate: 'Order.number' }
    server().answer(oneChangeThen(() => new GraphQLError('Order.number is gone', { extensions })))
    const reader = read(connect(), {}, { after: '0' })
    const error = await reader.end
    expect(error).toBeInstanceOf(SubscriptionError)
    expect(error).toMatchObject({ message: 'Order.number is gone', ...extensions, closeCode: null, errors: [{ extensions }] })
    expect([reader.seen, server().afters]).toEqual([events(1, 1), ['0']])
  })

  it('takes errors without data as a refusal when nothing came before them, and yields them afterwards', async () => {
    const failed = (retryable: boolean): ExecutionResult => ({
      errors: [new GraphQLError('failed', { extensions: { code: 'SOME_CODE', retryable } })],
      data: null,
    })
    server().answer(async function* () {
      await Promise.resolve()
      if (server().afters.length === 1) yield failed(true)
      else if (server().afters.length === 3) yield failed(false)
      else {
        yield messageOf({ __typename: 'Checkpoint', cursor: '1' })
        yield failed(false)
        server().drop()
      }
    })
    const reader = read(connect())
    expect(await reader.end).toMatchObject({ name: 'SubscriptionError', code: 'SOME_CODE' })
    expect([reader.seen, server().afters]).toEqual([
      [checkpoint(1), 'null'],
      [null, null, '1'],
    ])
  })

  it('ends after ResyncRequired, which it yields', async () => {
    server().answer(async function* () {
      await Promise.resolve()
      yield messageOf({ __typename: 'ResyncRequired', reason: 'too old' })
      yield messageOf({ __typename: 'Checkpoint', cursor: '1' })
    })
    const reader = read(connect(), {}, { after: '0' })
    expect([await reader.end, reader.seen, server().afters]).toEqual(['complete', ['ResyncRequired too old'], ['0']])
  })

  it('ends without taking other operations of the client along', async () => {
    const client = connect()
    const others = [read(client), read(client)]
    for (const other of others) await other.untilSeen(checkpoint(0))
    server().answer(async function* () {
      await Promise.resolve()
      yield messageOf({ __typename: 'ResyncRequired', reason: 'too old' })
    })
    for (let count = 0; count < 3; count += 1) expect(await read(client, {}, { after: '0' }).end).toBe('complete')
    server().answer(null)
    await others[0]?.stop()
    server().append(1)
    await others[1]?.untilSeen(event(1))
    server().drop()
    server().append(2)
    await others[1]?.untilSeen(event(2))
  })

  it.each([
    ['the server completes it', () => undefined],
    ['the client is disposed of', (client: Client) => void client.dispose()],
  ])('ends when %s', async (_what, end) => {
    const client = connect()
    server().answer(async function* () {
      await Promise.resolve()
      yield messageOf({ __typename: 'Checkpoint', cursor: '1' })
      end(client)
    })
    const reader = read(client)
    expect([await reader.end, reader.seen]).toEqual(['complete', [checkpoint(1)]])
  })

  it('ends at once when the caller leaves, also while it waits, and the server hears of it', async () => {
    const client = connect()
    let closed = 0
    client.on('closed', () => {
      closed += 1
    })
    const reader = read(client)
    await reader.untilSeen(checkpoint(0))
    await reader.stop()
    expect(await reader.end).toBe('complete')
    server().append(1)
    // A lazy client closes its connection once nobody subscribes.
    await expect.poll(() => closed, soon).toBe(1)
    expect(reader.seen).toEqual([checkpoint(0)])
  })

  it('takes a connection on which nothing comes any more for dead', async () => {
    const reader = read(connect(), { silenceMsMax: 50 })
    await reader.untilSeen(checkpoint(0))
    server().append(1)
    await reader.untilSeen(event(1))
    server().onFrame(() => undefined)
    server().append(3)
    await expect.poll(() => server().afters.length, soon).toBeGreaterThan(1)
    server().onFrame((_socket, send) => send())
    await reader.untilSeen(event(3))
    expect([eventsOf(reader), server().afters[1]]).toEqual([events(1, 3), '1'])
  })

  it('holds no more than its buffer for a caller that is slow, and misses nothing', async () => {
    let frames = 0
    server().onFrame((_socket, send) => {
      frames += 1
      send()
    })
    server().append(500)
    const stream = resumable<Changes>(connect(), { query: changesQuery, variables: { after: '0' } }, { bufferedMax: 10, waitMsMax })
    const taken: unknown[] = []
    const take = async (): Promise<unknown> => taken.push((await stream.next()).value?.data?.['changed']?.cursor)
    while (taken.length < 9) await take()
    const held = (): number => server().afters.length
    // It has put the first subscription down, and takes up no other before it has handed out what it holds.
    expect([held(), frames]).toEqual([1, 501])
    while (taken.at(-1) !== '500') await take()
    await stream.return?.()
    const events500 = Array.from({ length: 500 }, (_, index) => String(index + 1))
    expect([...new Set(taken)]).toEqual(['0', ...events500])
    expect(server().afters.length).toBeGreaterThan(40)
  })

  it('refuses an operation that does not take a cursor', () => {
    expect(() => resumable(connect(), { query: 'subscription { changed { __typename } }' })).toThrow(
      'The operation must declare the variable $after and pass it on as `after`.',
    )
  })

  it(`yields every event exactly once and in order, whatever dies 200 times at random (seed ${seed})`, { timeout: 60_000 }, async () => {
    const random = seededRandom(seed)
    const client = connect()
    let untilKill = 0
    let kills = 0
    const restarts: Promise<void>[] = []
    const restart = async (): Promise<void> => {
      const isRefused = new Promise((resolve) => {
        client.on('error', resolve)
      })
      await server().stop()
      await isRefused
      await server().start()
    }
    let appended = 0
    const isOver = (): boolean => kills === 200
    server().onFrame((socket, send) => {
      untilKill -= 1
      if (untilKill > 0 || isOver()) return send()
      untilKill = random.int(1, 12)
      kills += 1
      if (random.chance(0.5)) send()
      const way = random.pick(['broken', 'broken', 1012, 1001, 4403, 'away'] as const)
      if (way === 'away') restarts.push(restart())
      else if (way === 'broken') socket.terminate()
      else socket.close(way)
    })
    const reader = read(client, {}, { after: '0' })
    do {
      server().append((appended += random.int(1, 20)))
      await reader.untilSeen(event(appended))
    } while (!isOver())
    await Promise.all(restarts)
    expect(eventsOf(reader)).toEqual(events(1, appended))
    // Each began where the last one had come to: nothing is hidden by forgetting repeated events.
    const begun = server().afters.map(Number)
    expect(begun).toEqual(begun.toSorted((one, other) => one - other))
    expect(new Set(begun).size).toBeGreaterThan(50)
  })
})

function oneChangeThen(makeError: () => GraphQLError): (after: unknown) => AsyncGenerator<ExecutionResult> {
  return async function* (after) {
    await Promise.resolve()
    const next = Number(after) + 1
    yield messageOf({ __typename: 'Change', cursor: String(next), eventId: event(next) })
    throw makeError()
  }
}
