import { z } from 'zod'
import { parseAddressList, type AddressList } from './address-list.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const secret = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits (32 bytes)')

/** Addresses and CIDR ranges, separated by commas. */
export const addressList = (fallback: string): z.ZodType<AddressList> =>
  z
    .string()
    .default(fallback)
    .transform((list, context) => {
      const parsed = parseAddressList(list)
      if (parsed !== null) return parsed
      context.addIssue('must be addresses and ranges such as 10.0.0.0/8, separated by commas')
      return z.NEVER
    })

/** Settings every process has. */
export const serviceSettings = {
  NODE_ENV: z.enum(['production', 'development', 'test']).default('production'),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  /** How long a stop may take before what is left is cut off. */
  DRAIN_TIMEOUT_MS: z.coerce.number().int().positive().default(8_000),
  /** An OTLP/HTTP collector, to which spans are sent; none are recorded without one. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  /** Who may read `/metrics`. */
  METRICS_ADDRESSES: addressList('127.0.0.0/8,::1'),
} as const

/** Where Redis is. */
export const redisUrl = z.url({ protocol: /^rediss?$/ })

/** The 32-byte key that encrypts the cursors of event streams, in hexadecimal: the same in every process that makes or reads them. */
export const cursorKey = secret

/** Settings every subgraph has. */
export const subgraphSettings = {
  ...serviceSettings,
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_WORKER_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(10),
  REDIS_URL: redisUrl,
  CURSOR_KEY: cursorKey,
} as const

/** A 32-byte key in hexadecimal: one for each caller and callee that talk to each other. */
export const internalKey = secret

/** Where a subgraph answers, its path included. */
export const serviceUrl = z.url({ protocol: /^https?$/ })

/**
 * Reads `shape` from `environment` and stops the process with every problem listed at once.
 * Empty values count as not set.
 */
export function readConfig<Shape extends z.ZodRawShape>(shape: Shape, environment: NodeJS.ProcessEnv): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
  const result = z.object(shape).safeParse(given)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  process.stderr.write(`Configuration is wrong (see .env.example):\n${problems.join('\n')}\n`)
  return process.exit(78)
}
