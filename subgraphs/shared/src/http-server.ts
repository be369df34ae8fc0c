import { setMaxListeners } from 'node:events'
import type { Duplex } from 'node:stream'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { withoutMapping, type AddressList } from './address-list.ts'
import { checkHealth, type Dependency } from './health.ts'
import type { Metrics } from './metrics.ts'
import type { Logger } from './telemetry.ts'

/** A running HTTP server. */
export interface HttpServer {
  readonly port: number
  /** Stops accepting, lets requests in flight finish, cuts off what is left after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>
}

/** What a process serves. */
export interface HttpServerOptions {
  readonly host: string
  readonly port: number
  readonly log: Logger
  readonly dependencies: readonly Dependency[]
  /** What `/metrics` shows, and to whom: never to who comes through a proxy. Left out, there is no such path. */
  readonly metrics?: { readonly source: Metrics; readonly addresses: AddressList } | undefined
  /** Takes connections over that ask to speak another protocol; left out, they are closed. */
  readonly upgrade?: (request: IncomingMessage, raw: Duplex, head: Buffer) => void
  /** Answers everything but health and metrics; must not throw. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/**
 * Listens on `host:port` (0: any free port). Serves `/health/live` (the process runs) and
 * `/health/ready` (each dependency by name; 503 while stopping or when a required one is down), and `/metrics`.
 */
export async function serveHttp(options: HttpServerOptions): Promise<HttpServer> {
  let isStopping = false
  const server = createServer((request, response) => {
    if (isStopping) response.setHeader('connection', 'close')
    answer(request, response, { options, isStopping }).catch((error: unknown) => {
      options.log.error({ err: error }, 'request handler failed')
      if (!response.headersSent) response.writeHead(500)
      response.end()
    })
  })
  if (options.upgrade !== undefined) server.on('upgrade', options.upgrade)
  server.keepAliveTimeout = 65_000
  server.headersTimeout = 10_000
  server.requestTimeout = 15_000
  const port = await listen(server, options.host, options.port)
  return {
    port,
    stop: async (timeoutMs) => {
      isStopping = true
      const closed = new Promise<void>((resolve) => void server.close(() => resolve()))
      server.closeIdleConnections()
      const cutOff = setTimeout(() => server.closeAllConnections(), timeoutMs)
      await closed
      clearTimeout(cutOff)
    },
  }
}

/** The whole request body, or null when it is larger than `bytesMax`: then no more of it is read. */
export async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  if (Number(request.headers['content-length'] ?? 0) > bytesMax) return null
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue
    bytes += chunk.length
    if (bytes > bytesMax) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Aborts when the client goes away before the answer is complete, or after `timeoutMs`. */
export function requestSignal(response: ServerResponse, timeoutMs: number): AbortSignal {
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(timeoutMs)])
  // Every query and call of the request listens to it.
  setMaxListeners(0, signal)
  return signal
}

/** Sends `body` as JSON. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body))
}

function isHealthPath(url: string | undefined): boolean {
  return url === '/health/live' || url === '/health/ready'
}

interface Serving {
  readonly options: HttpServerOptions
  readonly isStopping: boolean
}

async function answer(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  if (isHealthPath(request.url)) return await answerHealth(request, response, serving)
  const { metrics, handle } = serving.options
  if (metrics === undefined || request.url !== '/metrics' || !isAllowed(request, metrics.addresses)) return await handle(request, response)
  const { type, text } = await metrics.source.render()
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text)
}

/** Behind a proxy every request comes from an address that is allowed. */
function isAllowed({ headers, socket }: IncomingMessage, addresses: AddressList): boolean {
  const isForwarded = headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined
  return !isForwarded && addresses.has(withoutMapping(socket.remoteAddress ?? ''))
}

async function answerHealth(request: IncomingMessage, response: ServerResponse, { options, isStopping }: Serving): Promise<void> {
  if (request.url === '/health/live') return sendJson(response, 200, { status: 'live' })
  const health = await checkHealth(options.dependencies)
  const status = isStopping ? 'stopping' : health.status
  sendJson(response, status === 'ready' || status === 'degraded' ? 200 : 503, { ...health, status })
}

async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : port
}
