import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryDir } from './command.ts'
import { startNode } from './node-process.ts'
import { claimDataDir, dataDirAt, type DataDir } from './data-dir.ts'
import { freePorts } from './ports.ts'
import { writeRunningStack, type RunningStack } from './running-stack.ts'
import { internalKey, openSecrets, type StackSecrets } from './secrets.ts'
import {
  services,
  servicesOf,
  serviceUrl,
  subgraphNames,
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
  /** Logs, secrets and the identity provider's keys are kept here. */
  readonly dataDir: string
  /** A superuser's URL of a migrated database. */
  readonly databaseUrl: string
  readonly redisUrl: string
  /** The passwords the roles got when the database was migrated. */
  readonly rolePassword: (role: string) => string
  /** Free ones are taken for those not named. */
  readonly ports?: Partial<Record<ServiceName, number>>
  /** Those kept in the data directory unless given. */
  readonly secrets?: StackSecrets
  readonly nodeEnv?: StackSettings['nodeEnv']
  readonly logLevel?: string
  /** Default false: no collector, and nothing is sent. */
  readonly isTraced?: boolean
  readonly corsOrigins?: readonly string[]
  /** Variables beyond the usual ones, or instead of them, for single services. */
  readonly environment?: Partial<Record<ServiceName, Environment>>
  /** Told of crashes and come-backs, one line each. */
  readonly report?: (line: string) => void
}

/** What services wait for, by name. */
export type Prerequisites = Partial<Record<Prerequisite, Promise<unknown>>>

/** The services of one stack as processes of this machine. They end with this process. */
export interface Stack {
  readonly urls: {
    readonly gateway: string
    readonly graphql: string
    readonly identity: string
    /** The mainframe's terminal. */
    readonly mainframe: string
    /** Each subgraph's GraphQL endpoint. */
    readonly subgraphs: Readonly<Record<string, string>>
  }
  readonly settings: StackSettings
  /** How the commands reach it. */
  readonly running: RunningStack
  /**
   * Starts every service once what it waits for is there (what is not given is there already) and returns once all are ready.
   * Throws, with no service left running, when one cannot start.
   */
  readonly start: (prerequisites?: Prerequisites) => Promise<void>
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

/**
 * Starts all services on free ports against a migrated database and a Redis; needs the bundles built. The commands (`token`, `import`)
 * find it by its data directory, which nothing else may use meanwhile.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const dataDir = dataDirAt(options.dataDir)
  const release = claimDataDir(dataDir)
  try {
    const stack = await prepareStack(options)
    await stack.start()
    writeRunningStack(dataDir, stack.running)
    return {
      ...stack,
      stop: async () => {
        await stack.stop()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** Like `startStack`, but nothing runs before `start` of the result. */
export async function prepareStack(options: StackOptions): Promise<Stack> {
  const dataDir = dataDirAt(options.dataDir)
  const settings = await settingsFrom(options, dataDir)
  const { logs } = dataDir
  mkdirSync(logs, { recursive: true })
  const logFile = (name: ServiceName): string => join(logs, `${name}.log`)
  const supervised = new Map(
    servicesOf(settings).map((service) => [service.name, superviseService(service, { settings, options, logFile: logFile(service.name) })]),
  )
  const get = (name: ServiceName): Supervised => {
    const found = supervised.get(name)
    if (found === undefined) throw new Error(`There is no service ${name}.`)
    return found
  }
  const stop = async (): Promise<void> => {
    await get('gateway').stop()
    const { traces, ...others } = Object.fromEntries(supervised)
    await Promise.all(Object.values(others).map(async (service) => await service.stop()))
    // Everybody sends it their last spans.
    await traces?.stop()
  }
  const identity = serviceUrl(settings, 'identity')
  return {
    urls: {
      gateway: serviceUrl(settings, 'gateway'),
      graphql: `${serviceUrl(settings, 'gateway')}/graphql`,
      identity,
      mainframe: serviceUrl(settings, 'mainframe'),
      subgraphs: Object.fromEntries(subgraphNames.map((name) => [name, `${serviceUrl(settings, name)}/graphql`])),
    },
    settings,
    running: describe(settings),
    start: async (prerequisites = {}) => {
      await startAll(servicesOf(settings), prerequisites, get).catch(async (error: unknown) => {
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

function describe(settings: StackSettings): RunningStack {
  return {
    pid: process.pid,
    port: settings.ports.gateway,
    graphqlUrl: `${serviceUrl(settings, 'gateway')}/graphql`,
    identityUrl: serviceUrl(settings, 'identity'),
    mainframeUrl: serviceUrl(settings, 'mainframe'),
    ...(settings.isTraced ? { tracesUrl: serviceUrl(settings, 'traces') } : {}),
    subgraphs: Object.fromEntries(
      subgraphNames.map((name) => [name, { url: `${serviceUrl(settings, name)}/graphql`, toolsKey: settings.internalKey('tools', name) }]),
    ),
    databaseUrl: settings.databaseUrl,
    redisUrl: settings.redisUrl,
  }
}

async function startAll(started: readonly Service[], prerequisites: Prerequisites, get: (name: ServiceName) => Supervised): Promise<void> {
  await Promise.all(
    started.map(async (service) => {
      await Promise.all(service.waitsFor.map(async (name) => await prerequisites[name]))
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

async function settingsFrom(options: StackOptions, dataDir: DataDir): Promise<StackSettings> {
  const secrets = options.secrets ?? openSecrets(dataDir.secretsFile)
  return {
    nodeEnv: options.nodeEnv ?? 'test',
    logLevel: options.logLevel ?? 'info',
    ports: { ...(await freePortsForAll()), ...options.ports },
    isTraced: options.isTraced ?? false,
    databaseUrl: options.databaseUrl,
    redisUrl: options.redisUrl,
    cursorKey: secrets.cursorKey,
    rolePassword: options.rolePassword,
    internalKey: (caller, callee) => internalKey(secrets, caller, callee),
    identityKeysFile: dataDir.identityKeysFile,
    identityPartnersFile: dataDir.identityPartnersFile,
    mainframeDir: dataDir.mainframe,
    corsOrigins: options.corsOrigins ?? [],
  }
}

async function freePortsForAll(): Promise<StackSettings['ports']> {
  const ports = await freePorts(services.length)
  const [gateway = 0, identity = 0, orders = 0, catalog = 0, customers = 0, notifications = 0, traces = 0, profileSync = 0, mainframe = 0] =
    ports
  return { gateway, identity, orders, catalog, customers, notifications, traces, 'profile-sync': profileSync, mainframe }
}
