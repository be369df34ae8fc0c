import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { describeExit, endWithin, type RunningProcess } from './running-process.ts'
import type { Environment } from './services.ts'

const exitWithLauncher = new URL('exit-with-launcher.mjs', import.meta.url).href
// What belongs to the machine, not to the service.
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TZ', 'LANG', 'NODE_EXTRA_CA_CERTS']

/** What to run. */
export interface NodeCommand {
  readonly file: string
  /** All the process is told, besides a few variables of the machine. */
  readonly environment: Environment
  /** Output is appended here. */
  readonly logFile: string
}

/** Starts one of our services in a process of its own; it ends by itself when this process does. */
export function startNode(command: NodeCommand): RunningProcess {
  const log = openSync(command.logFile, 'a')
  // A session of its own: Ctrl-C in the terminal must reach the launcher only, which then stops things in order.
  const child = spawn(process.execPath, ['--enable-source-maps', '--import', exitWithLauncher, command.file], {
    env: { ...pick(process.env, inherited), ...command.environment },
    stdio: ['ignore', log, log, 'ipc'],
    detached: true,
  })
  closeSync(log)
  const { pid } = child
  if (pid === undefined) throw new Error(`${process.execPath} cannot be started.`)
  const exited = once(child, 'exit').then(([code, signal]: (number | string | null)[]) =>
    describeExit(typeof code === 'number' ? code : null, typeof signal === 'string' ? signal : null),
  )
  const stop = async (timeoutMs = 10_000): Promise<void> => {
    child.kill('SIGTERM')
    await endWithin(timeoutMs, { pid, exited })
  }
  return { pid, exited, stop }
}

function pick(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(names.map((name) => [name, environment[name]]).filter(([, value]) => value !== undefined))
}
