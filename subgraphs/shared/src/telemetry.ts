import { pino, type Logger as PinoLogger } from 'pino'
import { AppError, InvariantError } from './errors.ts'
import { currentTraceId } from './tracing.ts'

/** What a log line may carry. Anything else is dropped: personal data cannot get in by accident. */
export interface LogFields {
  readonly err?: unknown
  readonly requestId?: string | undefined
  /** Comes by itself where a span is under way. */
  readonly traceId?: string | undefined
  readonly tenantId?: string | undefined
  readonly actorKind?: string | undefined
  /** A program that calls, not a person: `dashboard`, `partners/globalparts`. */
  readonly client?: string | undefined
  readonly operation?: string | null | undefined
  readonly operationType?: string | undefined
  readonly errorCodes?: readonly string[] | undefined
  readonly status?: number | undefined
  readonly method?: string | undefined
  readonly path?: string | undefined
  readonly durationMs?: number | undefined
  readonly fetches?: number | undefined
  readonly bytes?: number | undefined
  readonly subgraph?: string | undefined
  readonly schema?: string | undefined
  readonly topic?: string | undefined
  readonly seq?: number | undefined
  readonly count?: number | undefined
  readonly attempt?: number | undefined
  readonly port?: number | undefined
  readonly signal?: string | undefined
  readonly dependency?: string | undefined
  readonly aggregateId?: string | undefined
  readonly reason?: string | undefined
}

const allowed: ReadonlySet<string> = new Set<keyof LogFields>([
  ...([
    'err',
    'requestId',
    'traceId',
    'tenantId',
    'actorKind',
    'client',
    'operation',
    'operationType',
    'errorCodes',
    'status',
    'method',
    'path',
  ] as const),
  ...(['durationMs', 'fetches', 'bytes', 'subgraph', 'schema', 'topic', 'seq', 'count', 'attempt', 'port', 'signal'] as const),
  ...(['dependency', 'aggregateId', 'reason'] as const),
])

/** Writes one JSON line per event: a constant message and allow-listed fields. */
export interface Logger {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
  child(fields: LogFields): Logger
}

/** The process's logger, on standard output. */
export function createLogger(options: {
  readonly service: string
  readonly level: string
  readonly stream?: { write(line: string): void }
}): Logger {
  const logger = pino(
    {
      level: options.level,
      base: { service: options.service },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name))),
      },
      serializers: { err: describeError },
      mixin: traceFields,
    },
    options.stream ?? pino.destination({ sync: true }),
  )
  return wrap(logger)
}

/** A logger that writes nothing, for tests. */
export const silentLogger: Logger = wrap(pino({ level: 'silent' }))

function traceFields(): LogFields {
  const traceId = currentTraceId()
  return traceId === null ? {} : { traceId }
}

function wrap(logger: PinoLogger): Logger {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => wrap(logger.child(Object.fromEntries(Object.entries(fields).filter(([name]) => allowed.has(name))))),
  }
}

/**
 * What may be logged of an error: its kind, code and stack frames. The message only
 * where it cannot hold a caller's data: drivers and parsers quote what they choke on.
 */
export function describeError(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { name: typeof error }
  return {
    name: error.name,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(hasSafeMessage(error) ? { message: error.message } : {}),
    frames: (error.stack ?? '')
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, 8)
      .map((line) => line.trim()),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}

function hasSafeMessage(error: Error): boolean {
  const ours = error instanceof AppError || error instanceof InvariantError
  const engine = error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError
  return ours || engine || 'syscall' in error
}
