import { buildSubgraphSchema } from '@apollo/subgraph'
import { orderPlaced } from '@iommi/schema/events/order-events'
import { parse } from 'graphql'
import { Redis } from 'ioredis'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseAddressList, type AddressList } from '../src/address-list.ts'
import { sql } from 'drizzle-orm'
import { withTenant } from '../src/database.ts'
import { AppError } from '../src/errors.ts'
import { streamKey } from '../src/event-stream.ts'
import { parseEvent } from '../src/event-source.ts'
import { attemptsMax, handleBatch, handlerOf, type HandlingKit } from '../src/handle-events.ts'
import { newId } from '../src/ids.ts'
import { internalClient } from '../src/internal-client.ts'
import { openMetrics } from '../src/metrics.ts'
import { appendEvent } from '../src/outbox.ts'
import type { RequestContext } from '../src/request-context.ts'
import { callService } from '../src/service-client.ts'
import { startSubgraph, type RunningSubgraph } from '../src/subgraph-server.ts'
import { createLogger, silentLogger } from '../src/telemetry.ts'
import { employee } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'
import { testRedisUrl } from '../src/testing/test-redis.ts'
import { startTracing } from '../src/tracing.ts'
import { z } from 'zod'

// A subgraph that writes, publishes and calls another service; a stand-in for that service; and a collector.
const database = useTestDatabase('orders')
const redisUrl = testRedisUrl()
const redis = new Redis(redisUrl)
const key = 'a'.repeat(64)
const metrics = openMetrics()
const lines: string[] = []
const canary = 'clara.canary@example.com'
const collected: string[] = []
const called: (string | undefined)[] = []
const servers: Server[] = []
let collectorUrl = ''
let running: RunningSubgraph
let gateway: ReturnType<typeof internalClient>

interface Span {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly status: { readonly code?: number }
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string; readonly intValue?: number } }[]
  readonly events: readonly { readonly attributes: readonly { readonly value: { readonly stringValue: string } }[] }[]
}

interface SeenSpan {
  readonly spanId: string
  readonly attributes: Readonly<Record<string, unknown>>
  readonly statements: readonly unknown[]
  readonly isError: boolean
  /** How many stand at the same place. */
  readonly count: number
}

/** The spans that the collector has of a trace, by the names from the outermost span on. */
function spansByPath(traceId: string): (path: string) => SeenSpan {
  const requests = collected.map((body) => JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] })
  const all = requests.flatMap(({ resourceSpans }) => resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((each) => each.spans)))
  const spans = all.filter((span) => span.traceId === traceId)
  const labelOf = (span: Span) => (span.name === 'query' ? `query ${String(attributesOf(span)['graphql.operation.name'])}` : span.name)
  const pathOf = (span: Span): string => {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
    return parent === undefined ? labelOf(span) : `${pathOf(parent)} > ${labelOf(span)}`
  }
  return (path) => {
    const found = spans.filter((span) => pathOf(span) === path)
    const [first] = found
    if (first === undefined) throw new Error(`no ${path} in ${spans.map(pathOf).join('\n')}`)
    return {
      spanId: first.spanId,
      attributes: attributesOf(first),
      statements: first.events.map(({ attributes }) => attributes[0]?.value.stringValue),
      isError: first.status.code === 2,
      count: found.length,
    }
  }
}

const attributesOf = ({ attributes }: Span): Readonly<Record<string, unknown>> =>
  Object.fromEntries(attributes.map(({ key: name, value }) => [name, value.stringValue ?? value.intValue]))

async function serve(answer: (body: string, traceparent: string | undefined) => string): Promise<string> {
  const server = createServer((request, response) => {
    const { traceparent } = request.headers
    void text(request).then((body) =>
      response.setHeader('content-type', 'application/json').end(answer(body, typeof traceparent === 'string' ? traceparent : undefined)),
    )
  })
  servers.push(server)
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}

