import { randomBytes } from 'node:crypto'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createLogger } from '@iommi/shared/telemetry'
import { testRedisUrl } from '@iommi/shared/testing/test-redis'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startGateway, type GatewayClocks, type RunningGateway } from '../src/gateway.ts'
import type { AddressList } from '@iommi/shared/address-list'
import type { GatewayConfig } from '../src/config.ts'
import { readSupergraphs } from '../src/supergraph.ts'
import { testGraph, type TestGraph } from './test-graph.ts'
import { withoutCost } from './without-cost.ts'
import { acme, globex, startTestIssuer, type TestIssuer } from './test-issuer.ts'
import { startTestSubgraph, type TestSubgraph } from './test-subgraph.ts'

/** An HTTP answer; `json` throws where the body is none, and is without the cost. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: { readonly data?: unknown; readonly errors?: readonly ShownError[]; readonly extensions?: unknown }
}

interface ShownError {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly locations?: unknown
  readonly extensions: Readonly<Record<string, unknown>>
}

interface Call {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Who runs an operation, and with what. */
export interface RunOptions {
  readonly variables?: object
  readonly token?: string
  readonly operationName?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A whole gateway in this process with real subgraphs and a real issuer beside it. */
export interface TestGateway {
  readonly issuer: TestIssuer
  readonly customers: TestSubgraph
  readonly orders: TestSubgraph
  /** In graphs that have it. */
  readonly notifications: TestSubgraph
  /** How many calls all subgraphs together have got. */
  readonly calls: () => number
  /** What the gateway logged, line by line. */
  readonly log: readonly string[]
  /** What `_admitUser` was asked. */
  readonly ensured: readonly { readonly input: Readonly<Record<string, unknown>>; readonly caller: string }[]
  readonly port: number
  /** What the gateway was started with: another one with it shares issuer, subgraphs and Redis. */
  readonly config: GatewayConfig
  /** Where the gateway looks for its supergraph. */
  readonly supergraphFile: string
  call(path: string, call?: Call): Promise<Answer>
  /** POSTs an operation as an employee, or as whoever `token` says. */
  run(query: string, options?: RunOptions): Promise<Answer>
}

export interface TestGatewayOptions {
  readonly config?: Partial<GatewayConfig>
  readonly limits?: Partial<GatewayConfig['limits']>
  readonly clocks?: GatewayClocks
  /** Instead of the usual one. */
  readonly graph?: TestGraph
  /** Whether the explorer gets tokens from the test issuer. */
  readonly isDevelopment?: boolean
  /** Where operations are registered; nowhere unless it is given. */
  readonly operationsDirectory?: string
}

const nobody: AddressList = { has: () => false }

/** The limits of a test gateway unless it asks for others: those that a gateway has by itself. */
export const defaultLimits: GatewayConfig['limits'] = {
  bodyBytesMax: 65_536,
  tokensMax: 1_000,
  employeeTokensMax: 2_000,
  depthMax: 10,
  aliasesMax: 15,
  rootFieldsMax: 10,
  directivesMax: 20,
  selectionsMax: 10_000,
  pageSizeMax: 100,
  costMax: 1_000_000,
  costPerMinute: 1_000_000_000,
  requestsPerMinute: 1_000_000,
  employeeCostPerMinute: 1_000_000_000,
  employeeRequestsPerMinute: 1_000_000,
  budgetWaitMs: 50,
  requestTimeoutMs: 10_000,
  subgraphTimeoutMs: 3_000,
  subscriptionsPerSocketMax: 20,
  socketsPerUserMax: 10,
  socketsMax: 10_000,
  socketInitTimeoutMs: 3_000,
  pingIntervalMs: 12_000,
  checkpointIntervalMs: 30_000,
}

/** Starts everything before this file's tests and stops it after them. */
export function useTestGateway(options: TestGatewayOptions = {}): TestGateway {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-gateway-'))
  const supergraphFile = join(directory, 'supergraph.graphql')
  const log: string[] = []
  const ensured: { input: Readonly<Record<string, unknown>>; caller: string }[] = []
  const parts: { issuer?: TestIssuer; gateway?: RunningGateway; config?: GatewayConfig } = {}
  const subgraphs = new Map<string, TestSubgraph>()
  const graph = options.graph ?? testGraph
  const redisUrl = testRedisUrl()
  beforeAll(async () => {
    const key = (): string => randomBytes(32).toString('hex')
    parts.issuer = await startTestIssuer()
    for (const [name, source] of Object.entries(graph.sources(ensured))) subgraphs.set(name, await startTestSubgraph(name, key(), source))
    writeFileSync(supergraphFile, graph.supergraphSdl)
    parts.config = configFor(parts.issuer, [...subgraphs.values()], { ...options, graph, supergraphFile, redisUrl })
    const logger = createLogger({ service: 'gateway', level: 'debug', stream: { write: (line) => void log.push(line) } })
    parts.gateway = await startGateway(parts.config, logger, options.clocks)
  })
  afterAll(async () => {
    await parts.gateway?.stop()
    await Promise.all([...[...subgraphs.values()].map((subgraph) => subgraph.stop()), parts.issuer?.stop()])
    rmSync(directory, { recursive: true, force: true })
  })
  const started = <Name extends keyof typeof parts>(name: Name): NonNullable<(typeof parts)[Name]> => {
    const part = parts[name]
    if (part === undefined) throw new Error(`${name} runs once the tests do`)
    return part
  }
  const subgraph = (name: string): TestSubgraph => {
    const found = subgraphs.get(name)
    if (found === undefined) throw new Error(`${name} runs once the tests do`)
    return found
  }
  const call: TestGateway['call'] = (path, wanted = {}) => sendRequest(started('gateway').port, path, wanted)
  return {
    log,
    ensured,
    supergraphFile,
    calls: () => [...subgraphs.values()].reduce((count, { calls }) => count + calls.length, 0),
    call,
    get issuer() {
      return started('issuer')
    },
    get customers() {
      return subgraph('customers')
    },
    get orders() {
      return subgraph('orders')
    },
    get notifications() {
      return subgraph('notifications')
    },
    get config() {
      return started('config')
    },
    get port() {
      return started('gateway').port
    },
    run: async (query, { variables, token, operationName, headers } = {}) =>
      await call('/graphql', {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          authorization: `Bearer ${token ?? (await started('issuer').token('employees'))}`,
        },
        body: JSON.stringify({ query, variables, operationName }),
      }),
  }
}

