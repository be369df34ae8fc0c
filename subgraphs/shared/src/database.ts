import { sql } from 'drizzle-orm'
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { AppError } from './errors.ts'
import { secondsSince, type Metrics } from './metrics.ts'
import type { RequestContext } from './request-context.ts'
import { schemaOf, type Tenant } from './tenant.ts'
import { inSpan, noteStatement } from './tracing.ts'

declare const tenantBound: unique symbol
declare const schemaBound: unique symbol
const handle = Symbol('drizzle')
const outboxMark = Symbol('outbox')
const outboxListeners = Symbol('outbox listeners')

type Transaction = Parameters<Parameters<PostgresJsDatabase['transaction']>[0]>[0]

/** A transaction whose every statement sees one tenant's rows only. Only `withTenant` makes one. */
export type TenantTx = Transaction & { readonly [tenantBound]: true; readonly [outboxMark]: { isWritten: boolean } }

/** A worker's transaction in one Postgres schema: sees all tenants' rows of the outbox, event log and work-finding tables, nothing else. */
export type WorkerTx = Transaction & { readonly [schemaBound]: true }

/** A pool of connections of one login role. SQL goes through `withTenant` or `withSchema` only. */
export interface Database {
  readonly subgraph: string
  /** Which of the subgraph's roles: named in spans and metrics. */
  readonly role: 'app' | 'worker'
  readonly metrics: Metrics | null
  readonly [handle]: PostgresJsDatabase
  readonly [outboxListeners]: ReadonlySet<() => void>
  /** Calls `listener` after each commit of this pool that has written to the outbox; returns what ends that. */
  readonly onOutboxCommit: (listener: () => void) => () => void
  /** Resolves when Postgres answers a query; rejects within two seconds otherwise. */
  ping(): Promise<void>
  close(): Promise<void>
}

/** What every query of a pool is bound by. */
export interface DatabaseOptions {
  readonly url: string
  readonly subgraph: string
  /** Default `app`. */
  readonly role?: Database['role']
  readonly metrics?: Metrics
  readonly poolSize?: number
  readonly statementTimeoutMs?: number
  /** Told of every statement before it is sent. For tests that look at plans: parameters hold personal data. */
  readonly onStatement?: (text: string, parameters: readonly unknown[]) => void
}

/** Opens a lazy pool; the first query connects. Statements longer than `statementTimeoutMs` (5 s) are ended by Postgres. */
export function openDatabase(options: DatabaseOptions): Database {
  const { url, subgraph, role = 'app', metrics = null, poolSize = 10, statementTimeoutMs = 5_000, onStatement } = options
  const client = postgres(url, {
    max: poolSize,
    connect_timeout: 3,
    idle_timeout: 60,
    max_lifetime: 30 * 60,
    backoff: (attempt) => Math.min(1, 0.05 * 2 ** attempt),
    onnotice: () => undefined,
    ...(onStatement === undefined
      ? {}
      : { debug: (_connection: number, text: string, parameters: unknown[]) => onStatement(text, parameters) }),
    connection: {
      application_name: `iommi-${subgraph}`,
      statement_timeout: statementTimeoutMs,
      lock_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: 15_000,
    },
  })
  const db = drizzle(client, { logger: { logQuery: noteStatement } })
  const listeners = new Set<() => void>()
  return {
    subgraph,
    role,
    metrics,
    [handle]: db,
    [outboxListeners]: listeners,
    onOutboxCommit: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    ping: async () => {
      await withDeadline(AbortSignal.timeout(2_000), db.execute(sql`select 1`))
    },
    close: () => client.end({ timeout: 5 }),
  }
}

/**
 * Runs `work` in a transaction bound to the context's tenant by row-level security and, for a
 * premium tenant, by schema. Commits when `work` resolves and the request is still alive, rolls
 * back otherwise. A database that is away or too slow is UPSTREAM_UNAVAILABLE.
 */
export async function withTenant<Result>(
  context: Pick<RequestContext, 'db' | 'tenant' | 'signal'>,
  work: (tx: TenantTx) => Promise<Result>,
): Promise<Result> {
  const { db, tenant, signal } = context
  const bind = sql`select set_config('app.tenant_id', ${tenant.id}, true), set_config('search_path', ${schemaOf(db.subgraph, tenant)}, true)`
  const mark = { isWritten: false }
  const done = await transaction(db, signal, async (tx) => {
    // Sent first on the connection, not waited for: the first statement of `work` travels with it.
    const bound = Promise.resolve(tx.execute(bind).execute())
    // The one place that may claim the binding: the statement above makes it true, or fails the transaction.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    const [, result] = await Promise.all([bound, work(Object.assign(tx, { [outboxMark]: mark }) as TenantTx)])
    return result
  })
  if (mark.isWritten) for (const listener of db[outboxListeners]) listener()
  return done
}