beforeAll(async () => {
  collectorUrl = await serve((body) => {
    collected.push(body)
    return '{}'
  })
  const callee = await serve((_body, traceparent) => {
    called.push(traceparent)
    return '{"data":{"ok":true}}'
  })
  const catalog = internalClient({ caller: 'orders', callee: 'catalog', url: `${callee}/graphql`, key, metrics })
  const act = async (_root: unknown, _args: unknown, context: RequestContext): Promise<string> => {
    await callService(
      catalog,
      { ...context, caller: 'orders' },
      { document: 'query Ok { ok }', answer: z.object({ ok: z.boolean() }) },
      { canary },
    )
    return await withTenant(context, async (tx) => {
      await tx.execute(sql`select ${canary}::text`)
      const change = { aggregateId: newId('order'), aggregateVersion: 1, data: moveOf(newId('order')) }
      return await appendEvent(tx, context, orderPlaced, change)
    })
  }
  const resolvers = {
    Query: {
      bug: () => {
        throw new Error(canary)
      },
      refused: () => {
        throw new AppError('FORBIDDEN', 'No.')
      },
    },
    Mutation: { act },
  }
  const typeDefs = parse('type Query { bug: String refused: String } type Mutation { act(email: String): String! }')
  running = await startSubgraph(
    {
      name: 'orders',
      schema: buildSubgraphSchema([{ typeDefs, resolvers }]),
      config: {
        HOST: '127.0.0.1',
        PORT: 0,
        LOG_LEVEL: 'debug',
        DRAIN_TIMEOUT_MS: 3_000,
        METRICS_ADDRESSES: parseAddressList('127.0.0.1') as AddressList,
        DATABASE_URL: database.urlOf('orders_app'),
        DATABASE_WORKER_URL: database.urlOf('orders_worker'),
        DATABASE_POOL_SIZE: 2,
        REDIS_URL: redisUrl,
      },
      callers: new Map([['gateway', key]]),
      createContext: (base) => base,
      metrics,
      onStop: () => catalog.close(),
    },
    createLogger({ service: 'orders', level: 'debug', stream: { write: (line) => void lines.push(line) } }),
  )
  gateway = internalClient({ caller: 'gateway', callee: 'orders', url: `http://127.0.0.1:${String(running.port)}/graphql`, key })
})
afterAll(async () => {
  await gateway.close()
  await running.stop()
  for (const server of servers) server.close().closeAllConnections()
  redis.disconnect()
})

const moveOf = (orderId: string) => ({
  orderId,
  customerId: newId('customer'),
  fromStatus: null,
  toStatus: 'PLACED' as const,
  fromFulfillmentStatus: null,
  toFulfillmentStatus: 'UNFULFILLED' as const,
  version: 1,
})

const newTrace = () => {
  const traceId = newId('t')
    .slice(2)
    .padEnd(32, '0')
    .replaceAll(/[^0-9a-f]/g, 'a')
    .slice(0, 32)
  return { traceId, traceparent: `00-${traceId}-00f067aa0ba902b7-01` }
}

async function ask(query: string, traceparent: string | null, variables: object = {}): Promise<unknown> {
  const context = { tenantId: database.acme.id, actor: employee('admin'), requestId: 'r', signal: AbortSignal.timeout(5_000) }
  return JSON.parse(await gateway.post({ ...context, traceparent }, JSON.stringify({ query, variables })))
}

/** The event in the stream, once it is there. */
async function published(eventId: string) {
  const find = async () => {
    const entries = await redis.xrange(streamKey(database.acme.id, 'order-events'), '-', '+')
    return entries.map(([, fields]) => parseEvent(fields[fields.indexOf('event') + 1] ?? '')).find(({ id }) => id === eventId)
  }
  await expect.poll(find, { timeout: 5_000, interval: 20 }).toBeDefined()
  const event = await find()
  if (event === undefined) throw new Error('not published')
  return event
}

