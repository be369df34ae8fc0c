import { fileURLToPath } from 'node:url'
import { dataDirFrom, portFrom, readArguments, runCommand } from './command.ts'
import { demoTenants } from './demo-tenants.ts'
import { connectTools } from './import/tools-client.ts'
import { findRunningStack, type RunningStack } from './running-stack.ts'
import { seedTenant } from './seed/seed-tenant.ts'

const giveUpAfterMs = 30_000

/**
 * Fills a new stack with plausible data for every demo tenant; a tenant that has its data already is left as it is. Returns the slugs of the
 * tenants that were filled.
 */
export async function seedOnce(stack: Pick<RunningStack, 'subgraphs'>, now: Date = new Date()): Promise<readonly string[]> {
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
  const seeded = await Promise.all(
    demoTenants.map(async (tenant) => {
      const client = connectTools(stack, tenant, { giveUpAfterMs })
      try {
        return (await seedTenant(client, tenant, today)) ? [tenant.slug] : []
      } finally {
        await client.close()
      }
    }),
  )
  return seeded.flat()
}

// npm run seed: the same on a stack that runs.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await runCommand(async () => {
    const { values } = readArguments({ port: { type: 'string' }, 'data-dir': { type: 'string' } })
    const startedAt = performance.now()
    const seeded = await seedOnce(findRunningStack(dataDirFrom(values['data-dir']), portFrom(values.port)))
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    const lines = demoTenants.map(({ slug }) => `${slug}: ${seeded.includes(slug) ? `seeded in ${seconds} s` : 'has its data already'}\n`)
    process.stdout.write(lines.join(''))
  })
}
