import { describe, expect, it } from 'vitest'
import { moved } from './event-log.ts'
import { orderChanges, useLiveGateway } from './live-graph.ts'
import { accepting, codesOf, useStreams, valuesOf, type ProtocolStream } from './protocol-stream.ts'
import { acme } from './test-issuer.ts'
import { withoutCost } from './without-cost.ts'

const gateway = useLiveGateway({ limits: { pingIntervalMs: 100 }, config: { metricsAddresses: { has: () => true } } })
const open = useStreams(gateway)
const formats = Object.entries(accepting)

const count = (messages: number) => (stream: ProtocolStream) => stream.messages().length >= messages
const isOver = (stream: ProtocolStream): boolean => stream.end() !== null
const kinds = (stream: ProtocolStream): readonly unknown[] => valuesOf(stream).map(({ __typename }) => __typename)
const cursors = (stream: ProtocolStream): readonly unknown[] => valuesOf(stream).map(({ cursor }) => cursor)
const versions = (stream: ProtocolStream): readonly unknown[] => valuesOf(stream).flatMap(({ orderVersion }) => orderVersion ?? [])

/** Publishes one change for each version. */
const publish = async (...changes: readonly number[]): Promise<void> => {
  await gateway.publish(...changes.map((version) => moved('order_1', acme, { version })))
}

/** How many the gateway counts, of whatever tenant. */
const subscribers = async (): Promise<number> => {
  const { text } = await gateway.call('/metrics')
  expect(text).toContain('# TYPE iommi_live_subscribers gauge')
  return [...text.matchAll(/^iommi_live_subscribers\{[^}]*\} (\d+)$/gm)].reduce((sum, [, value]) => sum + Number(value), 0)
}

/** Brings the log back to its first event, as a restored database does, and its stream with it. */
const restoreLog = async (): Promise<void> => {
  gateway.events.restore(acme, 'order-events', { epoch: `restored.${String(gateway.events.reads())}`, seq: 1 })
  await gateway.events.relay(gateway.redis, acme, 'order-events')
}