/** Notes that the transaction has written to the outbox: whoever waits for that hears of its commit. */
export function markOutboxWritten(tx: TenantTx): void {
  tx[outboxMark].isWritten = true
}

/** Runs a worker's `work` in one Postgres schema (a subgraph's own, or a premium tenant's copy). */
export async function withSchema<Result>(
  worker: { readonly db: Database; readonly schema: string; readonly signal: AbortSignal },
  work: (tx: WorkerTx) => Promise<Result>,
): Promise<Result> {
  return await transaction(worker.db, worker.signal, async (tx) => {
    await tx.execute(sql`select set_config('search_path', ${worker.schema}, true)`)
    // The one place that may claim the binding: the line above made it true.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return await work(tx as WorkerTx)
  })
}

/** Reads the tenant registry, the only table that belongs to no tenant. */
export async function readTenants(db: Database): Promise<readonly Tenant[]> {
  const rows = await withDeadline(
    AbortSignal.timeout(5_000),
    db[handle].execute<{ id: string; slug: string; schema_suffix: string | null; default_currency: string; status: string }>(
      sql`select id, slug, schema_suffix, default_currency, status from platform.tenants order by slug`,
    ),
  )
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    schemaSuffix: row.schema_suffix,
    defaultCurrency: row.default_currency,
    isActive: row.status === 'ACTIVE',
  }))
}

async function transaction<Result>(db: Database, signal: AbortSignal, work: (tx: Transaction) => Promise<Result>): Promise<Result> {
  const { subgraph, role, metrics } = db
  const startMs = performance.now()
  const begin = (): Promise<Result> =>
    db[handle].transaction(async (tx) => {
      metrics?.connectionWait(role, secondsSince(startMs))
      const result = await work(tx)
      signal.throwIfAborted()
      return result
    })
  const wish = { name: `${subgraph} ${role} transaction`, kind: 'client', attributes: { 'db.system.name': 'postgresql' } } as const
  try {
    const result = await inSpan(wish, () => withDeadline(signal, begin()))
    metrics?.transaction({ role, outcome: 'committed' }, secondsSince(startMs))
    return result
  } catch (error) {
    const isUnavailable = error instanceof AppError && error.code === 'UPSTREAM_UNAVAILABLE'
    metrics?.transaction({ role, outcome: isUnavailable ? 'unavailable' : 'rolled_back' }, secondsSince(startMs))
    throw error
  }
}

/** `work`, or UPSTREAM_UNAVAILABLE when `signal` aborts first: postgres.js itself waits for ever on a silent connection. */
async function withDeadline<Result>(signal: AbortSignal, work: PromiseLike<Result>): Promise<Result> {
  const over = new AbortController()
  const deadline = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(new AppError('UPSTREAM_UNAVAILABLE', 'The request took too long.', { retryable: true }))
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true, signal: over.signal })
  })
  try {
    return await Promise.race([work, deadline])
  } catch (error) {
    throw isOutage(error)
      ? new AppError('UPSTREAM_UNAVAILABLE', 'The data store does not answer right now.', { cause: error, retryable: true })
      : error
  } finally {
    over.abort()
  }
}

/** SQLSTATE or driver code of an error that Drizzle may have wrapped. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error.code
  return sqlState(error.cause)
}

// The driver's codes, then SQLSTATEs: admin shutdown, crash shutdown, cannot connect now, too many connections,
// statement timeout, lock timeout, idle in transaction, read only.
const outageCodes: ReadonlySet<string> = new Set(
  [
    'ECONNREFUSED ECONNRESET EPIPE ETIMEDOUT CONNECTION_CLOSED CONNECTION_ENDED CONNECTION_DESTROYED CONNECT_TIMEOUT',
    '57P01 57P02 57P03 53300 57014 55P03 25P03 25006',
  ].flatMap((codes) => codes.split(' ')),
)

function isOutage(error: unknown): boolean {
  if (error instanceof AppError) return false
  const code = sqlState(error)
  return (
    (code !== null && outageCodes.has(code)) ||
    (error instanceof Error && error.name === 'AbortError') ||
    (error instanceof Error && error.name === 'TimeoutError')
  )
}
