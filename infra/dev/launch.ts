import { migrateAll } from '@iommi/shared/migrate'
import { CommandError, dataDirFrom, nonEmpty, portFrom, readArguments } from './command.ts'
import { choosePorts, claimDataDir, dataDirAt, resetDataDir, type DataDir } from './data-dir.ts'
import { demoTenants } from './demo-tenants.ts'
import { foreignPostgres, foreignRedis, localPostgres, localRedis, type LocalServer } from './local-servers.ts'
import { isPortFree } from './ports.ts'
import { showProgress } from './progress.ts'
import { readyTable } from './ready-table.ts'
import { writeRunningStack } from './running-stack.ts'
import { openSecrets, rolePassword } from './secrets.ts'
import { seedOnce } from './seed.ts'
import { services } from './services.ts'
import { prepareStack, type Stack } from './stack.ts'

const defaultPort = 4000
const subgraphsDir = new URL('../../subgraphs/', import.meta.url)
const isRunByNpm = process.env['npm_lifecycle_event'] !== undefined

/** How a launch goes about its bundles: built once, or built and watched. */
export interface LaunchMode {
  /** Makes every bundle. */
  readonly build: () => Promise<void>
  /** Called when everything is ready. */
  readonly onReady?: (stack: Stack) => Promise<void>
}

/**
 * Brings the whole supergraph up from the command line's options and keeps it up until a signal ends it, or its launcher does.
 * Nothing is left running afterwards, whatever happens.
 */
export async function launch(mode: LaunchMode): Promise<void> {
  const startedAt = performance.now()
  const { values } = readArguments({
    port: { type: 'string' },
    'data-dir': { type: 'string' },
    reset: { type: 'boolean' },
    'no-seed': { type: 'boolean' },
  })
  const port = portFrom(values.port) ?? defaultPort
  const dataDir = dataDirAt(dataDirFrom(values['data-dir']))
  if (values.reset === true) reset(dataDir)
  const release = claimDataDir(dataDir)
  try {
    if (!(await isPortFree(port))) {
      throw new CommandError(
        `Port ${String(port)} is taken by another program: stop it, or choose another one with "npm start -- --port ${String(port + 1)}".`,
      )
    }
    await runUntilStopped({ mode, dataDir, port, startedAt, isSeeded: values['no-seed'] !== true })
  } finally {
    release()
  }
}

interface Launch {
  readonly mode: LaunchMode
  readonly dataDir: DataDir
  readonly port: number
  readonly startedAt: number
  readonly isSeeded: boolean
}

interface Parts {
  readonly postgres: LocalServer
  readonly redis: LocalServer
  readonly stack: Stack
}

async function runUntilStopped({ mode, dataDir, port, startedAt, isSeeded }: Launch): Promise<void> {
  const stopAsked = onceAskedToStop()
  const parts = await prepare(dataDir, port)
  try {
    const outcome = await Promise.race([bringUp(parts, mode, isSeeded), stopAsked])
    if (outcome === 'stop') return
    writeRunningStack(dataDir, parts.stack.running)
    process.stdout.write(readyTable({ running: parts.stack.running, dataDir, seconds: (performance.now() - startedAt) / 1000 }))
    await mode.onReady?.(parts.stack)
    await stopAsked
  } finally {
    process.stdout.write('Stopping.\n')
    await parts.stack.stop()
    await Promise.all([parts.postgres.supervised?.stop(), parts.redis.supervised?.stop()])
    process.stdout.write('Stopped.\n')
  }
}

function report(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function prepare(dataDir: DataDir, port: number): Promise<Parts> {
  const secrets = openSecrets(dataDir.secretsFile)
  const portOf = await choosePorts(dataDir, ['postgres', 'redis', ...services.map(({ name }) => name)])
  const givenDatabase = nonEmpty(process.env['DATABASE_URL'])
  const givenRedis = nonEmpty(process.env['REDIS_URL'])
  const postgres =
    givenDatabase === undefined
      ? localPostgres({ dataDir, port: portOf('postgres'), password: secrets.postgresPassword, report })
      : foreignPostgres(givenDatabase)
  const redis = givenRedis === undefined ? localRedis({ dataDir, port: portOf('redis'), report }) : foreignRedis(givenRedis)
  const stack = await prepareStack({
    dataDir: dataDir.path,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    rolePassword: (role) => rolePassword(secrets, role),
    ports: { ...Object.fromEntries(services.map(({ name }) => [name, portOf(name)])), gateway: port },
    secrets,
    nodeEnv: 'development',
    isTraced: true,
    logLevel: nonEmpty(process.env['LOG_LEVEL']) ?? 'info',
    corsOrigins: [`http://localhost:${String(port)}`, 'http://localhost:5173'],
    report,
  })
  return { postgres, redis, stack }
}

// What does not wait for another starts at once; each step is shown as it ends.
async function bringUp({ postgres, redis, stack }: Parts, mode: LaunchMode, isSeeded: boolean): Promise<'up'> {
  const built = mode.build()
  const database = postgres.start()
  const cache = redis.start()
  const migrated = after(database, async () => {
    await migrateAll({ adminUrl: postgres.url, rolePassword: stack.settings.rolePassword, subgraphsDir, tenants: demoTenants })
  })
  const started = after(built, async () => {
    await stack.start({ database: migrated, redis: cache })
  })
  const seed = async (): Promise<void> => {
    await seedOnce(stack.running)
  }
  await showProgress([
    { title: 'Bundles', done: built },
    { title: postgres.supervised === null ? 'Postgres (DATABASE_URL)' : 'Postgres', done: database },
    { title: redis.supervised === null ? 'Redis (REDIS_URL)' : 'Redis', done: cache },
    { title: 'Migrations', done: migrated },
    { title: `Services: ${services.map(({ name }) => name).join(', ')}`, done: started },
    ...(isSeeded ? [{ title: 'Seed', done: after(started, seed) }] : []),
  ])
  return 'up'
}

async function after(before: Promise<void>, work: () => Promise<void>): Promise<void> {
  await before
  await work()
}

function reset(dataDir: DataDir): void {
  if (nonEmpty(process.env['DATABASE_URL']) !== undefined) {
    throw new CommandError('--reset empties the data directory, not the database at DATABASE_URL: drop and create that one yourself.')
  }
  resetDataDir(dataDir)
}

/** Settles when a signal asks this process to stop, or when the npm that started it is gone. */
async function onceAskedToStop(): Promise<'stop'> {
  const parent = process.ppid
  return await new Promise((resolve) => {
    const stop = (): void => {
      clearInterval(orphaned)
      resolve('stop')
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)
    const orphaned = setInterval(() => {
      if (isRunByNpm && process.ppid !== parent) stop()
    }, 500)
    orphaned.unref()
  })
}
