import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { CommandError } from './command.ts'
import { dataDirAt, findLauncher, type DataDir } from './data-dir.ts'

const stackFile = z.object({
  /** The launcher. */
  pid: z.number().int(),
  port: z.number().int(),
  graphqlUrl: z.string(),
  identityUrl: z.string(),
  /** Where its traces are shown, if they are. */
  tracesUrl: z.string().optional(),
  /** The mainframe's terminal, if there is a mainframe. */
  mainframeUrl: z.string().optional(),
  /** Each subgraph's endpoint, and the key with which the commands may call it as `tools`. */
  subgraphs: z.record(z.string(), z.object({ url: z.string(), toolsKey: z.string() })),
  /** The superuser's. */
  databaseUrl: z.string(),
  redisUrl: z.string(),
})

/** How the commands reach a stack that runs. */
export type RunningStack = Readonly<z.infer<typeof stackFile>>

/** Tells the commands where the stack is; the owner alone may read it, for the database's password is in it. */
export function writeRunningStack(dataDir: DataDir, stack: RunningStack): void {
  writeFileSync(dataDir.stackFile, `${JSON.stringify(stack, null, 2)}\n`, { mode: 0o600 })
}

/** The stack that runs on this data directory, and on this port if one is given. Throws one line that says how to start it. */
export function findRunningStack(path: string, port?: number): RunningStack {
  const dataDir = dataDirAt(path)
  if (findLauncher(dataDir) === null || !existsSync(dataDir.stackFile)) {
    throw new CommandError(
      `No stack runs on ${path}: start it with "npm start", or name another directory with --data-dir or IOMMI_DATA_DIR.`,
    )
  }
  const stack = stackFile.parse(JSON.parse(readFileSync(dataDir.stackFile, 'utf8')))
  if (port !== undefined && port !== stack.port) {
    throw new CommandError(
      `The stack on ${path} runs on port ${String(stack.port)}, not ${String(port)}: leave the port away or name another --data-dir.`,
    )
  }
  return stack
}
