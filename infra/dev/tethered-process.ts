import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { describeExit, endWithin, type RunningProcess } from './running-process.ts'

/** What to run and how to end it. */
export interface TetheredCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** The signal that makes the program end in good order. */
  readonly stopSignal: 'INT' | 'TERM'
  /** Output is appended here. */
  readonly logFile: string
  readonly identity?: { readonly uid: number; readonly gid: number } | undefined
}

// A program that knows nothing of us cannot notice our death. The shell beside it can: its standard input is a pipe from us, and a
// pipe ends with its writer, after kill -9 too. `read` is a builtin, so no helper process can be left behind.
const tether = `
stop=$1; shift
exec 3<&0
"$@" </dev/null 3<&- >&2 &
server=$!
( while read -r line; do :; done; kill -s "$stop" "$server" ) <&3 3<&- >/dev/null 2>&1 &
watcher=$!
exec 3<&- </dev/null
echo "$server"
exec >&-
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
exit "$code"
`

/** Starts a program of somebody else's under a tether: it is stopped when this process ends, even by kill -9. */
export async function startTethered(command: TetheredCommand): Promise<RunningProcess> {
  const log = openSync(command.logFile, 'a')
  // A session of its own: Ctrl-C in the terminal must reach the launcher only, which then stops things in order.
  const shell = spawn('/bin/sh', ['-c', tether, 'tether', command.stopSignal, command.file, ...command.args], {
    cwd: '/',
    env: command.env,
    stdio: ['pipe', 'pipe', log],
    detached: true,
    ...command.identity,
  })
  closeSync(log)
  const { stdin, stdout } = shell
  if (stdin === null || stdout === null) throw new Error('The tether shell has no pipes.')
  stdin.on('error', () => undefined)
  const exited = once(shell, 'exit').then(([code, signal]: (number | string | null)[]) => {
    stdin.destroy()
    return describeExit(Number(code), typeof signal === 'string' ? signal : null)
  })
  const pid = await readPid(shell, stdout)
  const stop = async (timeoutMs = 10_000): Promise<void> => {
    stdin.end()
    await endWithin(timeoutMs, { pid, exited })
  }
  return { pid, exited, stop }
}

async function readPid(shell: ChildProcess, output: Readable): Promise<number> {
  const line = await Promise.race([
    once(output, 'data').then(([data]) => String(data)),
    once(shell, 'error').then(([error]) => Promise.reject(error instanceof Error ? error : new Error(String(error)))),
    once(shell, 'exit').then(() => ''),
  ])
  const pid = Number.parseInt(line, 10)
  if (Number.isNaN(pid)) throw new Error('The tether shell ended before it started anything.')
  return pid
}
