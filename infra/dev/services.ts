import { demoTenants } from './demo-tenants.ts'

/** A subgraph by its directory's name, which is also its Postgres schema. */
export type SubgraphName = 'orders' | 'catalog' | 'customers' | 'notifications'

/** A process of ours, or one that plays an outside system. */
export type ServiceName = 'gateway' | 'identity' | 'traces' | 'profile-sync' | 'mainframe' | SubgraphName

/** Who calls a subgraph directly; `tools` are the commands `import` and `seed`. */
export type CallerName = keyof typeof callees

/** What has to be there before a service starts; the database counts once it is migrated. */
export type Prerequisite = 'database' | 'redis'

/** One process of the stack. */
export interface Service {
  readonly name: ServiceName
  /** Source of the process, from the top of the repository. */
  readonly entry: string
  /** Its bundle, from the top of the repository. */
  readonly bundle: string
  /** Files the process reads when it starts, which are not in the bundle. */
  readonly reads: readonly string[]
  readonly waitsFor: readonly Prerequisite[]
  /** Everything it is configured by. */
  readonly environment: (settings: StackSettings) => Environment
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string>>

/** All that a stack's processes are told. Pure data: the same settings give the same environments. */
export interface StackSettings {
  readonly nodeEnv: 'development' | 'test'
  readonly logLevel: string
  /** Whether the collector `traces` runs and everybody sends to it. */
  readonly isTraced: boolean
  readonly ports: Readonly<Record<ServiceName, number>>
  /** A superuser's URL of the database; each role's URL is made from it. */
  readonly databaseUrl: string
  readonly redisUrl: string
  /** 64 hexadecimal digits. */
  readonly cursorKey: string
  readonly rolePassword: (role: string) => string
  /** The key that a caller and a callee share, 64 hexadecimal digits. */
  readonly internalKey: (caller: CallerName, callee: SubgraphName) => string
  readonly identityKeysFile: string
  /** The clients of partners. */
  readonly identityPartnersFile: string
  /** The mainframe and all its files; the file drop between it and us is in here. */
  readonly mainframeDir: string
  readonly corsOrigins: readonly string[]
}

/** Every subgraph there is. */
export const subgraphNames: readonly SubgraphName[] = ['orders', 'catalog', 'customers', 'notifications']

// Who calls whom without the gateway's plan in between: nobody else has a key.
const callees = {
  gateway: subgraphNames,
  orders: ['catalog', 'customers'],
  notifications: ['orders'],
  tools: subgraphNames,
} as const satisfies Readonly<Record<string, readonly SubgraphName[]>>

// What fits the mainframe's records decides what a customer may be called.
const copybooks = ['custprof.cpy', 'custack.cpy', 'extract.cpy'].map((file) => `subgraphs/customers/src/profile-sync/${file}`)

/** Every process of the stack, each declared once. */
export const services: readonly Service[] = [
  {
    name: 'identity',
    entry: 'infra/mocks/identity/main.ts',
    bundle: 'infra/dist/identity.js',
    reads: [],
    waitsFor: [],
    environment: (settings) => ({
      ...common(settings, 'identity'),
      IDENTITY_KEYS_FILE: settings.identityKeysFile,
      IDENTITY_PARTNERS_FILE: settings.identityPartnersFile,
      IDENTITY_TENANTS: tenantIds(),
      IDENTITY_BACKCHANNEL_LOGOUT_URIS: `${serviceUrl(settings, 'gateway')}/backchannel-logout`,
    }),
  },
  {
    name: 'gateway',
    entry: 'gateway/src/main.ts',
    bundle: 'gateway/dist/main.js',
    reads: ['schema/supergraph.graphql', 'schema/public.graphql', 'schema/partner.graphql', 'schema/internal.graphql'],
    // Its boot takes the longest, and it does without Redis until there is one.
    waitsFor: [],
    environment: gatewayEnvironment,
  },
  {
    name: 'traces',
    entry: 'infra/dev/traces/main.ts',
    bundle: 'infra/dist/traces.js',
    reads: [],
    waitsFor: [],
    environment: tracesEnvironment,
  },
  ...subgraphNames.map(subgraphService),
  {
    name: 'profile-sync',
    entry: 'subgraphs/customers/src/profile-sync/main.ts',
    bundle: 'subgraphs/customers/dist/profile-sync.js',
    reads: copybooks,
    // Not for the mainframe: without it there is just no answer.
    waitsFor: ['database', 'redis'],
    environment: profileSyncEnvironment,
  },
  {
    name: 'mainframe',
    entry: 'infra/mocks/mainframe/main.ts',
    bundle: 'infra/dist/mainframe.js',
    reads: ['custprof.cpy', 'custack.cpy', 'extract.cpy'].map((file) => `infra/mocks/mainframe/${file}`),
    waitsFor: [],
    environment: ({ ports, mainframeDir }) => ({ HOST: '127.0.0.1', PORT: String(ports.mainframe), MAINFRAME_DIR: mainframeDir }),
  },
]

/** Those that a stack with these settings has. */
export function servicesOf({ isTraced }: Pick<StackSettings, 'isTraced'>): readonly Service[] {
  return services.filter(({ name }) => isTraced || name !== 'traces')
}

function subgraphService(name: SubgraphName): Service {
  return {
    name,
    entry: `subgraphs/${name}/src/main.ts`,
    bundle: `subgraphs/${name}/dist/main.js`,
    reads: [`subgraphs/${name}/schema.graphql`, ...(name === 'customers' ? copybooks : [])],
    waitsFor: ['database', 'redis'],
    environment: (settings) => subgraphEnvironment(name, settings),
  }
}

/** Where a service answers. */
export function serviceUrl(settings: Pick<StackSettings, 'ports'>, name: ServiceName): string {
  return `http://127.0.0.1:${String(settings.ports[name])}`
}

/** The URL a role connects by: the superuser's with another name and password. */
export function roleUrl(settings: Pick<StackSettings, 'databaseUrl' | 'rolePassword'>, role: string): string {
  const url = new URL(settings.databaseUrl)
  url.username = role
  url.password = settings.rolePassword(role)
  return url.toString()
}

/** Where each process's metrics are. */
export function metricsUrls(settings: Pick<StackSettings, 'ports'>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (['gateway', ...subgraphNames, 'profile-sync'] as const).map((name) => [name, `${serviceUrl(settings, name)}/metrics`]),
  )
}

