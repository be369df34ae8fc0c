import { sql } from 'drizzle-orm'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import { withSchema, withTenant } from '../src/database.ts'
import type { Tenant } from '../src/tenant.ts'
import { employee, testContext } from '../src/testing/test-context.ts'
import { useTestDatabase } from '../src/testing/test-database.ts'

const database = useTestDatabase('orders')
const { admin } = database
const context = (tenant: Tenant) => testContext(database.db, tenant, employee('admin'))
const insertKey = (key: string) =>
  sql`insert into idempotency_keys (client, key, operation, input_hash, created_at) values ('c', ${key}, 'o', 'h', now())`

interface Table {
  readonly schema: string
  readonly name: string
}

/** Every table of every subgraph, as the catalogue lists them: a new one is covered without being mentioned here. */
async function tenantTables(): Promise<readonly Table[]> {
  return await admin<Table[]>`select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('platform', 'public', 'information_schema') and n.nspname not like 'pg\\_%'
      and c.relname <> 'schema_migrations' order by 1, 2`
}

describe('catalogue guard (recipe 27)', () => {
  it('finds the tables of every subgraph in both forms', async () => {
    const schemas = new Set((await tenantTables()).map(({ schema }) => schema))
    expect([...schemas]).toEqual([
      'catalog',
      'catalog__globex',
      'customers',
      'customers__globex',
      'notifications',
      'notifications__globex',
      'orders',
      'orders__globex',
    ])
  })

  it('finds row security enabled and forced on every table, with a policy that checks what is written', async () => {
    const bad = await admin`select c.oid::regclass::text as table from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and n.nspname not in ('platform', 'public', 'information_schema') and n.nspname not like 'pg\\_%' and c.relname <> 'schema_migrations'
        and not (c.relrowsecurity and c.relforcerowsecurity and exists (
          select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant' and p.polcmd = '*'
            and pg_get_expr(p.polqual, p.polrelid) = pg_get_expr(p.polwithcheck, p.polrelid)
            and pg_get_expr(p.polqual, p.polrelid) like '%current_setting(''app.tenant_id''::text)%'))`
    expect(bad).toEqual([])
  })

  it('finds tenant_id first in every primary key, unique key and foreign key', async () => {
    const bad =
      await admin`select k.conrelid::regclass::text as table, k.conname from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype in ('p', 'u', 'f') and n.nspname not in ('platform', 'public', 'information_schema') and n.nspname not like 'pg\\_%' and c.relname <> 'schema_migrations'
        and (select attname from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1]) <> 'tenant_id'`
    expect(bad).toEqual([])
  })

  it('finds every table owned by a role nobody can log in as, and no login role that is above the policies', async () => {
    const owners =
      await admin`select distinct c.relowner::regrole::text as owner from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('platform', 'public', 'information_schema') and n.nspname not like 'pg\\_%' and c.relname <> 'schema_migrations' order by 1`
    expect(owners.map(({ owner }) => owner)).toEqual(['catalog_owner', 'customers_owner', 'notifications_owner', 'orders_owner'])
    const roles = await admin`select rolname from pg_roles where rolname ~ '^(catalog|customers|notifications|orders)_'
      and (rolsuper or rolcreaterole or rolcreatedb or (rolbypassrls and (rolcanlogin or rolname not like '%search'))
        or (rolname like '%owner' and rolcanlogin))`
    expect(roles).toEqual([])
  })

  it('finds one reviewed function above the policies in each schema that searches, for its app role only, and reading only', async () => {
    const functions = await admin`select p.oid::regprocedure::text as function, p.proowner::regrole::text as owner, p.proconfig as settings,
        (select array_agg(r.rolname::text order by 1) from pg_roles r where r.rolcanlogin and not r.rolsuper and has_function_privilege(r.oid, p.oid, 'execute')) as callers
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where (p.prosecdef or p.proowner in (select oid from pg_roles where rolbypassrls and not rolsuper)) and n.nspname not like 'pg\\_%' order by 1`
    expect(functions).toEqual(
      ['catalog', 'catalog__globex'].map((schema) => ({
        function: `${schema}.search_products(text,text,boolean,boolean)`,
        owner: 'catalog_search',
        settings: expect.arrayContaining([`search_path=${schema}, platform, pg_temp`]),
        callers: ['catalog_app'],
      })),
    )
    const above = await admin`select r.rolname, r.rolcanlogin,
        (select array_agg(distinct g.privilege_type::text) from information_schema.role_table_grants g where g.grantee = r.rolname) as rights,
        (select count(*)::int from pg_roles login where login.rolcanlogin and not login.rolsuper and pg_has_role(login.oid, r.oid, 'member')) as members,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned,
        (select count(*)::int from pg_namespace n where has_schema_privilege(r.oid, n.oid, 'create')) as schemas
      from pg_roles r where r.rolbypassrls and not r.rolsuper`
    expect(above).toEqual([{ rolname: 'catalog_search', rolcanlogin: false, rights: ['SELECT'], members: 0, owned: 0, schemas: 0 }])
  })

  it('finds premium schemas equal to the pooled ones, column by column, and nobody granted into a neighbour', async () => {
    const columns =
      await admin`select table_schema as schema, table_name, column_name, data_type, is_nullable, column_default from information_schema.columns
      where table_schema ~ '^(catalog|customers|notifications|orders)(__globex)?$' and table_name <> 'schema_migrations' order by table_name, column_name`
    const shape = (schema: string) =>
      columns
        .filter((row) => row['schema'] === schema)
        .map(({ schema: _schema, column_default, ...rest }) => ({ ...rest, default: String(column_default).replace('__globex', '') }))
    for (const subgraph of ['catalog', 'customers', 'notifications', 'orders'])
      expect(shape(`${subgraph}__globex`)).toEqual(shape(subgraph))
    const crossings = await admin`select distinct grantee, table_schema from information_schema.role_table_grants
      where grantee ~ '^(catalog|customers|notifications|orders)_' and table_schema ~ '^(catalog|customers|notifications|orders)' and split_part(grantee, '_', 1) <> split_part(table_schema, '__', 1)`
    expect(crossings).toEqual([])
  })
})

