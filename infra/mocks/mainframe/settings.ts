import { z } from 'zod'
import { parseWindow, type BatchWindow } from './window.ts'

/** What the process is told by its environment. */
export interface ProcessSettings {
  readonly directory: string
  readonly host: string
  readonly port: number
  readonly seed: string
  readonly recordsPerSecond: number
  readonly window: BatchWindow
  readonly pollIntervalMs: number
}

const environmentShape = z.object({
  MAINFRAME_DIR: z.string('is required: the directory of the drop').min(1),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(4200),
  MAINFRAME_SEED: z.string().min(1).default('1'),
  MAINFRAME_RECORDS_PER_SECOND: z.coerce.number().positive().default(200),
  MAINFRAME_WINDOW: z
    .string()
    .default('always')
    .transform((text, context) => {
      try {
        return parseWindow(text)
      } catch (error) {
        context.addIssue(error instanceof Error ? error.message : String(error))
        return z.NEVER
      }
    }),
  MAINFRAME_POLL_INTERVAL_MS: z.coerce.number().int().min(1).max(60_000).default(200),
})

/** Reads the environment; throws one error that names every variable that is wrong. An empty variable counts as not set. */
export function readSettings(environment: NodeJS.ProcessEnv): ProcessSettings {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const parsed = environmentShape.safeParse(given)
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  }
  const { data } = parsed
  return {
    directory: data.MAINFRAME_DIR,
    host: data.HOST,
    port: data.PORT,
    seed: data.MAINFRAME_SEED,
    recordsPerSecond: data.MAINFRAME_RECORDS_PER_SECOND,
    window: data.MAINFRAME_WINDOW,
    pollIntervalMs: data.MAINFRAME_POLL_INTERVAL_MS,
  }
}