function tracesEnvironment(settings: StackSettings): Environment {
  const { PORT = '', HOST = '' } = common(settings, 'traces')
  return { HOST, PORT, METRICS_URLS: JSON.stringify(metricsUrls(settings)) }
}

function gatewayEnvironment(settings: StackSettings): Environment {
  const identity = serviceUrl(settings, 'identity')
  return {
    ...common(settings, 'gateway'),
    ...calls('gateway', settings),
    REDIS_URL: settings.redisUrl,
    CURSOR_KEY: settings.cursorKey,
    EMPLOYEE_ISSUER: `${identity}/employees`,
    EMPLOYEE_AUDIENCE: 'iommi-employees',
    CLIENT_ISSUER: `${identity}/clients`,
    CLIENT_AUDIENCE: 'iommi-clients',
    CORS_ORIGINS: settings.corsOrigins.join(','),
    DEV_IDENTITY_URL: identity,
    DEV_TENANTS: tenantIds(),
    CONSOLE_CLIENT_ID: 'iommi-console',
    ...(settings.nodeEnv === 'test' ? forTests : {}),
  }
}

// Tests send more than a client does, what they like as a partner, and on machines that are too busy for a deadline; those that are about that
// set it otherwise.
const forTests: Environment = {
  OPERATIONS_MODE: 'audit',
  COST_MAX: '1000000',
  COST_PER_MINUTE: '1000000000',
  REQUESTS_PER_MINUTE: '1000000',
  EMPLOYEE_COST_PER_MINUTE: '1000000000',
  EMPLOYEE_REQUESTS_PER_MINUTE: '1000000',
  BUDGET_WAIT_MS: '5000',
  SUBGRAPH_TIMEOUT_MS: '10000',
  REQUEST_TIMEOUT_MS: '14000',
  SOCKET_INIT_TIMEOUT_MS: '14000',
}

/** From slug to id, as JSON. */
function tenantIds(): string {
  return JSON.stringify(Object.fromEntries(demoTenants.map(({ slug, id }) => [slug, id])))
}

function subgraphEnvironment(name: SubgraphName, settings: StackSettings): Environment {
  return {
    ...common(settings, name),
    ...answers(name, settings),
    ...(isCaller(name) ? calls(name, settings) : {}),
    DATABASE_URL: roleUrl(settings, `${name}_app`),
    DATABASE_WORKER_URL: roleUrl(settings, `${name}_worker`),
    REDIS_URL: settings.redisUrl,
    CURSOR_KEY: settings.cursorKey,
  }
}

function profileSyncEnvironment(settings: StackSettings): Environment {
  return {
    ...common(settings, 'profile-sync'),
    DATABASE_URL: roleUrl(settings, 'customers_app'),
    DATABASE_WORKER_URL: roleUrl(settings, 'customers_worker'),
    REDIS_URL: settings.redisUrl,
    MAINFRAME_DROP_DIR: settings.mainframeDir,
  }
}

function common(settings: StackSettings, name: ServiceName): Environment {
  return {
    NODE_ENV: settings.nodeEnv,
    LOG_LEVEL: settings.logLevel,
    HOST: '127.0.0.1',
    PORT: String(settings.ports[name]),
    ...(settings.isTraced ? { OTEL_EXPORTER_OTLP_ENDPOINT: serviceUrl(settings, 'traces') } : {}),
  }
}

function calls(caller: CallerName, settings: Pick<StackSettings, 'ports' | 'internalKey'>): Environment {
  return Object.fromEntries(
    calleesOf(caller).flatMap((callee) => [
      [`SUBGRAPH_URL_${callee.toUpperCase()}`, `${serviceUrl(settings, callee)}/graphql`],
      [keyName(caller, callee), settings.internalKey(caller, callee)],
    ]),
  )
}

function calleesOf(caller: CallerName): readonly SubgraphName[] {
  return callees[caller]
}

function answers(callee: SubgraphName, settings: StackSettings): Environment {
  const callers = Object.keys(callees)
    .filter(isCaller)
    .filter((caller) => calleesOf(caller).includes(callee))
  return Object.fromEntries(callers.map((caller) => [keyName(caller, callee), settings.internalKey(caller, callee)]))
}

function isCaller(name: string): name is CallerName {
  return Object.hasOwn(callees, name)
}

function keyName(caller: CallerName, callee: SubgraphName): string {
  return `INTERNAL_KEY_${caller.toUpperCase()}_${callee.toUpperCase()}`
}
