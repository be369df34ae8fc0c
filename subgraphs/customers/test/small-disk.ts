import { execFile } from 'node:child_process'
import { appendFileSync, chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const fileSystemBytes = 4 * 1024 * 1024

/** A small disk of its own below a directory that is there. */
export interface SmallDisk {
  /** Leaves no byte free. */
  readonly fill: () => void
  /** Gives back what `fill` took. */
  readonly empty: () => void
  /** At once, also while somebody has a file of it open. */
  readonly unmount: () => Promise<void>
}

/** Mounts a file system in memory over a directory, which takes root; what the directory holds is hidden meanwhile. */
export async function mountSmallDisk(directory: string): Promise<SmallDisk> {
  await asRoot('mount', ['-t', 'tmpfs', '-o', `size=${String(fileSystemBytes)},mode=777`, 'tmpfs', directory])
  const filler = join(directory, 'filler.tmp')
  return {
    fill: () => {
      // Down to the last byte: what is left of a block still takes a small file.
      for (let bytes = 65_536; bytes >= 1; bytes = Math.floor(bytes / 2)) while (append(filler, bytes));
      chmodSync(filler, 0o600)
    },
    empty: () => rmSync(filler),
    unmount: async () => await asRoot('umount', ['--lazy', directory]),
  }
}

function append(file: string, bytes: number): boolean {
  try {
    appendFileSync(file, Buffer.alloc(bytes))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false
    throw error
  }
}

async function asRoot(command: string, args: readonly string[]): Promise<void> {
  if (process.getuid?.() === 0) await run(command, args)
  else await run('sudo', ['-n', command, ...args])
}
