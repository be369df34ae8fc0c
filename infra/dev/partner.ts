import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirFrom, portFrom, readArguments, repositoryDir, runCommand } from './command.ts'
import { runPartnerCommand } from './partner-command.ts'
import { partnerIssuer } from './partner-issuer.ts'
import { findRunningStack } from './running-stack.ts'

// npm run partner -- add | rotate | retire | revoke | list | readme: partners and their credentials at a running stack.
await runCommand(async () => {
  const { values, positionals } = readArguments(
    { tenant: { type: 'string' }, port: { type: 'string' }, 'data-dir': { type: 'string' } },
    true,
  )
  const output = await runPartnerCommand(
    { positionals, tenant: values.tenant },
    {
      directory: join(repositoryDir, 'schema/operations'),
      issuer: () => partnerIssuer(findRunningStack(dataDirFrom(values['data-dir']), portFrom(values.port)).identityUrl),
      partnerSdl: () => readFileSync(join(repositoryDir, 'schema/partner.graphql'), 'utf8'),
    },
  )
  await new Promise((resolve) => process.stdout.write(output, resolve))
})
