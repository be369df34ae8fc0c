import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { traceStore } from './trace-store.ts'
import { tracesServer } from './traces-server.ts'

let server: Server
let url = ''

beforeEach(async () => {
  server = tracesServer(traceStore({ tracesMax: 3, spansMax: 4 }), { gateway: 'http://127.0.0.1:4000/metrics' })
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
})
afterEach(() => {
  server.close().closeAllConnections()
})

const traceId = (n: number) => n.toString(16).padStart(32, 'a')
const spanId = (n: number) => n.toString(16).padStart(16, 'b')

interface Wish {
  readonly trace: number
  readonly span: number
  readonly parent?: number
  readonly startMs?: number
  readonly tookMs?: number
  readonly name?: string
  readonly error?: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly statements?: readonly string[]
}

const attributesOf = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }))

/** A span as the exporter sends it. */
function spanOf({ trace, span, parent, startMs = 0, tookMs = 10, name = 'query', error, attributes = {}, statements = [] }: Wish) {
  const nanos = (ms: number): string => String(1_700_000_000_000_000_000n + BigInt(Math.round(ms * 1e6)))
  return {
    traceId: traceId(trace),
    spanId: spanId(span),
    ...(parent === undefined ? {} : { parentSpanId: spanId(parent) }),
    name,
    kind: 2,
    startTimeUnixNano: nanos(startMs),
    endTimeUnixNano: nanos(startMs + tookMs),
    attributes: attributesOf({ ...attributes, ...(error === undefined ? {} : { 'error.type': error }) }),
    events: statements.map((statement) => ({
      name: 'sql',
      timeUnixNano: nanos(startMs + 1),
      attributes: attributesOf({ 'db.query.text': statement }),
    })),
    status: { code: error === undefined ? 0 : 2 },
  }
}

const send = async (service: string, ...spans: readonly Wish[]): Promise<number> => {
  const body = {
    resourceSpans: [{ resource: { attributes: attributesOf({ 'service.name': service }) }, scopeSpans: [{ spans: spans.map(spanOf) }] }],
  }
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return response.status
}

const read = async (path: string) => {
  const response = await fetch(`${url}${path}`)
  return {
    status: response.status,
    headers: response.headers,
    text: (await response.text()).replaceAll(/\s+/g, ' ').replaceAll('> <', '><'),
  }
}

/** The traces that a list shows, in its order. */
const listed = async (path: string) => [...(await read(path)).text.matchAll(/href="\/traces\/a+(\d)"/g)].map(([, n]) => Number(n))

test('lists traces newest first, with what was asked for, how long that took, and who took part', async () => {
  const operation = { 'graphql.operation.name': 'PlaceOrder' }
  expect(await send('gateway', { trace: 1, span: 1, tookMs: 40, name: 'mutation', attributes: operation })).toBe(200)
  await send('orders', { trace: 1, span: 2, parent: 1, startMs: 5, tookMs: 100, error: 'UPSTREAM_UNAVAILABLE' })
  await send('gateway', { trace: 2, span: 3, startMs: 1_000 })
  expect(await listed('/')).toEqual([2, 1])
  const { text } = await read('/')
  expect(text).toContain('gateway: mutation PlaceOrder')
  expect(text).toContain('<strong class="error">1 failed</strong>')
  expect(text).toContain('40.0 ms</td><td class="number">105.0 ms')
  expect(text).toContain('gateway, orders')
  expect(text).toContain('<a href="http://127.0.0.1:4000/metrics">gateway</a>')
})

test('filters by service, errors and duration, and keeps what was chosen in the form', async () => {
  await send(
    'gateway',
    { trace: 1, span: 1, tookMs: 50 },
    { trace: 2, span: 2, tookMs: 5, startMs: 10 },
    { trace: 3, span: 3, startMs: 20 },
  )
  await send('orders', { trace: 2, span: 4, parent: 2, startMs: 11 })
  await send('orders', { trace: 3, span: 5, parent: 3, startMs: 21, error: 'Error' })
  expect(await listed('/?service=orders')).toEqual([3, 2])
  expect(await listed('/?service=&errors=1')).toEqual([3])
  expect(await listed('/?min=10')).toEqual([3, 1])
  expect(await listed('/?service=orders&min=10&errors=1')).toEqual([3])
  expect(await listed('/?service=nobody')).toEqual([])
  const { text } = await read('/?service=orders&errors=1&min=2.5&live=1')
  expect(text).toContain('<option selected>orders</option>')
  expect(text).toContain('value="2.5"')
  expect(text.match(/value="1" checked/g)).toHaveLength(2)
  expect(text).toContain('<meta http-equiv="refresh" content="3" />')
  expect((await read('/')).text).not.toContain('http-equiv')
})