function configFor(
  issuer: TestIssuer,
  subgraphs: readonly TestSubgraph[],
  options: TestGatewayOptions & { readonly graph: TestGraph; readonly supergraphFile: string; readonly redisUrl: string },
): GatewayConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    drainTimeoutMs: 2_000,
    supergraphs: readSupergraphs(options.graph.supergraphSdl),
    operationsDirectory: options.operationsDirectory ?? options.supergraphFile.replace(/[^/]+$/, ''),
    // Tests ask as partners for what they like.
    isOperationsAudit: true,
    supergraphFile: options.supergraphFile,
    subgraphs,
    redisUrl: options.redisUrl,
    cursorKey: 'c'.repeat(64),
    adminAddresses: nobody,
    trustedProxies: nobody,
    routerAddresses: nobody,
    employees: { issuer: issuer.issuerOf('employees'), audience: 'iommi-employees', logoutAudiences: ['iommi-employees', 'iommi-console'] },
    clients: { issuer: issuer.issuerOf('clients'), audience: 'iommi-clients', logoutAudiences: ['iommi-clients'] },
    corsOrigins: new Set(['https://shop.example']),
    console: { clientId: 'iommi-console', scope: 'openid' },
    hasExplorer: true,
    devIdentity:
      options.isDevelopment === true ? { url: issuer.issuerOf('clients').replace(/\/clients$/, ''), tenants: { acme, globex } } : null,
    ...options.config,
    limits: { ...defaultLimits, ...options.limits },
  }
}

// node:http rather than fetch: it sends exactly the headers it is given.
async function sendRequest(port: number, path: string, { method = 'GET', headers = {}, body }: Call): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('error', reject)
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          get json() {
            // Tests look at the parts they expect.
            return withoutCost(JSON.parse(text) as Answer['json'])
          },
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}
