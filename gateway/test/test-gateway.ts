import { randomBytes } from 'node:crypto'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { createLogger } from '@iommi/shared/telemetry'
import { afterAll, beforeAll } from 'vitest'
import { startGateway, type GatewayClocks, type RunningGateway } from '../src/gateway.ts'
import type { GatewayConfig } from '../src/config.ts'
import { readSupergraph } from '../src/supergraph.ts'
import { composeTestGraph, testSubgraphSources } from './test-graph.ts'
import { acme, globex, startTestIssuer, type TestIssuer } from './test-issuer.ts'
import { startTestSubgraph, type TestSubgraph } from './test-subgraph.ts'

/** An HTTP answer; `json` throws where the body is none. */
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

/** A whole gateway in this process with real subgraphs and a real issuer beside it. */
export interface TestGateway {
  readonly issuer: TestIssuer
  readonly customers: TestSubgraph
  readonly orders: TestSubgraph
  /** What the gateway logged, line by line. */
  readonly log: readonly string[]
  /** What `_ensureCustomer` was asked. */
  readonly ensured: readonly { readonly input: Readonly<Record<string, unknown>>; readonly caller: string }[]
  readonly port: number
  call(path: string, call?: Call): Promise<Answer>
  /** POSTs an operation as an employee, or as whoever `token` says. */
  run(query: string, options?: { readonly variables?: object; readonly token?: string; readonly operationName?: string }): Promise<Answer>
}

export interface TestGatewayOptions {
  readonly config?: Partial<GatewayConfig>
  readonly limits?: Partial<GatewayConfig['limits']>
  readonly clocks?: GatewayClocks
  /** Whether the explorer gets tokens from the test issuer. */
  readonly isDevelopment?: boolean
}

const defaultLimits: GatewayConfig['limits'] = {
  bodyBytesMax: 65_536,
  tokensMax: 1_000,
  employeeTokensMax: 2_000,
  depthMax: 10,
  aliasesMax: 15,
  rootFieldsMax: 10,
  directivesMax: 20,
  selectionsMax: 10_000,
  pageSizeMax: 100,
  requestTimeoutMs: 10_000,
  subgraphTimeoutMs: 3_000,
}

/** Starts everything before this file's tests and stops it after them. */
export function useTestGateway(options: TestGatewayOptions = {}): TestGateway {
  const log: string[] = []
  const ensured: { input: Readonly<Record<string, unknown>>; caller: string }[] = []
  const parts: { issuer?: TestIssuer; customers?: TestSubgraph; orders?: TestSubgraph; gateway?: RunningGateway } = {}
  beforeAll(async () => {
    const key = (): string => randomBytes(32).toString('hex')
    const sources = testSubgraphSources(ensured)
    parts.issuer = await startTestIssuer()
    parts.customers = await startTestSubgraph('customers', key(), sources.customers)
    parts.orders = await startTestSubgraph('orders', key(), sources.orders)
    const config = configFor(parts.issuer, [parts.customers, parts.orders], options)
    const logger = createLogger({ service: 'gateway', level: 'debug', stream: { write: (line) => void log.push(line) } })
    parts.gateway = await startGateway(config, logger, options.clocks)
  })
  afterAll(async () => {
    await parts.gateway?.stop()
    await Promise.all([parts.customers?.stop(), parts.orders?.stop(), parts.issuer?.stop()])
  })
  const started = <Name extends keyof typeof parts>(name: Name): NonNullable<(typeof parts)[Name]> => {
    const part = parts[name]
    if (part === undefined) throw new Error(`${name} runs once the tests do`)
    return part
  }
  const call: TestGateway['call'] = (path, wanted = {}) => sendRequest(started('gateway').port, path, wanted)
  return {
    log,
    ensured,
    call,
    get issuer() {
      return started('issuer')
    },
    get customers() {
      return started('customers')
    },
    get orders() {
      return started('orders')
    },
    get port() {
      return started('gateway').port
    },
    run: async (query, { variables, token, operationName } = {}) =>
      await call('/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token ?? (await started('issuer').token('employees'))}`,
        },
        body: JSON.stringify({ query, variables, operationName }),
      }),
  }
}

function configFor(issuer: TestIssuer, subgraphs: readonly TestSubgraph[], options: TestGatewayOptions): GatewayConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    logLevel: 'debug',
    drainTimeoutMs: 2_000,
    supergraph: readSupergraph(composeTestGraph()),
    subgraphs,
    employees: { issuer: issuer.issuerOf('employees'), audience: 'iommi-employees' },
    clients: { issuer: issuer.issuerOf('clients'), audience: 'iommi-clients' },
    corsOrigins: new Set(['https://shop.example']),
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
            return JSON.parse(text) as Answer['json']
          },
        }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}
