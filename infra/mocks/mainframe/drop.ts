import { closeSync, copyFileSync, fdatasyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** The directories of one installation. The first three are the interface; everything else is the mainframe's own. */
export interface Drop {
  readonly incoming: string
  readonly outgoing: string
  readonly requests: string
  readonly archive: string
  readonly dataset: string
  /** Files that are being worked on. */
  readonly work: string
  readonly held: string
}

/** The directories below this one; makes those that are missing. */
export function openDrop(directory: string): Drop {
  const drop = dropAt(directory)
  for (const path of Object.values(drop)) mkdirSync(path, { recursive: true })
  return drop
}

/** The directories below this one; touches nothing. */
export function dropAt(directory: string): Drop {
  const below = (...names: readonly string[]): string => join(directory, ...names)
  return {
    incoming: below('in'),
    outgoing: below('out'),
    requests: below('requests'),
    archive: below('archive'),
    dataset: below('dataset'),
    work: below('dataset', 'work'),
    held: below('dataset', 'held'),
  }
}

/** The names of the whole files of a directory, in the order of their arrival. */
export function listFiles(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.tmp'))
    .flatMap(({ name }) => {
      const stat = statSync(join(directory, name), { bigint: true, throwIfNoEntry: false })
      return stat === undefined ? [] : [{ name, changedAt: stat.mtimeNs }]
    })
    .toSorted((one, other) => Number(one.changedAt - other.changedAt) || one.name.localeCompare(other.name))
    .map(({ name }) => name)
}

/** Writes a file under a name ending in .tmp and renames it when it is whole and on the disk. Leaves nothing behind when it throws. */
export function writeWhole(path: string, bytes: Uint8Array): void {
  const half = `${path}.tmp`
  const file = openSync(half, 'w')
  try {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written)
      fdatasyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(half, path)
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

/** Moves a file, over one of the same name; also where the two places are on different disks. */
export function moveFile(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    copyFileSync(from, `${to}.tmp`)
    renameSync(`${to}.tmp`, to)
    rmSync(from)
  }
}
