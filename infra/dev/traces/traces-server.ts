import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { readBody } from '@iommi/shared/http-server'
import { readOtlp } from './otlp.ts'
import { listPage, missingPage, pageStyle, tracePage, type MetricsUrls } from './trace-pages.ts'
import type { TraceFilter, TraceStore } from './trace-store.ts'

interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

const bodyBytesMax = 16 * 1024 * 1024
const json = 'application/json'
const htmlType = 'text/html; charset=utf-8'
const policy = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

/**
 * A collector for development that does not listen yet: OTLP/HTTP JSON at `/v1/traces`, the traces as pages at `/`. The pages load
 * nothing from outside and run no script. Other sites' pages cannot send to it: it takes only a type that they may not send unasked.
 */
export function tracesServer(store: TraceStore, metrics: MetricsUrls): Server {
  return createServer((request, response) => {
    answer(request, { store, metrics }).then(
      (answered) => send(response, answered),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? (error.stack ?? '') : String(error)}\n`)
        send(response, { status: 500, type: json, text: '{}' })
      },
    )
  })
}

interface Collector {
  readonly store: TraceStore
  readonly metrics: MetricsUrls
}

async function answer(request: IncomingMessage, collector: Collector): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  if (request.method === 'POST') return url.pathname === '/v1/traces' ? await collect(request, collector.store) : notFound
  if (request.method !== 'GET') return { status: 405, type: json, text: '{}' }
  if (url.pathname.startsWith('/traces/')) return showTrace(collector.store, url.pathname.slice('/traces/'.length))
  switch (url.pathname) {
    case '/':
      return { status: 200, type: htmlType, text: showList(collector, url.searchParams) }
    case '/page.css':
      return { status: 200, type: 'text/css; charset=utf-8', text: pageStyle }
    case '/health/live':
    case '/health/ready':
      return { status: 200, type: json, text: '{"status":"ready"}' }
    default:
      return notFound
  }
}

const notFound: Answer = { status: 404, type: htmlType, text: missingPage() }

async function collect(request: IncomingMessage, store: TraceStore): Promise<Answer> {
  if (request.headers['content-type']?.split(';')[0] !== json) return { status: 415, type: json, text: '{}' }
  const body = await readBody(request, bodyBytesMax)
  if (body === null) return { status: 413, type: json, text: '{}' }
  const spans = readOtlp(body.toString())
  if (spans === null) return { status: 400, type: json, text: '{}' }
  store.add(spans)
  return { status: 200, type: json, text: '{"partialSuccess":{}}' }
}

function showTrace(store: TraceStore, traceId: string): Answer {
  const trace = store.find(traceId)
  return trace === null ? notFound : { status: 200, type: htmlType, text: tracePage(trace) }
}

function showList({ store, metrics }: Collector, wishes: URLSearchParams): string {
  const durationMs = Number(wishes.get('min'))
  const service = wishes.get('service')
  const filter: TraceFilter = {
    service: service === '' ? null : service,
    onlyErrors: wishes.has('errors'),
    durationMsMin: Number.isFinite(durationMs) ? durationMs : 0,
  }
  return listPage(store, filter, { isLive: wishes.has('live'), metrics })
}

function send(response: ServerResponse, { status, type, text }: Answer): void {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  })
  response.end(text)
}
