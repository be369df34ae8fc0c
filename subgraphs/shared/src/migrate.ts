import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import postgres from 'postgres'
import { schemaOf } from './tenant.ts'

/** A tenant as the registry is told about it. */
export interface TenantRow {
  readonly id: string
  readonly slug: string
  readonly name: string
  readonly tier: 'POOLED' | 'PREMIUM'
  readonly schemaSuffix: string | null
  readonly defaultCurrency: string
}

/** What to migrate. */
export interface MigrateOptions {
  /** A role that may create roles and schemas. */
  readonly adminUrl: string
  /** The password each login role gets. */
  readonly rolePassword: (role: string) => string
  /** The folder of the subgraph packages. */
  readonly subgraphsDir: URL
  /** Tenants to enter into the registry, besides those it has. */
  readonly tenants: readonly TenantRow[]
  readonly log?: (line: string) => void
}

const lockKey = 7_217_001

/**
 * Brings the database to the newest state: roles, registry, and every subgraph's schema with each
 * premium tenant's copy, all in one transaction. May be repeated and run by several at once.
 */
export async function migrateAll(options: MigrateOptions): Promise<void> {
  const subgraphs = await findSubgraphs(options.subgraphsDir)
  const admin = postgres(options.adminUrl, { max: 1, onnotice: () => undefined, connect_timeout: 5 })
  try {
    await admin.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(${lockKey})`
      for (const subgraph of subgraphs) await createRoles(tx, subgraph, options.rolePassword)
      await migratePlatform(tx, options, subgraphs)
      await enterTenants(tx, options.tenants)
      const suffixes = await tx<
        { schemaSuffix: string | null }[]
      >`select distinct schema_suffix as "schemaSuffix" from platform.tenants order by 1 nulls first`
      for (const subgraph of subgraphs) {
        const schemas = [...new Set([subgraph.name, ...suffixes.map((tenant) => schemaOf(subgraph.name, tenant))])]
        for (const schema of schemas) await migrateSchema(tx, options, { subgraph, schema })
      }
    })
  } finally {
    await admin.end()
  }
}

type Tx = postgres.TransactionSql

/** A subgraph; one that searches has a role for its search function, above row-level security and for nobody to log in as. */
interface Subgraph {
  readonly name: string
  readonly isSearching: boolean
}

/** What search functions are made of; all come with Postgres. */
const searchExtensions = ['btree_gin', 'fuzzystrmatch', 'pg_trgm', 'unaccent'] as const

/** Every package with migrations is a subgraph; `shared` holds the registry and what all have. */
async function findSubgraphs(subgraphsDir: URL): Promise<readonly Subgraph[]> {
  const entries = await readdir(subgraphsDir, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory() && entry.name !== 'shared').map((entry) => entry.name)
  return await Promise.all(
    names
      .toSorted()
      .map(async (name) => ({ name, isSearching: await isMentioned(`${name}_search`, new URL(`${name}/migrations/`, subgraphsDir)) })),
  )
}

async function isMentioned(role: string, migrations: URL): Promise<boolean> {
  const files = (await readdir(migrations)).filter((file) => file.endsWith('.sql'))
  const texts = await Promise.all(files.map(async (file) => await readFile(new URL(file, migrations), 'utf8')))
  return texts.some((text) => text.includes(role))
}

async function createRoles(tx: Tx, { name, isSearching }: Subgraph, rolePassword: (role: string) => string): Promise<void> {
  const login = (role: string): string => `nobypassrls login password '${rolePassword(role).replaceAll("'", "''")}'`
  const roles = new Map([
    [`${name}_owner`, 'nobypassrls nologin'],
    [`${name}_app`, login(`${name}_app`)],
    [`${name}_worker`, login(`${name}_worker`)],
    ...(isSearching ? [[`${name}_search`, 'bypassrls nologin'] as const] : []),
  ])
  const existing = await tx<{ rolname: string }[]>`select rolname from pg_roles where rolname in ${tx([...roles.keys()])}`
  for (const [role, attributes] of roles) {
    const verb = existing.some((row) => row.rolname === role) ? 'alter' : 'create'
    await tx.unsafe(`${verb} role ${role} nosuperuser nocreatedb nocreaterole ${attributes}`)
  }
  await tx.unsafe(`grant ${name}_owner to current_user`)
  // So that a migration can give it its function; being above row-level security is not passed on.
  if (isSearching) await tx.unsafe(`grant ${name}_search to ${name}_owner`)
}

async function migratePlatform(tx: Tx, options: MigrateOptions, subgraphs: readonly Subgraph[]): Promise<void> {
  await tx.unsafe('create schema if not exists platform')
  await tx.unsafe('set local search_path = platform')
  await applyFolder(tx, new URL('shared/migrations/platform/', options.subgraphsDir), options.log)
  const readers = subgraphs.flatMap(({ name }) => [`${name}_owner`, `${name}_app`, `${name}_worker`]).join(', ')
  await tx.unsafe(`grant usage on schema platform to ${readers}`)
  await tx.unsafe(`grant select on platform.tenants to ${readers}`)
  for (const { name } of subgraphs.filter(({ isSearching }) => isSearching)) {
    await tx.unsafe(`grant usage on schema platform to ${name}_search`)
    for (const extension of searchExtensions) await tx.unsafe(`create extension if not exists ${extension} schema platform`)
  }
}

async function enterTenants(tx: Tx, tenants: readonly TenantRow[]): Promise<void> {
  for (const tenant of tenants) {
    await tx`insert into platform.tenants (id, slug, name, tier, schema_suffix, default_currency)
      values (${tenant.id}, ${tenant.slug}, ${tenant.name}, ${tenant.tier}, ${tenant.schemaSuffix}, ${tenant.defaultCurrency})
      on conflict (id) do nothing`
  }
}

async function migrateSchema(
  tx: Tx,
  options: MigrateOptions,
  { subgraph, schema }: { readonly subgraph: Subgraph; readonly schema: string },
): Promise<void> {
  const { name, isSearching } = subgraph
  await tx.unsafe(`create schema if not exists ${schema} authorization ${name}_owner`)
  await tx.unsafe(`grant usage on schema ${schema} to ${name}_app, ${name}_worker${isSearching ? `, ${name}_search` : ''}`)
  await tx.unsafe(`set local search_path = ${schema}`)
  await tx.unsafe(`set local role ${name}_owner`)
  await applyFolder(tx, new URL('shared/migrations/subgraph/', options.subgraphsDir), options.log)
  await applyFolder(tx, new URL(`${name}/migrations/`, options.subgraphsDir), options.log)
  await tx.unsafe('reset role')
}

/** Applies the folder's files that the current schema does not have yet, in the order of their names. */
async function applyFolder(tx: Tx, folder: URL, log?: (line: string) => void): Promise<void> {
  await tx.unsafe(
    'create table if not exists schema_migrations (name text primary key, sha256 text not null, applied_at timestamptz not null default now())',
  )
  const applied = new Map(
    (await tx<{ name: string; sha256: string }[]>`select name, sha256 from schema_migrations`).map((row) => [row.name, row.sha256]),
  )
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).toSorted()
  for (const file of files) {
    const text = await readFile(new URL(file, folder), 'utf8')
    const sha256 = createHash('sha256').update(text).digest('hex')
    const before = applied.get(file)
    if (before === sha256) continue
    if (before !== undefined)
      throw new Error(`Migration ${file} was changed after it had been applied. Write a new one instead, or start over with --reset.`)
    await tx.unsafe(text)
    await tx`insert into schema_migrations (name, sha256) values (${file}, ${sha256})`
    log?.(`applied ${file}`)
  }
}
