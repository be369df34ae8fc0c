import postgres from 'postgres'
import { afterAll, beforeAll, inject, type ProvidedContext } from 'vitest'
import { openDatabase, type Database } from '../database.ts'
import { newId } from '../ids.ts'
import type { Tenant } from '../tenant.ts'
import { tenantRegistry } from '../tenants.ts'
import { testRolePassword } from './provided-context.ts'
import { findUnindexed, sentStatements } from './statement-plans.ts'

/** A database of one test file's own, migrated like any other. */
export interface TestDatabase {
  /** The app role's pool, as the subgraph has it. */
  readonly db: Database
  /** The worker role's pool. */
  readonly worker: Database
  /** Superuser connection: sees every tenant. For arranging and asserting only. */
  readonly admin: postgres.Sql
  /** Connection URL of any role to this database. */
  readonly urlOf: (role: string) => string
  /** The pooled demo tenant. */
  readonly acme: Tenant
  /** The premium demo tenant, in schemas of its own. */
  readonly globex: Tenant
}

/** Where a Postgres with the template is: all that the test run tells of its own one. */
export type TestServer = Pick<ProvidedContext, 'postgresUrl' | 'templateDatabase' | 'rolePasswordSeed'>

/** Clones the migrated template for this test file and drops the copy afterwards; on the Postgres of the test run unless told otherwise. */
export function useTestDatabase(subgraph: string, given?: TestServer): TestDatabase {
  const { postgresUrl, templateDatabase, rolePasswordSeed } = given ?? providedServer()
  const name = `test_${newId('t').slice(2)}`
  const urlOf = (role: string): string => {
    const url = new URL(postgresUrl)
    url.username = role
    url.password = role === 'postgres' ? url.password : testRolePassword(rolePasswordSeed, role)
    url.pathname = `/${name}`
    return url.href
  }
  const server = postgres(postgresUrl, { max: 1, database: 'postgres', onnotice: () => undefined })
  const admin = postgres(postgresUrl, { database: name, max: 2, onnotice: () => undefined })
  const sent = sentStatements()
  const db = openDatabase({ url: urlOf(`${subgraph}_app`), subgraph, poolSize: 8, onStatement: sent.record })
  const worker = openDatabase({ url: urlOf(`${subgraph}_worker`), subgraph, poolSize: 4 })
  const found = new Map<string, Tenant>()
  beforeAll(async () => {
    await server.unsafe(`create database ${name} template ${templateDatabase}`)
    for (const tenant of await tenantRegistry(db).all()) found.set(tenant.slug, tenant)
  })
  afterAll(async () => {
    for (const tenant of found.values()) {
      const unindexed = await findUnindexed(urlOf(`${subgraph}_app`), subgraph, tenant, sent)
      if (unindexed.length > 0) throw new Error(`Statements that no index serves:\n${unindexed.join('\n')}`)
    }
    await Promise.all([db.close(), worker.close(), admin.end()])
    await server.unsafe(`drop database ${name} (force)`)
    await server.end()
  })
  const tenant = (slug: string): Tenant => {
    const tenantFound = found.get(slug)
    if (tenantFound === undefined) throw new Error(`no demo tenant ${slug}; it is known once the tests run`)
    return tenantFound
  }
  return {
    db,
    worker,
    admin,
    urlOf,
    get acme() {
      return tenant('acme')
    },
    get globex() {
      return tenant('globex')
    },
  }
}

function providedServer(): TestServer {
  return {
    postgresUrl: inject('postgresUrl'),
    templateDatabase: inject('templateDatabase'),
    rolePasswordSeed: inject('rolePasswordSeed'),
  }
}
