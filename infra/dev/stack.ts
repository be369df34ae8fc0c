import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryDir } from './command.ts'
import { startNode } from './node-process.ts'
import { freePort } from './ports.ts'
import { internalKey, newSecrets, type StackSecrets } from './secrets.ts'
import {
  services,
  serviceUrl,
  subgraphNames,
  toolsEnvironment,
  type Environment,
  type Prerequisite,
  type Service,
  type ServiceName,
  type StackSettings,
} from './services.ts'
import { isHealthy, supervise, type Supervised } from './supervisor.ts'
import { fetchToken, tokenRequest, type TokenWish } from './token-request.ts'

/** What a stack of services is started with. */
export interface StackOptions {
  /** Logs and the identity provider's keys are kept here. */
  readonly dataDir: string
  /** A superuser's URL of a migrated database. */
  readonly databaseUrl: string
  readonly redisUrl: string
  /** The passwords the roles got when the database was migrated. */
  readonly rolePassword: (role: string) => string
  /** Free ones are taken for those not named. */
  readonly ports?: Partial<Record<ServiceName, number>>
  /** New ones unless given. */
  readonly secrets?: StackSecrets
  readonly nodeEnv?: StackSettings['nodeEnv']
  readonly logLevel?: string
  readonly corsOrigins?: readonly string[]
  /** Variables beyond the usual ones, or instead of them, for single services. */
  readonly environment?: Partial<Record<ServiceName, Environment>>
  /** A service starts once what it waits for is there; what is not named here is there already. */
  readonly prerequisites?: Partial<Record<Prerequisite, Promise<unknown>>>
  /** Told of crashes and come-backs, one line each. */
  readonly report?: (line: string) => void
}

/** The services of one stack as processes of this machine. They end with this process. */
export interface Stack {
  readonly urls: {
    readonly gateway: string
    readonly graphql: string
    readonly identity: string
    /** Each subgraph's GraphQL endpoint. */
    readonly subgraphs: Readonly<Record<string, string>>
  }
  readonly settings: StackSettings
  /** What `import` and `seed` need to call the subgraphs: SUBGRAPH_URL_* and INTERNAL_KEY_TOOLS_*. */
  readonly toolsEnvironment: Environment
  /** Starts every service and returns once all are ready. Throws, with nothing left running, when one cannot. */
  readonly start: () => Promise<void>
  /** An access token from the stack's identity provider. */
  readonly token: (wish: TokenWish) => Promise<string>
  readonly pid: (name: ServiceName) => number | null
  readonly logFile: (name: ServiceName) => string
  readonly kill: (name: ServiceName, signal: NodeJS.Signals) => void
  /** After `kill`: once the next process is ready. */
  readonly waitReady: (name: ServiceName, timeoutMs?: number) => Promise<void>
  readonly restart: (name: ServiceName) => Promise<void>
  /** Drains the gateway, then everything behind it. */
  readonly stop: () => Promise<void>
}

/** Starts all services on free ports against a migrated database and a Redis; needs the bundles built. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const stack = await prepareStack(options)
  await stack.start()
  return stack
}

/** Like `startStack`, but nothing runs before `start` of the result. */
export async function prepareStack(options: StackOptions): Promise<Stack> {
  const settings = await settingsFrom(options)
  const logs = join(options.dataDir, 'logs')
  mkdirSync(logs, { recursive: true })
  const logFile = (name: ServiceName): string => join(logs, `${name}.log`)
  const supervised = new Map(services.map((service) => [service.name, superviseService(service, { settings, options, logFile: logFile(service.name) })]))
  const get = (name: ServiceName): Supervised => {
    const found = supervised.get(name)
    if (found === undefined) throw new Error(`There is no service ${name}.`)
    return found
  }
  const stop = async (): Promise<void> => {
    await get('gateway').stop()
    await Promise.all([...supervised.values()].map(async (service) => await service.stop()))
  }
  const identity = serviceUrl(settings, 'identity')
  return {
    urls: {
      gateway: serviceUrl(settings, 'gateway'),
      graphql: `${serviceUrl(settings, 'gateway')}/graphql`,
      identity,
      subgraphs: Object.fromEntries(subgraphNames.map((name) => [name, `${serviceUrl(settings, name)}/graphql`])),
    },
    settings,
    toolsEnvironment: toolsEnvironment(settings),
    start: async () => {
      await startAll(options, get).catch(async (error: unknown) => {
        await stop()
        throw error
      })
    },
    token: async (wish) => await fetchToken(identity, tokenRequest(wish)),
    pid: (name) => get(name).pid(),
    logFile,
    kill: (name, signal) => {
      get(name).kill(signal)
    },
    waitReady: async (name, timeoutMs) => {
      await get(name).waitReady(timeoutMs)
    },
    restart: async (name) => {
      await get(name).restart()
    },
    stop,
  }
}

async function startAll(options: StackOptions, get: (name: ServiceName) => Supervised): Promise<void> {
  await Promise.all(
    services.map(async (service) => {
      await Promise.all(service.waitsFor.map(async (name) => await options.prerequisites?.[name]))
      await get(service.name).start()
    }),
  )
}

interface ServiceContext {
  readonly settings: StackSettings
  readonly options: StackOptions
  readonly logFile: string
}

function superviseService(service: Service, { settings, options, logFile }: ServiceContext): Supervised {
  const environment = { ...service.environment(settings), ...options.environment?.[service.name] }
  return supervise({
    name: service.name,
    logFile,
    launch: () => startNode({ file: join(repositoryDir, service.bundle), environment, logFile }),
    isReady: async () => await isHealthy(`${serviceUrl(settings, service.name)}/health/ready`),
    report: options.report ?? (() => undefined),
  })
}

async function settingsFrom(options: StackOptions): Promise<StackSettings> {
  const secrets = options.secrets ?? newSecrets()
  return {
    nodeEnv: options.nodeEnv ?? 'test',
    logLevel: options.logLevel ?? 'info',
    ports: await completePorts(options.ports ?? {}),
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    cursorKey: secrets.cursorKey,
    rolePassword: options.rolePassword,
    internalKey: (caller, callee) => internalKey(secrets, caller, callee),
    identityKeysFile: join(options.dataDir, 'identity-keys.json'),
    corsOrigins: options.corsOrigins ?? [],
  }
}

async function completePorts(given: Partial<Record<ServiceName, number>>): Promise<StackSettings['ports']> {
  const ports: Partial<Record<ServiceName, number>> = { ...given }
  for (const { name } of services) {
    while (ports[name] === undefined) {
      const port = await freePort()
      if (!Object.values(ports).includes(port)) ports[name] = port
    }
  }
  // Every service was just given a port.
  return ports as Record<ServiceName, number>
}
