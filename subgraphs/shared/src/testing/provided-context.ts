import { createHmac } from 'node:crypto'

declare module 'vitest' {
  /** What the test servers (infra/dev/test-servers.ts) tell every test file, through `inject`. */
  export interface ProvidedContext {
    /** The superuser's URL of the test Postgres, without a database: append `/name`. */
    readonly postgresUrl: string
    /** The test Redis, shared by all files: `testRedisUrl` gives out its databases. */
    readonly redisUrl: string
    /** Where a file takes something for itself by making a directory of its name; `testRedisUrl` does. */
    readonly claimsDirectory: string
    /** A migrated database with the demo tenants: `create database … template …`; nobody connects to it. */
    readonly templateDatabase: string
    /** Every role's password follows from this: see `testRolePassword`. */
    readonly rolePasswordSeed: string
  }
}

/** The password of a database role on the test server; all databases there share the roles. */
export function testRolePassword(seed: string, role: string): string {
  return createHmac('sha256', seed).update(role).digest('hex')
}
