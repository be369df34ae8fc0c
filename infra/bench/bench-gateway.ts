import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { repositoryDir } from '../dev/command.ts'
import { freePorts } from '../dev/ports.ts'
import { redisUrl, startRedis } from '../dev/redis.ts'
import { fetchToken, tokenRequest } from '../dev/token-request.ts'
import { cores, pin, startMeasured, unpin, type MeasuredProcess } from './measured-process.ts'
import { cannedEpoch, startCannedSubgraphs } from './canned-subgraphs.ts'

/** A gateway on a core of its own, with a real Redis and identity provider, and subgraphs that cost nothing. */
export interface BenchGateway {
  readonly port: number
  readonly process: MeasuredProcess
  readonly token: (tenant: string) => Promise<string>
  /** Puts events of a tenant into its stream, all at once. */
  readonly publish: (tenantId: string, count: number) => Promise<void>
  /** Of the 99th of a hundred turns of the event loop since it was asked last, milliseconds. */
  readonly eventLoopP99Ms: () => Promise<number>
  readonly subgraphCalls: () => number
  readonly stop: () => Promise<void>
}

const subgraphs = ['ORDERS', 'CATALOG', 'CUSTOMERS', 'NOTIFICATIONS']

/** Starts everything; the bundles are built. */
export async function startBenchGateway(): Promise<BenchGateway> {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-bench-'))
  const [port = 0, redisPort = 0, identityPort = 0] = await freePorts(3)
  const canned = await startCannedSubgraphs()
  pin(process.pid, cores.load)
  const redisProcess = await startRedis({ dataDir: join(directory, 'redis'), port: redisPort, logFile: join(directory, 'redis.log') })
  pin(redisProcess.pid, cores.load)
  const identityUrl = `http://127.0.0.1:${String(identityPort)}`
  const identity = await startMeasured({
    file: join(repositoryDir, 'infra/dist/identity.js'),
    environment: { PORT: String(identityPort), HOST: '127.0.0.1', IDENTITY_KEYS_FILE: join(directory, 'keys.json'), NODE_ENV: 'test' },
    readyUrl: `${identityUrl}/health/ready`,
    logFile: join(directory, 'identity.log'),
  })
  pin(identity.pid, cores.load)
  const url = redisUrl(redisPort)
  const redis = new Redis(url)
  const measured = await startMeasured({
    file: join(repositoryDir, 'gateway/dist/main.js'),
    environment: environment({ port, redisUrl: url, identityUrl, subgraphUrl: `http://127.0.0.1:${String(canned.port)}/graphql` }),
    readyUrl: `http://127.0.0.1:${String(port)}/health/live`,
    logFile: join(directory, 'gateway.log'),
  })
  const published = new Map<string, number>()
  return {
    port,
    process: measured,
    token: async (tenant) => await fetchToken(identityUrl, tokenRequest({ tenant, as: 'admin' })),
    publish: async (tenantId, count) => {
      const pipeline = redis.pipeline()
      for (let added = 0; added < count; added += 1) {
        const seq = (published.get(tenantId) ?? 0) + 1
        published.set(tenantId, seq)
        pipeline.xadd(`events:{${tenantId}}:order-events`, `${String(seq)}-0`, 'epoch', cannedEpoch, 'event', event(tenantId, seq))
      }
      await pipeline.exec()
    },
    eventLoopP99Ms: async () => {
      const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
      return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)?.[1]) * 1_000
    },
    subgraphCalls: canned.calls,
    stop: async () => {
      await Promise.all([measured.stop(), identity.stop()])
      redis.disconnect()
      await redisProcess.stop()
      await canned.stop()
      // What is started from here next is not ours.
      unpin(process.pid)
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function environment(at: {
  readonly port: number
  readonly redisUrl: string
  readonly identityUrl: string
  readonly subgraphUrl: string
}): Readonly<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    LOG_LEVEL: 'error',
    HOST: '127.0.0.1',
    PORT: String(at.port),
    REDIS_URL: at.redisUrl,
    CURSOR_KEY: randomBytes(32).toString('hex'),
    EMPLOYEE_ISSUER: `${at.identityUrl}/employees`,
    CLIENT_ISSUER: `${at.identityUrl}/clients`,
    SOCKETS_PER_USER_MAX: '100000',
    SOCKETS_MAX: '100000',
    // The swarm answers no pings.
    PING_INTERVAL_MS: '3600000',
    CHECKPOINT_INTERVAL_MS: '3600000',
    ...Object.fromEntries(
      subgraphs.flatMap((name) => [
        [`SUBGRAPH_URL_${name}`, at.subgraphUrl],
        [`INTERNAL_KEY_GATEWAY_${name}`, randomBytes(32).toString('hex')],
      ]),
    ),
  }
}

function event(tenantId: string, seq: number): string {
  const orderId = `order_${String(seq).padStart(26, '0')}`
  return JSON.stringify({
    specversion: '1.0',
    id: `event_${String(seq).padStart(26, '0')}`,
    source: 'io.iommi/orders',
    type: 'io.iommi.order.confirmed.v1',
    subject: orderId,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    data: {
      orderId,
      customerId: 'customer_1',
      fromStatus: 'PLACED',
      toStatus: 'CONFIRMED',
      fromFulfillmentStatus: 'UNFULFILLED',
      toFulfillmentStatus: 'UNFULFILLED',
      version: 2,
    },
    tenantid: tenantId,
    seq,
    aggregateversion: 2,
  })
}

/** What the swarm subscribes to: an event takes two fetches of entities, a message has about 450 bytes. */
export const liveOrders = readFileSync(new URL('live-orders.graphql', import.meta.url), 'utf8')
