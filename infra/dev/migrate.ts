import { migrateAll } from '@iommi/shared/migrate'
import { dataDirFrom, nonEmpty, portFrom, readArguments, runCommand } from './command.ts'
import { dataDirAt } from './data-dir.ts'
import { demoTenants } from './demo-tenants.ts'
import { findRunningStack } from './running-stack.ts'
import { openSecrets, rolePassword } from './secrets.ts'

// npm run migrate: brings the database of the running stack, or the one at DATABASE_URL, to the newest state.
await runCommand(async () => {
  const { values } = readArguments({ port: { type: 'string' }, 'data-dir': { type: 'string' } })
  const path = dataDirFrom(values['data-dir'])
  const adminUrl = nonEmpty(process.env['DATABASE_URL']) ?? findRunningStack(path, portFrom(values.port)).databaseUrl
  const secrets = openSecrets(dataDirAt(path).secretsFile)
  await migrateAll({
    adminUrl,
    rolePassword: (role) => rolePassword(secrets, role),
    subgraphsDir: new URL('../../subgraphs/', import.meta.url),
    tenants: demoTenants,
    log: (line) => process.stdout.write(`${line}\n`),
  })
  process.stdout.write('The database is up to date.\n')
})
