import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chownSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { CommandError } from './command.ts'

/** The system user a server runs as. */
export interface ServerIdentity {
  readonly uid: number
  readonly gid: number
}

// Only root writes here, so nobody can put something in our way, and every user can get in.
const rootOwnedDirectory = '/var/lib/iommi'

/**
 * Whom Postgres, which refuses root, has to run as: nobody special for an ordinary user, `postgres` or `nobody` for root.
 * Throws when root has no such user to turn to.
 */
export function findServerIdentity(): ServerIdentity | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['postgres', 'nobody']) {
    const uid = spawnSync('id', ['-u', name], { encoding: 'utf8' })
    const gid = spawnSync('id', ['-g', name], { encoding: 'utf8' })
    if (uid.status === 0 && gid.status === 0) return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  }
  throw new CommandError(
    'Postgres does not run as root and there is no user "postgres" or "nobody": start as an ordinary user or set DATABASE_URL.',
  )
}

/** True when `identity` may enter and list `directory`. */
export function canEnter(directory: string, identity: ServerIdentity): boolean {
  return spawnSync('/bin/sh', ['-c', 'test -r "$1" && test -x "$1"', 'sh', directory], { cwd: '/', ...identity }).status === 0
}

/**
 * Makes `directory` for `identity` and returns its path. Where `identity` cannot get to it (a checkout below a home nobody else may enter)
 * the directory is made outside instead, always at the same place for the same path.
 */
export function makeServerDirectory(directory: string, identity: ServerIdentity | undefined): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  if (identity === undefined) return directory
  chownSync(directory, identity.uid, identity.gid)
  if (canEnter(directory, identity)) return directory
  const outside = outsideDirectory(directory)
  mkdirSync(outside, { recursive: true, mode: 0o755 })
  chownSync(outside, identity.uid, identity.gid)
  return outside
}

/** Removes what `makeServerDirectory` made for this path, here and outside. */
export function removeServerDirectory(directory: string): void {
  rmSync(directory, { recursive: true, force: true })
  if (process.getuid?.() === 0) rmSync(outsideDirectory(directory), { recursive: true, force: true })
}

/** The place outside that stands for `path` when a server's user cannot get to it. */
export function outsideDirectory(path: string): string {
  return join(rootOwnedDirectory, createHash('sha256').update(path).digest('hex').slice(0, 16))
}