test('shows a trace as a waterfall, each span below its parent with its attributes and statements', async () => {
  await send('orders', { trace: 1, span: 3, parent: 2, startMs: 60, tookMs: 20, name: 'orders app transaction', statements: ['select $1'] })
  await send(
    'gateway',
    { trace: 1, span: 1, tookMs: 100, name: 'mutation' },
    { trace: 1, span: 2, parent: 1, startMs: 50, tookMs: 40, name: 'call orders' },
  )
  const { status, text } = await read(`/traces/${traceId(1)}`)
  expect(status).toBe(200)
  const rows = [...text.matchAll(/<td class="depth-(\d)"><details><summary><b>(\w+)<\/b> ([^<]+)</g)].map(([, ...row]) => row)
  expect(rows).toEqual([
    ['0', 'gateway', 'mutation'],
    ['1', 'gateway', 'call orders'],
    ['2', 'orders', 'orders app transaction'],
  ])
  const bars = [...text.matchAll(/<rect class="bar[^"]*" x="([^"]+)" y="2" width="([^"]+)"/g)].map(([, x, width]) => [x, width])
  expect(bars).toEqual([
    ['0.00%', '100.00%'],
    ['50.00%', '40.00%'],
    ['60.00%', '20.00%'],
  ])
  expect(text).toContain('<code>select $1</code><small>after 1.0 ms</small>')
})

test('keeps the newest traces and a bounded number of spans of each', async () => {
  for (const trace of [1, 2, 3, 4]) await send('gateway', { trace, span: trace, startMs: trace })
  expect(await listed('/')).toEqual([4, 3, 2])
  expect((await read(`/traces/${traceId(1)}`)).status).toBe(404)
  await send('gateway', ...[11, 12, 13, 14, 15].map((span) => ({ trace: 4, span, parent: 4 })))
  expect((await read(`/traces/${traceId(4)}`)).text).toContain('4 spans and 2 more')
})

test('runs no script, loads nothing from outside, and shows whatever it is sent as text', async () => {
  const name = '<script>alert(1)</script>"\''
  await send(name, { trace: 1, span: 1, name, attributes: { [name]: name }, statements: [name], error: name })
  for (const path of ['/', `/traces/${traceId(1)}`, '/traces/nothing', '/?service=%3Cscript%3E&min=%22']) {
    const { headers, text } = await read(path)
    expect(text).not.toContain('<script')
    expect(text).not.toMatch(/(?:src|href)="(?!\/|data:,|http:\/\/127\.0\.0\.1:4000\/metrics)/)
    expect(headers.get('content-security-policy')).toContain("default-src 'none'")
  }
  const style = await read('/page.css')
  expect([style.status, style.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect(style.text).not.toMatch(/url\(|@import/)
})

test('refuses what is no OTLP, and what other sites’ pages may send without asking', async () => {
  const post = async (path: string, type: string, body: string) =>
    (await fetch(`${url}${path}`, { method: 'POST', headers: { 'content-type': type }, body })).status
  expect(await post('/v1/traces', 'application/json', '{')).toBe(400)
  expect(await post('/v1/traces', 'application/json', '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"1"}]}]}]}')).toBe(400)
  expect(await post('/v1/traces', 'text/plain', '{"resourceSpans":[]}')).toBe(415)
  expect(await post('/v1/traces', 'application/json', `"${'x'.repeat(16 * 1024 * 1024)}"`)).toBe(413)
  expect(await post('/', 'application/json', '{}')).toBe(404)
  expect((await fetch(url, { method: 'DELETE' })).status).toBe(405)
  expect((await read('/other')).status).toBe(404)
  expect((await read('/health/ready')).status).toBe(200)
  expect(await listed('/')).toEqual([])
})

test('shows the spans of a trace whose parents are missing, or go round in a circle, once', async () => {
  await send('orders', { trace: 1, span: 1, parent: 9 }, { trace: 1, span: 2, parent: 3 }, { trace: 1, span: 3, parent: 2 })
  const { text } = await read(`/traces/${traceId(1)}`)
  expect(text.match(/<details>/g)).toHaveLength(3)
})