describe.each(formats)('a stream by %s', (_format, accept) => {
  it.each(['GET', 'POST'] as const)('opened by %s begins with a checkpoint and tells what happens', async (method) => {
    const stream = await open({ accept, method, query: orderChanges, variables: { where: { orderId: { in: ['order_1'] } } } })
    await stream.until(count(1))
    await gateway.publish(moved('order_2', acme), moved('order_1', acme, { version: 9 }))
    await stream.until(count(2))
    expect([stream.status, kinds(stream), versions(stream), stream.end()]).toEqual([200, ['Checkpoint', 'OrderChange'], [9], null])
  })

  it('goes on behind `after`', async () => {
    const first = await open({ accept, query: orderChanges })
    await first.until(count(1))
    await publish(1, 2, 3)
    await first.until(count(4))
    first.close()
    const [checkpoint, one, two] = cursors(first)
    for (const [after, rest] of [
      [checkpoint, [1, 2, 3]],
      [one, [2, 3]],
      [two, [3]],
    ] as const) {
      const again = await open({ accept, query: orderChanges, variables: { after } })
      await again.until(count(rest.length + 1))
      expect([cursors(again)[0], versions(again)]).toEqual([after, rest])
    }
  })

  it('is refused as JSON, and nothing is kept open', async () => {
    for (const [query, status, code] of [
      ['subscription {', 400, 'GRAPHQL_PARSE_FAILED'],
      ['subscription { orderChanged { nunber } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription { orderChanged(after: "abc") { __typename } }', 400, 'BAD_USER_INPUT'],
      ['subscription { orderChanged(where: { status: { in: [PLACD] } }) { __typename } }', 400, 'GRAPHQL_VALIDATION_FAILED'],
      ['query A { __typename } query B { __typename }', 400, 'OPERATION_RESOLUTION_FAILURE'],
    ] as const) {
      const stream = await open({ accept, query })
      await stream.until(isOver)
      expect([query, stream.status, codesOf(stream), stream.end()]).toEqual([query, status, [code], 'complete'])
      expect(stream.headers['content-type']).toMatch(/^application\/json/)
      expect(stream.text()).toContain(String(stream.headers['x-request-id']))
    }
  })

  it.each([
    ['no token', null, 'A bearer token is required.'],
    ['no good token', 'abc', 'The token is not a JSON Web Token.'],
  ])('with %s is refused with 401', async (_which, token, message) => {
    const stream = await open({ accept, query: orderChanges, token })
    await stream.until(isOver)
    expect([stream.status, codesOf(stream), stream.headers['www-authenticate']]).toEqual([401, ['UNAUTHENTICATED'], 'Bearer'])
    expect(stream.text()).toContain(message)
  })

  it('by GET changes nothing', async () => {
    const before = gateway.customers.calls.length
    const stream = await open({ accept, method: 'GET', query: 'mutation { rename(id: "1", name: "Eva") { name } }' })
    await stream.until(isOver)
    expect([stream.status, codesOf(stream), gateway.customers.calls.length]).toEqual([405, ['METHOD_NOT_ALLOWED'], before])
  })

  it.each([
    ['PUT', 'application/json', '{}', { status: 405, code: 'METHOD_NOT_ALLOWED' }],
    ['POST', 'text/plain', '{}', { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' }],
    ['POST', 'application/json', '{"query":', { status: 400, code: 'BAD_REQUEST' }],
    ['POST', 'application/json', '{"query":7}', { status: 400, code: 'BAD_REQUEST' }],
    ['POST', 'application/json', '{"query":"{ __typename }","variables":[]}', { status: 400, code: 'BAD_REQUEST' }],
    ['POST', 'application/json', '{}', { status: 400, code: 'BAD_REQUEST' }],
    ['POST', 'application/json', '[{"query":"{ __typename }"}]', { status: 400, code: 'BATCHING_NOT_ALLOWED' }],
  ])('by %s of %s %s is refused', async (method, type, body, refusal) => {
    const authorization = `Bearer ${await gateway.issuer.token('employees')}`
    const answer = await gateway.call('/graphql', { method, headers: { accept, 'content-type': type, authorization }, body })
    expect({ status: answer.status, code: answer.json.errors?.[0]?.extensions['code'] }).toEqual(refusal)
  })

  it('may be read by pages of an allowed origin', async () => {
    const stream = await open({ accept, query: orderChanges, headers: { origin: 'https://shop.example' } })
    await stream.until(count(1))
    expect(stream.headers['access-control-allow-origin']).toBe('https://shop.example')
  })

  it('is kept by nobody on its way, and logged when it begins', async () => {
    const stream = await open({ accept, query: orderChanges })
    await stream.until(count(1))
    expect([stream.headers['cache-control'], stream.headers['x-accel-buffering']]).toEqual(['private, no-store, no-transform', 'no'])
    const lines = gateway.log.map((line) => JSON.parse(line) as Record<string, unknown>)
    const line = lines.findLast(({ operation }) => operation === 'Changes')
    expect(line).toMatchObject({ msg: 'operation', operationType: 'subscription', status: 200, tenantId: acme, errorCodes: [] })
  })

  it('is forgotten when its client goes away', async () => {
    // Those of other tests may be on their way out still.
    await expect.poll(subscribers).toBe(0)
    const stream = await open({ accept, query: orderChanges })
    await stream.until(count(1))
    expect(await subscribers()).toBe(1)
    stream.close()
    await expect.poll(subscribers).toBe(0)
  })
})

describe('Server-Sent Events', () => {
  const accept = accepting.sse

  it('carry each message’s cursor as their id, and say that they live', async () => {
    const stream = await open({ accept, query: orderChanges })
    await stream.until(count(1))
    await publish(1, 2)
    await stream.until(count(3))
    expect(stream.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(stream.messages().map(({ id }) => id)).toEqual(cursors(stream))
    await stream.until(({ text }) => text().endsWith(':\n\n'))
    expect(stream.text()).toMatch(/^(?:(?:id: \S+\nevent: next\ndata: \{.+\}|:)\n\n)+$/)
  })

  it('go on behind Last-Event-ID, whatever `after` says', async () => {
    const first = await open({ accept, query: orderChanges })
    await first.until(count(1))
    await publish(1, 2, 3)
    await first.until(count(4))
    const [checkpoint, , two] = cursors(first)
    const again = await open({ accept, query: orderChanges, variables: { after: checkpoint }, headers: { 'last-event-id': String(two) } })
    await again.until(count(2))
    expect(versions(again)).toEqual([3])
  })

  it('are refused with JSON for a Last-Event-ID that is no cursor', async () => {
    const stream = await open({ accept, query: orderChanges, headers: { 'last-event-id': 'abc' } })
    await stream.until(isOver)
    expect([stream.status, codesOf(stream)]).toEqual([400, ['BAD_USER_INPUT']])
    expect(stream.text()).toContain('after: this is not a cursor of this stream.')
  })

  it.each([
    ['a query', 'GET', '{ order(id: "1") { number } }', { order: { number: 'A-1' } }],
    ['a query', 'POST', '{ order(id: "1") { number } }', { order: { number: 'A-1' } }],
    ['a mutation', 'POST', 'mutation { rename(id: "1", name: "Eva") { name } }', { rename: { name: 'Eva' } }],
  ] as const)('answer %s by %s with one message and complete', async (_what, method, query, data) => {
    const stream = await open({ accept, method, query })
    await stream.until(isOver)
    const text = stream.text().replace(/,"extensions":.*(?=\}\n\nevent)/, '')
    expect(text).toBe(`event: next\ndata: ${JSON.stringify({ data })}\n\nevent: complete\ndata:\n\n`)
  })

  it('end with a complete of their own where nothing can follow', async () => {
    const first = await open({ accept, query: orderChanges })
    await first.until(count(1))
    const [cursor] = cursors(first)
    await publish(1)
    await restoreLog()
    await first.until(isOver)
    expect([kinds(first).at(-1), first.end()]).toEqual(['ResyncRequired', 'complete'])
    const again = await open({ accept, query: orderChanges, variables: { after: cursor } })
    await again.until(isOver)
    expect([kinds(again), again.end()]).toEqual([['Checkpoint', 'ResyncRequired'], 'complete'])
    expect(again.text()).toMatch(/\n\nevent: complete\ndata:\n\n$/)
  })
})

describe('multipart', () => {
  const accept = accepting.multipart

  it('ends each part with the boundary of the next: nothing has to come before it is read', async () => {
    const stream = await open({ accept, query: orderChanges })
    await stream.until(count(1))
    expect(stream.headers['content-type']).toBe('multipart/mixed;boundary="graphql";subscriptionSpec=1.0')
    const head = '\r\ncontent-type: application/json\r\n\r\n'
    await stream.until(({ text }) => text().includes(`${head}{}`))
    const [before, checkpoint, ...others] = stream.text().split('\r\n--graphql')
    expect([before, checkpoint?.startsWith(`${head}{"payload":{"data":`)]).toEqual(['', true])
    expect(others.slice(0, 2)).toEqual([`${head}{}`, ''])
  })

  it.each(['query', 'mutation'] as const)('is no form of the answer to a %s: that is JSON', async (kind) => {
    const query = kind === 'query' ? '{ order(id: "1") { number } }' : 'mutation { cancel(id: "1") { number } }'
    const stream = await open({ accept, query })
    await stream.until(isOver)
    expect(stream.headers['content-type']).toMatch(/^application\/json/)
    expect(withoutCost(JSON.parse(stream.text()))).toEqual({ data: { [kind === 'query' ? 'order' : 'cancel']: { number: 'A-1' } } })
  })

  it('ends with the last boundary', async () => {
    const first = await open({ accept, query: orderChanges })
    await first.until(count(1))
    const [cursor] = cursors(first)
    await publish(1)
    await restoreLog()
    await first.until(isOver)
    expect([kinds(first).at(-1), first.end()]).toEqual(['ResyncRequired', 'complete'])
    const again = await open({ accept, query: orderChanges, variables: { after: cursor } })
    await again.until(isOver)
    expect([kinds(again), again.end()]).toEqual([['Checkpoint', 'ResyncRequired'], 'complete'])
    expect(again.text()).toMatch(/\}\r\n--graphql--\r\n$/)
  })
})

describe('which form an answer has', () => {
  it.each([
    ['text/event-stream', 'text/event-stream'],
    ['application/json, text/event-stream', 'text/event-stream'],
    ['text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0', 'multipart/mixed'],
    ['multipart/mixed;boundary="-";subscriptionSpec="1.0",application/json', 'multipart/mixed'],
    ['TEXT/Event-Stream ; charset=utf-8', 'text/event-stream'],
    ['multipart/mixed;subscriptionSpec=2.0, application/json', 'application/json'],
    ['multipart/mixed, application/json', 'application/json'],
    ['text/event-stream;q=0, application/json', 'application/json'],
    ['application/json', 'application/json'],
    ['*/*', 'application/json'],
  ])('is, for accept: %s, %s', async (accept, type) => {
    const stream = await open({ accept, query: 'subscription { orderChanged { __typename } }' })
    if (type === 'application/json') await stream.until(isOver)
    expect(stream.headers['content-type']?.split(';', 1)).toEqual([type])
    expect(codesOf(stream)).toEqual(type === 'application/json' ? ['SUBSCRIPTION_TRANSPORT_REQUIRED'] : [])
  })

  it.each([
    ['text/event-stream', 'text/event-stream'],
    // What urql sends with every query.
    ['application/graphql-response+json, application/json, text/event-stream, multipart/mixed', 'application/json'],
  ])('is, for a query and accept: %s, %s', async (accept, type) => {
    const stream = await open({ accept, query: '{ __typename }' })
    await stream.until(isOver)
    expect(stream.headers['content-type']?.split(';', 1)).toEqual([type])
  })
})
