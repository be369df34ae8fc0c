import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

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

/** The directory that a running process works in; null when there is no such process, or it is not ours to look at. */
export function findWorkingDirectory(pid: number): string | null {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], { encoding: 'utf8' })
    return /^n(.+)$/m.exec(stdout)?.[1] ?? null
  }
  try {
    return readlinkSync(`/proc/${String(pid)}/cwd`)
  } catch {
    return null
  }
}
