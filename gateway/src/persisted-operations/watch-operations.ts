import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { clientDirectories, readClientFolder, type ClientFolder } from '@iommi/schema/operation-manifest'
import { startLoop, type Loop } from '@iommi/shared/lifecycle'
import type { Logger } from '@iommi/shared/telemetry'
import { operationRegistry, type OperationRegistry } from './operation-registry.ts'

/** Registered operations that follow their files. */
export interface WatchedOperations extends Loop {
  readonly registry: () => OperationRegistry
}

/** Where the operations are, and how often to look. */
export interface WatchOptions {
  readonly directory: string
  readonly log: Logger
  /** Time between two looks, milliseconds. */
  readonly pollMs: number
  /** Told of each registry but the first. */
  readonly onChange: (registry: OperationRegistry) => void
}

/**
 * Reads the operations of all clients and follows their files: what is published or revoked counts from the next look on. A client whose
 * files are wrong keeps the operations it had, those that were never right have none; the reason is logged once.
 */
export function watchOperations({ directory, log, pollMs, onChange }: WatchOptions): WatchedOperations {
  const folders = new Map<string, ReadFolder>()
  let registry = operationRegistry([])
  const check = (): void => {
    const directories = clientDirectories(directory)
    let hasChanged = false
    for (const path of [...folders.keys()].filter((known) => !directories.includes(known))) hasChanged = folders.delete(path)
    for (const path of directories) hasChanged = refresh(folders, path, log) || hasChanged
    if (!hasChanged) return
    registry = operationRegistry([...folders.values()].flatMap(({ folder }) => folder ?? []))
    log.info({ count: folders.size }, 'operations read')
  }
  check()
  const loop = startLoop({ name: 'operations', idleMs: pollMs, log }, () => {
    const before = registry
    check()
    if (registry !== before) onChange(registry)
    return Promise.resolve(false)
  })
  return { registry: () => registry, stop: () => loop.stop() }
}

interface ReadFolder {
  readonly appearance: string
  /** As it was when it was right last. */
  readonly folder: ClientFolder | null
}

/** Reads a folder that looks different; whether that changed anything. */
function refresh(folders: Map<string, ReadFolder>, path: string, log: Logger): boolean {
  const known = folders.get(path)
  const appearance = appearanceOf(path)
  if (known?.appearance === appearance) return false
  try {
    const folder = readClientFolder(path)
    // Rules that cannot be applied show here, not with the next request.
    operationRegistry([folder])
    folders.set(path, { appearance, folder })
    return true
  } catch (error) {
    folders.set(path, { appearance, folder: known?.folder ?? null })
    log.error({ reason: error instanceof Error ? error.message : 'unknown' }, 'operations refused')
    return false
  }
}

function appearanceOf(path: string): string {
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { mtimeMs, size, ino } = statSync(join(path, name))
      return [name, mtimeMs, size, ino].join(' ')
    })
    .join('\n')
}
