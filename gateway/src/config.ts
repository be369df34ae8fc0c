import { existsSync, readFileSync } from 'node:fs'
import type { AddressList } from '@iommi/shared/address-list'
import { fileURLToPath } from 'node:url'
import { addressList, cursorKey, internalKey, readConfig, redisUrl, serviceSettings, serviceUrl } from '@iommi/shared/config'
import { invariant } from '@iommi/shared/errors'
import { z } from 'zod'
import type { ConsoleSettings } from './console/console.ts'
import type { DevIdentity } from './explorer/dev-token.ts'
import type { CostLimits } from './limits/cost-control.ts'
import type { DocumentLimits, TokenLimits } from './limits/limits.ts'
import { readSupergraphs, type Supergraphs } from './supergraph.ts'

/** Where a subgraph answers, path included, and the key shared with it. */
export interface SubgraphAddress {
  readonly name: string
  readonly url: string
  readonly key: string
}

/** Every limit of the gateway. */
export interface GatewayLimits extends DocumentLimits, TokenLimits, CostLimits {
  readonly bodyBytesMax: number
  readonly requestTimeoutMs: number
  readonly subgraphTimeoutMs: number
  /** Operations of one WebSocket at a time. */
  readonly subscriptionsPerSocketMax: number
  /** Connections of one user that stay open: sockets and streams. */
  readonly socketsPerUserMax: number
  /** Connections of this process that stay open. */
  readonly socketsMax: number
  readonly socketInitTimeoutMs: number
  readonly pingIntervalMs: number
  /** Time between two checkpoints of a subscription. */
  readonly checkpointIntervalMs: number
}

/** An issuer of tokens as configured. */
export interface IssuerSettings {
  readonly issuer: string
  readonly audience: string
  /** Whom its logout tokens may be for. */
  readonly logoutAudiences: readonly string[]
}

/** All the gateway is told by its environment. */
export interface GatewayConfig {
  readonly host: string
  readonly port: number
  readonly logLevel: string
  readonly drainTimeoutMs: number
  /** Where spans are sent, if anywhere. */
  readonly traceEndpoint?: string | undefined
  /** Who may read `/metrics`; nobody where it is left out. */
  readonly metricsAddresses?: AddressList
  readonly supergraphs: Supergraphs
  /** Where the supergraph came from, and where the next one will. */
  readonly supergraphFile: string
  /** Where the registered operations of all clients are. */
  readonly operationsDirectory: string
  /** Whether what a partner may not run is run all the same, and logged. */
  readonly isOperationsAudit: boolean
  /** Every subgraph with an address: those of the supergraph, and those a later one may name. */
  readonly subgraphs: readonly SubgraphAddress[]
  /** Where events are streamed, and gateways tell each other who was logged out. */
  readonly redisUrl: string
  /** Encrypts the cursors of the event streams, 64 hexadecimal digits; the same in every service. */
  readonly cursorKey: string
  /** Where administration is allowed from. */
  readonly adminAddresses: AddressList
  /** Whose `x-forwarded-for` counts. */
  readonly trustedProxies: AddressList
  /** From where routers of another make may call subgraphs. */
  readonly routerAddresses: AddressList
  readonly employees: IssuerSettings
  readonly clients: IssuerSettings
  readonly corsOrigins: ReadonlySet<string>
  readonly limits: GatewayLimits
  /** Null where no console is served. */
  readonly console: ConsoleSettings | null
  readonly hasExplorer: boolean
  /** Null outside development. */
  readonly devIdentity: DevIdentity | null
}

// From src/ and from dist/ alike.
const usualSupergraphFile = fileURLToPath(new URL('../../schema/supergraph.graphql', import.meta.url))
const usualOperationsDirectory = fileURLToPath(new URL('../../schema/operations', import.meta.url))

const issuerUrl = z.url({ protocol: /^https?$/ })
const atMost = (fallback: number): z.ZodDefault<z.ZodCoercedNumber> => z.coerce.number().int().positive().default(fallback)

const origins = z
  .string()
  .default('')
  .transform((list) => new Set(itemsOf(list)))
  .refine((list) => [...list].every(isOrigin), 'must be origins such as https://shop.example, separated by commas')

const audienceNames = z.string().default('').transform(itemsOf)

const tenants = z
  .string()
  .default('{}')
  .transform(parseJson)
  .pipe(z.record(z.string().min(1), z.uuid(), 'must be a JSON object from slugs to tenant ids'))

