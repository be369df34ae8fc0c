import { migrateAll } from '@iommi/shared/migrate'
import { buildService } from '../build.ts'
import { CommandError, dataDirFrom, nonEmpty, portFrom, readArguments, repositoryDir } from './command.ts'
import { choosePorts, claimDataDir, dataDirAt, resetDataDir, type DataDir } from './data-dir.ts'
import { demoTenants } from './demo-tenants.ts'
import { foreignServer, localPostgres, localRedis, type LocalServer } from './local-servers.ts'
import { isPortFree } from './ports.ts'
import { showProgress } from './progress.ts'
import { readyTable } from './ready-table.ts'
import { writeRunningStack, type RunningStack } from './running-stack.ts'
import { openSecrets, rolePassword } from './secrets.ts'
import { seedOnce } from './seed.ts'
import { services, type ServiceName } from './services.ts'
import { prepareStack, type Stack } from './stack.ts'

const defaultPort = 4000

/** How a launch goes about its bundles: built once, or built and watched. */
export interface LaunchMode {
  /** Makes every bundle. */
  readonly build: () => Promise<void>
  /** Called when everything is ready. */
  readonly onReady?: (stack: Stack) => Promise<void>
}

/** Builds each service's bundle once. */
export async function buildAll(): Promise<void> {
  await Promise.all(services.map(buildService))
}

/**
 * Brings the whole supergraph up from the command line's options and keeps it up until a signal ends it, or its launcher does.
 * Nothing is left running afterwards, whatever happens.
 */
export async function launch(mode: LaunchMode): Promise<void> {
  const startedAt = performance.now()
  const { values } = readArguments({ port: { type: 'string' }, 'data-dir': { type: 'string' }, reset: { type: 'boolean' } })
  const port = portFrom(values.port) ?? defaultPort
  const dataDir = dataDirAt(dataDirFrom(values['data-dir']))
  if (values.reset === true) reset(dataDir)
  const release = claimDataDir(dataDir)
  try {
    if (!(await isPortFree(port))) {
      throw new CommandError(`Port ${String(port)} is taken by another program: stop it, or choose another one with "npm start -- --port ${String(port + 1)}".`)
    }
    await runUntilStopped({ mode, dataDir, port, startedAt })
  } finally {
    release()
  }
}

interface Launch {
  readonly mode: LaunchMode
  readonly dataDir: DataDir
  readonly port: number
  readonly startedAt: number
}

async function runUntilStopped({ mode, dataDir, port, startedAt }: Launch): Promise<void> {
  const stopAsked = onceAskedToStop()
  const parts = await prepare(dataDir, port)
  const up = bringUp(parts, mode, dataDir)
  try {
    const running = await Promise.race([up, stopAsked])
    if (running === 'stop') return
    process.stdout.write(readyTable({ running, dataDir, seconds: (performance.now() - startedAt) / 1000 }))
    await mode.onReady?.(parts.stack)
    await stopAsked
  } finally {
    up.catch(() => undefined)
    process.stdout.write('Stopping.\n')
    await parts.stack.stop()
    await Promise.all([parts.postgres.supervised?.stop(), parts.redis.supervised?.stop()])
    process.stdout.write('Stopped.\n')
  }
}
