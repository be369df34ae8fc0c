import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, type ParseArgsConfig } from 'node:util'

/** The top of the repository; relative paths on the command line start there. */
export const repositoryDir = fileURLToPath(new URL('../..', import.meta.url))

/** What a command says when it cannot do what was asked: one line for the person at the terminal, no stack. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

/** Runs a command; a CommandError ends it with its message and exit code 1, anything else with its stack. */
export async function runCommand(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    const text = error instanceof CommandError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)
    process.stderr.write(`${text}\n`)
    process.exitCode = 1
  }
}

type Options = NonNullable<ParseArgsConfig['options']>

/** The options and positional arguments of the command line; throws one line that names the options there are. */
export function readArguments<T extends Options>(
  options: T,
  allowPositionals = false,
): ReturnType<typeof parseArgs<{ args: string[]; options: T; allowPositionals: boolean }>> {
  try {
    return parseArgs({ args: process.argv.slice(2), options, allowPositionals })
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`)
    throw new CommandError(`${error instanceof Error ? error.message : String(error)} Options: ${known.join(', ')}.`, { cause: error })
  }
}

/** The data directory asked for: option, then IOMMI_DATA_DIR, then `.data`. */
export function dataDirFrom(option: string | undefined): string {
  return resolve(repositoryDir, option ?? nonEmpty(process.env['IOMMI_DATA_DIR']) ?? '.data')
}

/** The gateway's port asked for: option, then PORT; undefined when neither is given. */
export function portFrom(option: string | undefined): number | undefined {
  const text = option ?? nonEmpty(process.env['PORT'])
  if (text === undefined) return undefined
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new CommandError(`A port is a whole number from 1 to 65535, not "${text}".`)
  return port
}

/** A variable's value; an empty one counts as not set. */
export function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