const settings = {
  ...serviceSettings,
  REDIS_URL: redisUrl,
  CURSOR_KEY: cursorKey,
  EMPLOYEE_ISSUER: issuerUrl,
  EMPLOYEE_AUDIENCE: z.string().min(1).default('iommi-employees'),
  EMPLOYEE_LOGOUT_AUDIENCES: audienceNames,
  CLIENT_ISSUER: issuerUrl,
  CLIENT_AUDIENCE: z.string().min(1).default('iommi-clients'),
  CLIENT_LOGOUT_AUDIENCES: audienceNames,
  CORS_ORIGINS: origins,
  ADMIN_ADDRESSES: addressList('127.0.0.0/8,::1'),
  TRUSTED_PROXIES: addressList(''),
  ROUTER_ADDRESSES: addressList(''),
  CONSOLE: z.stringbool().default(true),
  CONSOLE_CLIENT_ID: z.string().min(1).default('iommi-console'),
  CONSOLE_SCOPE: z.string().min(1).default('openid offline_access'),
  EXPLORER: z.stringbool().optional(),
  DEV_IDENTITY_URL: z.url({ protocol: /^https?$/ }).optional(),
  DEV_TENANTS: tenants,
  SUPERGRAPH_FILE: z.string().optional(),
  OPERATIONS_DIR: z
    .string()
    .default('')
    .transform((given) => (given === '' ? usualOperationsDirectory : given))
    .refine(existsSync, 'must be a directory that is there'),
  OPERATIONS_MODE: z.enum(['enforce', 'audit']).default('enforce'),
  BODY_BYTES_MAX: atMost(65_536),
  TOKENS_MAX: atMost(1_000),
  EMPLOYEE_TOKENS_MAX: atMost(2_000),
  DEPTH_MAX: atMost(10),
  ALIASES_MAX: atMost(15),
  ROOT_FIELDS_MAX: atMost(10),
  DIRECTIVES_MAX: atMost(20),
  SELECTIONS_MAX: atMost(10_000),
  PAGE_SIZE_MAX: atMost(100),
  COST_MAX: atMost(5_000),
  COST_PER_MINUTE: atMost(100_000),
  REQUESTS_PER_MINUTE: atMost(1_000),
  EMPLOYEE_COST_PER_MINUTE: atMost(600_000),
  EMPLOYEE_REQUESTS_PER_MINUTE: atMost(6_000),
  BUDGET_WAIT_MS: atMost(50),
  REQUEST_TIMEOUT_MS: atMost(10_000),
  SUBGRAPH_TIMEOUT_MS: atMost(3_000),
  SUBSCRIPTIONS_PER_SOCKET_MAX: atMost(20),
  SOCKETS_PER_USER_MAX: atMost(10),
  SOCKETS_MAX: atMost(10_000),
  SOCKET_INIT_TIMEOUT_MS: atMost(3_000),
  PING_INTERVAL_MS: atMost(12_000),
  CHECKPOINT_INTERVAL_MS: atMost(30_000),
} as const

type Settings = z.infer<z.ZodObject<typeof settings>>

/**
 * Reads the gateway's settings and the supergraph; each subgraph named there needs a
 * `SUBGRAPH_URL_<NAME>` and an `INTERNAL_KEY_GATEWAY_<NAME>`; more of them may be there for later. Stops the process with every problem listed at once.
 */
export function readGatewayConfig(environment: NodeJS.ProcessEnv): GatewayConfig {
  const supergraphFile = supergraphFileOf(environment['SUPERGRAPH_FILE'])
  const loaded = loadSupergraphs(supergraphFile)
  const supergraphs = typeof loaded === 'string' ? null : loaded
  const isProduction = (environment['NODE_ENV'] ?? 'production') === 'production'
  const subgraphs = [...new Set([...(supergraphs?.subgraphs ?? []), ...addressedSubgraphs(environment)])]
  const shape: typeof settings = { ...settings, ...unmet(loaded, isProduction), ...subgraphSettings(subgraphs) }
  const values = readConfig(shape, environment)
  invariant(supergraphs, 'without a supergraph the configuration is wrong')
  return {
    host: values.HOST,
    port: values.PORT,
    logLevel: values.LOG_LEVEL,
    drainTimeoutMs: values.DRAIN_TIMEOUT_MS,
    traceEndpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT,
    metricsAddresses: values.METRICS_ADDRESSES,
    supergraphs,
    supergraphFile,
    operationsDirectory: values.OPERATIONS_DIR,
    isOperationsAudit: values.OPERATIONS_MODE === 'audit',
    subgraphs: subgraphs.map((name) => addressOf(name, values)),
    redisUrl: values.REDIS_URL,
    cursorKey: values.CURSOR_KEY,
    adminAddresses: values.ADMIN_ADDRESSES,
    trustedProxies: values.TRUSTED_PROXIES,
    routerAddresses: values.ROUTER_ADDRESSES,
    employees: {
      issuer: values.EMPLOYEE_ISSUER,
      audience: values.EMPLOYEE_AUDIENCE,
      logoutAudiences: [
        values.EMPLOYEE_AUDIENCE,
        ...(values.CONSOLE ? [values.CONSOLE_CLIENT_ID] : []),
        ...values.EMPLOYEE_LOGOUT_AUDIENCES,
      ],
    },
    clients: {
      issuer: values.CLIENT_ISSUER,
      audience: values.CLIENT_AUDIENCE,
      logoutAudiences: [values.CLIENT_AUDIENCE, ...values.CLIENT_LOGOUT_AUDIENCES],
    },
    corsOrigins: values.CORS_ORIGINS,
    limits: limitsOf(values),
    console: values.CONSOLE ? { clientId: values.CONSOLE_CLIENT_ID, scope: values.CONSOLE_SCOPE } : null,
    hasExplorer: values.EXPLORER ?? !isProduction,
    devIdentity: values.DEV_IDENTITY_URL === undefined ? null : { url: values.DEV_IDENTITY_URL, tenants: values.DEV_TENANTS },
  }
}

