import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CommandError, nonEmpty } from './command.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium of this machine: `CHROMIUM_PATH`, or the first one on the PATH. Throws with how to install one when there is none. */
export function findChromium(): string {
  const given = nonEmpty(process.env['CHROMIUM_PATH'])
  const directories = (process.env['PATH'] ?? '').split(delimiter).filter((directory) => directory !== '')
  const candidates = given === undefined ? directories.flatMap((directory) => names.map((name) => join(directory, name))) : [given]
  const found = candidates.find(isExecutable)
  if (found !== undefined) return found
  if (given !== undefined) throw new CommandError(`CHROMIUM_PATH is ${given}, where there is no program.`)
  throw new CommandError('There is no Chromium. Install one ("apt-get install -y chromium"), or say where it is with CHROMIUM_PATH.')
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