const actOn = async (traceparent: string | null) => {
  const { data } = (await ask('mutation Act($email: String) { act(email: $email) }', traceparent, { email: canary })) as {
    data: { act: string }
  }
  return await published(data.act)
}

it('passes the trace on when nothing is traced, sends nothing, and gives who has none one of its own', async () => {
  const tracing = await startTracing({ service: 'orders', endpoint: undefined })
  const { traceId, traceparent } = newTrace()
  const event = await actOn(traceparent)
  expect(event.traceparent).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`))
  expect(called.splice(0)).toEqual([event.traceparent])
  const own = await actOn(null)
  expect(own.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  const broken = await actOn('00-not-a-trace')
  expect(broken.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  called.splice(0)
  await tracing.stop()
  expect(collected).toEqual([])
})

it('shows one request in one trace: request, call, statements without parameters, publishing, and each try to handle the event', async () => {
  const tracing = await startTracing({ service: 'orders', endpoint: collectorUrl })
  const { traceId, traceparent } = newTrace()
  const event = await actOn(traceparent)
  const kit: HandlingKit = {
    consumer: {
      name: 'failing',
      topic: 'order-events',
      handlers: handlerOf(orderPlaced, async (tx) => {
        await tx.execute(sql`select 1 as handling`)
        throw new Error(canary)
      }),
    },
    db: database.db,
    log: silentLogger,
    now: () => new Date(),
    metrics,
  }
  const head = await redis.xrange(streamKey(database.acme.id, 'order-events'), '-', '+')
  const epoch = head[0]?.[1][1] ?? ''
  const batch = { epoch, isFromStart: true, oldestSeq: event.seq, events: [event] }
  for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
    const now = new Date(Date.now() + attempt * 60_000)
    expect(await handleBatch({ ...kit, now: () => now }, database.acme, batch)).toBe('failed')
  }
  await ask('query bug { bug }', traceparent)
  await ask('query refused { refused }', traceparent)
  await tracing.stop()

  // The test is the caller of the subgraph, in the same process.
  const span = spansByPath(traceId)
  const mutation = span('call orders > mutation')
  expect(mutation.attributes).toMatchObject({ 'graphql.operation.type': 'mutation', 'graphql.operation.name': 'Act' })
  expect(called).toEqual([`00-${traceId}-${span('call orders > mutation > call catalog').spanId}-01`])
  expect(span('call orders > mutation > orders app transaction').statements).toEqual([
    "select set_config('app.tenant_id', $1, true), set_config('search_path', $2, true)",
    'select $1::text',
    expect.stringMatching(/^insert into "outbox" .* values \(default, \$1, default, \$2/),
  ])
  expect(event.traceparent).toBe(`00-${traceId}-${mutation.spanId}-01`)
  expect(span('call orders > mutation > publish order-events').attributes['messaging.batch.message_count']).toBe(1)
  const handling = span('call orders > mutation > handle order-events')
  expect([handling.count, handling.isError, handling.statements]).toEqual([attemptsMax, true, ['select 1 as handling']])

  // What is our fault is an error; what the caller may not do is not.
  const bug = span('call orders > query bug')
  const refused = span('call orders > query refused')
  expect([bug.attributes['error.type'], bug.isError]).toEqual(['INTERNAL_SERVER_ERROR', true])
  expect([refused.attributes['error.type'], refused.isError]).toEqual(['FORBIDDEN', false])
  expect(lines.map((line) => JSON.parse(line) as object).find((line) => 'msg' in line && line.msg === 'resolver failed')).toMatchObject({
    traceId,
  })

  const letters = await database.admin`select traceparent from orders.dead_letters where consumer = 'failing'`
  expect([...letters]).toEqual([{ traceparent: event.traceparent }])
  expect(collected.join('')).not.toContain('canary')
})

it('records nothing of background rounds that have nothing to do', async () => {
  const before = collected.length
  const tracing = await startTracing({ service: 'orders', endpoint: collectorUrl })
  const rounds = async () =>
    (await counts()).get('iommi_database_transaction_duration_seconds_count{role="worker",outcome="committed"}') ?? 0
  const from = await rounds()
  await expect.poll(rounds, { timeout: 5_000, interval: 50 }).toBeGreaterThan(from + 10)
  await tracing.stop()
  expect(collected.slice(before)).toEqual([])
})

/** Each metric's value by its name and labels. */
async function counts(headers: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, number>> {
  const response = await fetch(`http://127.0.0.1:${String(running.port)}/metrics`, { headers })
  const values = (await response.text()).matchAll(/^(?<name>\w+(?:\{.*\})?) (?<value>\S+)$/gm)
  return new Map([...values].map(({ groups }) => [groups?.['name'] ?? '', Number(groups?.['value'])]))
}

it('counts exactly what there was', async () => {
  const names = {
    mutations: 'iommi_request_duration_seconds_count{operation_type="mutation",code="OK"}',
    bugs: 'iommi_request_duration_seconds_count{operation_type="query",code="INTERNAL_SERVER_ERROR"}',
    refused: 'iommi_request_duration_seconds_count{operation_type="query",code="FORBIDDEN"}',
    strangers: 'iommi_request_duration_seconds_count{operation_type="none",code="UNAUTHENTICATED"}',
    calls: 'iommi_internal_call_duration_seconds_count{callee="catalog",outcome="ok"}',
    transactions: 'iommi_database_transaction_duration_seconds_count{role="app",outcome="committed"}',
    waits: 'iommi_database_connection_wait_seconds_count{role="app"}',
    published: 'iommi_events_published_total{topic="order-events"}',
  }
  const read = async () => {
    const all = await counts()
    return Object.fromEntries(Object.entries(names).map(([name, metric]) => [name, all.get(metric) ?? 0]))
  }
  const before = await read()
  for (let n = 0; n < 3; n += 1) await actOn(null)
  for (let n = 0; n < 2; n += 1) await ask('{ bug }', null)
  await ask('{ refused }', null)
  await fetch(`http://127.0.0.1:${String(running.port)}/graphql`, { method: 'POST', body: '{}' })
  const after = await read()
  expect(Object.fromEntries(Object.keys(names).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]))).toEqual({
    mutations: 3,
    bugs: 2,
    refused: 1,
    strangers: 1,
    calls: 3,
    transactions: 3,
    waits: 3,
    published: 3,
  })
  const backlog = async () => (await counts()).get('iommi_outbox_backlog_events{schema="orders"}')
  await expect.poll(backlog, { timeout: 5_000, interval: 50 }).toBe(0)
  const all = await counts()
  expect(all.get('iommi_events_consumed_total{consumer="failing",outcome="failed"}')).toBe(attemptsMax - 1)
  expect(all.get('iommi_events_consumed_total{consumer="failing",outcome="dead"}')).toBe(1)
  expect([...all.keys()].some((name) => name.startsWith('nodejs_eventloop_lag'))).toBe(true)
  expect([...all.keys()].join('\n')).not.toContain(database.acme.id)
})

it('counts a stream that lost what it had', async () => {
  const name = 'iommi_stream_catch_ups_total{topic="order-events"}'
  const before = (await counts()).get(name) ?? 0
  await redis.flushdb()
  await expect.poll(async () => (await counts()).get(name), { timeout: 5_000, interval: 50 }).toBe(before + 1)
})

it('shows its metrics to nobody who comes through a proxy', async () => {
  expect((await counts()).size).toBeGreaterThan(0)
  expect((await counts({ 'x-forwarded-for': '127.0.0.1' })).size).toBe(0)
  expect((await counts({ forwarded: 'for=127.0.0.1' })).size).toBe(0)
})

it('loses spans and nothing else when the collector is away', async () => {
  const tracing = await startTracing({ service: 'orders', endpoint: 'http://127.0.0.1:1' })
  const event = await actOn(null)
  expect(event.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/)
  await tracing.stop()
})
