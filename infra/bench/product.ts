import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { migrateAll } from '@iommi/shared/migrate'
import { join } from 'node:path'
import { z } from 'zod'
import { dataDirAt } from '../dev/data-dir.ts'
import { demoTenants } from '../dev/demo-tenants.ts'
import { localPostgres, localRedis } from '../dev/local-servers.ts'
import { freePorts } from '../dev/ports.ts'
import { openSecrets, rolePassword } from '../dev/secrets.ts'
import { seedOnce } from '../dev/seed.ts'
import { startStack, type Stack, type StackOptions } from '../dev/stack.ts'
import type { TokenWish } from '../dev/token-request.ts'

/** The whole product, seeded, with what it stands on. */
export interface Product {
  readonly stack: Stack
  readonly stop: () => Promise<void>
}

/** Starts everything on free ports; `environment` adds to what single services are told. */
export async function startProduct(environment: NonNullable<StackOptions['environment']>): Promise<Product> {
  const directory = mkdtempSync(join(tmpdir(), 'iommi-bench-'))
  const dataDir = dataDirAt(directory)
  mkdirSync(dataDir.logs, { recursive: true })
  const secrets = openSecrets(dataDir.secretsFile)
  const [postgresPort = 0, redisPort = 0] = await freePorts(2)
  const postgres = localPostgres({ dataDir, port: postgresPort, password: secrets.postgresPassword, report: say })
  const redis = localRedis({ dataDir, port: redisPort, report: say })
  await Promise.all([postgres.start(), redis.start()])
  const passwordOf = (role: string): string => rolePassword(secrets, role)
  const subgraphsDir = new URL('../../subgraphs/', import.meta.url)
  await migrateAll({ adminUrl: postgres.url, rolePassword: passwordOf, subgraphsDir, tenants: demoTenants })
  const stack = await startStack({
    dataDir: directory,
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    rolePassword: passwordOf,
    secrets,
    environment,
  })
  await seedOnce(stack.running)
  return {
    stack,
    stop: async () => {
      await stack.stop()
      await Promise.all([postgres.supervised?.stop(), redis.supervised?.stop()])
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** Asks the gateway as somebody of acme; throws what it answers instead of data, and what a mutation refuses. */
export type Asking = (query: string, variables?: object) => Promise<unknown>

/** Fetches a token once, and asks with it. */
export async function askingAs(stack: Stack, as: TokenWish['as']): Promise<Asking> {
  const token = await stack.token({ tenant: 'acme', as })
  return async (query, variables = {}) => {
    const response = await fetch(stack.urls.graphql, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    })
    const { data, errors } = answer.parse(await response.json())
    if (errors !== undefined) throw new Error(JSON.stringify(errors))
    const refusals = Object.values(payloads.safeParse(data).data ?? {}).flatMap((payload) => payload?.userErrors ?? [])
    if (refusals.length > 0) throw new Error(JSON.stringify(refusals))
    return data
  }
}

// Of queries, too, which have none.
const payloads = z.record(
  z.string(),
  z
    .object({ userErrors: z.array(z.unknown()).optional() })
    .nullable()
    .catch(null),
)
const answer = z.object({ data: z.unknown(), errors: z.array(z.unknown()).optional() })

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
