import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** True while a process with this id runs, somebody else's too; one that has ended and only waits to be collected does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return process.platform !== 'linux' || findCommandLine(pid) !== null
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** The command line of a running process, or null when there is none: tells a left-over server from a stranger with its old id. */
export function findCommandLine(pid: number): string | null {
  if (process.platform !== 'linux') {
    const listed = spawnSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
    return listed.status === 0 ? listed.stdout.trim() : null
  }
  try {
    return (
      readFileSync(`/proc/${String(pid)}/cmdline`, 'utf8')
        .replaceAll('\0', ' ')
        .trim() || null
    )
  } catch {
    return null
  }
}