describe('every table, two tenants (recipe 28)', () => {
  it('shows, changes and takes nothing of another tenant, and accepts no row for it', { timeout: 60_000 }, async () => {
    const { acme, globex } = database
    const leaks: string[] = []
    for (const { schema, name } of (await tenantTables()).filter((table) => !table.schema.includes('__'))) {
      const role = `${schema}_app`
      const as = postgres(database.urlOf(role), { max: 1, onnotice: () => undefined })
      const table = as(`${schema}.${name}`)
      const columns =
        await admin`select column_name from information_schema.columns where table_schema = ${schema} and table_name = ${name} and is_generated = 'NEVER' and is_identity = 'NO'`
      // A row of globex, copied in by the superuser without the checks of other columns.
      await admin.unsafe(`alter table ${schema}.${name} disable trigger all`)
      const rowsOf = (tenant: Tenant) => admin`select 1 from ${admin(`${schema}.${name}`)} where tenant_id = ${tenant.id}`
      const before = [(await rowsOf(acme)).length, (await rowsOf(globex)).length]
      await as.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${acme.id}, true)`
        const seen = await tx`select 1 from ${table} where tenant_id <> ${acme.id}`
        if (seen.length > 0) leaks.push(`${schema}.${name}: select`)
      })
      const forged = as.begin(async (tx) => {
        await tx`select set_config('app.tenant_id', ${acme.id}, true)`
        await tx.unsafe(`insert into ${schema}.${name} (tenant_id) values ('${globex.id}')`)
      })
      const outcome = await forged.then(
        () => 'accepted',
        (error: unknown) => (error instanceof postgres.PostgresError ? error.code : 'unknown'),
      )
      // 42501: refused by the policy or for want of a grant; the row never gets as far as the other columns' checks.
      if (outcome !== '42501') leaks.push(`${schema}.${name}: insert ${outcome}`)
      for (const verb of [
        `update ${schema}.${name} set tenant_id = '${globex.id}'`,
        `delete from ${schema}.${name} where tenant_id = '${globex.id}'`,
      ]) {
        const attempt = as.begin(async (tx) => {
          await tx`select set_config('app.tenant_id', ${acme.id}, true)`
          return (await tx.unsafe(verb)).count
        })
        const changed = await attempt.catch((error: unknown) => (error instanceof postgres.PostgresError ? error.code : 'unknown'))
        if (changed !== 0 && changed !== '42501') leaks.push(`${schema}.${name}: ${verb} ${String(changed)}`)
      }
      expect(
        [(await rowsOf(acme)).length, (await rowsOf(globex)).length],
        `${schema}.${name} of ${String(columns.length)} columns`,
      ).toEqual(before)
      await admin.unsafe(`alter table ${schema}.${name} enable trigger all`)
      await as.end()
    }
    expect(leaks).toEqual([])
  })

  it('keeps a pooled row from another pooled tenant, for reading, changing and deleting', async () => {
    const { acme } = database
    const stranger: Tenant = { ...acme, id: '019b0000-0000-7000-8000-00000000ffff', slug: 'stranger' }
    await withTenant(context(acme), (tx) => tx.execute(insertKey('mine')))
    const seen = await withTenant(context(stranger), async (tx) => ({
      rows: (await tx.execute(sql`select 1 from idempotency_keys`)).length,
      updated: (await tx.execute(sql`update idempotency_keys set operation = 'x' returning 1`)).length,
      deleted: (await tx.execute(sql`delete from idempotency_keys returning 1`)).length,
    }))
    expect(seen).toEqual({ rows: 0, updated: 0, deleted: 0 })
    expect(await withTenant(context(acme), (tx) => tx.execute(sql`select operation from idempotency_keys where key = 'mine'`))).toEqual([
      { operation: 'o' },
    ])
  })
})

describe("the transaction's tenant", () => {
  it('is an error when it was forgotten, before and after the setting was used on the connection (recipe 31)', async () => {
    const { acme } = database
    const raw = postgres(database.urlOf('orders_app'), { max: 1 })
    await expect(raw`select 1 from orders.outbox`).rejects.toMatchObject({ code: '42704' })
    await raw.begin(async (tx) => {
      await tx`select set_config('app.tenant_id', ${acme.id}, true)`
      await tx`select 1 from orders.outbox`
    })
    await expect(raw`select 1 from orders.outbox`).rejects.toMatchObject({ code: '22P02' })
    await expect(
      raw`insert into orders.idempotency_keys (client, key, operation, input_hash, created_at) values ('c', 'k', 'o', 'h', now())`,
    ).rejects.toMatchObject({ code: '22P02' })
    await raw.end()
  })

  it('never leaks over a hammered pool with thrown errors and cancelled requests; a session setting does (recipe 30)', async () => {
    const tenants = [database.acme, { ...database.acme, id: '019b0000-0000-7000-8000-00000000aaaa' }, database.globex]
    let leaks = 0
    const work = async (n: number) => {
      const tenant = tenants[n % tenants.length] ?? database.acme
      const cancelled = new AbortController()
      const scope = { ...context(tenant), signal: n % 5 === 0 ? cancelled.signal : AbortSignal.timeout(15_000) }
      const attempt = withTenant(scope, async (tx) => {
        const [row] = await tx.execute<{ tenant: string; path: string }>(
          sql`select current_setting('app.tenant_id') as tenant, current_setting('search_path') as path`,
        )
        if (row?.tenant !== tenant.id || row.path !== (tenant.schemaSuffix === null ? 'orders' : 'orders__globex')) leaks += 1
        if (n % 5 === 0) cancelled.abort()
        if (n % 7 === 0) throw new Error('thrown by the work')
      })
      await attempt.catch(() => undefined)
    }
    for (let start = 0; start < 1_500; start += 60) await Promise.all(Array.from({ length: 60 }, (_, n) => work(start + n)))
    const bare = postgres(database.urlOf('orders_app'), { max: 4 })
    const left = await Promise.all(Array.from({ length: 40 }, () => bare`select current_setting('app.tenant_id', true) as tenant`))
    expect([leaks, left.filter(([row]) => row?.['tenant'] !== null && row?.['tenant'] !== '').length]).toEqual([0, 0])
    await bare`select set_config('app.tenant_id', ${database.acme.id}, false)`
    const mutant = await Promise.all(Array.from({ length: 40 }, () => bare`select current_setting('app.tenant_id', true) as tenant`))
    expect(mutant.some(([row]) => row?.['tenant'] === database.acme.id)).toBe(true)
    await bare.end()
  })

  it('rolls back what a cancelled request did, even when the work itself ended well', async () => {
    const cancelled = new AbortController()
    const attempt = withTenant({ ...context(database.acme), signal: cancelled.signal }, async (tx) => {
      await tx.execute(insertKey('cancelled'))
      cancelled.abort()
    })
    await expect(attempt).rejects.toMatchObject({ code: 'UPSTREAM_UNAVAILABLE' })
    const gone = async () => (await admin`select 1 from orders.idempotency_keys where key = 'cancelled'`).length
    await expect.poll(gone, { timeout: 5_000 }).toBe(0)
  })

  it("puts a premium tenant's rows into its own schema and nowhere else", async () => {
    await withTenant(context(database.globex), (tx) => tx.execute(insertKey('premium')))
    expect(await admin`select 1 from orders.idempotency_keys where key = 'premium'`).toHaveLength(0)
    expect(await admin`select 1 from orders__globex.idempotency_keys where key = 'premium'`).toHaveLength(1)
  })
})

describe('the worker role', () => {
  it("sees every tenant's outbox, and nothing of a table that is not for finding work", async () => {
    const scope = { db: database.worker, schema: 'orders', signal: AbortSignal.timeout(5_000) }
    expect(await withSchema(scope, (tx) => tx.execute(sql`select count(*)::int as n from outbox`))).toEqual([{ n: 0 }])
    await expect(withSchema(scope, (tx) => tx.execute(sql`select 1 from orders`))).rejects.toMatchObject({ cause: { code: '42704' } })
  })

  it.each([
    ['orders_app', 'customers.customers'],
    ['orders_worker', 'catalog.outbox'],
    ['customers_app', 'orders.orders'],
    ['catalog_app', 'orders__globex.orders'],
    ['notifications_worker', 'orders.event_log'],
    ['orders_app', 'notifications.notifications'],
  ])('gives %s no access to %s', async (role, table) => {
    const raw = postgres(database.urlOf(role), { max: 1 })
    await expect(raw.unsafe(`select 1 from ${table}`)).rejects.toMatchObject({ code: '42501' })
    await raw.end()
  })
})