function limitsOf(values: Settings): GatewayLimits {
  return {
    bodyBytesMax: values.BODY_BYTES_MAX,
    tokensMax: values.TOKENS_MAX,
    employeeTokensMax: values.EMPLOYEE_TOKENS_MAX,
    depthMax: values.DEPTH_MAX,
    aliasesMax: values.ALIASES_MAX,
    rootFieldsMax: values.ROOT_FIELDS_MAX,
    directivesMax: values.DIRECTIVES_MAX,
    selectionsMax: values.SELECTIONS_MAX,
    pageSizeMax: values.PAGE_SIZE_MAX,
    costMax: values.COST_MAX,
    costPerMinute: values.COST_PER_MINUTE,
    requestsPerMinute: values.REQUESTS_PER_MINUTE,
    employeeCostPerMinute: values.EMPLOYEE_COST_PER_MINUTE,
    employeeRequestsPerMinute: values.EMPLOYEE_REQUESTS_PER_MINUTE,
    budgetWaitMs: values.BUDGET_WAIT_MS,
    requestTimeoutMs: values.REQUEST_TIMEOUT_MS,
    subgraphTimeoutMs: values.SUBGRAPH_TIMEOUT_MS,
    subscriptionsPerSocketMax: values.SUBSCRIPTIONS_PER_SOCKET_MAX,
    socketsPerUserMax: values.SOCKETS_PER_USER_MAX,
    socketsMax: values.SOCKETS_MAX,
    socketInitTimeoutMs: values.SOCKET_INIT_TIMEOUT_MS,
    pingIntervalMs: values.PING_INTERVAL_MS,
    checkpointIntervalMs: values.CHECKPOINT_INTERVAL_MS,
  }
}

// Settings that are wrong for a reason of their own, whatever their value: listed together with all others.
function unmet(loaded: Supergraphs | string, isProduction: boolean): Readonly<Record<string, z.ZodType>> {
  return {
    ...(typeof loaded === 'string' ? { SUPERGRAPH_FILE: z.never(`${loaded}; npm run generate writes the usual one`) } : {}),
    ...(isProduction ? { DEV_IDENTITY_URL: z.undefined('is for development only').optional() } : {}),
  }
}

function subgraphSettings(names: readonly string[]): Readonly<Record<string, z.ZodType>> {
  return Object.fromEntries(
    names.flatMap((name) => [
      [urlSetting(name), serviceUrl],
      [keySetting(name), internalKey],
    ]),
  )
}

function addressOf(name: string, values: Readonly<Record<string, unknown>>): SubgraphAddress {
  const [url, key] = [values[urlSetting(name)], values[keySetting(name)]]
  invariant(typeof url === 'string' && typeof key === 'string', 'a subgraph has a URL and a key')
  return { name, url, key }
}

function urlSetting(subgraph: string): string {
  return `SUBGRAPH_URL_${settingName(subgraph)}`
}

function keySetting(subgraph: string): string {
  return `INTERNAL_KEY_GATEWAY_${settingName(subgraph)}`
}

function settingName(subgraph: string): string {
  return subgraph.toUpperCase().replaceAll('-', '_')
}

function supergraphFileOf(given: string | undefined): string {
  return given === undefined || given === '' ? usualSupergraphFile : given
}

function addressedSubgraphs(environment: NodeJS.ProcessEnv): readonly string[] {
  return Object.entries(environment).flatMap(([setting, value]) => {
    const [, name] = /^SUBGRAPH_URL_([A-Z0-9_]+)$/.exec(setting) ?? []
    return name === undefined || value === undefined || value === '' ? [] : [name.toLowerCase().replaceAll('_', '-')]
  })
}

/** The supergraph, or why there is none. */
function loadSupergraphs(file: string): Supergraphs | string {
  try {
    return readSupergraphs(readFileSync(file, 'utf8'))
  } catch (error) {
    const [reason] = String(error instanceof Error ? error.message : error).split('\n', 1)
    return `no supergraph can be read there (${String(reason)})`
  }
}

function itemsOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
