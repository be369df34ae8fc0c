import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CommandError } from './command.ts'
import { freePorts, isPortFree } from './ports.ts'
import { findCommandLine } from './process-table.ts'
import { removeServerDirectory } from './server-identity.ts'

/** Where everything of one stack lives on disk. */
export interface DataDir {
  readonly path: string
  readonly logs: string
  readonly postgres: string
  readonly redis: string
  /** The mainframe's files, and the drop. */
  readonly mainframe: string
  readonly secretsFile: string
  readonly identityKeysFile: string
  readonly identityPartnersFile: string
  readonly stackFile: string
  readonly launcherFile: string
  readonly portsFile: string
}

/** The layout of a data directory; touches nothing. */
export function dataDirAt(path: string): DataDir {
  return {
    path,
    logs: join(path, 'logs'),
    postgres: join(path, 'postgres'),
    redis: join(path, 'redis'),
    mainframe: join(path, 'mainframe'),
    secretsFile: join(path, 'secrets.json'),
    identityKeysFile: join(path, 'identity-keys.json'),
    identityPartnersFile: join(path, 'identity-partners.json'),
    stackFile: join(path, 'stack.json'),
    launcherFile: join(path, 'launcher.pid'),
    portsFile: join(path, 'ports.json'),
  }
}

/** The launcher at work on this directory, or null. */
export function findLauncher(dataDir: DataDir): number | null {
  if (!existsSync(dataDir.launcherFile)) return null
  const pid = Number.parseInt(readFileSync(dataDir.launcherFile, 'utf8'), 10)
  // After a kill -9 the file stays and the number may go to somebody else.
  const isLauncher = /infra\/dev\/|vitest/.test(findCommandLine(pid) ?? '')
  return isLauncher ? pid : null
}

/**
 * Takes the directory for this process, so that two launchers never work on it; the returned function gives it back.
 * Throws one line that says who has it.
 */
export function claimDataDir(dataDir: DataDir): () => void {
  const owner = findLauncher(dataDir)
  if (owner !== null) throw new CommandError(describeOwner(dataDir, owner))
  mkdirSync(dataDir.logs, { recursive: true })
  rmSync(dataDir.launcherFile, { force: true })
  rmSync(dataDir.stackFile, { force: true })
  try {
    writeFileSync(dataDir.launcherFile, `${String(process.pid)}\n`, { flag: 'wx' })
  } catch (error) {
    throw new CommandError(`Another launcher took ${dataDir.path} at this very moment.`, { cause: error })
  }
  return () => {
    rmSync(dataDir.stackFile, { force: true })
    rmSync(dataDir.launcherFile, { force: true })
  }
}

/** Deletes everything in the directory. Throws when a stack runs on it. */
export function resetDataDir(dataDir: DataDir): void {
  const owner = findLauncher(dataDir)
  if (owner !== null) throw new CommandError(`${describeOwner(dataDir, owner)} Stop it before --reset.`)
  removeServerDirectory(dataDir.postgres)
  rmSync(dataDir.path, { recursive: true, force: true })
}

const portsFile = z.record(z.string(), z.number().int())

/**
 * A port for each name: the one it had last time, so that addresses and tokens stay good over a restart, or a free one if somebody took it.
 */
export async function choosePorts(dataDir: DataDir, names: readonly string[]): Promise<(name: string) => number> {
  const before = existsSync(dataDir.portsFile) ? portsFile.parse(JSON.parse(readFileSync(dataDir.portsFile, 'utf8'))) : {}
  const free = await freePorts(names.length)
  const ports: Record<string, number> = {}
  for (const [index, name] of names.entries()) {
    const last = before[name]
    ports[name] = last !== undefined && (await isPortFree(last)) ? last : (free[index] ?? 0)
  }
  writeFileSync(dataDir.portsFile, `${JSON.stringify(ports)}\n`)
  return (name) => {
    const port = ports[name]
    if (port === undefined) throw new Error(`No port was chosen for ${name}.`)
    return port
  }
}

function describeOwner(dataDir: DataDir, pid: number): string {
  if (!existsSync(dataDir.stackFile)) return `A stack is starting or stopping on ${dataDir.path} (process ${String(pid)}).`
  const { graphqlUrl } = z.object({ graphqlUrl: z.string() }).parse(JSON.parse(readFileSync(dataDir.stackFile, 'utf8')))
  return `The stack on ${dataDir.path} already runs: ${graphqlUrl} (process ${String(pid)}).`
}
