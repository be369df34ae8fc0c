import { newId } from '../src/ids.ts'
import { migrateAll } from '../src/migrate.ts'
import { testRolePassword } from '../src/testing/provided-context.ts'
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'

// A database from before there was search, with products of both kinds of tenant, is brought up to date.
const name = `test_${newId('t').slice(2)}`
const url = (database: string): string => `${inject('postgresUrl')}/${database}`
const server = postgres(url('postgres'), { max: 1, onnotice: () => undefined })
const subgraphsDir = new URL('../../', import.meta.url)
const tenants = [
  { id: '01890000-0000-7000-8000-00000000acfe', slug: 'acme', name: 'Acme', tier: 'POOLED', schemaSuffix: null, defaultCurrency: 'GBP' },
  { id: '01890000-0000-7000-8000-00000000beef', slug: 'pool', name: 'Pool', tier: 'POOLED', schemaSuffix: null, defaultCurrency: 'GBP' },
  {
    id: '01890000-0000-7000-8000-000000010bee',
    slug: 'globex',
    name: 'Globex',
    tier: 'PREMIUM',
    schemaSuffix: 'globex',
    defaultCurrency: 'EUR',
  },
] as const
let before = ''

beforeAll(async () => {
  await server.unsafe(`create database ${name}`)
  before = await mkdtemp(join(tmpdir(), 'iommi-before-search-'))
  for (const subgraph of ['shared', 'catalog'])
    await cp(new URL(`${subgraph}/migrations/`, subgraphsDir), join(before, subgraph, 'migrations'), { recursive: true })
  const migrations = join(before, 'catalog/migrations')
  for (const file of (await readdir(migrations)).filter((each) => each > '0002')) await rm(join(migrations, file))
})
afterAll(async () => {
  await server.unsafe(`drop database if exists ${name} (force)`)
  await server.end()
  await rm(before, { recursive: true, force: true })
})

async function migrate(folder: URL): Promise<void> {
  await migrateAll({
    adminUrl: url(name),
    rolePassword: (role) => testRolePassword(inject('rolePasswordSeed'), role),
    subgraphsDir: folder,
    tenants,
  })
}

describe('a database from before search', () => {
  it('has every product found after the migration, each by its own tenant', async () => {
    await migrate(pathToFileURL(`${before}/`))
    const admin = postgres(url(name), { max: 1, onnotice: () => undefined })
    const schemaOf = ({ schemaSuffix }: { readonly schemaSuffix: string | null }) =>
      schemaSuffix === null ? 'catalog' : `catalog__${schemaSuffix}`
    try {
      for (const tenant of tenants) {
        await admin.begin(async (tx) => {
          await tx.unsafe(`set local search_path = ${schemaOf(tenant)}`)
          await tx`select set_config('app.tenant_id', ${tenant.id}, true)`
          await tx`insert into products (id, kind, name, name_norm, status, version, created_at)
            values (uuidv7(), 'GOOD', ${`Old ${tenant.slug} teapot`}, ${`OLD ${tenant.slug} TEAPOT`}, 'PUBLISHED', 1, now())`
          await tx`insert into product_variants (id, product_id, sku, sku_norm)
            select uuidv7(), id, 'T-1', 'T-1' from products where tenant_id = ${tenant.id}::uuid`
        })
      }
      await migrate(subgraphsDir)
      await migrate(subgraphsDir)
      for (const tenant of tenants) {
        const found = await admin.begin(async (tx) => {
          await tx.unsafe(`set local role catalog_app; set local search_path = ${schemaOf(tenant)}`)
          await tx`select set_config('app.tenant_id', ${tenant.id}, true)`
          const names = tx`select p.name from search_products('tepot t1', '', true, null) s join products p on p.id = s.product_id`
          const words = tx`select p.name from search_products('old teapot t1', '', true, null) s join products p on p.id = s.product_id`
          return [await names, await words]
        })
        expect(found).toEqual([[{ name: `Old ${tenant.slug} teapot` }], [{ name: `Old ${tenant.slug} teapot` }]])
      }
    } finally {
      await admin.end()
    }
  })

  it('plans every statement of the search function into an index, by tenant (recipe 35)', async () => {
    const plans: string[] = []
    const onnotice = ({ message = '' }: postgres.Notice): void => void plans.push(message)
    const admin = postgres(url(name), { max: 1, onnotice })
    try {
      await admin`load 'auto_explain'`
      await admin`select set_config('app.tenant_id', ${tenants[0].id}, false), set_config('enable_seqscan', 'off', false),
        set_config('auto_explain.log_nested_statements', 'on', false), set_config('auto_explain.log_level', 'notice', false),
        set_config('auto_explain.log_min_duration', '0', false)`
      // Of a handful of products any index is the best.
      await admin`set search_path = catalog`
      await admin`insert into products (id, kind, name, name_norm, status, version, created_at)
        select uuidv7(), 'GOOD', translate(md5(n::text), '0123456789', 'ghijklmnop'), 'THING', 'PUBLISHED', 1, now() from generate_series(1, 5000) n`
      await admin`vacuum analyze`
      plans.length = 0
      for (const asked of ['old teapot', 'tepot']) await admin`select * from catalog.search_products(${asked}, ${asked}, true, null)`
    } finally {
      await admin.end()
    }
    const scans = plans.join('\n').match(/(Seq Scan on \w+|Index (Only )?Scan( using \w+)? on \w+).*(\n.*Index Cond: .*)?/g) ?? []
    expect(scans.some((scan) => scan.includes('product_documents_by_document'))).toBe(true)
    expect(scans.some((scan) => scan.includes('product_words_by_spelling'))).toBe(true)
    expect(scans.filter((scan) => !/Index Cond: .*tenant_id = /.test(scan))).toEqual([])
    const conditions = (index: string) =>
      scans.filter((scan) => scan.includes(` on ${index} `)).every((scan) => /document @@|word % /.test(scan))
    expect(['product_documents_by_document', 'product_words_by_spelling'].map(conditions)).toEqual([true, true])
  })
})
