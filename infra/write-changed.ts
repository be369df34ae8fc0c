import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes a file that is new or has changed, renamed into place: who starts at this moment reads the old file or the new one, never half of one. */
export function writeChanged(path: string, contents: Uint8Array | string): void {
  if (existsSync(path) && readFileSync(path).equals(Buffer.from(contents))) return
  const half = `${path}.${String(process.pid)}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(half, contents)
  renameSync(half, path)
}
